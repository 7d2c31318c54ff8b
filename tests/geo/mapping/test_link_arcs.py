"""Arcs between linked incidents, by their shape on the map."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.mapping.link_arcs import MAX_LATITUDE, bend_arc, point_on_arc

TEHRAN, BAGHDAD = (51.4215, 35.6944), (44.4009, 33.3406)
degrees = st.tuples(st.floats(-180, 180), st.floats(-80, 80))


def northing(latitude: float) -> float:
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def side(start: tuple[float, float], end: tuple[float, float], point: tuple[float, float]) -> float:
    """Above zero where a point lies to the left of the way from start to end."""
    (x, y), (other_x, other_y), (px, py) = ((each[0], northing(each[1])) for each in (start, end, point))
    return (other_x - x) * (py - y) - (other_y - y) * (px - x)


def test_the_two_ways_between_two_places_do_not_coincide() -> None:
    there, back = bend_arc(TEHRAN, BAGHDAD), bend_arc(BAGHDAD, TEHRAN)
    assert side(TEHRAN, BAGHDAD, there[1]) > 0 > side(TEHRAN, BAGHDAD, back[1])


def test_each_further_arc_between_two_places_bends_more() -> None:
    bends = [abs(side(TEHRAN, BAGHDAD, bend_arc(TEHRAN, BAGHDAD, rank)[1])) for rank in range(4)]
    assert bends == sorted(set(bends))


@given(degrees, degrees, st.integers(0, 20))
def test_an_arc_begins_and_ends_at_its_places_and_bends_to_the_left(
    start: tuple[float, float], end: tuple[float, float], rank: int
) -> None:
    arc = bend_arc(start, end, rank)
    assert arc[0] == pytest.approx(start)
    assert arc[2][1] == pytest.approx(end[1])
    assert abs(arc[2][0] - start[0]) <= 180 + 1e-9
    assert (arc[2][0] - end[0]) % 360 == pytest.approx(0) or (arc[2][0] - end[0]) % 360 == pytest.approx(360)
    assert side(arc[0], arc[2], arc[1]) >= -1e-6


@given(degrees, degrees)
def test_a_point_on_an_arc_is_between_its_ends(start: tuple[float, float], end: tuple[float, float]) -> None:
    arc = bend_arc(start, end)
    assert point_on_arc(arc, 0) == pytest.approx(arc[0], abs=1e-6)
    assert point_on_arc(arc, 1) == pytest.approx(arc[2], abs=1e-6)
    assert all(abs(latitude) < 90 for _, latitude in (point_on_arc(arc, share / 8) for share in range(9)))


def test_an_arc_takes_the_shorter_way_across_the_antimeridian() -> None:
    (longitude, _), _, (other, _) = bend_arc((179.0, 10.0), (-179.0, 10.0))
    assert other - longitude == pytest.approx(2)


def test_a_pole_is_as_far_as_the_map_reaches() -> None:
    assert bend_arc((0.0, 90.0), (10.0, -90.0))[0][1] == pytest.approx(MAX_LATITUDE)
