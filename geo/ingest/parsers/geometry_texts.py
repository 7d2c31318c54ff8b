"""Geometries in cells: GeoJSON, also as Python prints it, WKT, EWKT and the hexadecimal WKB of PostGIS."""

import json
import math
import re
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from geo.errors import CoordinateParseError, PositionUnstated, ValueRefused
from geo.ingest.geometries import place_geometry
from geo.ingest.parsers.coordinate_pair import CoordinatePair
from geo.ingest.reference_systems import parse_reference_system, transform_to_degrees

# Characters of a geometry that is still read: an outline of some 40,000 corners. All readers are linear in it.
MAX_GEOMETRY_LENGTH = 1_000_000
MAX_WKB_LENGTH = 100_000  # geometries in geometries are read one inside the other, and a deep nest ends the process
_GEOJSON = re.compile(r"\s*[{\[].{0,40}?['\"](?:type|coordinates|geometry)['\"]\s*:", re.DOTALL)
_WKT = re.compile(
    r"\s*(?:SRID\s{0,3}=\s{0,3}(\d{1,6})\s{0,3};)?"
    r"\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?(?:Z?M? ?\(|Z?M? ?EMPTY).*)",
    re.IGNORECASE | re.DOTALL,
)
_WKB = re.compile(r"\s*(?:\\x)?(0[01][0-9a-f]{8}(?:[0-9a-f]{2})*)\s*", re.IGNORECASE)
_WKB_KINDS = range(1, 7)  # points, lines, polygons and several of them; no collections
_POINT_WITH_COMMA = re.compile(r"\s*POINT\s*\(\s*(-?[\d.]{1,30})\s*,\s*(-?[\d.]{1,30})\s*\)\s*", re.IGNORECASE)
NO_GEOMETRY = "is a damaged geometry; write it as POINT (69.1833 34.5167)"
_PYTHON_WORDS = (
    ("'", '"'),
    ("(", "["),
    (")", "]"),
    ("None", "null"),
    ("True", "true"),
    ("False", "false"),
    (",]", "]"),
)
WGS_84 = 4326


def parse_geometry_text(text: str) -> CoordinatePair | None:
    """Return the position of a geometry that is written in a cell, None for other texts.

    Coordinates are degrees, longitude first, unless an SRID says otherwise. Raises CoordinateParseError for a damaged
    geometry and for a system that is not known.
    """
    if len(text) > MAX_GEOMETRY_LENGTH:
        return None
    for parse in (_parse_wkt, _parse_wkb, _parse_geojson):
        if (shape := parse(text)) is not None:
            return _to_pair(shape)
    return None


def _parse_wkt(text: str) -> BaseGeometry | None:
    text = text.strip("<> \n")  # as shapely and GeoPandas print it
    if match := _POINT_WITH_COMMA.fullmatch(text):
        text = f"POINT ({match[1]} {match[2]})"
    match = _WKT.fullmatch(text)
    if match is None:
        return None
    try:
        shape = shapely.from_wkt(match[2])
    except GEOSException:
        raise CoordinateParseError(NO_GEOMETRY) from None
    return shapely.set_srid(shape, int(match[1] or 0))


def _parse_wkb(text: str) -> BaseGeometry | None:
    match = _WKB.fullmatch(text[:MAX_WKB_LENGTH])
    if match is None or len(text) >= MAX_WKB_LENGTH:
        return None
    content = bytes.fromhex(match[1])
    kind = int.from_bytes(content[1:5], "little" if content[0] else "big")
    if kind & 0xFF not in _WKB_KINDS:
        return None
    try:
        return shapely.from_wkb(content)
    except GEOSException:
        raise CoordinateParseError(NO_GEOMETRY) from None


def _parse_geojson(text: str) -> BaseGeometry | None:
    if not _GEOJSON.match(text):
        return None
    value = _load(text)
    geometry = value.get("geometry", value) if isinstance(value, dict) else None
    if not isinstance(geometry, dict) or "coordinates" not in geometry or geometry.get("type") == "GeometryCollection":
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (GEOSException, ValueError):
        raise CoordinateParseError(NO_GEOMETRY) from None


def _load(text: str) -> Any:
    """The JSON of a text, which may be as Python prints it: with single quotes and brackets of tuples."""
    for candidate in (text, _to_json(text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):
            continue
    return None


def _to_json(text: str) -> str:
    for word, replacement in _PYTHON_WORDS:
        text = text.replace(word, replacement)
    return text


def _to_pair(shape: BaseGeometry) -> CoordinatePair:
    """The position; of a point without a stated system as it is written, so that its column can show which it is."""
    if shape.is_empty:
        raise PositionUnstated("is an empty geometry, which states no position; copy the latitude and longitude")
    srid = int(shapely.get_srid(shape))
    if srid not in (0, WGS_84):
        shape = _to_degrees(shape, srid)
    elif isinstance(shape, shapely.Point):
        return CoordinatePair(shape.x, shape.y, latitude_first=False, is_labelled=True)
    position = place_geometry(shape)
    radius_km = math.nan if position.radius_km is None else position.radius_km
    return CoordinatePair(position.longitude, position.latitude, False, True, position.precision or "", radius_km)


def _to_degrees(shape: BaseGeometry, srid: int) -> BaseGeometry:
    try:
        system = parse_reference_system(str(srid))
    except ValueRefused:
        raise CoordinateParseError(f"names a reference system {srid} that is not known") from None
    return shapely.transform(
        shapely.force_2d(shape), lambda x, y: transform_to_degrees(system, x, y), interleaved=False
    )
