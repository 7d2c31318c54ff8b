"""Kilometres on the globe: circles, distances along a bearing, the size of a shape. Degrees in and out, WGS 84."""

import math

import shapely
from pyproj import Geod, Transformer
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

GLOBE = Geod(ellps="WGS84")
HEMISPHERE = 180.0  # degrees of longitude
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
BEARINGS = [7.5 * number for number in range(48)]
# A small circle away from the poles and the antimeridian is drawn corner by corner, forty times quicker than grown.
WRAP_DEGREES, POLAR_DEGREES, SMALL_KM = 10.0, 75.0, 300.0


def circle(point: Point, radius_km: float) -> BaseGeometry:
    """The circle of this radius around a point."""
    if abs(point.x) > HEMISPHERE - WRAP_DEGREES or abs(point.y) > POLAR_DEGREES or radius_km > SMALL_KM:
        return buffer_km(point, radius_km)
    corners = len(BEARINGS)
    ring = GLOBE.fwd([point.x] * corners, [point.y] * corners, BEARINGS, [radius_km * 1000] * corners)
    return Polygon(list(zip(ring[0], ring[1], strict=True)))


def buffer_km(shape: BaseGeometry, distance_km: float) -> BaseGeometry:
    """The shape grown by a distance, measured in an equidistant projection around its middle.

    A shape that spans half the globe stays as it is: no projection holds it, and the distance is small against it.
    """
    west, _, east, _ = shape.bounds
    if east - west > HEMISPHERE:
        return shape
    middle = shape.centroid
    local = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +datum=WGS84 +units=m"
    there = Transformer.from_crs("EPSG:4326", local, always_xy=True)
    back = Transformer.from_crs(local, "EPSG:4326", always_xy=True)
    flat = shapely.transform(shape, there.transform, interleaved=False)
    grown = shapely.transform(flat.buffer(distance_km * 1000, quad_segs=12), back.transform, interleaved=False)
    return shapely.make_valid(grown)


def destination(point: Point, distance_km: float, bearing: float) -> Point:
    """The point so far away along a bearing (degrees clockwise from north)."""
    longitude, latitude, _ = GLOBE.fwd(point.x, point.y, bearing, distance_km * 1000)
    return Point(longitude, latitude)


def geodesic_km(one: Point, other: Point) -> float:
    """The distance between two points."""
    return float(GLOBE.inv(one.x, one.y, other.x, other.y)[2]) / 1000


def area_km2(shape: BaseGeometry) -> float:
    """The area of a shape on the globe."""
    return abs(GLOBE.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def equivalent_radius_km(shape: BaseGeometry) -> float:
    """The radius of a circle as large as the shape."""
    return round(math.sqrt(area_km2(shape) / math.pi), 1)


def circle_bounds(longitude: float, latitude: float, radius_km: float) -> tuple[float, float, float, float]:
    """West, south, east and north of the circle on a sphere; past ±180 where it crosses the antimeridian."""
    half_north = math.degrees(radius_km / EARTH_RADIUS_KM)
    south, north = latitude - half_north, latitude + half_north
    if south <= -90 or north >= 90:  # it holds a pole, and so every meridian
        return longitude - HEMISPHERE, max(south, -90.0), longitude + HEMISPHERE, min(north, 90.0)
    half_east = math.degrees(math.asin(math.sin(math.radians(half_north)) / math.cos(math.radians(latitude))))
    return longitude - half_east, south, longitude + half_east, north


def interior_point(shape: BaseGeometry) -> Point:
    """The centroid if it lies inside, else a point that does."""
    centroid = shape.centroid
    return centroid if shape.covers(centroid) else shape.representative_point()


def scalar_haversine_km(
    one_longitude: float, one_latitude: float, other_longitude: float, other_latitude: float
) -> float:
    """The distance between two points on a sphere: within half a per cent, and hundreds of times quicker."""
    one, other = math.radians(one_latitude), math.radians(other_latitude)
    across = math.radians(other_longitude - one_longitude)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
