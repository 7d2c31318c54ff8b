"""How far an outline in degrees lies from a point, in km on the globe."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.core.geodesy import EARTH_RADIUS_KM, circle_bounds, haversine_km

# A straight line in degrees between corners so close departs from the straight line in the plane around the point by
# less than 100 m, up to a latitude of 70°.
MAX_EDGE_DEGREES = 0.5
TURN = 360.0
MARGIN_DEGREES = 1e-6


def is_within_km(outline: BaseGeometry, longitude: float, latitude: float, km: float) -> bool:
    """Whether the whole outline lies within a distance of a point; to 1 m, beside MAX_EDGE_DEGREES."""
    if km >= math.pi * EARTH_RADIUS_KM:
        return True
    if _farthest_km(outline, longitude, latitude) > km:  # most outlines, at a tenth of the work
        return False
    opposite = shapely.Point(longitude - math.copysign(TURN / 2, longitude), -latitude)
    if outline.intersects(opposite):
        return False
    return _farthest_km(shapely.segmentize(outline, MAX_EDGE_DEGREES), longitude, latitude) <= km


def _farthest_km(outline: BaseGeometry, longitude: float, latitude: float) -> float:
    corners = shapely.get_coordinates(outline)
    return float(haversine_km(longitude, latitude, corners[:, 0], corners[:, 1]).max(initial=0.0))


def is_near(outline: BaseGeometry, longitude: float, latitude: float, km: float) -> bool:
    """Whether any point of the outline lies within a distance of a point; as exact as `is_within_km`."""
    if outline.intersects(shapely.Point(longitude, latitude)):
        return True
    return any(_distance_km(piece, longitude, latitude) <= km for piece in _clip(outline, longitude, latitude, km))


def _clip(outline: BaseGeometry, longitude: float, latitude: float, km: float) -> list[BaseGeometry]:
    """The pieces of the outline around the point; an edge that a cut makes is farther away than the distance."""
    west, south, east, north = circle_bounds(longitude, latitude, km + 1e-3)
    boxes = [(west + turn, south - MARGIN_DEGREES, east + turn, north + MARGIN_DEGREES) for turn in (-TURN, 0.0, TURN)]
    pieces = (shapely.clip_by_rect(outline, *box) for box in boxes if box[0] <= TURN / 2 and box[2] >= -TURN / 2)
    return [piece for piece in pieces if not piece.is_empty]


def _distance_km(piece: BaseGeometry, longitude: float, latitude: float) -> float:
    """The distance from the point to the nearest edge, in an azimuthal equidistant plane around the point."""
    rings = shapely.get_rings(shapely.get_parts(shapely.segmentize(piece, MAX_EDGE_DEGREES)))
    corners, numbers = shapely.get_coordinates(rings, return_index=True)
    if not len(corners):
        return math.inf
    plane = _to_plane_km(corners, longitude, latitude)
    start, edge = plane[:-1], np.diff(plane, axis=0)
    is_edge = numbers[1:] == numbers[:-1]
    square = np.maximum((edge**2).sum(axis=1), 1e-18)
    share = np.clip(-(start * edge).sum(axis=1) / square, 0.0, 1.0)
    nearest = np.hypot(*(start + share[:, None] * edge).T)
    return float(nearest[is_edge].min(initial=np.inf))


def _to_plane_km(corners: NDArray[np.float64], longitude: float, latitude: float) -> NDArray[np.float64]:
    """East and north of each corner in km; J. P. Snyder, Map Projections (1987), azimuthal equidistant, sphere."""
    east = np.radians(corners[:, 0] - longitude)
    north, centre = np.radians(corners[:, 1]), math.radians(latitude)
    x = np.cos(north) * np.sin(east)
    y = math.cos(centre) * np.sin(north) - math.sin(centre) * np.cos(north) * np.cos(east)
    z = math.sin(centre) * np.sin(north) + math.cos(centre) * np.cos(north) * np.cos(east)
    length = np.hypot(x, y)
    angle = np.arctan2(length, z)
    scale = EARTH_RADIUS_KM * np.where(length > 0, angle / np.maximum(length, 1e-300), 1.0)
    return np.stack([x * scale, y * scale], axis=1)
