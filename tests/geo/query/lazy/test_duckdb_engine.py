"""DuckDB over a packed folder: limits of time and memory, questions that are stopped, and files that change."""

import os
import shutil
from pathlib import Path

import pytest

from geo.errors import EngineFailed, PackInvalid, QueryCancelled, QueryTimedOut
from geo.query import cancellation
from geo.query.caveats import describe_caveats
from geo.query.lazy import text_limit
from geo.query.lazy.duckdb_engine import DuckDBFrames, open_duckdb
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.packed.folder import PackedFolder
from geo.query.selection import Selection
from geo.storage.packing.packer import pack
from tests.random_selections import made_table

MEMORY = 1_000_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred made incidents, packed."""
    directory = tmp_path_factory.mktemp("packed")
    made_table(600, seed=3).to_parquet(directory / "made.parquet")
    pack([str(directory / "made.parquet")], directory / "folder", MEMORY, lambda _message: None)
    return directory / "folder"


def engine_of(folder: Path, *, memory: str = "1GB", seconds: float = 60.0) -> LazyEngine:
    """The engine of a folder with limits of its own."""
    return LazyEngine.over(PackedFolder.open(folder), DuckDBFrames(folder, memory=memory, seconds=seconds))


def ask_often(engine: LazyEngine) -> None:
    """Ask fifty times: one may be answered before anybody looks at the clock."""
    for _ in range(50):
        engine.select(Selection()).casualty_sums()


def test_a_question_that_takes_too_long_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(folder, seconds=1e-6)
    monkeypatch.setattr(cancellation, "POLL_SECONDS", 0.0)
    with pytest.raises(QueryTimedOut, match="QUERY_SECONDS"):
        ask_often(engine)


def test_a_question_that_is_called_off_stops(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, token = engine_of(folder), cancellation.CancelToken()
    monkeypatch.setattr(cancellation, "POLL_SECONDS", 0.0)
    token.cancel()
    with cancellation.watched(token.watch), pytest.raises(QueryCancelled):
        ask_often(engine)
    assert len(engine.select(Selection.from_query("min_killed=1"))) > 0  # the next question is answered


@pytest.mark.parametrize("memory", ["much", "-1GB", "0"])
def test_a_limit_of_memory_that_is_none_names_the_setting(folder: Path, memory: str) -> None:
    with pytest.raises(EngineFailed, match="QUERY_MEMORY"):
        engine_of(folder, memory=memory)


def test_a_file_that_is_replaced_while_it_is_read_is_named_as_such(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    engine = engine_of(copy)
    for partition in engine.source.folder.manifest.partitions:
        path = copy / partition.path
        path.write_bytes(b"no longer a file of rows")
        os.utime(path, (1, 1))
    with pytest.raises(PackInvalid, match="replaced, removed or damaged"):
        engine.select(Selection.from_query("min_killed=1")).page(0, 10)


def test_a_file_replaced_by_another_of_the_same_columns_is_no_answer_in_part(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    engine = engine_of(copy)
    first, *others = (copy / partition.path for partition in engine.source.folder.manifest.partitions)
    shutil.copyfile(others[-1], first)
    with pytest.raises(PackInvalid, match="replaced") as failure:
        engine.select(Selection.from_query("min_killed=1")).page(0, 10)
    assert str(copy) in str(failure.value)
    assert str(tmp_path) not in failure.value.for_readers


def test_a_missing_file_is_named_when_the_folder_is_opened(tmp_path: Path) -> None:
    with pytest.raises(PackInvalid):
        open_duckdb(tmp_path)


def test_a_search_that_is_cut_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_limit, "MAX_TEXT_ROWS", 100)
    engine = engine_of(folder)
    selection = Selection.from_query("q=strike")
    results = engine.select(selection)
    (sentence,) = results.limits
    assert "the latest 100 of 600 incidents" in sentence
    assert sentence in describe_caveats(engine, selection)
    n_dated = int(engine.source.codebook.first_rows[-1]) - engine.source.folder.manifest.partitions[-1].n_rows
    assert len(results) > 0
    assert results.page(0, 600).min() >= n_dated - 100


def test_a_search_that_is_whole_has_no_such_sentence(folder: Path) -> None:
    assert engine_of(folder).select(Selection.from_query("q=strike")).limits == ()


def test_hostile_text_is_only_compared(folder: Path) -> None:
    engine = engine_of(folder)
    for text in ("'; DROP TABLE x; --", '"quoted', "{{7*7}}", "%_", "\\", "a' OR '1'='1"):
        assert len(engine.select(Selection().with_filter("q", text))) == 0
        assert len(engine.select(Selection().with_filter("actor", (text,)))) == 0
