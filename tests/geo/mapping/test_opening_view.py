"""The view that a result opens at holds most of it, closely, and says what it leaves outside."""

import json

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.core import boundaries, incidents
from geo.mapping import opening_view
from geo.mapping.opening_view import MAX_OUTSIDE_SHARE
from geo.query.filters.geometry import BBox
from geo.storage.atlas import Atlas
from tests.tables import incident_table, select
from tests.thoroughness import count

AROUND_KABUL = [(69.2 + 0.3 * number, 34.5 + 0.2 * number) for number in range(11)]


def table_of(positions: list[tuple[float, float]], countries: list[str] | None = None) -> gpd.GeoDataFrame:
    """Incidents at these longitudes and latitudes, each of an exact place."""
    names = countries or [""] * len(positions)
    lines = (
        f"{number},2024-01-01,{latitude},{longitude},exact,{name}"
        for number, ((longitude, latitude), name) in enumerate(zip(positions, names, strict=True))
    )
    return incident_table(*lines, columns="place_precision,country")


def bounds_of(rows: gpd.GeoDataFrame, query: str = "") -> BBox:
    bounds: BBox = opening_view.opening_view(select(rows, query))["bounds"]
    return bounds


def outside_of(rows: gpd.GeoDataFrame, query: str = "") -> list[str]:
    return [line["label"] for line in opening_view.opening_view(select(rows, query))["outside"]]


def holds(bounds: BBox, longitude: float, latitude: float) -> bool:
    west, south, east, north = bounds
    return (longitude - west + 1e-6) % 360 <= east - west + 2e-6 and south - 1e-6 <= latitude <= north + 1e-6


def test_one_incident_far_off_is_left_outside_and_named() -> None:
    rows = table_of([*AROUND_KABUL, (9.8, 46.8)], [*["Afghanistan"] * 11, "Switzerland"])
    west, _, east, _ = bounds_of(rows)
    assert 60 < west < east < 80
    assert outside_of(rows) == ["1 in Switzerland"]
    everything = opening_view.opening_view(select(rows))["all"]
    assert all(holds(everything, *position) for position in [*AROUND_KABUL, (9.8, 46.8)])


def test_countries_beyond_two_are_counted_together() -> None:
    far = [(9.8, 46.8), (-77.0, 38.9), (116.4, 39.9), (151.2, -33.9)]
    rows = table_of([*AROUND_KABUL * 3, *far], [*["Afghanistan"] * 33, "Switzerland", "United States", "China", ""])
    lines = outside_of(rows)
    assert len(lines) == 3
    assert lines[-1] == "2 elsewhere"


def test_a_tie_leaves_nothing_outside() -> None:
    rows = table_of([(69.2, 34.5), (9.8, 46.8)])
    assert bounds_of(rows) == pytest.approx((9.8, 34.5, 69.2, 46.8))
    assert outside_of(rows) == []


def test_both_sides_of_the_antimeridian_are_one_view() -> None:
    assert bounds_of(table_of([(179.5, -17.5), (-179.5, -17.9), (178.4, -18.1)])) == pytest.approx(
        (178.4, -18.1, 180.5, -17.5)
    )


def test_the_pacific_and_one_incident_in_europe() -> None:
    pacific = [(178 + number / 2, -18.0) for number in range(4)] + [(-179.5 + number / 2, -17.0) for number in range(5)]
    west, _, east, _ = bounds_of(table_of([*pacific, (9.8, 46.8)]))
    assert (west, east) == pytest.approx((178, 182.5))


def test_one_incident_known_to_a_province_opens_on_the_province(small: gpd.GeoDataFrame) -> None:
    rows = small[small["incident_id"] == "month"]
    outline = boundaries.province_shape("Balochistan", "Pakistan")
    assert outline is not None
    assert bounds_of(rows) == pytest.approx(outline.bounds)


