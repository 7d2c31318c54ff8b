"""One route as an operation: its words are the docstring of its endpoint."""

import inspect
from typing import Any

from starlette.routing import Route

from geo.query.feature_parameters import OGC, OGC_ITEMS
from geo.web.openapi.media_types import media_types_of
from geo.web.openapi.parameters import parameters_of, path_parameters
from geo.web.openapi.responses import responses_of


def describe_operation(route: Route) -> dict[str, Any]:
    """The operation GET of a route; HEAD answers the same without a body."""
    summary, _, rest = (inspect.getdoc(route.endpoint) or "").partition("\n\n")
    references = [{"$ref": f"#/components/parameters/{name}"} for name in parameters_of(route.path)]
    operation = {
        "operationId": _operation_id(route),
        "summary": summary.replace("\n", " "),
        "tags": [_tag(route.path)],
        "parameters": [*path_parameters(route), *references],
        "responses": responses_of(media_types_of(route.path), is_paged=route.path == OGC_ITEMS),
    }
    return operation | ({"description": rest.replace("\n", " ")} if rest else {})


def _operation_id(route: Route) -> str:
    """The name of its endpoint, which is one of a kind within a room; those of OGC have the standard's before them."""
    name: str = route.endpoint.__name__
    return f"ogc_{name}" if route.path.startswith(OGC) else name


def _tag(path: str) -> str:
    return path.split("/")[1]
