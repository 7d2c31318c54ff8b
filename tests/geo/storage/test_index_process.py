"""A large table is indexed in a process of its own: the same index, the same words, whatever befalls that process."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.core import actors
from geo.core.actor import Actor
from geo.core.temporary_folders import process_folder
from geo.errors import IncidentsInvalid, IndexingFailed, IndexingTimedOut, StillPreparing
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query import facets
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection
from geo.settings import child_environment
from geo.storage import atlas_loader, import_segments, index_cache, index_process
from geo.storage.import_segments import load_segments
from geo.storage.workspace.workspace import Workspace
from tests.geo.ingest.test_sandbox import is_running
from tests.geo.storage.test_index_cache import QUERIES
from tests.geo.storage.workspace.stores import FolderStore

RUN = "from geo.storage import atlas_loader, index_maker; atlas_loader.PROGRESS_FROM_BYTES = 0; index_maker.main()"
RUN_WITH = """
import os, signal
from geo.storage import atlas_loader, index_maker
atlas_loader.PROGRESS_FROM_BYTES = 0
{change}
index_maker.main()
"""
COMPUTE_ON = """
def compute(*_):
    index_maker._send_step(str(os.getpid()))
    while True: pass
index_maker._read_index = compute
"""
BREAKING_OFF = {
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",  # as the kernel does where memory is short
    "out of memory": RUN_WITH.format(change="index_maker._read_index = lambda _: [0] * 10**15"),
    "without a disk": RUN_WITH.format(
        change="index_maker._read_index = index_maker.index_cache.write = lambda *_: False"
    ),
    "of other code": RUN_WITH.format(change="index_maker.code_state = lambda: 'other'"),
    "without a word": "print('a library speaks', flush=True)",
    "without an index": """print('{"type": "Completion"}')""",
}


@pytest.fixture(autouse=True)
def _index_every_file_in_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas_loader, "PROGRESS_FROM_BYTES", 0)
    monkeypatch.setattr(index_process, "COMMAND", RUN)


@pytest.fixture(autouse=True)
def _no_own_actors() -> Iterator[None]:
    yield
    actors.use_own_actors(())


def load(file: Path) -> tuple[Index, list[str]]:
    """The index of a file, and the lines of progress."""
    steps: list[str] = []
    index = atlas_loader.load_atlas(file, on_progress=steps.append).engine
    assert isinstance(index, Index)
    return index, steps


def forbid_indexing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "from_table", None)


def test_the_child_makes_the_same_index(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as here:
        here.setattr(index_cache, "is_writable", lambda _: False)
        expected, _ = load(file)
    forbid_indexing(monkeypatch)
    index, _ = load(file)
    pd.testing.assert_frame_equal(*(pd.DataFrame(each.table).drop(columns="geometry") for each in (expected, index)))
    for query in QUERIES:
        selection = Selection.from_query(query)
        pages = [each.select(selection).page(0, 100).tolist() for each in (expected, index)]
        assert pages[0] == pages[1], query
        counts = facets.all_facet_counts(expected, selection)
        for key, of_child in facets.all_facet_counts(index, selection).items():
            pd.testing.assert_series_equal(counts[key], of_child)
    monkeypatch.setattr(subprocess, "Popen", None)  # would have to be called
    _, steps = load(file)
    assert "cached by an earlier start" in steps[-1]


def test_each_step_is_reported_once_and_in_order(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / "actors.csv").write_text("name\n", encoding="utf-8")
    with monkeypatch.context() as here:
        here.setattr(index_process, "COMMAND", "raise SystemExit")
        here.setattr(index_cache, "CACHED_FROM_ROWS", 1)
        _, of_parent = load(file)
    assert of_parent.count(index_process.BREAKING_OFF) == 1
    for folder in (file.parent / index_cache.FOLDER).iterdir():
        (folder / index_cache.HEAD).unlink()
    change = "index_maker.index_cache.CACHED_FROM_ROWS = 1"
    monkeypatch.setattr(index_process, "COMMAND", RUN_WITH.format(change=change))
    _, steps = load(file)
    repair_note = next(step for step in steps if "is damaged. It is made again." in step)
    assert [step for step in steps if step != repair_note] == list(filter(index_process.BREAKING_OFF.__ne__, of_parent))
    assert any(step.startswith("Reading and checking small.csv") for step in steps)
    assert len(set(steps)) == len(steps)


def test_the_rows_of_an_import_are_indexed_in_a_child_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = FolderStore(tmp_path).workspace()
    content = b"when,lat,lon,note\n2024-01-16,27,64,A strike\n2024-01-17,33,65,Another\n"
    workspace.save_import(workspace.add_upload(content, "own.csv"), importing.read(content), ImportOptions())
    (expected,) = load_segments(workspace, workspace.snapshot(), lambda _: None).segments
    import_segments._segments.clear()
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    steps: list[str] = []
    with monkeypatch.context() as patch:
        forbid_indexing(patch)
        (segment,) = load_segments(workspace, workspace.snapshot(), steps.append).segments
    assert steps == [atlas_loader.CACHING]
    rows, others = (pd.DataFrame(each.engine.take(np.arange(2))) for each in (expected, segment))
    pd.testing.assert_frame_equal(rows, others)
    assert len(set(rows["dataset"])) == 1
    assert not list(process_folder().glob("indexing-*")), "no row stays behind"


def test_an_import_is_indexed_with_own_actors_as_they_are_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    workspace = FolderStore(tmp_path).workspace()
    content = b"incident_id,date_start,latitude,longitude,actor_a\na,2024-01-16,27,64,The Seven\n"
    workspace.save_import(workspace.add_upload(content, "own.csv"), importing.read(content), ImportOptions())
    choices = {}
    for name in ("Gang of Seven", "Band of Seven", ""):
        own = [Actor(name, "Rebel group", "", "", ("The Seven",))] if name else []
        actors.use_own_actors(own)
        import_segments._segments.clear()
        with monkeypatch.context() as patch:
            forbid_indexing(patch)
            (segment,) = load_segments(workspace, workspace.snapshot(), lambda _: None).segments
        choices[name] = list(facets.facet_counts(segment.engine, Selection(), FILTER["actor"]).index)
    assert choices == {name: [name or "The Seven"] for name in choices}


def test_the_rows_of_an_import_are_indexed_here_where_the_child_breaks_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_process, "COMMAND", BREAKING_OFF["without a word"])
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    workspace = import_one(tmp_path)
    steps: list[str] = []
    (segment,) = load_segments(workspace, workspace.snapshot(), steps.append).segments
    assert segment.incident_ids
    assert steps == [index_process.BREAKING_OFF, atlas_loader.CACHING]


def test_a_child_that_takes_too_long_ends_the_start_with_the_reason(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_process, "COMMAND", RUN_WITH.format(change=COMPUTE_ON))
    monkeypatch.setenv("INDEX_SECONDS", "1.5")
    forbid_indexing(monkeypatch)
    with pytest.raises(IndexingTimedOut, match="longer than 2 seconds, the limit of this server"):
        load(file)
    assert not (file.parent / index_cache.FOLDER).exists()


def test_an_import_that_is_purged_while_it_is_indexed_leaves_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    workspace = import_one(tmp_path)
    snapshot, (stored,) = workspace.snapshot(), workspace.imports()
    monkeypatch.setattr(import_segments, "index_in_child", lambda *_: workspace.purge(stored.import_id))
    load_segments(workspace, snapshot, lambda _: None)
    assert not list((workspace.cache_dir / index_cache.FOLDER).iterdir())


@pytest.mark.parametrize("way", ["killed", "out of memory", "hanging"])
def test_an_import_whose_child_is_ended_is_missing_and_not_indexed_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    command = RUN_WITH.format(change=COMPUTE_ON) if way == "hanging" else BREAKING_OFF[way]
    monkeypatch.setattr(index_process, "COMMAND", command)
    monkeypatch.setenv("INDEX_SECONDS", "3" if way == "hanging" else "600")
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    workspace = import_one(tmp_path)
    forbid_indexing(monkeypatch)
    loaded = load_segments(workspace, workspace.snapshot(), lambda _: None)
    assert loaded.segments == ()
    assert loaded.warnings == (str(IndexingTimedOut(3) if way == "hanging" else IndexingFailed()),)
    assert not list(process_folder().glob("indexing-*"))


def test_who_waits_too_long_for_their_turn_asks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their rows are never left out meanwhile; and what another server has made by then is taken as it is."""
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    monkeypatch.setattr(import_segments, "WAIT_SECONDS", 0.2)
    workspace = import_one(tmp_path)
    with import_segments.INDEXING.take(0.0) as is_our_turn:
        assert is_our_turn
        with pytest.raises(StillPreparing):
            load_segments(workspace, workspace.snapshot(), lambda _: None)
    (segment,) = load_segments(workspace, workspace.snapshot(), lambda _: None).segments
    import_segments._segments.clear()
    monkeypatch.setattr(import_segments, "index_in_child", None)  # nobody is asked again
    (again,) = load_segments(workspace, workspace.snapshot(), lambda _: None).segments
    assert again.incident_ids == segment.incident_ids


