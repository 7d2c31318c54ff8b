"""Regions that a reader draws: what is ruled out by the box around an outline lies indeed not inside as a whole."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.query.filters import FILTER
from geo.query.filters.geometry import Box, DrawnRegion, Rings

DEGREES = st.integers(-40, 40).map(float)
RINGS = st.lists(st.tuples(DEGREES, DEGREES), min_size=3, max_size=6, unique=True).filter(
    lambda ring: len({latitude for _, latitude in ring}) > 1
)
SPANS = st.tuples(DEGREES, DEGREES).filter(lambda span: span[0] < span[1])


@given(RINGS.map(lambda ring: Rings((tuple(ring),))), SPANS, SPANS)
def test_no_outline_inside_is_ruled_out(
    region: DrawnRegion, longitudes: tuple[float, float], latitudes: tuple[float, float]
) -> None:
    outline = shapely.box(longitudes[0], latitudes[0], longitudes[1], latitudes[1])
    may_cover = region.may_cover(np.array([outline.bounds]))[0]
    assert may_cover or not region.covers(outline)


@pytest.mark.parametrize(
    ("box", "may_cover"),
    [((1, 1, 2, 2), True), ((0, 0, 10, 10), True), ((-1, 1, 2, 2), False), ((1, 1, 2, 11), False)],
)
def test_an_outline_beyond_the_bounds_is_ruled_out(box: tuple[float, ...], may_cover: bool) -> None:
    assert Box(0, 0, 10, 10).may_cover(np.array([box]))[0] == may_cover


def test_across_the_antimeridian_both_sides_count() -> None:
    boxes = np.array([(175.0, -5.0, 178.0, 5.0), (-178.0, -5.0, -175.0, 5.0)])
    assert Box(170, -10, -170, 10).may_cover(boxes).all()


def test_a_drawn_area_is_prepared_once() -> None:
    filter_ = FILTER["area"]
    first, second = (filter_.clauses(filter_.parse(("60,25,68,25,68,31,60,31",)))[0].region for _ in range(2))
    assert first is second
