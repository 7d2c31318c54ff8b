"""A workspace that can only be read is read, and says so where something is to be stored."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.workspace import database_copy, sessions
from geo.storage.workspace.workspace import Workspace

NOBODY = 65534
HEADER = b"incident_id,date_start,latitude,longitude,title\n"
ONE = HEADER + b"a,2024-01-16,27,64,A strike\n"
TWO = HEADER + b"b,2024-01-17,28,65,A clash\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may reach; pytest's own are closed to all but their owner."""
    with tempfile.TemporaryDirectory() as temporary:
        os.chmod(temporary, 0o755)
        workspace = Workspace(Path(temporary) / "workspace")
        save(workspace, ONE)
        yield workspace.folder
        _set_modes(workspace.folder, 0o700, 0o600)


def save(workspace: Workspace, content: bytes) -> None:
    upload = workspace.add_upload(content, "file.csv")
    workspace.save_import(upload, importing.read(content), ImportOptions())


def _set_modes(folder: Path, folder_mode: int, file_mode: int) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(folder_mode if path.is_dir() else file_mode)


@contextmanager
def only_reading(folder: Path) -> Iterator[None]:
    """Nothing below the folder can be written while the block runs, by root neither, who is somebody else meanwhile."""
    _set_modes(folder, 0o555, 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        _set_modes(folder, 0o700, 0o600)


def titles(workspace: Workspace) -> list[str]:
    return [title for stored in workspace.imports() for title in workspace.read(stored.import_id).accepted["title"]]


def test_what_was_stored_is_read_and_nothing_can_be_added(folder: Path) -> None:
    workspace = Workspace(folder)
    expected = workspace.snapshot()
    with only_reading(folder):
        assert titles(workspace) == ["A strike"]
        assert workspace.snapshot().revision == expected.revision
        workspace.last_options(("x",))
        with pytest.raises(WorkspaceFailed, match=r"can only be read|cannot be written"):
            save(workspace, TWO)
        with pytest.raises(WorkspaceFailed, match="can only be read"):
            workspace.decide("a", "b", "same")
    assert titles(workspace) == ["A strike"]


def test_what_is_in_the_journal_alone_is_read_too(folder: Path) -> None:
    workspace = Workspace(folder)
    with sqlite3.connect(folder / "workspace.sqlite") as open_all_the_time:  # the last to close writes the journal back
        open_all_the_time.execute("SELECT count(*) FROM imports").fetchall()
        save(workspace, TWO)
        beside = folder.with_name("copy")
        shutil.copytree(folder, beside)  # as a disk that was pulled out has it
    open_all_the_time.close()
    assert (beside / "workspace.sqlite-wal").stat().st_size > 0
    (beside / "workspace.sqlite-shm").unlink()
    with only_reading(beside):
        assert titles(Workspace(beside)) == ["A strike", "A clash"]


def test_a_database_of_an_older_version_is_read_too(folder: Path) -> None:
    connection = sqlite3.connect(folder / "workspace.sqlite")
    connection.executescript("DROP TABLE history; ALTER TABLE state DROP COLUMN history; PRAGMA user_version=3")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    assert version == 3
    with only_reading(folder):
        assert titles(Workspace(folder)) == ["A strike"]


def test_a_full_disk_is_read_from_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage

    def full(path: Path) -> object:
        return usage(path)._replace(free=0) if Path(path) == folder else usage(path)

    monkeypatch.setattr("geo.storage.workspace.database_copy.shutil.disk_usage", full)
    for name in ("workspace.sqlite-shm", "workspace.sqlite-wal"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).mkdir()  # in the way, as no room is
    assert titles(Workspace(folder)) == ["A strike"]
    with pytest.raises(WorkspaceFailed, match="The disk is full"):
        Workspace(folder).decide("a", "b", "same")


def test_without_room_for_a_copy_the_reason_is_true(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_copy, "can_write", lambda _folder: False)
    with (
        pytest.raises(WorkspaceFailed, match="no other folder has room"),
        database_copy.copy_database(folder / "workspace.sqlite"),
    ):
        pass


def test_a_copy_of_two_moments_is_no_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copyfile

    def copy_and_write(source: Path, target: Path) -> object:
        with (folder / "workspace.sqlite").open("ab") as file:
            file.write(b"x")
        return copy(source, target)

    monkeypatch.setattr("geo.storage.workspace.database_copy.shutil.copyfile", copy_and_write)
    with (
        pytest.raises(WorkspaceFailed, match="being written all the time"),
        database_copy.copy_database(folder / "workspace.sqlite"),
    ):
        pass


def test_a_session_is_served_from_a_disk_that_can_only_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", str(folder))
    monkeypatch.setenv("SHARED", "1")
    key = sessions.new_key()
    save(sessions.open_workspace(key), TWO)
    os.utime(sessions.open_workspace(key).folder, (0, 0))
    monkeypatch.setattr(sessions, "IDLE_SECONDS", 1e12)
    monkeypatch.setattr(sessions, "_last_collection", {})
    with only_reading(folder):
        atlas = atlas_cache.current_atlas(key)
    assert atlas.missing == ()
    assert "A clash" in set(atlas.incidents["title"])