def import_one(folder: Path) -> Workspace:
    workspace = FolderStore(folder).workspace()
    content = b"when,lat,lon,note\n2024-01-16,27,64,A strike\n"
    workspace.save_import(workspace.add_upload(content, "own.csv"), importing.read(content), ImportOptions())
    return workspace


def test_small_files_are_indexed_here(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas_loader, "PROGRESS_FROM_BYTES", file.stat().st_size)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(load(file)[0]) == 10


def test_a_refusal_has_the_same_words(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("2024-01-16", "2024-13-16", 1), encoding="utf-8")
    forbid_indexing(monkeypatch)
    with pytest.raises(IncidentsInvalid) as of_child:
        load(file)
    monkeypatch.setattr(index_cache, "is_writable", lambda _: False)
    with pytest.raises(IncidentsInvalid) as of_parent:
        load(file)
    assert str(of_child.value) == str(of_parent.value)
    assert "small.csv: row " in str(of_child.value)
    assert not (file.parent / index_cache.FOLDER).exists()


@pytest.mark.parametrize("reason", ["small.csv: row 3, column title: '\ud800' is no text", "“a”\nb"])
def test_a_reason_arrives_as_it_is(file: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    command = f"from geo.storage import index_maker; index_maker._send(index_maker.Refusal({reason!a}))"
    monkeypatch.setattr(index_process, "COMMAND", command)
    with pytest.raises(IncidentsInvalid) as refusal:
        load(file)
    assert str(refusal.value) == reason


def test_files_that_change_meanwhile_are_refused_and_not_cached(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change = f"open({str(file)!r}, 'a').write('\\n')"
    monkeypatch.setattr(index_process, "COMMAND", f"{change}; {RUN}")
    with pytest.raises(IncidentsInvalid, match=r"small\.csv: changed while it was read\. Start again"):
        load(file)
    assert not (file.parent / index_cache.FOLDER).exists()


@pytest.mark.parametrize("command", BREAKING_OFF.values(), ids=BREAKING_OFF)
def test_where_the_child_breaks_off_the_parent_makes_the_index(
    file: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(index_process, "COMMAND", command)
    index, steps = load(file)
    assert len(index) == 10
    assert steps.count(index_process.BREAKING_OFF) == 1


def test_where_no_process_starts_the_parent_makes_the_index(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", fail)
    index, steps = load(file)
    assert len(index) == 10
    assert steps.count(index_process.BREAKING_OFF) == 1


def test_where_nothing_can_be_written_no_process_is_started(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file.parent / index_cache.FOLDER).write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(load(file)[0]) == 10


def test_on_a_full_disk_a_table_is_indexed_once_and_not_in_vain_before(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(file.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(load(file)[0]) == 10


@pytest.mark.parametrize("number", index_process.ENDINGS)
def test_a_child_that_is_asked_to_end_ends_the_start(
    file: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """A terminal and systemd ask all processes of a server."""
    monkeypatch.setattr(index_process, "COMMAND", f"import os, signal; os.kill(os.getpid(), {int(number)})")
    forbid_indexing(monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        load(file)


def test_a_child_that_is_asked_to_end_ends_no_page(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_process, "COMMAND", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    with ThreadPoolExecutor(1) as threads:
        index, steps = threads.submit(load, file).result()
    assert len(index) == 10
    assert steps.count(index_process.BREAKING_OFF) == 1


def test_the_child_goes_with_whoever_leaves(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_process, "COMMAND", RUN_WITH.format(change=COMPUTE_ON))
    children: list[int] = []

    def leave(step: str) -> None:
        children.append(int(step))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        atlas_loader.load_atlas(file, on_progress=leave)
    assert not is_running(children[0])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_the_child_ends_with_its_parent(file: Path, number: signal.Signals) -> None:
    code = (
        "from geo.storage import atlas_loader, index_process\n"
        f"index_process.COMMAND, atlas_loader.PROGRESS_FROM_BYTES = {RUN_WITH.format(change=COMPUTE_ON)!r}, 0\n"
        f"atlas_loader.load_atlas({str(file)!r}, on_progress=lambda step: print(step, flush=True))\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        env=child_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.send_signal(number)
    parent.wait()
    parent.stdout.close()
    while is_running(child):
        pass
