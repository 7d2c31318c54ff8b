"""The landing page: where everything else is."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from geo.web.ogc.links import JSON, make_link

OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
TITLE = "Faultline"
DESCRIPTION = "An atlas of incidents, each with its sources and with how precisely its place and its date are known."


def landing_page(request: Request) -> Response:
    """The links to the API's definition, to what it conforms to and to its data."""
    links = [
        make_link(request, "", "self", JSON, "This document"),
        make_link(request, "/api", "service-desc", OPENAPI, "The definition of this API"),
        make_link(request, "/conformance", "conformance", JSON, "The conformance classes"),
        make_link(request, "/collections", "data", JSON, "The collections of features"),
        {"href": f"{request.base_url}about", "rel": "service-doc", "type": "text/html", "title": "About the atlas"},
    ]
    return JSONResponse({"title": TITLE, "description": DESCRIPTION, "links": links})
