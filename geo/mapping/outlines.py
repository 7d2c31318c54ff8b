"""Outlines of places known only to a district, a province, a region or a country (docs/decisions/0006, 0069).

At a level of detail, an area's edges lie exactly on the lines that the basemap draws at that level.
"""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries
from geo.core.outline_levels import (
    FINEST,
    detail_of_zoom,
    merged_outline,
    province_outline,
)
from geo.places import province_changes
from geo.places.areas import BETWEEN_UNITS, COUNTRY, DISTRICT, PROVINCE, Area

# A province of which less than this share lies in (or out of) a region lies in it by the rounding of outlines only.
# Chosen by judgement: the derived regions cut provinces in halves and thirds.
ROUNDING_SHARE = 0.02
# A region of which more than this share lies outside of every province is no part of a country: a circle, a sea.
MAX_SHARE_AT_SEA = 0.05
# How far the outline that a region was cut from and the same border at a level of detail lie apart, in degrees.
# Measured: at most 0.37, 0.18, 0.04 and 0.04 in 95 of 100 provinces.
OUTLINES_DIFFER_DEGREES = (0.5, 0.2, 0.1, 0.05)
DECIMALS = 5  # the grid of the finest level
STEPS_ACROSS = 300  # outlines are simplified to a step of this fraction of their longer side; chosen by eye


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
    if area.area_id.startswith(DISTRICT):  # most of its edges are no lines of the basemap
        return simplify(area.outline)
    return _region_at(area, detail)


def _dissolved_into(province_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The provinces that are part of these by law today."""
    table = boundaries.provinces()
    names = table.loc[table["province_id"].isin(province_ids), ["country", "name"]]
    dissolved = {
        (country, other)
        for country, name in names.itertuples(index=False)
        for other in province_changes.dissolved_into(name, country)
    }
    is_part = [pair in dissolved for pair in zip(table["country"], table["name"], strict=True)]
    return tuple(set(table["province_id"][is_part]) - set(province_ids))


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


__all__ = ["FINEST", "detail_of_zoom", "outline_at", "simplify", "to_geojson"]
