"""An address of every route that answers from the atlas, and clients that ask for them."""

from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import web

ADDRESSES = (
    "/api/incidents.csv", "/api/incidents.geojson", "/api/incidents.parquet", "/api/incidents.zip",
    "/api/incidents.html",
    "/api/areas.geojson", "/api/areas.parquet", "/api/facets.json", "/api/timeline.json",
    "/api/crosstab.csv", "/api/incident.json?id=mine", "/api/choropleth.json", "/api/choropleth.csv",
    "/api/compare.json?with=all", "/api/compare.csv?with=all", "/api/compare-areas.json?with=all",
    "/tiles/density/0/0/0.png", "/tiles/density/0/0/0.json", "/api/near.json?near=65,33,5",
    "/api/clusters.json?view=-180,-85,180,85&zoom=2", "/api/clusters/incidents.json?view=60,20,70,40",
    "/api/choices.json?choices=country&letters=a", "/api/in-view.json?view=60,20,70,40",
    "/api/links.json?view=60,20,70,40",
    "/api/cube?view=-180,-85,180,85&zoom=2", "/api/map.svg", "/api/timeline.svg",
)  # fmt: skip
# Apart, for they lead to further documents of the same data with the key that they were asked with; those of OGC also
# refuse, as the standard wants, what they do not read.
LINKED_ADDRESSES = (
    "/api/incidents.atom", "/api/feed.json",
    "/ogc/collections/incidents", "/ogc/collections/incidents/items", "/ogc/collections/incidents/items/mine",
)  # fmt: skip


def with_parameter(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{name}={value}"


def make_client() -> TestClient:
    app = Starlette(routes=web.ROUTES, middleware=web.MIDDLEWARE, exception_handlers=web.EXCEPTION_HANDLERS)
    return TestClient(app, follow_redirects=False)
