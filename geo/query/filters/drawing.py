"""From a shape drawn on the map (GeoJSON) to the value of a spatial filter."""

import math
from typing import Any, TypeGuard

from shapely.geometry import shape

from geo.errors import ValueRefused
from geo.query.filters.geometry import BBox, Ring
from geo.query.filters.spatial import DECIMALS, FULL_TURN, MAX_CORNERS


def is_drawn(feature: dict[str, Any] | None) -> TypeGuard[dict[str, Any]]:
    """Whether a feature that the map reports was drawn; st_folium reports clicked incidents in the same way."""
    return bool(feature and (feature.get("properties") or {}).get("drawn") is True)


def from_drawing(feature: dict[str, Any]) -> tuple[str, BBox | Ring]:
    """The key and value of the filter for a drawn box or polygon. Raises ValueRefused for other shapes."""
    outline = shape(feature["geometry"])
    if outline.geom_type != "Polygon":
        raise ValueRefused(outline.geom_type, accepted="a box or a polygon")
    west, south, east, north = outline.bounds
    if outline.is_valid and outline.equals(outline.envelope):
        meridians = (_wrap(west), _wrap(east)) if east - west < FULL_TURN else (-180.0, 180.0)
        return "bbox", (meridians[0], _clamp(south, 90), meridians[1], _clamp(north, 90))
    corners = outline.exterior.coords[:-1]
    if len(corners) > MAX_CORNERS or east - west > FULL_TURN:
        raise ValueRefused(
            f"{len(corners)} corners, {east - west:.0f}° wide",
            accepted=f"an area of at most {MAX_CORNERS} corners that goes around the globe once at most",
        )
    # Shift the area by whole turns until its west lies on the globe; across the antimeridian, corners go on past 180.
    turns = math.floor((west + FULL_TURN / 2) / FULL_TURN) * FULL_TURN
    return "area", tuple((_clamp(longitude - turns, 540), _clamp(latitude, 90)) for longitude, latitude in corners)


def _wrap(longitude: float) -> float:
    """The longitude between -180 and 180."""
    return _clamp((longitude + 180) % 360 - 180, 180)


def _clamp(degrees: float, limit: float) -> float:
    """The number between -limit and limit, rounded to DECIMALS."""
    return round(min(max(degrees, -limit), limit), DECIMALS) + 0.0
