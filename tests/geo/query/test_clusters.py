"""What a view shows, beside a count of every row one by one."""

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.casualties import casualty_bounds
from geo.places.areas import areas_of_rows
from geo.query import clusters
from geo.query.clusters import MarksInView
from geo.query.map_view import MapView
from geo.storage.atlas import Atlas
from tests.tables import incident_table, select

WORLD = MapView.parse("-180,-90,180,90")
N_ROWS = 200
COLUMNS = "event_type,place_precision,killed_low,killed_best,killed_high,country,admin1,zero_means_unknown"
CHOICES = (
    ("Battles", "Protests", ""), ("exact", "near", "admin2", "admin1", "country", "unknown"), ("", "0", "3"), ("", "4"),
    ("", "9"), ("Pakistan,Balochistan", "Iran,", "Nowhere,", ","), ("", "true"),
)  # fmt: skip
LONGITUDES = (-180.0, -179.99, 61.5, 61.5004, 67.0, 179.99, 180.0)
LATITUDES = (-90.0, -17.5, 28.0, 28.0003, 30.2, 85.2, 90.0)
CLUSTERED = settings(max_examples=25)  # each builds an index


@pytest.fixture(scope="module")
def mixed() -> GeoDataFrame:
    """Rows of every kind, many of them in few places and some at the edges of the world."""
    random = np.random.default_rng(11)
    lines = [
        f"i{number},2024-01-01,{random.choice(LATITUDES)},{random.choice(LONGITUDES)},"
        + ",".join(str(random.choice(values)) for values in CHOICES)
        for number in range(N_ROWS)
    ]
    return incident_table(*lines, columns=COLUMNS)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small limits, so that a handful of rows takes every way."""
    monkeypatch.setattr(clusters, "MAX_INCIDENTS", 3)
    monkeypatch.setattr(clusters, "MAX_AREAS", 1)


def total(marks: MarksInView) -> int:
    return len(marks.rows) + int(marks.clusters.counts.sum()) + int(marks.areas.counts.sum())


SUBSETS = st.sets(st.integers(0, N_ROWS - 1), min_size=1, max_size=N_ROWS).map(sorted)


@CLUSTERED
@given(SUBSETS, st.sampled_from([0, 1.25, 4, 7.5, 12, 22]), st.sampled_from([0, 10_000]))
def test_the_world_shows_every_row_that_has_a_place_once(
    mixed: GeoDataFrame, positions: list[int], zoom: float, sums_from: int
) -> None:
    table = mixed.iloc[positions].reset_index(drop=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "SUMS_FROM_SPOTS", sums_from)
        marks = select(table).marks.in_view(WORLD, zoom)
    assert total(marks) == len(table)
    assert marks.n_spots == len(marks.rows) + marks.clusters.counts.sum()
    assert len(set(marks.rows.tolist())) == len(marks.rows)
    assert (marks.clusters.types.sum(axis=1) == marks.clusters.counts).all()
    assert (marks.clusters.precisions.sum(axis=1) == marks.clusters.counts).all()


@CLUSTERED
@given(SUBSETS, st.integers(0, 9))
def test_the_sums_are_those_of_the_rows_within_the_bounds(mixed: GeoDataFrame, positions: list[int], zoom: int) -> None:
    table = mixed.iloc[positions].reset_index(drop=True)
    results = select(table)
    marks = results.marks.in_view(WORLD, zoom)
    killed, types = casualty_bounds(results), table["event_type"].array
    for number, (west, south, east, north) in enumerate(marks.clusters.bounds.tolist()):
        rows = results.marks.rows_in(MapView.parse(f"{west},{south},{east},{north}"))
        assert len(rows) == marks.clusters.counts[number]
        assert marks.clusters.killed[number][:2].tolist() == killed.loc[rows, ["low", "best"]].sum().tolist()
        assert marks.clusters.killed[number][3] == killed.loc[rows, "all_unknown"].sum()
        counts = np.bincount(np.where(types.codes[rows] < 0, len(types.categories), types.codes[rows]), minlength=3)
        assert marks.clusters.types[number].tolist() == counts.tolist()
        mean = table.loc[rows, ["longitude", "latitude"]].mean().to_numpy()
        assert np.allclose(marks.clusters.sums[number] / len(rows), mean)


@CLUSTERED
@given(SUBSETS)
def test_each_area_is_counted_once_and_its_incidents_can_be_listed(mixed: GeoDataFrame, positions: list[int]) -> None:
    table = mixed.iloc[positions].reset_index(drop=True)
    marks = select(table).marks
    expected = pd.Series([area.area_id for area in areas_of_rows(table).values()], dtype="str").value_counts()
    ids = [marks.areas.areas[number].area_id for number in marks.area_sums.areas]
    assert dict(zip(ids, marks.area_sums.counts.tolist(), strict=True)) == expected.to_dict()
    assert [len(marks.rows_of_area(area_id)) for area_id in ids] == marks.area_sums.counts.tolist()


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
    near = marks.areas_in_view(MapView.parse("59.5,26,60,27"))
    assert [marks.areas.areas[number].name for number in near.areas] == ["Sistan and Baluchestan"]


def test_a_pan_changes_no_cluster() -> None:
    random = np.random.default_rng(5)
    lines = [f"i{n},2024-01-01,{lat:.4f},{lon:.4f}" for n, (lat, lon) in enumerate(random.uniform(20, 40, (300, 2)))]
    marks = select(incident_table(*lines)).marks
    world = marks.in_view(WORLD, 4).clusters
    whole = dict(zip(world.cells.tolist(), world.counts.tolist(), strict=True))
    for west in (20, 25.3, 31.9):
        part = marks.in_view(MapView.parse(f"{west},22,{west + 6},31"), 4).clusters
        assert len(part)
        assert [whole[cell] for cell in part.cells.tolist()] == part.counts.tolist()


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


def test_a_selection_shows_its_own_rows_only(small: GeoDataFrame) -> None:
    assert total(select(small, "actor=Nobody+of+that+name").marks.in_view(WORLD, 3)) == 0
    shown = select(small, "type=Battles").marks
    rows = pd.concat([small.iloc[shown.rows_in(WORLD)], small.iloc[shown.area_rows]])
    assert set(rows["event_type"]) == {"Battles"}
