"""A large table answers as a small one does: its points are those of the rows that are taken."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
from geopandas.testing import assert_geodataframe_equal

from geo.core.points import GEOMETRY
from geo.query import table_points
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage import index_cache
from tests.random_selections import made_table

ROWS = (np.arange(0), np.arange(5, 40), np.array([2, 9, 4]), np.arange(3_000))
COLUMNS = (None, ["title", GEOMETRY], [GEOMETRY], [GEOMETRY, "longitude"], ["title", "killed_best"])


@pytest.fixture
def small() -> Index:
    return Index.from_table(made_table())


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Index:
    with monkeypatch.context() as patch:
        patch.setattr(table_points, "MAX_ROWS", 0)
        return Index.from_table(made_table())


def test_incidents_are_a_geodataframe_unless_they_are_many(small: Index, large: Index) -> None:
    assert isinstance(small.source.table, gpd.GeoDataFrame)
    assert small.table is small.source.table
    assert GEOMETRY not in large.source.table
    assert_geodataframe_equal(large.table, small.table)
    assert_geodataframe_equal(large.head, small.head)


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("rows", ROWS, ids=lambda rows: str(len(rows)))
def test_rows_that_are_taken_are_the_same(
    small: Index, large: Index, rows: np.ndarray[tuple[int], np.dtype[np.int64]], columns: list[str] | None
) -> None:
    one, other = (index.take(rows, columns) for index in (small, large))
    assert type(one) is type(other)
    if GEOMETRY in one:
        assert one.crs == other.crs == small.table.crs
        assert one.columns.tolist() == other.columns.tolist()
    assert one.equals(other)


def test_a_part_of_a_large_table_has_its_points(small: Index, large: Index) -> None:
    rows = np.arange(0, 3_000, 7)
    assert_geodataframe_equal(large.without(rows).table, small.without(rows).table)
    query = Selection.from_query("country=Iran")
    assert_geodataframe_equal(large.select(query).rows(), small.select(query).rows())


@pytest.mark.parametrize("max_rows", [0, 200_000])
def test_the_cached_index_is_the_same_either_way(
    tmp_path: Path, small: Index, large: Index, monkeypatch: pytest.MonkeyPatch, max_rows: int
) -> None:
    for name, index in {"large": large, "small": small}.items():
        (tmp_path / name).mkdir()
        index_cache._write(index, tmp_path / name)
    monkeypatch.setattr(table_points, "MAX_ROWS", max_rows)
    for name in ("large", "small"):
        index = index_cache._read(tmp_path / name)
        assert (GEOMETRY in index.source.table) == bool(max_rows)
        assert index.table.equals(small.table)
