"""The views that a map may ask for, in any turn around the globe."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.query import point_index
from geo.query.map_view import MAX_CELLS, MapView
from tests.thoroughness import count

WORLD = "-180,-90,180,90"


@pytest.mark.parametrize(
    ("text", "west", "east"),
    [
        ("10,0,20,5", 10, 20),
        ("170,0,-170,5", 170, 190),
        ("170,0,190,5", 170, 190),
        ("-190,0,-170,5", 170, 190),
        ("370,0,380,5", 10, 20),
        ("-180,0,180,5", -180, 180),
        ("-400,0,400,5", -40, 320),
        ("7,0,7,0", 7, 7),
        ("180,0,180,0", 180, 180),
        ("-180,0,-180,0", -180, -180),
        ("180,0,-170,5", 180, 190),
        ("174.8532,0,180,5", 174.8532, 180),
    ],
)
def test_a_view_in_any_turn_is_the_same_view(text: str, west: float, east: float) -> None:
    view = MapView.parse(text)
    assert (view.west, view.east) == (west, east)


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "0,10,5,5", "0,-91,5,5", "0,0,5,91", "nan,0,5,5", "0,nan,5,5", "0,0,nan,5",
     "0,0,5,nan", "inf,0,5,5", "0,0,-inf,5", "1e9,0,5,5", "1;2;3;4", "٣x,0,5,5"],
)  # fmt: skip
def test_what_is_no_view_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(ValueRefused, match="west,south,east,north"):
        MapView.parse(text)


@settings(max_examples=count(16, 50))
@given(
    st.floats(-540, 540), st.floats(0, 400), st.floats(-90, 90), st.floats(0, 90), st.integers(0, 12),
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=30),
)  # fmt: skip
def test_its_cells_hold_every_point_in_it_once(
    west: float, width: float, south: float, height: float, level: int, points: list[tuple[float, float]]
) -> None:
    north = min(south + height, 90)
    view = MapView.parse(f"{west},{south},{west + width},{north}")
    cells, level = view.cells(level)
    assert len(cells) == len(set(cells.tolist())) <= MAX_CELLS
    assert np.array_equal(cells, np.sort(cells))
    for longitude, latitude in points:
        is_beside = any(view.west <= longitude + turn <= view.east for turn in (0, 360))
        if is_beside and view.south <= latitude <= view.north and longitude < 180:
            key = point_index.morton_keys(np.array([longitude]), np.array([latitude]))
            assert key[0] >> np.uint64(2 * (point_index.BITS - level)) in cells


@given(
    st.floats(-180, 179.9),
    st.floats(0, 400),
    st.floats(-90, 90),
    st.floats(0, 90),
    st.floats(-180, 180),
    st.floats(-90, 90),
)
def test_its_region_and_the_boxes_that_it_touches_agree(
    west: float, width: float, south: float, height: float, longitude: float, latitude: float
) -> None:
    view = MapView.parse(f"{west},{south},{west + width},{min(south + height, 90)}")
    if bool(view.touches(np.array([[longitude, latitude, longitude, latitude]]))[0]):
        assert bool(view.region().contains(np.array([longitude]), np.array([latitude]))[0])


@pytest.mark.parametrize(
    ("text", "inside"),
    [("180,0,180,9", [False, True]), ("-180,0,-180,9", [True, False]), ("170,0,180,9", [False, True]),
     ("-180,0,-170,9", [True, False]), ("170,0,190,9", [True, True]), ("180,0,-170,9", [True, True])],
)  # fmt: skip
def test_a_view_that_ends_at_the_antimeridian_stays_on_its_side(text: str, inside: list[bool]) -> None:
    assert MapView.parse(text).region().contains(np.array([-180.0, 180.0]), np.array([5.0, 5.0])).tolist() == inside


def test_the_world_at_a_close_zoom_has_larger_cells() -> None:
    cells, level = MapView.parse(WORLD).cells(24)
    assert (len(cells), level) == (MAX_CELLS, 6)


@pytest.mark.parametrize(
    ("box", "is_touched"),
    [((10, 10, 20, 20), True), ((25, 10, 30, 20), False), ((-180, -90, 180, 90), True), ((15, 31, 16, 32), False)],
)
def test_boxes_are_touched_on_either_side_of_the_antimeridian(box: tuple[float, ...], *, is_touched: bool) -> None:
    assert MapView.parse("12,5,22,30").touches(np.array([box]))[0] == is_touched
    far = MapView.parse("170,0,-170,10")
    assert far.touches(np.array([[175, 1, 176, 2], [-176, 1, -175, 2], [0, 1, 1, 2]])).tolist() == [True, True, False]
