"""Every engine gives the same answers: the table in memory, DuckDB over a packed folder, and segments over each.

`python -m tests.bench.engines` asks 200 of the random selections, of Spark too.
"""

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest

from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.segments.engine import SegmentedEngine
from geo.query.selection import Selection
from geo.storage.packing.packer import pack
from geo.storage.place_sources import PlaceSource
from tests.engine_answers import PARTS, all_answers, answers_of, first_difference, is_same_table
from tests.overlays import OVERLAID_SELECTIONS, merged, overlay
from tests.random_selections import made_table, random_selections
from tests.thoroughness import count, items

N_SELECTIONS = 12
SAMPLE = items((0, 1, 2, 3, 4, 8, 11), range(N_SELECTIONS))  # with each filter of the twelve
N_SEGMENTED = count(2, 3)  # of them over segments, which ask two engines each
PACK_MEMORY = 1_000_000_000
SELECTIONS = list(random_selections(N_SELECTIONS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made table, packed."""
    directory = tmp_path_factory.mktemp("packed")
    made_table().to_parquet(directory / "made.parquet")
    pack([str(directory / "made.parquet")], directory / "folder", PACK_MEMORY, lambda _message: None)
    return directory / "folder"


@pytest.fixture(scope="module")
def memory() -> Engine:
    return Index.from_table(made_table())


@pytest.fixture(scope="module")
def duckdb(folder: Path) -> Engine:
    return open_duckdb(folder)


@pytest.fixture(scope="module")
def segments_in_memory() -> Engine:
    base, imported = _split_table()
    return SegmentedEngine((Index.from_table(base), Index.from_table(imported)))


@pytest.fixture(scope="module")
def segments_over_duckdb(duckdb: Engine) -> Engine:
    _base, imported = _split_table()
    rows = duckdb.find(list(imported["incident_id"]))
    return SegmentedEngine((duckdb.without(rows), Index.from_table(imported)))


def _split_table() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """The made table as a base and an import of every fifth row."""
    table = made_table()
    is_imported = np.arange(len(table)) % 5 == 0
    base, imported = (table[mask].reset_index(drop=True) for mask in (~is_imported, is_imported))
    return _used_categories(base), _used_categories(imported)


def _used_categories(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    categorical = table.select_dtypes("category")
    return table.assign(**{name: values.cat.remove_unused_categories() for name, values in categorical.items()})


def test_every_engine_knows_the_same_places(
    memory: Engine, duckdb: Engine, segments_in_memory: Engine, segments_over_duckdb: Engine
) -> None:
    rows = PlaceSource(memory).table.rows
    for engine in (duckdb, segments_in_memory, segments_over_duckdb):
        assert PlaceSource(engine).table.rows.equals(rows)


@pytest.mark.parametrize("number", range(N_SEGMENTED))
def test_segments_in_memory_answer_as_one_table(number: int, memory: Engine, segments_in_memory: Engine) -> None:
    _assert_same(number, memory, segments_in_memory)


@pytest.mark.parametrize("number", range(N_SEGMENTED))
def test_segments_over_duckdb_answer_as_one_table(number: int, memory: Engine, segments_over_duckdb: Engine) -> None:
    _assert_same(number, memory, segments_over_duckdb)


def _assert_same(number: int, first: Engine, second: Engine) -> None:
    selection = SELECTIONS[number]
    expected, actual = (all_answers(engine, selection, seed=number) for engine in (first, second))
    assert not first_difference(expected, actual), selection.to_query()


@pytest.fixture(scope="module")
def one_table() -> Engine:
    return merged()


@pytest.fixture(scope="module", params=["memory", "duckdb"])
def overlaid(request: pytest.FixtureRequest) -> Engine:
    return overlay(request.getfixturevalue(request.param))


@pytest.mark.parametrize("number", range(len(OVERLAID_SELECTIONS)))
def test_imports_and_decisions_over_a_base_are_as_one_table(number: int, one_table: Engine, overlaid: Engine) -> None:
    selection, parts = OVERLAID_SELECTIONS[number], [PARTS[number % len(PARTS)]]
    expected, actual = (answers_of(engine, selection, number, parts) for engine in (one_table, overlaid))
    assert not first_difference(expected, actual), selection.to_query()


@pytest.mark.parametrize("number", SAMPLE)
def test_duckdb_answers_as_the_table_in_memory(number: int, memory: Engine, duckdb: Engine) -> None:
    _assert_same(number, memory, duckdb)


def test_rows_are_the_same_in_every_column(memory: Engine, duckdb: Engine) -> None:
    rows = [engine.select(Selection()).rows(0, len(made_table())) for engine in (memory, duckdb)]
    assert is_same_table(*rows)
    assert list(memory.head.dtypes.astype(str)) == list(duckdb.head.dtypes.astype(str))
    assert memory.head.crs == duckdb.head.crs


WITHOUT: tuple[Callable[[Engine], np.ndarray], ...] = (
    lambda engine: engine.find(["i00003", "i01500", "i02999"]),
    lambda engine: engine.select(Selection.from_query("country=Iraq")).page(0, 10_000),
)


@pytest.mark.parametrize("chosen", range(len(WITHOUT)))
def test_rows_that_are_left_out_are_in_no_answer(chosen: int, memory: Engine, duckdb: Engine) -> None:
    remaining = [engine.without(WITHOUT[chosen](engine)) for engine in (memory, duckdb)]
    assert len(remaining[0]) == len(remaining[1])
    for number, selection in enumerate([Selection(), *SELECTIONS[:1]]):
        expected, actual = (all_answers(engine, selection, seed=number) for engine in remaining)
        assert not first_difference(expected, actual), selection.to_query()
