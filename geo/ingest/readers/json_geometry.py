"""Geometries as GeoJSON and Esri's JSON write them."""

import json
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString, MultiLineString, MultiPoint
from shapely.geometry import shape as build_shape
from shapely.geometry.base import BaseGeometry

from geo.errors import FeatureParseError
from geo.ingest.readers.feature_positions import Shape
from geo.ingest.readers.json_cells import GEOMETRY_TYPES, to_text

MAX_SHOWN = 200  # characters of a geometry that a rejection repeats
_NOT_READ = (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def feature_error(feature: Any, reason: str) -> FeatureParseError:
    """The error of a feature or geometry, with the beginning of its text."""
    return FeatureParseError(json.dumps(feature)[:MAX_SHOWN], reason)


def parse_geojson_geometry(geometry: Any) -> Shape:
    """A geometry of GeoJSON: a point as its texts, another as its shape; raises FeatureParseError."""
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRY_TYPES:
        raise feature_error(geometry, f"its geometry is none of GeoJSON: {', '.join(sorted(GEOMETRY_TYPES))}")
    if geometry["type"] == "Point":
        return _parse_point(geometry)
    return _build(lambda: build_shape(geometry), geometry)


def parse_esri_geometry(geometry: Any) -> Shape:
    """A geometry of Esri's JSON: x and y, points, paths or rings; raises FeatureParseError."""
    if not geometry:
        return None
    if not isinstance(geometry, dict):
        raise feature_error(geometry, "its geometry is no object with x and y, points, paths or rings")
    if "x" in geometry:
        x, y = (None if value == "NaN" else value for value in (geometry["x"], geometry.get("y")))
        return None if x is None and y is None else (to_text(x), to_text(y))
    for name, build in _ESRI_SHAPES.items():
        if name in geometry:
            parts = geometry[name]
            return _build(lambda: build(parts), geometry)  # noqa: B023 - called at once
    raise feature_error(geometry, "its geometry has no x and y, points, paths or rings")


def _parse_point(geometry: dict[str, Any]) -> Shape:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise feature_error(geometry, "its point has no longitude and latitude")
    return to_text(coordinates[0]), to_text(coordinates[1])


def _build(build: Any, geometry: Any) -> BaseGeometry:
    try:
        shape: BaseGeometry = build()
    except _NOT_READ:
        raise feature_error(geometry, "its geometry has coordinates that cannot be read") from None
    return shape


def _build_rings(rings: Any) -> BaseGeometry:
    """Areas and their holes, told apart by which lies in which: files often have the directions wrong."""
    return shapely.build_area(shapely.geometrycollections([LineString([*ring]) for ring in rings]))


_ESRI_SHAPES = {
    "points": lambda points: MultiPoint([point[:2] for point in points]),
    "paths": lambda paths: MultiLineString([[corner[:2] for corner in path] for path in paths]),
    "rings": lambda rings: _build_rings([[corner[:2] for corner in ring] for ring in rings]),
}
