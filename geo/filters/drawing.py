"""From a shape drawn on a map (GeoJSON) to the filter that it means."""

from typing import Any

from shapely.geometry import shape

from geo.errors import ValueRefused
from geo.filters.areas import DECIMALS, MOST_CORNERS
from geo.filters.regions import BBox, Ring


def is_drawn(feature: dict[str, Any] | None) -> bool:
    """Whether a feature that the map tells of was drawn; st_folium tells of clicked incidents in the same way."""
    return bool(feature and (feature.get("properties") or {}).get("drawn") is True)


def from_drawing(feature: dict[str, Any]) -> tuple[str, BBox | Ring]:
    """The key and value of the filter for a drawn box or polygon; raises ValueRefused for other shapes."""
    outline = shape(feature["geometry"])
    if outline.geom_type != "Polygon":
        raise ValueRefused(outline.geom_type, accepted="a box or a polygon")
    west, south, east, north = outline.bounds
    if outline.is_valid and outline.equals(outline.envelope) and east - west < 360:
        return "bbox", (_wrapped(west), _rounded(south, 90), _wrapped(east), _rounded(north, 90))
    corners = outline.exterior.coords[:-1][:MOST_CORNERS]
    return "area", tuple((_wrapped(longitude), _rounded(latitude, 90)) for longitude, latitude in corners)


def _wrapped(longitude: float) -> float:
    return _rounded((longitude + 180) % 360 - 180, 180)


def _rounded(degrees: float, limit: float) -> float:
    return round(min(max(degrees, -limit), limit), DECIMALS) + 0.0
