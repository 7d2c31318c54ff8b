"""Marks that would lie on each other, and how large a mark is."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.pictures.mark_groups import GAP_PX, MOST_PX, Mark, cluster_radius, group_marks, toll_radii, toll_radius
from tests import thoroughness

TYPES = (("battles", 1),)


def mark(key: str, x: float, y: float, count: int = 1, killed: int | None = None) -> Mark:
    return Mark(key, x, y, count, (("battles", count),), (("exact", count),), (killed, killed, killed))


def test_marks_that_lie_apart_stay_apart() -> None:
    assert len(group_marks([mark("a", 0, 0), mark("b", 100, 0)])) == 2


def test_marks_on_one_spot_are_one_group_at_their_mean() -> None:
    (group,) = group_marks([mark("a", 0, 0), mark("b", 4, 0), mark("c", 2, 0, count=2)])
    assert (group.count, group.x, group.y) == (4, 2.0, 0.0)
    assert group.sum_counts("types") == {"battles": 4}


def test_a_merged_group_takes_in_what_it_then_touches() -> None:
    # The first two touch; only their cluster is wide enough to touch the third.
    assert len(group_marks([mark("a", 0, 0), mark("b", 5, 0), mark("c", 24, 0)])) == 1
    assert len(group_marks([mark("a", 0, 0), mark("c", 24, 0)])) == 2


MARKS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(1, 400), st.none() | st.integers(0, 900)),
    max_size=40,
)


@settings(max_examples=thoroughness.count(20, 60))
@given(MARKS)
def test_no_two_groups_touch_and_no_incident_is_lost(values: list[tuple[int, int, int, int | None]]) -> None:
    marks = [mark(f"{number:03d}", x, y, count, killed) for number, (x, y, count, killed) in enumerate(values)]
    groups = group_marks(marks)
    assert sum(group.count for group in groups) == sum(each.count for each in marks)
    for number, group in enumerate(groups):
        for other in groups[:number]:
            distance = math.hypot(group.x - other.x, group.y - other.y)
            assert distance >= group.radius + other.radius + GAP_PX - 1e-6
    assert [group.marks for group in group_marks(marks[::-1])] != [] or not marks


@settings(max_examples=30)
@given(MARKS)
def test_the_order_of_marks_changes_nothing(values: list[tuple[int, int, int, int | None]]) -> None:
    marks = [mark(f"{number:03d}", x, y, count, killed) for number, (x, y, count, killed) in enumerate(values)]
    sizes = [sorted((group.count, round(group.x, 6)) for group in group_marks(some)) for some in (marks, marks[::-1])]
    assert sizes[0] == sizes[1]


def test_the_area_of_a_mark_grows_with_the_number_killed() -> None:
    radii = [toll_radius(killed) for killed in (0, 1, 10, 100)]
    assert radii == sorted(set(radii))
    assert toll_radius(10**9) == MOST_PX


@pytest.mark.parametrize(
    ("toll", "has_ring", "is_unknown"),
    [
        ((2, 2, 2), False, False),
        ((2, 3, 9), True, False),
        ((None, None, None), True, True),
        ((0, 0, 0), False, False),
        ((None, None, 7), True, False),
        ((5, None, None), False, False),
    ],
)
def test_a_range_has_a_ring_and_unknown_is_not_none_killed(
    toll: tuple[int | None, int | None, int | None], has_ring: bool, is_unknown: bool
) -> None:
    radii = toll_radii(toll)
    assert (radii.ring is not None, radii.is_unknown) == (has_ring, is_unknown)
    if is_unknown:
        assert radii != toll_radii((0, 0, 0))


def test_a_cluster_of_more_is_larger_up_to_a_limit() -> None:
    assert cluster_radius(2) < cluster_radius(200) < cluster_radius(10**9) == cluster_radius(10**12)
