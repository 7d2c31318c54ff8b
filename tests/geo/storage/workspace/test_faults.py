"""A killed process, a full disk, many processes and flipped bits lose nothing and change nothing unnoticed."""

import errno
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest

from geo.errors import BlobCorrupt, WorkspaceFailed
from geo.ingest import importing
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.storage.workspace.blobs import BEING_WRITTEN, BlobStore
from geo.storage.workspace.postgres_database import PostgresTransaction
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import PostgresStore, Store

ROOT = Path(__file__).parents[4]
HEADER = b"incident_id,date_start,latitude,longitude,title\n"
ONE, TWO = HEADER + b"a,2024-01-16,27,64,A strike\n", HEADER + b"b,2024-01-17,28,65,A clash\n"


FULL = OSError(errno.ENOSPC, "No space left on device")


def hammer(way: str, folder: Path, number: int, address: str = "") -> dict[str, int]:
    command = [sys.executable, str(Path(__file__).with_name("hammer.py")), way, str(folder), str(number)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "HAMMERED": address}
    ended = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()
    counts: dict[str, int] = json.loads(ended.stdout)
    return counts


def save(workspace: Workspace, content: bytes, imported: Import) -> str:
    return workspace.save_import(workspace.add_upload(content, "file.csv"), imported, ImportOptions()).import_id


@pytest.fixture
def workspace(store: Store) -> Workspace:
    stored = store.workspace()
    save(stored, ONE, importing.read(ONE))
    return stored


@pytest.fixture
def folder_workspace(tmp_path: Path) -> Workspace:
    stored = Workspace(tmp_path / "workspace")
    save(stored, ONE, importing.read(ONE))
    return stored


@pytest.fixture
def postgres_workspace(postgres_store: PostgresStore) -> Workspace:
    stored = postgres_store.workspace()
    save(stored, ONE, importing.read(ONE))
    return stored


def test_two_hundred_kills_lose_nothing_that_was_stored(tmp_path: Path) -> None:
    counts = hammer("killed", tmp_path, 200)
    assert counts["lost"] == 0
    assert counts["stored"] >= 20  # else nothing was killed in the middle


def test_kills_lose_nothing_that_postgresql_has_stored(tmp_path: Path, postgres_store: PostgresStore) -> None:
    counts = hammer("killed", tmp_path, 40, postgres_store.variable)
    assert counts["lost"] == 0
    assert counts["stored"] >= 10


def test_kills_lose_no_edit_and_break_no_batch(tmp_path: Path, store: Store) -> None:
    counts = hammer("edits", tmp_path, 12, store.variable if isinstance(store, PostgresStore) else "")
    assert (counts["lost"], counts["broken"], counts["failed"]) == (0, 0, 0)
    assert counts["stored"] >= 21


def test_eight_processes_at_once_store_every_file_once(tmp_path: Path) -> None:
    assert hammer("at once", tmp_path, 5) == {"failed": 0, "stored": 45, "different": 45}


def test_eight_processes_at_once_store_every_file_once_in_postgresql(
    tmp_path: Path, postgres_store: PostgresStore
) -> None:
    counts = hammer("at once", tmp_path, 3, postgres_store.variable)
    assert counts == {"failed": 0, "stored": 27, "different": 27}


def test_files_that_cannot_grow_leave_everything_as_it_was(tmp_path: Path) -> None:
    counts = hammer("full", tmp_path, 25)
    assert 5 <= counts["refused"] < 25
    assert counts["left"] == 0


def _refusing(
    monkeypatch: pytest.MonkeyPatch,
    owner: object,
    name: str,
    *,
    after: int,
    error: Exception = FULL,
) -> list[int]:
    """Let a call fail as on a full disk, after so many that went well."""
    whole, calls = getattr(owner, name), [0]

    def refuse(*arguments: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] > after:
            raise error
        return whole(*arguments, **options)

    monkeypatch.setattr(owner, name, refuse)
    return calls


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (os, "replace"), (os, "fdopen"), (tempfile, "mkstemp")])
@pytest.mark.parametrize("after", [0, 1, 3, 6, 11])
def test_a_disk_that_fills_up_at_any_step_is_reported_and_loses_nothing(
    folder_workspace: Workspace, monkeypatch: pytest.MonkeyPatch, owner: object, name: str, after: int
) -> None:
    before, imported = folder_workspace.imports(), importing.read(TWO)
    with monkeypatch.context() as patched:
        calls, failure = _refusing(patched, owner, name, after=after), ""
        try:
            save(folder_workspace, TWO, imported)
        except WorkspaceFailed as error:
            failure = str(error)
    assert ("The disk is full" in failure) == (calls[0] > after)
    assert failure == "" or folder_workspace.imports() == before
    assert folder_workspace.read(before[0].import_id).accepted["incident_id"].tolist() == ["a"]
    assert not list((folder_workspace.folder / "files").glob(f"{BEING_WRITTEN}*"))
    save(folder_workspace, TWO, imported)  # with room again, it goes well
    assert len(folder_workspace.imports()) == 2


