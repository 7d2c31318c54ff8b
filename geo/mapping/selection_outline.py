"""The areas that a selection names, drawn or by place name: the map outlines them, and opens there if it is empty."""

from functools import lru_cache
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

from geo.core import geodesy
from geo.mapping.outlines import simplify, to_geojson
from geo.places import Place
from geo.query.filters.exclusion import included_names
from geo.query.filters.geometry import BBox, CentreAndRadius
from geo.query.filters.named_places import resolve_cached
from geo.query.selection import Selection

DECIMALS = 4  # of a degree: about 10 m
Corners = list[tuple[float, float]]


def drawn_ring(selection: Selection) -> Corners | None:
    """The corners (longitude, latitude) of the drawn area or box; past 180 where it crosses the antimeridian."""
    if selection.get("area"):
        return list(selection.get("area"))
    if not selection.get("bbox"):
        return None
    west, south, east, north = selection.get("bbox")
    east = east if west < east else east + 360
    return [(west, south), (east, south), (east, north), (west, north)]


def place_outlines(selection: Selection) -> list[dict[str, Any]]:
    """The outline (GeoJSON) or else the circle of each place that the filter includes and that was recognised."""
    return [
        {"outline": to_geojson(_simplified_polygons(place.shape)), "circle": None}
        if place.shape is not None
        else {"outline": None, "circle": _place_circle(place)}
        for place in _resolved_places(selection)
    ]


def bounding_boxes(selection: Selection) -> list[BBox]:
    """The bounds of the drawn area, the circle and the places; degrees, past ±180 where they cross the antimeridian."""
    corners, around = drawn_ring(selection), selection.get("around")
    return [
        *([Polygon(corners).bounds] if corners else []),
        *([geodesy.circle_bounds(*around)] if around else []),
        *(
            geodesy.circle_bounds(*_place_circle(place))
            if place.shape is None
            else _simplified_polygons(place.shape).bounds
            for place in _resolved_places(selection)
        ),
    ]


def _resolved_places(selection: Selection) -> list[Place]:
    names = included_names(selection.get("place") or ())
    places = [place for name in names if (place := resolve_cached(name))]
    return list({place.place_id: place for place in places}.values())


def _place_circle(place: Place) -> CentreAndRadius:
    return round(place.point.x, DECIMALS), round(place.point.y, DECIMALS), place.radius_km


@lru_cache(maxsize=256)
def _simplified_polygons(shape: BaseGeometry) -> MultiPolygon:
    """The polygons of a shape, simplified to the detail that the map can show."""
    parts = shapely.get_parts(shapely.get_parts(shape)).tolist()
    simplified = simplify(_unwrap_antimeridian(MultiPolygon([part for part in parts if isinstance(part, Polygon)])))
    return simplified if isinstance(simplified, MultiPolygon) else MultiPolygon([simplified])


def _unwrap_antimeridian(shape: MultiPolygon) -> MultiPolygon:
    """Move the smaller part of a shape across the antimeridian, past ±180, since the basemap is drawn only once."""
    if _width_degrees(shape) <= geodesy.HEMISPHERE:
        return shape
    eastern = sum(part.area for part in shape.geoms if part.centroid.x > 0) > shape.area / 2
    turn = 360 if eastern else -360
    outline = MultiPolygon([translate(part, turn) if part.centroid.x * turn < 0 else part for part in shape.geoms])
    return outline if _width_degrees(outline) <= geodesy.HEMISPHERE else shape


def _width_degrees(shape: BaseGeometry) -> float:
    west, _, east, _ = shape.bounds
    return float(east - west)
