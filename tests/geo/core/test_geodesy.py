"""Distances, circles and areas against PROJ's geodesics."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point

from geo.core import geodesy

ELLIPSOID = Geod(ellps="WGS84")
# A sphere of the mean radius is off by at most this share of the distance (0.56 % from the equator to a pole's side).
SPHERE_ERROR = 0.006
ROUNDING_KM = 1e-6
LONGITUDES, LATITUDES = st.floats(-180, 180), st.floats(-90, 90)
POSITIONS = st.tuples(LONGITUDES, LATITUDES)


@given(st.lists(st.tuples(POSITIONS, POSITIONS), min_size=1, max_size=30))
def test_haversine_agrees_with_the_ellipsoid_within_the_error_of_a_sphere(
    pairs: list[tuple[tuple[float, float], tuple[float, float]]],
) -> None:
    (longitude, latitude), (other_longitude, other_latitude) = (np.array(side).T for side in zip(*pairs, strict=True))
    expected = ELLIPSOID.inv(longitude, latitude, other_longitude, other_latitude)[2] / 1000
    distances = geodesy.haversine_km(longitude, latitude, other_longitude, other_latitude)
    assert np.all(np.abs(distances - expected) <= SPHERE_ERROR * expected + ROUNDING_KM)


@given(POSITIONS, st.lists(POSITIONS, min_size=1, max_size=30))
def test_one_point_to_many_is_each_pair_by_itself(
    position: tuple[float, float], others: list[tuple[float, float]]
) -> None:
    distances = geodesy.haversine_km(*position, *np.array(others).T)
    expected = [geodesy.scalar_haversine_km(*position, *other) for other in others]
    # Antipodes: the arcsine is steep there, and the last bits of NumPy's sine and of math's may differ.
    assert distances == pytest.approx(expected, rel=1e-7, abs=1e-6)


def test_a_distance_to_a_missing_point_is_not_a_number() -> None:
    distances = geodesy.haversine_km(60.0, 30.0, np.array([np.nan, 61.0]), np.array([30.0, 30.0]))
    assert np.isnan(distances).tolist() == [True, False]


def test_antipodes_are_half_a_circumference_apart() -> None:
    half_circumference = math.pi * geodesy.EARTH_RADIUS_KM
    assert geodesy.scalar_haversine_km(60.0, 30.0, -120.0, -30.0) == pytest.approx(half_circumference)
    assert geodesy.haversine_km(0.0, 90.0, np.array([0.0]), np.array([-90.0])) == pytest.approx(half_circumference)


@given(st.floats(-170, 170), st.floats(-70, 70), st.floats(1, 1000), st.floats(0, 360))
def test_a_destination_lies_at_its_distance(longitude: float, latitude: float, km: float, bearing: float) -> None:
    point = Point(longitude, latitude)
    assert geodesy.geodesic_km(point, geodesy.destination(point, km, bearing)) == pytest.approx(km)


@pytest.mark.parametrize("radius_km", [25.0, 299.0, 301.0, 900.0])
@pytest.mark.parametrize("latitude", [0.0, 30.0, 74.0])
def test_a_circle_has_its_radius_on_both_ways_of_drawing_it(latitude: float, radius_km: float) -> None:
    point = Point(60.0, latitude)
    shape = geodesy.circle(point, radius_km)
    distances = [geodesy.geodesic_km(point, Point(corner)) for corner in shapely.get_coordinates(shape)]
    assert distances == pytest.approx([radius_km] * len(distances), rel=0.001)
    assert geodesy.equivalent_radius_km(shape) == pytest.approx(radius_km, rel=0.01)
    west, south, east, north = geodesy.circle_bounds(60.0, latitude, radius_km)
    assert (west, south, east, north) == pytest.approx(shape.bounds, abs=0.15)


def test_a_circle_around_a_pole_reaches_all_meridians() -> None:
    assert geodesy.circle_bounds(0.0, 89.0, 300.0)[::2] == (-180.0, 180.0)
    assert geodesy.circle_bounds(0.0, 89.0, 300.0)[3] == 90.0


def test_a_shape_wider_than_a_hemisphere_is_not_grown() -> None:
    band = shapely.box(-100, 0, 100, 10)
    assert geodesy.buffer_km(band, 25.0) is band


def test_the_area_is_that_of_the_globe() -> None:
    assert geodesy.area_km2(shapely.box(0, 0, 1, 1)) == pytest.approx(12_309, rel=0.001)


def test_an_interior_point_lies_inside_even_where_the_centroid_does_not() -> None:
    square = shapely.box(0, 0, 2, 2)
    ring = square.difference(shapely.box(0.5, 0.5, 1.5, 1.5))
    assert geodesy.interior_point(square) == square.centroid
    assert ring.covers(geodesy.interior_point(ring))