def test_an_area_across_the_antimeridian_is_no_belt_around_the_globe(small: gpd.GeoDataFrame) -> None:
    rows = small[small["incident_id"] == "month"].assign(
        place_id=None, place_precision="country", country="Fiji", admin1=None, longitude=178.0, latitude=-18.0
    )
    west, _, east, _ = bounds_of(incidents.as_incidents(pd.DataFrame(rows.drop(columns="geometry"))))
    assert east - west < 10


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bbox=40,20,50,30", (40, 20, 50, 30)),
        ("bbox=170,-20,-170,-10", (170, -20, 190, -10)),
        ("area=60,20,70,20,65,30", (60, 20, 70, 30)),
        ("around=69.2,34.5,111.195", (67.99, 33.5, 70.41, 35.5)),
    ],
)
def test_what_is_drawn_is_where_the_map_opens(query: str, expected: BBox) -> None:
    assert bounds_of(table_of(AROUND_KABUL), query) == pytest.approx(expected, abs=0.01)


def test_nothing_to_show_has_no_view(small: gpd.GeoDataFrame) -> None:
    for rows in (incidents.empty(), small[small["incident_id"] == "unplaced"]):
        view = opening_view.opening_view(select(rows))
        assert view == {"bounds": None, "all": None, "outside": [], "n_incidents": len(rows)}


@pytest.mark.parametrize("position", [(-30.0, 45.0), (-123.4, -48.9), (179.9, -30.0), (0.0, 0.0)])
def test_an_incident_at_sea_is_shown_with_land(position: tuple[float, float]) -> None:
    west, south, east, north = bounds_of(table_of([position]))
    assert holds((west, south, east, north), *position)
    land = boundaries.countries().geometry
    view = box(west - 1.25, south - 1.25, east + 1.25, north + 1.25)
    shifted = box(*(view.bounds[0] - 360, view.bounds[1], view.bounds[2] - 360, view.bounds[3]))
    assert land.intersects(view).any() or land.intersects(shifted).any()


def test_an_incident_on_land_opens_on_its_point() -> None:
    assert bounds_of(table_of([(69.2, 34.5)])) == pytest.approx((69.2, 34.5, 69.2, 34.5))


def test_many_incidents_are_read_from_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    positions = [*AROUND_KABUL * 20, (9.8, 46.8), (-77.0, 38.9)]
    exact = bounds_of(table_of(positions))
    monkeypatch.setattr(opening_view, "MAX_SINGLE", 50)
    west, south, east, north = bounds_of(table_of(positions))
    cell = 360 / 2**opening_view.GRID_DEPTH
    assert (west, south, east, north) == pytest.approx(exact, abs=cell)
    assert box(west, south, east, north).covers(box(*exact))
    assert outside_of(table_of(positions)) == ["2 elsewhere"]


def test_hostile_countries_stay_data(bundled: Atlas) -> None:
    rows = table_of([*AROUND_KABUL, (9.8, 46.8)], [*["Afghanistan"] * 11, "Switzerland"])
    rows["country"] = pd.Categorical(rows["country"].astype("object").replace("Switzerland", "<b>{{7*7}}"))
    assert outside_of(rows) == ["1 in <b>{{7*7}}"]
    json.dumps(opening_view.opening_view(select(bundled.incidents)), allow_nan=False)


@settings(max_examples=count(15, 40))  # each builds an index
@given(
    st.lists(
        st.tuples(st.integers(-1800, 1800), st.integers(-850, 850)).map(lambda pair: (pair[0] / 10, pair[1] / 10)),
        min_size=1,
        max_size=30,
    )
)
def test_it_holds_most_and_counts_the_rest(positions: list[tuple[float, float]]) -> None:
    rows = table_of(positions)
    view = opening_view.opening_view(select(rows))
    inside = sum(holds(view["bounds"], *position) for position in positions)
    assert inside >= (1 - MAX_OUTSIDE_SHARE) * len(positions)
    assert all(holds(view["all"], *position) for position in positions)
    counts = [int(line["label"].split()[0]) for line in view["outside"]]
    points = sum(not holds(view["bounds"], *position) for position in positions)
    assert sum(counts) == points
    west, south, east, north = view["bounds"]
    assert -180 <= west <= 180
    assert 0 <= east - west <= 360
    assert -90 <= south <= north <= 90
