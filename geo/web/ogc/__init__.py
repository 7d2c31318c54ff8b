"""OGC API – Features – Part 1: Core (17-069r4): the incidents as any GIS reads them (docs/decisions/0053)."""

from starlette.routing import Route

from geo.query.feature_parameters import OGC, OGC_ITEM, OGC_ITEMS
from geo.web.ogc.collections import INCIDENTS, collection, collections
from geo.web.ogc.conformance import conformance
from geo.web.ogc.exceptions import answer_exceptions, no_such_resource
from geo.web.ogc.items import item, items
from geo.web.ogc.landing_page import landing_page

ROUTES = [
    Route(OGC, answer_exceptions(landing_page)),
    Route(f"{OGC}/", answer_exceptions(landing_page), include_in_schema=False),
    Route(f"{OGC}/conformance", answer_exceptions(conformance)),
    Route(f"{OGC}/collections", answer_exceptions(collections)),
    Route(f"{OGC}/collections/{INCIDENTS}", answer_exceptions(collection)),
    Route(OGC_ITEMS, answer_exceptions(items, has_filters=True)),
    Route(OGC_ITEM, answer_exceptions(item)),
    Route(f"{OGC}/{{path:path}}", no_such_resource, include_in_schema=False),
]
