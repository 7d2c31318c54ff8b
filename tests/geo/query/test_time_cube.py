"""Windows of time of a cube, beside the filters From and To themselves."""

from datetime import date

import numpy as np
import pytest
from geopandas import GeoDataFrame
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places.areas import areas_of_rows
from geo.query import marks_in_view, time_cube
from geo.query.engine import ResultSet
from geo.query.index import Index
from geo.query.map_view import MapView
from geo.query.point_index import morton_keys
from geo.query.selection import Selection
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCube
from tests.tables import incident_table, select
from tests.thoroughness import count

WORLD = MapView.parse("-180,-90,180,90")
N_ROWS = 240
COLUMNS = "date_end,event_type,place_precision,country,admin1"
DATES = (
    "2001-02-03,", "2001-02-03,2001-02-05", "2001-12-31,2002-01-01", "2003-01-01,2003-12-31", "2004-02-29,", ",",
    "1999-01-01,2009-12-31", "2007-07-07,2007-08-08", "2009-06-30,",
)  # fmt: skip
CHOICES = (
    ("Battles", "Protests", ""), ("exact", "near", "admin2", "admin1", "country", "unknown"),
    ("Pakistan,Balochistan", "Iran,Tehran", "Iraq,", "Nowhere,", ","),
)  # fmt: skip


def _lines(random: np.random.Generator) -> list[str]:
    return [
        f"i{number},{start},{random.uniform(24, 36):.3f},{random.uniform(44, 72):.3f},{end},"
        + ",".join(str(random.choice(values)) for values in CHOICES)
        for number, (start, end) in enumerate(text.split(",") for text in random.choice(DATES, N_ROWS))
    ]


@pytest.fixture(scope="module")
def index() -> Index:
    """Rows of every kind: of a day, over days, over years, without a date; spots, areas, and both in one country."""
    return Index.from_table(incident_table(*_lines(np.random.default_rng(5)), columns=COLUMNS))


def within(index: Index, query: str, bins: TimeBins, window: tuple[int, int]) -> ResultSet:
    """What the filters take of the days of some bins."""
    first, last = bins.days_of(*window)
    return index.select(Selection.from_query(query).with_filter("from", first).with_filter("to", last))


WINDOWS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted)
QUERIES = st.sampled_from(["", "type=Battles", "country=Pakistan", "precision=exact", "type=Protests&country=Iran"])


def window_of(bins: TimeBins, shares: list[float]) -> tuple[int, int]:
    """The first and last bin at some shares of the way."""
    first, last = (round(share * (len(bins) - 1)) for share in shares)
    return first, last


@given(QUERIES, WINDOWS)
def test_a_window_of_the_strip_is_what_the_filters_take(index: Index, query: str, shares: list[float]) -> None:
    strip = index.select(Selection.from_query(query)).time_strip()
    assert strip is not None
    first, last = window_of(strip.bins, shares)
    counts = strip.starts[:, : last + 1].sum(axis=1) - strip.ends[:, :first].sum(axis=1)
    expected = within(index, query, strip.bins, (first, last)).value_counts("event_type")
    assert counts.tolist() == expected.tolist()


@settings(max_examples=count(20, 60))
@given(QUERIES, WINDOWS, st.sampled_from([0, 3.4, 5, 8]), st.sampled_from([1, 150]), st.sampled_from([7, 2_000]))
def test_a_window_of_the_cube_is_what_the_filters_take(
    index: Index, query: str, shares: list[float], zoom: float, max_areas: int, max_cells: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks_in_view, "MAX_AREAS", max_areas)
        patch.setattr(time_cube, "MAX_CELLS", max_cells)
        cube = index.select(Selection.from_query(query)).time_cube(WORLD, zoom)
    assert cube is not None
    assert len(cube.cells) <= max_cells
    window = window_of(cube.bins, shares)
    results = within(index, query, cube.bins, window)
    spots = results.spot_counts()
    assert cube.cell_counts.within(*window).sum() == spots.exact + spots.near + spots.vague
    assert cells_of(cube, window) == count_spots(results, cube.cells.level)
    by_area = results.area_sums().by_country(index.areas) if max_areas == 1 else results.area_sums()
    counts = cube.area_counts.within(*window)
    assert {area: row.tolist() for area, row in zip(cube.areas.areas.tolist(), counts, strict=True) if row.any()} == {
        area: row.tolist() for area, row in zip(by_area.areas.tolist(), by_area.types, strict=True)
    }


def cells_of(cube: TimeCube, window: tuple[int, int]) -> dict[int, list[int]]:
    """By cell, the counts by type in a window, where there are any."""
    rows = zip(cube.cells.cells.tolist(), cube.cell_counts.within(*window), strict=True)
    return {cell: row.tolist() for cell, row in rows if row.any()}


def count_spots(results: ResultSet, level: int) -> dict[int, list[int]]:
    """The same, row by row."""
    rows = results.rows()
    known = list(areas_of_rows(rows))
    spots = rows[rows["longitude"].notna() & ~rows["incident_id"].isin(known)]
    keys = morton_keys(spots["longitude"].to_numpy(), spots["latitude"].to_numpy())
    n_types = len(results.engine.categories("event_type")) + 1
    counts: dict[int, list[int]] = {}
    for key, code in zip(keys.tolist(), spots["event_type"].cat.codes.tolist(), strict=True):
        counts.setdefault(key >> 2 * (31 - level), [0] * n_types)[code] += 1
    return counts


def test_the_cells_are_those_of_the_clusters(index: Index) -> None:
    results = index.select(Selection())
    cube = results.time_cube(WORLD, 5)
    assert cube is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks_in_view, "MAX_INCIDENTS", 1)
        at_rest = results.marks_in_view(WORLD, 5)
    is_cluster = cube.cells.counts > 1
    assert cube.cells.cells[is_cluster].tolist() == at_rest.clusters.cells.tolist()
    assert (cube.cells.sums[is_cluster] == at_rest.clusters.sums).all()
    assert int(cube.cells.counts[~is_cluster].sum()) == len(at_rest.rows)


def test_the_undated_are_counted_and_in_no_bin(index: Index) -> None:
    table = index.table
    strip = index.select(Selection()).time_strip()
    assert strip is not None
    assert strip.n_undated == int(table["date_start"].isna().sum()) > 0
    assert strip.starts.sum() == strip.ends.sum() == len(table) - strip.n_undated


def test_without_any_date_there_is_neither_strip_nor_cube() -> None:
    undated = select(incident_table("i1,,30,60", "i2,,31,61"))
    assert undated.time_strip() is None
    assert undated.time_cube(WORLD, 3) is None
    assert select(empty()).time_strip() is None


def empty() -> GeoDataFrame:
    return incident_table("i1,2024-01-01,30,60").iloc[:0]


def test_one_day_is_one_bin() -> None:
    strip = select(incident_table("i1,2024-02-29,30,60")).time_strip()
    assert strip is not None
    assert strip.bins.days_of(0, 0) == (date(2024, 2, 29), date(2024, 2, 29))
    assert len(strip.bins) == 1
