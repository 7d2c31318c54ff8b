"""Geometries as GeoJSON and Esri's JSON write them."""

import json
from collections.abc import Callable
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import MultiLineString, MultiPoint
from shapely.geometry import shape as build_shape
from shapely.geometry.base import BaseGeometry

from geo.errors import FeatureParseError
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.json_cells import GEOMETRY_TYPES, to_text
from geo.ingest.readers.rings import build_area

MAX_SHOWN = 200  # characters of a geometry that a rejection repeats
_NOT_READ = (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
# How Esri's JSON calls the corners of what is no point.
_ESRI_SHAPES: dict[str, Callable[[Any], BaseGeometry]] = {
    "points": lambda points: MultiPoint([point[:2] for point in points]),
    "paths": lambda paths: MultiLineString([[corner[:2] for corner in path] for path in paths]),
    "rings": lambda rings: build_area([[corner[:2] for corner in ring] for ring in rings]),
}


def feature_error(feature: Any, reason: str) -> FeatureParseError:
    """The error of a feature or geometry, with the beginning of its text."""
    return FeatureParseError(json.dumps(feature)[:MAX_SHOWN], reason)


def parse_geojson_geometry(geometry: Any) -> Shape:
    """A geometry of GeoJSON: a point as its texts, another as its shape; raises FeatureParseError."""
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or str(geometry.get("type")) not in GEOMETRY_TYPES:
        raise feature_error(geometry, f"its geometry is none of GeoJSON: {', '.join(sorted(GEOMETRY_TYPES))}")
    if geometry["type"] == "Point":
        return _parse_point(geometry)
    return _build(build_shape, geometry, geometry)


def parse_esri_geometry(geometry: Any) -> Shape:
    """A geometry of Esri's JSON: x and y, points, paths or rings; raises FeatureParseError."""
    if not geometry:
        return None
    if not isinstance(geometry, dict):
        raise feature_error(geometry, "its geometry is no object with x and y, points, paths or rings")
    if "x" in geometry:
        x, y = (None if value == "NaN" else to_text(value) for value in (geometry["x"], geometry.get("y")))
        return None if x is None and y is None else (x, y)
    name = next((name for name in _ESRI_SHAPES if name in geometry), None)
    if name is None:
        raise feature_error(geometry, "its geometry has no x and y, points, paths or rings")
    return _build(_ESRI_SHAPES[name], geometry[name], geometry)


def _parse_point(geometry: dict[str, Any]) -> Shape:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise feature_error(geometry, "its point has no longitude and latitude")
    return to_text(coordinates[0]), to_text(coordinates[1])


def _build(build: Callable[[Any], BaseGeometry], parts: Any, geometry: Any) -> BaseGeometry:
    try:
        return build(parts)
    except _NOT_READ:
        raise feature_error(geometry, "its geometry has coordinates that cannot be read") from None
