"""The whole HTTP API as an OpenAPI document, made from the routes, the filters and the registry of parameters."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from geo.query.feature_parameters import OGC
from geo.web.ogc.exceptions import answer_exceptions
from geo.web.openapi.document import ADDRESSES, build_document
from geo.web.openapi.ogc_definition import api
from geo.web.params import parse_selection

OPENAPI = "/api/openapi.json"


def openapi_json(request: Request) -> Response:
    """This document."""
    parse_selection(request)  # refuses what it does not read
    return JSONResponse(build_document(request.app.routes, ADDRESSES, server=str(request.base_url).rstrip("/")))


ROUTES = [Route(OPENAPI, openapi_json), Route(f"{OGC}/api", answer_exceptions(api))]
