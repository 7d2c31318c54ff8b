"""Outlines of places known only to a province, a region or a country (docs/decisions/0006).

At a level of detail, an area's edges lie exactly on the lines that the basemap draws at that level.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries
from geo.core.outline_levels import (
    FINEST,
    detail_of_zoom,
    merged_outline,
    province_outline,
)
from geo.errors import PlaceNotFound
from geo.places import province_changes
from geo.places.areas import BETWEEN_UNITS, COUNTRY, PROVINCE, Area

# A province of which less than this share lies in (or out of) a region lies in it by the rounding of outlines only.
# Chosen by judgement: the derived regions cut provinces in halves and thirds.
ROUNDING_SHARE = 0.02
# A region of which more than this share lies outside of every province is no part of a country: a circle, a sea.
MAX_SHARE_AT_SEA = 0.05
# How far the outline that a region was cut from and the same border at a level of detail lie apart at most, in degrees;
# measured: 0.45 at the coarsest level.
OUTLINES_DIFFER_DEGREES = (0.5, 0.2, 0.1, 0.05)
DECIMALS = 5  # the grid of the finest level
STEPS_ACROSS = 300  # outlines are simplified to a step of this fraction of their longer side; chosen by eye


@dataclass(frozen=True, eq=False)
class Shape:
    """A named outline in degrees (WGS 84). Incidents with the same `key` share it."""

    key: str
    name: str
    outline: BaseGeometry


@lru_cache(maxsize=4096)
def outline_at(area: Area, detail: int) -> BaseGeometry:
    """An area's outline in degrees at a level of detail, 0 (coarsest) to FINEST.

    A province that is part of another one by law today is drawn with it, as on the basemap. Where a region cuts a
    province, the cut is the region's own edge.
    """
    if area.area_id.startswith(COUNTRY):
        code = area.area_id.removeprefix(COUNTRY)
        return merged_outline(boundaries.province_ids_by_country().get(code, ()), detail)
    if area.area_id.startswith(PROVINCE):
        ids = tuple(unit.removeprefix(PROVINCE) for unit in area.area_id.split(BETWEEN_UNITS))
        return merged_outline((*ids, *_dissolved_into(ids)), detail)
    return _region_at(area, detail)


def _dissolved_into(province_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The provinces that are part of these by law today."""
    table = boundaries.provinces()
    names = table.loc[table["province_id"].isin(province_ids), ["country", "name"]]
    gone = {
        (country, other)
        for country, name in names.itertuples(index=False)
        for other in province_changes.dissolved_into(name, country)
    }
    is_gone = [pair in gone for pair in zip(table["country"], table["name"], strict=True)]
    return tuple(set(table["province_id"][is_gone]) - set(province_ids))


def _region_at(area: Area, detail: int) -> BaseGeometry:
    table, region = boundaries.provinces(), area.outline
    rows = np.sort(table.sindex.query(region, predicate="intersects"))
    wholes = table.geometry.to_numpy()[rows]
    inside = shapely.area(shapely.intersection(wholes, region))
    if not inside.sum() > (1 - MAX_SHARE_AT_SEA) * region.area:
        return simplify(region)
    shares = inside / shapely.area(wholes)
    parts = [
        _part_at(province_id, whole, region, share, detail)
        for province_id, whole, share in zip(table["province_id"].to_numpy()[rows], wholes, shares, strict=True)
        if share > ROUNDING_SHARE
    ]
    return shapely.union_all(parts) if parts else simplify(region)


def _part_at(province_id: str, whole: BaseGeometry, region: BaseGeometry, share: float, detail: int) -> BaseGeometry:
    """The part of a province that lies in a region, at a level of detail."""
    outline = province_outline(province_id, detail)
    if share > 1 - ROUNDING_SHARE:
        return outline
    # What the region leaves out grows over the outer border, so that the part keeps the border of its level.
    left_out = whole.difference(region).buffer(OUTLINES_DIFFER_DEGREES[detail]).difference(region)
    return outline.difference(left_out)


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
    """The outline as a GeoJSON MultiPolygon, rounded to 0.00001° (about a metre)."""
    geometry = mapping(outline)
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in ring] for ring in polygon] for polygon in polygons
        ],
    }


__all__ = ["FINEST", "Shape", "detail_of_zoom", "outline_at", "outlines_by_incident", "simplify", "to_geojson"]


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
