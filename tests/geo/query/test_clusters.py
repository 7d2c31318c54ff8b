"""What a view shows, beside a count of every row one by one."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.casualties import casualty_bounds
from geo.query import clusters
from geo.query.clusters import MarksInView
from geo.query.map_view import MapView
from geo.storage.atlas import Atlas
from tests.tables import incident_table, select

WORLD = MapView.parse("-180,-90,180,90")
COLUMNS = "event_type,place_precision,killed_low,killed_best,killed_high,country,admin1,zero_means_unknown"
ROWS = st.lists(
    st.tuples(
        st.sampled_from([-180.0, -179.99, 0.0, 61.5, 61.5004, 67.0, 179.99, 180.0]) | st.floats(-180, 180),
        st.sampled_from([-90.0, -17.5, 0.0, 28.0, 28.0003, 30.2, 85.2, 90.0]) | st.floats(-90, 90),
        st.sampled_from(["Battles", "Protests", ""]),
        st.sampled_from(["exact", "near", "admin2", "admin1", "country", "unknown"]),
        st.sampled_from(["", "0", "3"]), st.sampled_from(["", "4"]), st.sampled_from(["", "9"]),
        st.sampled_from(["Pakistan,Balochistan", "Iran,", "Nowhere,", ","]), st.sampled_from(["", "true"]),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


def table_of(rows: list[tuple[object, ...]]) -> GeoDataFrame:
    lines = [f"i{number},2024-01-01,{row[1]},{row[0]},{','.join(map(str, row[2:]))}" for number, row in enumerate(rows)]
    return incident_table(*lines, columns=COLUMNS)


def total(marks: MarksInView) -> int:
    return len(marks.rows) + int(marks.clusters.counts.sum()) + int(marks.areas.counts.sum())


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits, so that a handful of rows takes every way."""
    monkeypatch.setattr(clusters, "MAX_INCIDENTS", 3)
    monkeypatch.setattr(clusters, "MAX_AREAS", 1)


@settings(max_examples=60)
@given(ROWS, st.sampled_from([0, 1.25, 4, 7.5, 12, 22]), st.sampled_from([0, 10_000]))
def test_the_world_shows_every_row_that_has_a_place_once(
    rows: list[tuple[object, ...]], zoom: float, sums_from: int
) -> None:
    table = table_of(rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "SUMS_FROM_SPOTS", sums_from)
        results = select(table)
        marks = results.marks.in_view(WORLD, zoom)
    assert total(marks) == len(table)
    assert marks.n_spots == len(marks.rows) + marks.clusters.counts.sum()
    assert len(set(marks.rows.tolist())) == len(marks.rows)
    assert (marks.clusters.types.sum(axis=1) == marks.clusters.counts).all()
    assert (marks.clusters.precisions.sum(axis=1) == marks.clusters.counts).all()
    means = marks.clusters.sums / marks.clusters.counts[:, None]
    assert (marks.clusters.bounds[:, :2] <= means + 1e-9).all()
    assert (means - 1e-9 <= marks.clusters.bounds[:, 2:]).all()


@settings(max_examples=40)
@given(ROWS, st.integers(0, 9))
def test_sums_are_those_of_the_rows_of_each_cell(rows: list[tuple[object, ...]], zoom: int) -> None:
    table = table_of(rows)
    results = select(table)
    marks = results.marks.in_view(WORLD, zoom)
    for number, (west, south, east, north) in enumerate(marks.clusters.bounds.tolist()):
        listed = results.marks.rows_in(MapView.parse(f"{west},{south},{min(east, 179.999999)},{north}"))
        assert len(listed) >= marks.clusters.counts[number]
    killed, areas = casualty_bounds(results), results.marks.area_rows
    spots = np.setdiff1d(np.arange(len(table)), [*areas, *marks.rows])
    assert marks.clusters.killed.sum(axis=0).tolist()[:2] == killed.loc[spots, ["low", "best"]].sum().tolist()
    assert marks.clusters.killed.sum(axis=0)[3] == killed.loc[spots, "all_unknown"].sum()


