"""What was seen: alike by every engine, changed by what a row says and by nothing else."""

import random

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.index import Index
from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.segments.engine import SegmentedEngine
from geo.query.selection import Selection
from geo.storage.saved import seen_rows
from geo.storage.saved.seen_rows import SeenRows
from geo.storage.saved.selection_changes import MAX_LISTED, SelectionChanges, find_changes
from tests.packs import pack
from tests.random_selections import made_table
from tests.tables import incident_table, select


def see(table: gpd.GeoDataFrame) -> SeenRows:
    seen = SeenRows.of_results(select(table))
    assert seen is not None
    return seen


def lines(*numbers: int, title: str = "T") -> gpd.GeoDataFrame:
    return incident_table(*(f"i{number:03},2024-01-01,30,67,{title}" for number in numbers), columns="title")


def test_bytes_read_back() -> None:
    seen = see(made_table())
    again = SeenRows.from_bytes(seen.to_bytes())
    assert again.incident_ids == seen.incident_ids
    assert again.hashes.tolist() == seen.hashes.tolist()
    assert len(seen.to_bytes()) < 20 * len(made_table())
    with pytest.raises(ValueError, match=r".+"):
        SeenRows.from_bytes(b"damaged")


def test_every_engine_sees_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, table = tmp_path_factory.mktemp("packed"), made_table(600)
    table.to_parquet(folder / "made.parquet")
    pack([folder / "made.parquet"], folder / "folder")
    halves = table.iloc[::2].reset_index(drop=True), table.iloc[1::2].reset_index(drop=True)
    engines = (open_duckdb(folder / "folder"), SegmentedEngine(tuple(map(Index.from_table, halves))))
    expected = see(table)
    for engine in engines:
        seen = SeenRows.of_results(engine.select(Selection()))
        assert seen is not None
        assert seen.incident_ids == expected.incident_ids
        assert seen.hashes.tolist() == expected.hashes.tolist()


def test_columns_that_are_blank_and_their_order_change_nothing() -> None:
    table = lines(1, 2)
    wider = incident_table("i001,2024-01-01,30,67,,T", "i002,2024-01-01,30,67,,T", columns="my_column,title")
    assert "my_column" in wider
    assert see(wider).hashes.tolist() == see(table).hashes.tolist()


def test_every_stated_cell_counts() -> None:
    columns = "title,actor_a,killed_best,notes,contested"
    base = "i001,2024-01-01,30,67,T,A,3,N,true"
    others = [
        "i001,2024-01-02,30,67,T,A,3,N,true", "i001,2024-01-01,30.1,67,T,A,3,N,true",
        "i001,2024-01-01,30,67,U,A,3,N,true",
        "i001,2024-01-01,30,67,T,B,3,N,true", "i001,2024-01-01,30,67,T,A,4,N,true", "i001,2024-01-01,30,67,T,A,3,,true",
        "i001,2024-01-01,30,67,,A,3,T,true", "i001,2024-01-01,30,67,T,A,,N,true",
    ]  # fmt: skip
    seen = {int(see(incident_table(line, columns=columns)).hashes[0]) for line in (base, *others)}
    assert len(seen) == 1 + len(others)


@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(0, 40), unique=True), st.integers(0, 9))
def test_new_changed_and_gone_are_those_of_sets(before: list[int], now: list[int], seed: int) -> None:
    source = random.Random(seed)
    changed = {number for number in now if source.random() < 0.3}
    rows = [f"i{number:03},2024-01-01,30,67,{'U' if number in changed else 'T'}" for number in sorted(now)]
    first = lines(*before) if before else lines(0).iloc[:0]
    then = incident_table(*rows, columns="title") if now else lines(0).iloc[:0]
    changes = find_changes(see(first), len(before), select(then))
    assert (changes.n_before, changes.n_now) == (len(before), len(now))
    assert set(changes.new) == {f"i{number:03}" for number in set(now) - set(before)}
    assert set(changes.changed) == {f"i{number:03}" for number in changed & set(before)}
    assert set(changes.absent) == {f"i{number:03}" for number in set(before) - set(now)}
    assert (changes.n_new, changes.n_changed, changes.n_absent) == tuple(
        map(len, (changes.new, changes.changed, changes.absent))
    )
    assert changes.has_any == bool(changes.new or changes.changed or changes.absent)


def test_only_the_latest_are_listed_and_all_are_counted() -> None:
    changes = find_changes(see(lines(0)), 1, select(lines(*range(MAX_LISTED + 5))))
    assert (changes.n_new, len(changes.new)) == (MAX_LISTED + 4, MAX_LISTED)


def test_of_too_many_only_the_number_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_rows, "MAX_ROWS", 2)
    assert SeenRows.of_results(select(lines(1, 2, 3))) is None
    changes = find_changes(None, 5, select(lines(1, 2, 3)))
    assert (changes.is_counted_only, changes.has_any) == (True, True)
    assert changes.describe().startswith("3 incidents; there were 5. Above 200,000 incidents")
    assert find_changes(None, 3, select(lines(1, 2, 3))).describe().startswith("3 incidents, as many as before.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (SelectionChanges(3, 3), "Nothing new"),
        (SelectionChanges(0, 1, n_new=1), "1 new"),
        (SelectionChanges(2_000, 1_000, n_new=1, n_changed=2, n_absent=1_001), "1 new, 2 changed, 1,001 gone"),
    ],
)
def test_numbers_in_words(changes: SelectionChanges, words: str) -> None:
    assert changes.describe() == words
