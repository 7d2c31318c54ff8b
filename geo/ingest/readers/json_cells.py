"""A JSON object as cells of text: what is nested gets dotted names, such as “country.name”."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

GEOMETRY_TYPES = frozenset(
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"]
)
# Where systems put a record's own values: ReliefWeb, ArcGIS and JSON:API, GeoJSON, Elasticsearch, Drupal.
WRAPPERS = ("fields", "attributes", "properties", "_source", "node")
MAX_DEPTH = 6  # of names, by judgement; what is nested deeper stays JSON
LIST_SEPARATOR = "; "


def unwrap_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the values of its wrapper (“fields”, “attributes” …) as its own."""
    wrapper = next((name for name in WRAPPERS if isinstance(record.get(name), dict)), None)
    if wrapper is None:
        return dict(record)
    own = {name: value for name, value in record.items() if name != wrapper and not isinstance(value, dict | list)}
    inner: dict[str, Any] = record[wrapper]
    return own | inner


def flatten_record(record: Mapping[str, Any]) -> dict[str, str | None]:
    """The record's values as text, by dotted names; geometries stay JSON."""
    texts: dict[str, list[str]] = {}
    for name, text in _iter_cells("", record, 1):
        texts.setdefault(name, []).extend([text] if text is not None else [])
    return {name: LIST_SEPARATOR.join(parts) if parts else None for name, parts in texts.items()}


def to_text(value: Any) -> str | None:
    """A value as text; numbers and what is nested as JSON writes them."""
    if value is None:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def is_geometry(value: Any) -> bool:
    """Whether a value is a GeoJSON geometry."""
    has_type = isinstance(value, dict) and isinstance(value.get("type"), str) and value["type"] in GEOMETRY_TYPES
    return has_type and ("coordinates" in value or "geometries" in value)


def _iter_cells(prefix: str, value: Any, depth: int) -> Iterator[tuple[str, str | None]]:
    """The cells of a value with their names; an empty object or list is a blank cell."""
    if isinstance(value, dict) and value and depth <= MAX_DEPTH and not is_geometry(value):
        for name, inner in value.items():
            # MongoDB writes {"$date": "2024-01-16"} for a date: the type is no part of the name.
            yield from _iter_cells(_join(prefix, "" if name.startswith("$") else name), inner, depth + 1)
    elif isinstance(value, list) and depth <= MAX_DEPTH and any(isinstance(item, dict) for item in value):
        for item in value:  # the values of one name are joined
            yield from _iter_cells(prefix, item, depth + 1)
    elif isinstance(value, list) and not any(isinstance(item, list) for item in value):
        yield prefix, LIST_SEPARATOR.join(filter(None, map(to_text, value))) or None
    else:
        yield prefix, None if value in ({}, []) else to_text(value)


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name
