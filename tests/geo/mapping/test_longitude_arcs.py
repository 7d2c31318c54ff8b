"""Arcs of longitudes, on both sides of the antimeridian."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.mapping import longitude_arcs
from geo.query.filters.geometry import BBox

LONGITUDES = st.floats(-180, 180, allow_nan=False)


def point(longitude: float, latitude: float = 0.0) -> BBox:
    return longitude, latitude, longitude, latitude


@pytest.mark.parametrize(
    ("longitudes", "west", "east"),
    [
        ([10, 20], 10, 20),
        ([179, -179], 179, 181),
        ([-170, 150, 175], 150, 190),
        ([0, 179, -179], 0, 181),
        ([-180], -180, -180),
        ([180], -180, -180),
        ([-170, -120, -70, -10, 50, 110, 165], -170, 165),  # all around the globe: the antimeridian stays the edge
    ],
)
def test_the_smallest_arc(longitudes: list[float], west: float, east: float) -> None:
    assert longitude_arcs.union([point(longitude) for longitude in longitudes]) == pytest.approx((west, 0, east, 0))


def test_boxes_across_the_antimeridian() -> None:
    assert longitude_arcs.union([(170, -5, 185, 5), point(-172, 9)]) == pytest.approx((170, -5, 188, 9))
    assert longitude_arcs.union([(-190, -5, -175, 5)]) == pytest.approx((170, -5, 185, 5))
    assert longitude_arcs.union([(-180, -90, 180, 90), point(20)]) == (-180, -90, 180, 90)
    assert longitude_arcs.union([]) is None


@given(st.lists(st.tuples(LONGITUDES, st.floats(0, 400)), min_size=1, max_size=12))
def test_it_holds_every_box(starts_and_widths: list[tuple[float, float]]) -> None:
    boxes = [(west, 0.0, west + width, 1.0) for west, width in starts_and_widths]
    bounds = longitude_arcs.union(boxes)
    assert bounds is not None
    west, _, east, _ = bounds
    assert -180 <= west <= 180
    assert -1e-9 <= east - west <= 360 + 1e-9
    for start, width in starts_and_widths:
        ahead = (start - west + 1e-6) % 360 - 1e-6
        assert ahead + width <= east - west + 1e-6 or east - west > 360 - 1e-6


@given(st.lists(LONGITUDES, min_size=1, max_size=8), st.floats(-180, 180))
def test_turning_the_globe_turns_the_boxes_towards_the_middle(longitudes: list[float], middle: float) -> None:
    boxes = np.array([point(longitude) for longitude in longitudes])
    turned = longitude_arcs.turn_around(boxes, middle)
    assert (np.abs(turned[:, 0] - middle) <= 180 + 1e-9).all()
    assert np.allclose((turned[:, 0] - boxes[:, 0] + 180) % 360, 180)
