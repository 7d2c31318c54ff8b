"""Outlines of places known only to a province, a region or a country (docs/decisions/0006)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries
from geo.errors import PlaceNotFound

STEPS_ACROSS = 300  # outlines are simplified to a step of this fraction of their longer side; chosen by eye


@dataclass(frozen=True, eq=False)
class Shape:
    """A named outline in degrees (WGS 84). Incidents with the same `key` share it."""

    key: str
    name: str
    outline: BaseGeometry


def outlines_by_incident(rows: pd.DataFrame) -> dict[str, Shape]:
    """The shape of each incident known only to an area, by incident_id; rows without a known outline are left out."""
    areas = rows[rows["place_precision"].isin(("admin1", "region", "country"))]
    shapes = {
        row.incident_id: _area_shape(*map(_text_or_empty, (row.place_id, row.place_precision, row.admin1, row.country)))
        for row in areas.itertuples()
    }
    return {incident_id: shape for incident_id, shape in shapes.items() if shape}


@lru_cache(maxsize=2048)
def _area_shape(place_id: str, precision: str, admin1: str, country: str) -> Shape | None:
    if place_id:
        try:
            place = places.place_from_id(place_id)
        except PlaceNotFound:
            place = None
        if place is not None and place.shape is not None:
            return Shape(place.place_id, place.name, simplify(place.shape))
    return _admin_shape(precision, admin1, country)


def _admin_shape(precision: str, admin1: str, country: str) -> Shape | None:
    if precision == "admin1" and admin1:
        outline = boundaries.province_shape(admin1, country)
        return Shape(f"{country}/{admin1}", admin1, simplify(outline)) if outline is not None else None
    if precision == "country" and country:
        outline = boundaries.country_shape(country)
        return Shape(country, country, simplify(outline)) if outline is not None else None
    return None


def simplify(outline: BaseGeometry) -> BaseGeometry:
    """Simplify an outline (degrees) to the detail that the map can show."""
    west, south, east, north = outline.bounds
    return outline.simplify(max(east - west, north - south) / STEPS_ACROSS)


def to_geojson(outline: BaseGeometry) -> dict[str, Any]:
    """The outline as a GeoJSON MultiPolygon, rounded to 0.001° (about 100 m)."""
    geometry = mapping(outline)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[[round(x, 3), round(y, 3)] for x, y in ring] for ring in polygon] for polygon in polygons],
    }


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
