"""An OpenAPI 3.0 document of some routes: nothing in it is listed a second time."""

from collections.abc import Iterable
from typing import Any

from starlette.routing import BaseRoute, Route

from geo.settings import __version__
from geo.web.openapi.operations import describe_operation
from geo.web.openapi.parameters import components_of, parameters_of
from geo.web.openapi.responses import RESPONSES, SCHEMAS

VERSION = "3.0.3"  # that of the conformance class oas30
ADDRESSES = ("/api/", "/tiles/", "/ogc")
DESCRIPTION = (
    "The incidents of an atlas, and what is counted of them. All addresses take the same filters as the pages; a bad "
    "value and an unknown parameter are refused, because an answer must not silently widen. Every address answers GET "
    "and HEAD."
)


def build_document(
    routes: Iterable[BaseRoute], prefixes: tuple[str, ...], *, server: str, below: str = ""
) -> dict[str, Any]:
    """The document of the routes that begin with one of `prefixes`; paths are given without `below`, the server's."""
    documented = list_routes(routes, prefixes)
    paths: dict[str, Any] = {}
    for route in documented:
        path = route.path_format.removeprefix(below) or "/"
        paths[path] = {"get": describe_operation(route)}
    return {
        "openapi": VERSION,
        "info": {"title": "Faultline", "version": __version__, "description": DESCRIPTION},
        "servers": [{"url": f"{server}{below}"}],
        "paths": paths,
        "components": {
            "parameters": components_of({key for route in documented for key in parameters_of(route.path)}),
            "responses": RESPONSES,
            "schemas": SCHEMAS,
        },
    }


def list_routes(routes: Iterable[BaseRoute], prefixes: tuple[str, ...]) -> list[Route]:
    """The routes to document, in their order."""
    own = (route for route in routes if isinstance(route, Route) and route.include_in_schema)
    return [route for route in own if route.path.startswith(prefixes)]
