"""From a shape drawn on a map (GeoJSON) to the filter that it means."""

import math
from typing import Any

from shapely.geometry import shape

from geo.errors import ValueRefused
from geo.query.filters.geometry import BBox, Ring
from geo.query.filters.spatial import DECIMALS, MAX_CORNERS, TURN


def is_drawn(feature: dict[str, Any] | None) -> bool:
    """Whether a feature that the map tells of was drawn; st_folium tells of clicked incidents in the same way."""
    return bool(feature and (feature.get("properties") or {}).get("drawn") is True)


def from_drawing(feature: dict[str, Any]) -> tuple[str, BBox | Ring]:
    """The key and value of the filter for a drawn box or polygon; raises ValueRefused for other shapes."""
    outline = shape(feature["geometry"])
    if outline.geom_type != "Polygon":
        raise ValueRefused(outline.geom_type, accepted="a box or a polygon")
    west, south, east, north = outline.bounds
    if outline.is_valid and outline.equals(outline.envelope):
        edges = (_wrapped(west), _wrapped(east)) if east - west < TURN else (-180.0, 180.0)
        return "bbox", (edges[0], _rounded(south, 90), edges[1], _rounded(north, 90))
    corners = outline.exterior.coords[:-1]
    if len(corners) > MAX_CORNERS or east - west > TURN:
        raise ValueRefused(
            f"{len(corners)} corners, {east - west:.0f}° wide",
            accepted=f"an area of at most {MAX_CORNERS} corners, once around the globe at most",
        )
    # Across the antimeridian the corners go on past 180.
    before = math.floor((west + TURN / 2) / TURN) * TURN
    return "area", tuple((_rounded(longitude - before, 540), _rounded(latitude, 90)) for longitude, latitude in corners)


def _wrapped(longitude: float) -> float:
    return _rounded((longitude + 180) % 360 - 180, 180)


def _rounded(degrees: float, limit: float) -> float:
    return round(min(max(degrees, -limit), limit), DECIMALS) + 0.0
