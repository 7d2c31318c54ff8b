"""Distances, circles and areas on the globe. Degrees in and out, longitude before latitude, WGS 84."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Transformer
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

GLOBE = Geod(ellps="WGS84")
HEMISPHERE = 180.0  # degrees of longitude
EARTH_RADIUS_KM = 6371.0088  # mean radius (2a + b) / 3 of WGS 84, as IUGG defines it
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180  # of a great circle
# A circle drawn corner by corner is forty times quicker than a buffer, but right only where it is small and away from
# the poles and the antimeridian. 48 corners; the limits were chosen by judgement.
BEARINGS = np.arange(48) * 7.5
WRAP_DEGREES, POLAR_DEGREES, SMALL_KM = 10.0, 75.0, 300.0

Degrees = NDArray[np.float64]
Angle = Any  # radians: a float, an array or an expression of a data frame
Function = Callable[[Angle], Angle]


def haversine(
    latitude: Angle, other_latitude: Angle, longitude_difference: Angle, *, sin: Function, cos: Function
) -> Angle:
    """The haversine of the angle between two points as seen from the centre of a sphere: from 0 to 1.

    Angles are in radians. `sin` and `cos` fit their kind: those of `math`, of NumPy or of an expression. Source: R. W.
    Sinnott, “Virtues of the Haversine”, Sky and Telescope 68 (1984).
    """
    half_north, half_east = sin((latitude - other_latitude) * 0.5), sin(longitude_difference * 0.5)
    return half_north * half_north + cos(latitude) * cos(other_latitude) * half_east * half_east


def haversine_km(
    longitude: Degrees | float, latitude: Degrees | float, other_longitude: Degrees, other_latitude: Degrees
) -> Degrees:
    """Great-circle distances between points on a sphere, pair by pair (arrays broadcast), in km.

    Within 0.6 % of the ellipsoid; not a number where a coordinate is not.
    """
    north, other_north = np.radians(latitude), np.radians(other_latitude)
    east = np.radians(np.subtract(other_longitude, longitude))
    share = haversine(north, other_north, east, sin=np.sin, cos=np.cos)
    distances: Degrees = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(share, 1.0)))
    return distances


def scalar_haversine_km(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """`haversine_km` of two points, in a tenth of the time that NumPy needs for a single pair."""
    north, other_north = math.radians(latitude), math.radians(other_latitude)
    east = math.radians(other_longitude - longitude)
    share = haversine(north, other_north, east, sin=math.sin, cos=math.cos)
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(share, 1.0)))


def geodesic_km(point: Point, other: Point) -> float:
    """The distance between two points on the ellipsoid, in km (Karney's algorithm, from PROJ)."""
    return float(GLOBE.inv(point.x, point.y, other.x, other.y)[2]) / 1000


def destination(point: Point, distance_km: float, bearing: float) -> Point:
    """The point reached from another by a distance along a bearing (degrees clockwise from north)."""
    longitude, latitude, _ = GLOBE.fwd(point.x, point.y, bearing, distance_km * 1000)
    return Point(longitude, latitude)


def circle(point: Point, radius_km: float) -> BaseGeometry:
    """The circle of this radius around a point."""
    if abs(point.x) > HEMISPHERE - WRAP_DEGREES or abs(point.y) > POLAR_DEGREES or radius_km > SMALL_KM:
        return buffer_km(point, radius_km)
    n_corners = len(BEARINGS)
    x, y = np.full(n_corners, point.x), np.full(n_corners, point.y)
    longitude, latitude, _ = GLOBE.fwd(x, y, BEARINGS, np.full(n_corners, radius_km * 1000))
    ring: Polygon = shapely.polygons(np.column_stack((longitude, latitude)))
    return ring


def buffer_km(shape: BaseGeometry, distance_km: float) -> BaseGeometry:
    """The shape grown by a distance, measured in an azimuthal equidistant projection around its centroid.

    A shape wider than a hemisphere is returned unchanged: no such projection fits it, and the distance hardly shows.
    """
    west, _, east, _ = shape.bounds
    if east - west > HEMISPHERE:
        return shape
    centroid = shape.centroid
    local = f"+proj=aeqd +lat_0={centroid.y} +lon_0={centroid.x} +datum=WGS84 +units=m"
    to_local = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    to_degrees = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    flat = shapely.transform(shape, to_local.transform, interleaved=False)
    buffered = flat.buffer(distance_km * 1000, quad_segs=12)
    return shapely.make_valid(shapely.transform(buffered, to_degrees.transform, interleaved=False))


def circle_bounds(longitude: float, latitude: float, radius_km: float) -> tuple[float, float, float, float]:
    """West, south, east and north of a circle on a sphere; past ±180 where it crosses the antimeridian."""
    half_north = math.degrees(radius_km / EARTH_RADIUS_KM)
    south, north = latitude - half_north, latitude + half_north
    if south <= -90 or north >= 90:  # a circle around a pole crosses every meridian
        return longitude - HEMISPHERE, max(south, -90.0), longitude + HEMISPHERE, min(north, 90.0)
    half_east = math.degrees(math.asin(math.sin(math.radians(half_north)) / math.cos(math.radians(latitude))))
    return longitude - half_east, south, longitude + half_east, north


def area_km2(shape: BaseGeometry) -> float:
    """The area of a shape on the ellipsoid, in km²."""
    return abs(GLOBE.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def equivalent_radius_km(shape: BaseGeometry) -> float:
    """The radius of a circle of the same area as the shape, in km, to 100 m."""
    return round(math.sqrt(area_km2(shape) / math.pi), 1)


def interior_point(shape: BaseGeometry) -> Point:
    """The centroid if it lies inside the shape, else a point that does."""
    centroid = shape.centroid
    return centroid if shape.covers(centroid) else shape.representative_point()
