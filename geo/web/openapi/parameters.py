"""The parameters of a route: the filters, what the registry says that it reads, and the parts of its path."""

from collections.abc import Iterable
from typing import Any

from starlette.routing import Route

from geo.query.feature_parameters import OGC, OGC_ITEMS
from geo.query.filters import FILTER, FILTERS, Control, Filter
from geo.query.parameter import is_reader
from geo.query.parameters import HISTORY, PARAMETER, PARAMETERS
from geo.web.ogc import bounding_box
from geo.web.ogc.collections import INCIDENTS
from geo.web.openapi.media_types import extensions_of

Component = dict[str, Any]
# What is the same for every selection.
WITHOUT_FILTERS = ("/tiles/basemap/", "/tiles/relief/", "/tiles/own/", "/api/openapi.json", HISTORY, f"{OGC}/", OGC)
BBOX, OGC_BBOX = "bbox", "ogc-bbox"
SCHEMA_OF_CONTROL: dict[Control, Component] = {
    Control.DATE: {"type": "string", "format": "date"},
    Control.NUMBER: {"type": "integer", "minimum": 0},
    Control.FLAG: {"type": "string", "enum": ["1"]},
}
TEXT: Component = {"type": "string"}
# Of paths: whole numbers, but the row of a picture may end in @2x.
WHOLE_NUMBER: Component = {"type": "integer", "minimum": 0}
SCHEMA_OF_PART: dict[str, Component] = {
    "z": WHOLE_NUMBER,
    "x": WHOLE_NUMBER,
    "y": TEXT,
    "collection_id": {"type": "string", "enum": [INCIDENTS]},
}


def parameters_of(path: str) -> tuple[str, ...]:
    """The names of the components that a route's query is made of."""
    own = tuple(parameter.name for parameter in PARAMETERS if is_reader(parameter, path))
    if path == OGC_ITEMS:
        return (*(OGC_BBOX if key == BBOX else key for key in FILTER), *own)
    return own if path.startswith(WITHOUT_FILTERS) else (*FILTER, *own)


def components_of(names: Iterable[str]) -> dict[str, Component]:
    """The components of these names, in the order of the registries."""
    keys = set(names)
    return {name: describe for name, describe in _all_components().items() if name in keys}


def path_parameters(route: Route) -> list[Component]:
    """The parts of a route's path."""
    return [
        {"name": name, "in": "path", "required": True, "schema": _schema_of_part(route, name)}
        for name in route.param_convertors
    ]


def _all_components() -> dict[str, Component]:
    filters = {filter_.key: _describe_filter(filter_) for filter_ in FILTERS}
    box = _query_parameter(
        BBOX,
        bounding_box.ACCEPTED,
        {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
        explode=False,
    )
    others = {
        name: _query_parameter(name, parameter.help, dict(parameter.schema) or TEXT, explode=False)
        for name, parameter in PARAMETER.items()
    }
    return {**filters, OGC_BBOX: box, **others}


def _describe_filter(filter_: Filter[Any]) -> Component:
    schema = SCHEMA_OF_CONTROL.get(filter_.control, TEXT)
    if filter_.repeatable:
        schema = {"type": "array", "items": schema}
    return _query_parameter(filter_.key, f"{filter_.label}. {filter_.help}.", schema, explode=filter_.repeatable)


def _query_parameter(name: str, description: str, schema: Component, *, explode: bool) -> Component:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": explode,
    }


def _schema_of_part(route: Route, name: str) -> Component:
    extensions = extensions_of(route.path)
    if name == "extension" and extensions:
        return {"type": "string", "enum": list(extensions)}
    return SCHEMA_OF_PART.get(name, TEXT)