@pytest.mark.parametrize("after", [0, 1, 3, 6, 11, 20])
def test_a_server_that_fills_up_at_any_step_is_reported_and_loses_nothing(
    postgres_workspace: Workspace, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    before, imported = postgres_workspace.imports(), importing.read(TWO)
    with monkeypatch.context() as patched:
        error = psycopg.errors.DiskFull("No space left on device")
        calls, failure = _refusing(patched, PostgresTransaction, "execute", after=after, error=error), ""
        try:
            save(postgres_workspace, TWO, imported)
        except WorkspaceFailed as refusal:
            failure = str(refusal)
    assert ("The disk is full" in failure) == (calls[0] > after)
    assert postgres_workspace.imports() == before
    save(postgres_workspace, TWO, imported)  # with room again, it goes well
    assert len(postgres_workspace.imports()) == 2


def test_a_full_database_is_reported_and_loses_nothing(
    store: Store, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workspace.imports()

    def full(*_: object) -> None:
        raise store.full_disk

    with monkeypatch.context() as patched:
        patched.setattr("geo.storage.workspace.records.insert_import", full)
        with pytest.raises(WorkspaceFailed, match="The disk is full"):
            save(workspace, TWO, importing.read(TWO))
    assert workspace.imports() == before


def flip_bit(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]


def test_no_flipped_bit_and_no_cut_of_a_file_goes_unnoticed(tmp_path: Path) -> None:
    chance, files = random.Random(5), BlobStore(tmp_path)
    content = bytes(chance.randrange(256) for _ in range(5_000))
    digest = files.write(content)
    for number in range(1_900):
        damaged = flip_bit(content, chance) if number < 1_500 else content[: chance.randrange(len(content))]
        files.path(digest).write_bytes(damaged)
        with pytest.raises(BlobCorrupt):
            files.read(digest)
    assert files.write(content) == digest  # the same file once more mends it
    assert files.read(digest) == content


def test_damaged_rows_are_read_anew_from_the_file_that_they_came_from(store: Store, workspace: Workspace) -> None:
    (stored,), chance = workspace.imports(), random.Random(1)
    before, revision = workspace.read(stored.import_id), workspace.revision
    for digest in store.digests(workspace) - {stored.digest}:
        store.replace(workspace, digest, flip_bit(workspace._blobs.read(digest), chance))
    assert workspace.read(stored.import_id).accepted.equals(before.accepted)
    assert workspace.revision == revision
    assert [digest for digest in store.digests(workspace) if not workspace._blobs.read(digest)] == []


def test_a_missing_row_file_is_written_again(store: Store, workspace: Workspace) -> None:
    (stored,) = workspace.imports()
    for digest in store.digests(workspace) - {stored.digest}:
        store.replace(workspace, digest, None)
    assert workspace.read(stored.import_id).accepted["incident_id"].tolist() == ["a"]


def test_where_the_file_itself_is_damaged_too_it_is_reported(store: Store, workspace: Workspace) -> None:
    for digest in store.digests(workspace):
        store.replace(workspace, digest, workspace._blobs.read(digest)[:-1])
    with pytest.raises(WorkspaceFailed, match=r"file\.csv: its rows in the workspace are damaged"):
        workspace.read(workspace.imports()[0].import_id)


def test_no_change_of_a_row_goes_unnoticed_by_either_database(store: Store, workspace: Workspace) -> None:
    workspace.decide("a", "b", "same")
    for table, column in (("imports", "told"), ("imports", "parts"), ("decisions", "verdict"), ("state", "revision")):
        ((text,),) = store.sql(workspace, f"SELECT {column} FROM {table}")
        store.sql(workspace, f"UPDATE {table} SET {column} = ?", (text[:-1] + chr(ord(text[-1]) ^ 1),))
        with pytest.raises(WorkspaceFailed, match="database is damaged"):
            workspace.snapshot()
        store.sql(workspace, f"UPDATE {table} SET {column} = ?", (text,))
        assert len(workspace.snapshot().imports) == 1
    store.sql(workspace, "DELETE FROM decisions")
    with pytest.raises(WorkspaceFailed, match="database is damaged"):
        workspace.snapshot()


def test_no_flipped_bit_of_the_database_changes_what_it_tells(folder_workspace: Workspace) -> None:
    chance, path = random.Random(9), folder_workspace.folder / "workspace.sqlite"
    folder_workspace.decide("a", "b", "same")
    save(folder_workspace, TWO, importing.read(TWO))

    def read_all() -> tuple[object, ...]:
        snapshot = folder_workspace.snapshot()
        return folder_workspace.imports(), snapshot.revision, snapshot.imports, snapshot.decisions.to_csv()

    expected, content, n_noticed = read_all(), path.read_bytes(), 0
    # Most of a page is empty: flips are aimed at bytes that say something.
    places = [place for place, byte in enumerate(content) if byte]
    for _ in range(400):
        place = chance.choice(places)
        damaged = bytes([content[place] ^ 1 << chance.randrange(8)])
        path.write_bytes(content[:place] + damaged + content[place + 1 :])
        for beside in ("-wal", "-shm"):
            Path(f"{path}{beside}").unlink(missing_ok=True)
        try:
            assert read_all() == expected
        except WorkspaceFailed:
            n_noticed += 1
    assert n_noticed > 100
