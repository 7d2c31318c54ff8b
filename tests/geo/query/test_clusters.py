"""What a view shows, beside a count of every row one by one."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.places.areas import areas_of_rows
from geo.query import clusters, marks_in_view
from geo.query.cell_sums import CellSums, Measures
from geo.query.engine import ResultSet
from geo.query.incident_areas import AreaList
from geo.query.killed_bounds import KilledBounds
from geo.query.map_view import MapView
from geo.query.marks_in_view import AreasInView, MarksInView
from geo.query.point_index import PointIndex
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
    monkeypatch.setattr(marks_in_view, "MAX_INCIDENTS", 3)
    monkeypatch.setattr(marks_in_view, "MAX_AREAS", 1)


def total(marks: MarksInView) -> int:
    return len(marks.rows) + int(marks.clusters.counts.sum()) + int(marks.areas.counts.sum())


def list_area(results: ResultSet, area_id: str, *, with_parts: bool = False) -> int:
    return results.list_area(area_id, with_parts=with_parts, start=0, size=N_ROWS).count


def area_names(areas: AreaList, codes: NDArray[np.intp]) -> list[str]:
    return [areas.areas[code].area_id for code in codes]


SUBSETS = st.sets(st.integers(0, N_ROWS - 1), min_size=1, max_size=N_ROWS).map(sorted)


@CLUSTERED
@given(SUBSETS, st.sampled_from([0, 1.25, 4, 7.5, 12, 22]), st.sampled_from([0, 10_000]))
def test_the_world_shows_every_row_that_has_a_place_once(
    mixed: GeoDataFrame, positions: list[int], zoom: float, sums_from: int
) -> None:
    table = mixed.iloc[positions].reset_index(drop=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "SUMS_FROM_SPOTS", sums_from)
        marks = select(table).marks_in_view(WORLD, zoom)
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
    marks = results.marks_in_view(WORLD, zoom)
    types = table["event_type"].array
    for number, (west, south, east, north) in enumerate(marks.clusters.bounds.tolist()):
        rows = results.list_spots(MapView.parse(f"{west},{south},{east},{north}"), start=0, size=N_ROWS).rows
        assert len(rows) == marks.clusters.counts[number]
        killed = select(table.iloc[np.sort(rows)].reset_index(drop=True)).casualty_sums().loc[0]
        assert marks.clusters.killed[number][:2].tolist() == killed[["low", "best"]].tolist()
        assert marks.clusters.killed[number][3] == killed["all_unknown"]
        counts = np.bincount(np.where(types.codes[rows] < 0, len(types.categories), types.codes[rows]), minlength=3)
        assert marks.clusters.types[number].tolist() == counts.tolist()
        mean = table.loc[rows, ["longitude", "latitude"]].mean().to_numpy()
        assert np.allclose(marks.clusters.means[number], mean, atol=1e-7)


@CLUSTERED
@given(SUBSETS)
def test_each_area_is_counted_once_and_its_incidents_can_be_listed(mixed: GeoDataFrame, positions: list[int]) -> None:
    table = mixed.iloc[positions].reset_index(drop=True)
    results = select(table)
    sums = results.area_sums()
    expected = pd.Series([area.area_id for area in areas_of_rows(table).values()], dtype="str").value_counts()
    ids = area_names(results.engine.areas, sums.areas)
    assert dict(zip(ids, sums.counts.tolist(), strict=True)) == expected.to_dict()
    assert [list_area(results, area_id) for area_id in ids] == sums.counts.tolist()


def test_many_areas_are_counted_to_their_countries() -> None:
    table = incident_table(
        "a,2024-01-01,28,65,admin1,Pakistan,Balochistan",
        "b,2024-01-01,25,68,admin1,Pakistan,Sindh",
        "c,2024-01-01,30,70,country,Pakistan,",
        "d,2024-01-01,27,61,admin1,Iran,Sistan and Baluchestan",
        columns="place_precision,country,admin1",
    )
    results = select(table)
    areas = results.engine.areas
    world = AreasInView.of_view(results.area_sums(), areas, WORLD).sums
    names = area_names(areas, world.areas)
    assert dict(zip(names, zip(world.counts.tolist(), world.n_parts.tolist(), strict=True), strict=True)) == {
        "ne0:PAK": (3, 3),
        "ne0:IRN": (1, 1),
    }
    assert [list_area(results, name, with_parts=True) for name in ("ne0:PAK", "ne0:IRN")] == [3, 1]
    assert [list_area(results, name) for name in ("ne0:PAK", "ne0:IRN", "no such area")] == [1, 0, 0]
    near = results.marks_in_view(MapView.parse("59.5,26,60,27"), 5).areas
    assert [areas.areas[number].name for number in near.areas] == ["Sistan and Baluchestan"]


def test_a_pan_changes_no_cluster() -> None:
    random = np.random.default_rng(5)
    lines = [f"i{n},2024-01-01,{lat:.4f},{lon:.4f}" for n, (lat, lon) in enumerate(random.uniform(20, 40, (300, 2)))]
    results = select(incident_table(*lines))
    world = results.marks_in_view(WORLD, 4).clusters
    whole = dict(zip(world.cells.tolist(), world.counts.tolist(), strict=True))
    for west in (20, 25.3, 31.9):
        part = results.marks_in_view(MapView.parse(f"{west},22,{west + 6},31"), 4).clusters
        assert len(part)
        assert [whole[cell] for cell in part.cells.tolist()] == part.counts.tolist()


def test_views_across_the_antimeridian_show_both_sides(small: GeoDataFrame) -> None:
    results = select(small)
    for text in ("170,-20,-170,-10", "170,-20,190,-10", "-190,-20,-170,-10"):
        rows = results.marks_in_view(MapView.parse(text), 5).rows
        assert sorted(small["incident_id"].iloc[rows]) == ["east", "west"]
        assert results.list_spots(MapView.parse(text), start=0, size=9).count == 2


def test_few_incidents_in_view_are_shown_one_by_one_whatever_the_selection(bundled: Atlas) -> None:
    results = select(bundled.incidents)
    assert len(results.marks_in_view(WORLD, 2).clusters)
    near = results.marks_in_view(MapView.parse("64.0,26.9,64.2,27.1"), 12)
    assert (len(near.rows), len(near.clusters)) == (near.n_spots, 0)


def test_a_selection_shows_its_own_rows_only(small: GeoDataFrame) -> None:
    assert total(select(small, "actor=Nobody+of+that+name").marks_in_view(WORLD, 3)) == 0
    shown = select(small, "type=Battles").mark_rows(100)
    assert shown is not None
    assert set(small["event_type"].iloc[shown]) == {"Battles"}


@CLUSTERED
@given(st.sets(st.integers(0, N_ROWS - 1), max_size=30), st.booleans())
def test_sums_without_some_spots_are_those_of_the_others(absent: set[int], is_few: bool) -> None:
    random = np.random.default_rng(3)
    longitude, latitude = (random.choice(values, N_ROWS) for values in (LONGITUDES, LATITUDES))
    killed = KilledBounds(*(random.integers(0, 9, N_ROWS).astype(np.int32) for _ in range(4)))
    codes = random.integers(0, 3, N_ROWS).astype(np.int8)
    measures = Measures(longitude, latitude, codes, codes, 3, 3, killed)
    spots = PointIndex.from_points(longitude, latitude, np.arange(N_ROWS, dtype=np.int32))
    mask = ~np.isin(np.arange(N_ROWS), list(absent))
    limits = clusters.SUMS_FROM_SPOTS, clusters.MAX_STALE_CELLS
    clusters.SUMS_FROM_SPOTS, clusters.MAX_STALE_CELLS = 0, N_ROWS if is_few else 0
    try:
        narrowed = clusters.SpotCurve(spots, measures).narrow(mask).coarse
        expected = clusters.SpotCurve(spots.take(mask), measures).coarse
    finally:
        clusters.SUMS_FROM_SPOTS, clusters.MAX_STALE_CELLS = limits
    assert narrowed is not None
    assert expected is not None
    for field in fields(CellSums):
        np.testing.assert_array_equal(getattr(narrowed, field.name), getattr(expected, field.name))
