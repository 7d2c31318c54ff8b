"""The outlines of places that are no points: a province, a region or a country is drawn as what it is."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries
from geo.errors import PlaceNotFound

DETAIL = 300  # an outline is simplified to about this many steps across


@dataclass(frozen=True, eq=False)
class Shape:
    """An outline, its name, and the key by which incidents share it. Degrees, WGS 84."""

    key: str
    name: str
    outline: BaseGeometry


def shapes_of(rows: pd.DataFrame) -> dict[str, Shape]:
    """The shape of each incident that is drawn as one, by incident_id; rows whose shape is not known are left out."""
    areas = rows[rows["place_precision"].isin(("admin1", "region", "country"))]
    found = {
        row.incident_id: _shape(*map(_text, (row.place_id, row.place_precision, row.admin1, row.country)))
        for row in areas.itertuples()
    }
    return {incident_id: shape for incident_id, shape in found.items() if shape}


@lru_cache(maxsize=2048)
def _shape(place_id: str, precision: str, admin1: str, country: str) -> Shape | None:
    if place_id:
        try:
            named = places.place_from_id(place_id)
        except PlaceNotFound:
            named = None
        if named is not None and named.shape is not None:
            return Shape(named.place_id, named.name, simple(named.shape))
    return _of_division(precision, admin1, country)


def _of_division(precision: str, admin1: str, country: str) -> Shape | None:
    if precision == "admin1" and admin1:
        outline = boundaries.province_shape(admin1, country)
        return Shape(f"{country}/{admin1}", admin1, simple(outline)) if outline is not None else None
    if precision == "country" and country:
        outline = boundaries.country_shape(country)
        return Shape(country, country, simple(outline)) if outline is not None else None
    return None


def simple(outline: BaseGeometry) -> BaseGeometry:
    """The outline with no more corners than the map shows."""
    west, south, east, north = outline.bounds
    return outline.simplify(max(east - west, north - south) / DETAIL)


def rounded(outline: BaseGeometry) -> dict[str, Any]:
    """The outline as GeoJSON, to about 100 m."""
    geometry = mapping(outline)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[round(x, 3), round(y, 3)] for x, y in ring] for ring in polygon] for polygon in polygons],
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