@given(ROWS)
def test_each_area_is_counted_once_and_its_incidents_can_be_listed(rows: list[tuple[object, ...]]) -> None:
    table = table_of(rows)
    marks = select(table).marks
    names = {"admin1": "Balochistan", "country": "Pakistan"}
    known = table[table["country"].isin(["Pakistan", "Iran"])]
    expected = Counter(
        names[row.place_precision] if row.country == "Pakistan" else "Iran"
        for row in known.itertuples()
        if row.place_precision == "country" or (row.place_precision == "admin1" and row.country == "Pakistan")
    )
    areas = marks.areas.areas
    counted = {
        areas[number].name: count for number, count in zip(marks.area_sums.areas, marks.area_sums.counts, strict=True)
    }
    assert counted == dict(expected)
    for number in marks.area_sums.areas:
        assert len(marks.rows_of_area(areas[number].area_id)) == counted[areas[number].name]


def test_many_areas_are_counted_to_their_countries() -> None:
    table = incident_table(
        "a,2024-01-01,28,65,admin1,Pakistan,Balochistan",
        "b,2024-01-01,25,68,admin1,Pakistan,Sindh",
        "c,2024-01-01,30,70,country,Pakistan,",
        "d,2024-01-01,27,61,admin1,Iran,Sistan and Baluchestan",
        columns="place_precision,country,admin1",
    )
    marks = select(table).marks
    world = marks.areas_in_view(WORLD)
    names = [marks.areas.areas[number].area_id for number in world.areas]
    assert dict(zip(names, zip(world.counts.tolist(), world.n_parts.tolist(), strict=True), strict=True)) == {
        "ne0:PAK": (3, 3),
        "ne0:IRN": (1, 1),
    }
    assert [len(marks.rows_of_area(name, with_parts=True)) for name in ("ne0:PAK", "ne0:IRN")] == [3, 1]
    assert [len(marks.rows_of_area(name)) for name in ("ne0:PAK", "ne0:IRN", "no such area")] == [1, 0, 0]
    near = marks.areas_in_view(MapView.parse("60,26,61,27"))
    assert [marks.areas.areas[number].name for number in near.areas] == ["Sistan and Baluchestan"]


def test_a_pan_changes_no_cluster() -> None:
    random = np.random.default_rng(5)
    lines = [f"i{n},2024-01-01,{lat:.4f},{lon:.4f}" for n, (lat, lon) in enumerate(random.uniform(20, 40, (400, 2)))]
    marks = select(incident_table(*lines)).marks
    whole = dict(
        zip(*(marks.in_view(WORLD, 6).clusters.cells.tolist(), marks.in_view(WORLD, 6).clusters.counts), strict=True)
    )
    for west in (20, 25.3, 31.9):
        part = marks.in_view(MapView.parse(f"{west},22,{west + 6},31"), 6).clusters
        assert len(part)
        assert {cell: whole[cell] for cell in part.cells.tolist()} == dict(
            zip(part.cells.tolist(), part.counts, strict=True)
        )


def test_views_across_the_antimeridian_show_both_sides(small: GeoDataFrame) -> None:
    marks = select(small).marks
    for text in ("170,-20,-170,-10", "170,-20,190,-10", "-190,-20,-170,-10"):
        rows = marks.in_view(MapView.parse(text), 5).rows
        assert sorted(small["incident_id"].iloc[rows]) == ["east", "west"]
        assert len(marks.rows_in(MapView.parse(text))) == 2


def test_few_incidents_in_view_are_shown_one_by_one_whatever_the_selection(bundled: Atlas) -> None:
    marks = select(bundled.incidents).marks
    assert len(marks.in_view(WORLD, 2).clusters)
    near = marks.in_view(MapView.parse("64.0,26.9,64.2,27.1"), 12)
    assert (len(near.rows), len(near.clusters)) == (near.n_spots, 0)


def test_of_nothing_it_shows_nothing(small: GeoDataFrame) -> None:
    marks = select(small, "actor=Nobody+of+that+name").marks.in_view(WORLD, 3)
    assert total(marks) == 0


def test_a_selection_shows_its_own_rows_only(small: GeoDataFrame) -> None:
    selected = select(small, "country=Pakistan")
    shown = select(small, "type=Battles").marks
    assert total(selected.marks.in_view(WORLD, 4)) == len(selected)
    rows = pd.concat([small.iloc[shown.rows_in(WORLD)], small.iloc[shown.area_rows]])
    assert set(rows["event_type"]) == {"Battles"}
