"""Distances between points, circles and outlines against PROJ's geodesics to points sampled along the border."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon

from geo.core.geodesy import GLOBE
from geo.query.filters.geometry import Box
from geo.query.filters.outline_distance import is_near, is_within_km
from tests.thoroughness import count

OUTLINE = Polygon([(60, 25), (66, 24), (70, 30), (65, 33), (61, 31)])
ELLIPSOID = 0.006  # what a sphere differs by at most


def geodesic_kms(longitude: float, latitude: float, border: shapely.Geometry) -> np.ndarray:
    x, y = shapely.get_coordinates(shapely.segmentize(border, 0.02)).T
    return np.asarray(GLOBE.inv(np.full(len(x), longitude), np.full(len(x), latitude), x, y)[2]) / 1000


@settings(max_examples=count(15, 40))
@given(st.floats(45, 85), st.floats(10, 50))
def test_an_outline_is_near_from_its_distance_on_and_within_from_its_farthest_corner(x: float, y: float) -> None:
    kms = geodesic_kms(x, y, OUTLINE.exterior)
    nearest = 0.0 if OUTLINE.covers(shapely.Point(x, y)) else kms.min()
    assert is_near(OUTLINE, x, y, nearest * (1 + ELLIPSOID) + 1)
    assert nearest == 0 or not is_near(OUTLINE, x, y, max(nearest * (1 - ELLIPSOID) - 1.5, 0))
    assert is_within_km(OUTLINE, x, y, kms.max() * (1 + ELLIPSOID))
    assert not is_within_km(OUTLINE, x, y, kms.max() * (1 - ELLIPSOID))


@settings(max_examples=count(15, 40))
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_a_point_is_as_far_from_a_border_as_its_nearest_sample(x: float, y: float) -> None:
    box = Box(170, -20, -170, 30)
    border = shapely.MultiLineString([[(170, 30), (170, -20), (190, -20), (190, 30), (170, 30)]])
    (km,) = box.border_km(np.array([x]), np.array([y]), 25_000)
    assert km == pytest.approx(geodesic_kms(x, y, border).min(), rel=ELLIPSOID, abs=1)


def test_beyond_the_limit_a_border_is_infinitely_far() -> None:
    assert Box(0, 0, 1, 1).border_km(np.array([10.0]), np.array([0.5]), 100)[0] == np.inf
    assert Box(-180, -90, 180, 90).border_km(np.array([180.0]), np.array([89.0]), 100)[0] == np.inf
