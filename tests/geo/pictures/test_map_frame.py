"""The part of the world that a picture shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.pictures.map_frame import MapFrame, closest_zoom
from geo.pictures.scale_bar import MAX_PX, middle_latitude, round_length_km
from geo.pictures.sheet import Box
from geo.query.selection import Selection

BOX = Box(20, 80, 900, 600)


@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(0, 18))
def test_the_middle_of_a_view_is_in_the_middle_unless_a_pole_is_near(
    longitude: float, latitude: float, zoom: float
) -> None:
    frame = MapFrame.around(BOX, longitude, latitude, zoom)
    (x, y), *_ = frame.positions(np.array([longitude]), np.array([latitude])).tolist()
    assert x == pytest.approx(BOX.x + BOX.width / 2, abs=0.01)
    assert BOX.y - 0.01 <= y <= BOX.y + BOX.height + 0.01
    assert frame.top >= -1e-9
    assert frame.top + BOX.height / frame.world_px <= 1 + 1e-9


@given(
    st.floats(-180, 180), st.floats(-60, 60), st.floats(0.1, 90), st.floats(0.1, 20), st.sampled_from([9.0, 11.0, 16.0])
)
def test_bounds_lie_in_the_frame(west: float, south: float, width: float, height: float, closest: float) -> None:
    frame = MapFrame.fit(BOX, (west, south, west + width, south + height), closest)
    corners = frame.positions(np.array([west, west + width]), np.array([south, south + height]))
    assert frame.contains(corners, margin=0.01).all()
    assert frame.zoom <= closest + 1e-9 or frame.world_px == pytest.approx(BOX.width)


def test_without_bounds_the_frame_is_where_the_page_opens() -> None:
    frame = MapFrame.fit(BOX, None, 9.0)
    assert frame.contains(frame.positions(np.array([55.0]), np.array([30.0])))[0]


def test_positions_on_both_sides_of_the_antimeridian_lie_beside_each_other() -> None:
    frame = MapFrame.around(BOX, 180.0, -17.5, 7.0)
    (left, _), (right, _) = frame.positions(np.array([179.5, -179.5]), np.array([-17.5, -17.5])).tolist()
    assert 0 < right - left < 200
    assert frame.view.east > 180


@pytest.mark.parametrize(
    ("query", "zoom"), [("", 9.0), ("actor=Iran", 9.0), ("bbox=60,20,70,30", 16.0), ("around=66,30,50", 16.0)]
)
def test_a_drawn_area_may_be_shown_closer_than_incidents(query: str, zoom: float) -> None:
    assert closest_zoom(Selection.from_query(query)) == zoom


@given(st.floats(-80, 80), st.floats(2, 18))
def test_the_scale_bar_is_a_round_length_that_fits(latitude: float, zoom: float) -> None:
    frame = MapFrame.around(BOX, 10.0, latitude, zoom)
    km = round_length_km(frame)
    assert frame.km_to_px(km, middle_latitude(frame)) <= MAX_PX
    assert f"{km:.0e}"[0] in "125"
    assert frame.km_to_px(km * 2.6, middle_latitude(frame)) > MAX_PX
