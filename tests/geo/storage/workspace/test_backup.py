"""A backup has everything that was stored, is made while others write, and is restored whole or not at all."""

import random
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from geo import __main__ as command_line
from geo.commands.output import DONE, PARTLY, REFUSED
from geo.errors import BackupInvalid, WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.edits.changes import Linking
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.backup import MANIFEST, make_backup, restore_backup
from geo.storage.workspace.workspace import Workspace

HEADER = "incident_id,date_start,latitude,longitude,title\n"


def add(workspace: Workspace, number: int) -> str:
    content = f"{HEADER}i{number},2024-01-16,27,64,Strike {number}\n".encode()
    upload = workspace.add_upload(content, f"file{number}.csv")
    return workspace.save_import(upload, importing.read(content), ImportOptions()).import_id


def content_of(workspace: Workspace) -> tuple[object, ...]:
    snapshot = workspace.snapshot()
    titles = [list(workspace.read(stored.import_id).accepted["title"]) for stored in snapshot.imports]
    return snapshot.revision, snapshot.imports, snapshot.edits, snapshot.decisions.to_csv(), titles


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


@pytest.fixture
def workspace(root: Path) -> Workspace:
    workspace = Workspace(root)
    add(workspace, 1)
    workspace.hide(add(workspace, 2))
    add_edits(workspace, atlas_cache.current_atlas(), [Draft("i1", Linking("follows", "FLT-0008"))])
    workspace.decide("i1", "FLT-0008", "different")
    return workspace


def test_what_is_restored_is_what_was_stored(workspace: Workspace, tmp_path: Path) -> None:
    expected = content_of(workspace)
    summary = make_backup(workspace.folder, tmp_path / "b.zip")
    assert (summary.n_workspaces, summary.damaged) == (1, ())
    assert restore_backup(tmp_path / "b.zip", tmp_path / "again").n_files == summary.n_files
    again = Workspace(tmp_path / "again")
    assert content_of(again) == expected
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "again").rglob("*")} == {0}
    add(again, 3)  # and it can be worked with
    assert len(again.imports()) == 3


def test_every_session_of_a_shared_server_is_in_it(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHARED", "1")
    keys = [sessions.new_key() for _ in range(3)]
    for number, key in enumerate(keys):
        add(sessions.open_workspace(key), number)
    expected = [content_of(sessions.open_workspace(key)) for key in keys]
    assert make_backup(root, tmp_path / "b.zip").n_workspaces == 3
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "again"))
    restore_backup(tmp_path / "b.zip", tmp_path / "again")
    assert [content_of(sessions.open_workspace(key)) for key in keys] == expected


def test_other_databases_of_the_server_are_in_it(workspace: Workspace, tmp_path: Path) -> None:
    with sqlite3.connect(workspace.folder / "others.sqlite") as other:
        other.execute("CREATE TABLE things (name TEXT)")
        other.execute("INSERT INTO things VALUES ('one')")
    other.close()
    make_backup(workspace.folder, tmp_path / "b.zip")
    restore_backup(tmp_path / "b.zip", tmp_path / "again")
    other = sqlite3.connect(tmp_path / "again" / "others.sqlite")
    assert other.execute("SELECT name FROM things").fetchall() == [("one",)]
    other.close()


def test_a_backup_is_of_one_moment_while_others_write(workspace: Workspace, tmp_path: Path) -> None:
    is_over = Event()

    def write_all_the_time() -> int:
        number = 100
        while not is_over.is_set():
            workspace.purge(add(workspace, number))
            number += 1
        return number

    with ThreadPoolExecutor(1) as threads:
        written = threads.submit(write_all_the_time)
        for number in range(5):
            assert make_backup(workspace.folder, tmp_path / f"{number}.zip").damaged == ()
            restore_backup(tmp_path / f"{number}.zip", tmp_path / str(number))
            content_of(Workspace(tmp_path / str(number)))
        is_over.set()
        assert written.result(60) > 100


def test_a_damaged_file_is_reported_and_the_rest_is_in_it(workspace: Workspace, tmp_path: Path) -> None:
    damaged = sorted((workspace.folder / "files").iterdir())[0]
    damaged.write_bytes(b"damaged")
    assert make_backup(workspace.folder, tmp_path / "b.zip").damaged == (f"files/{damaged.name}",)
    restore_backup(tmp_path / "b.zip", tmp_path / "again")
    assert len(Workspace(tmp_path / "again").imports()) == 2


def test_no_damage_to_a_backup_goes_unnoticed(workspace: Workspace, tmp_path: Path) -> None:
    expected = content_of(workspace)
    make_backup(workspace.folder, tmp_path / "b.zip")
    content, chance = (tmp_path / "b.zip").read_bytes(), random.Random(16)
    n_noticed = 0
    for number in range(60):
        place, damaged, again = chance.randrange(len(content)), bytearray(content), tmp_path / str(number)
        damaged[place] ^= 1 << chance.randrange(8)
        (tmp_path / "damaged.zip").write_bytes(damaged if number % 3 else content[:place])
        try:
            restore_backup(tmp_path / "damaged.zip", again)
        except BackupInvalid:
            n_noticed += 1
            assert list(again.iterdir()) == []
        else:  # a date or another byte that says nothing
            assert content_of(Workspace(again)) == expected
    assert n_noticed > 30


@pytest.mark.parametrize(
    "name", ["../evil.sqlite", "/etc/evil.sqlite", "files/x", "sessions/../../evil.sqlite", "made/x", "files\\evil"]
)
def test_no_name_leads_out_of_the_folder(workspace: Workspace, tmp_path: Path, name: str) -> None:
    make_backup(workspace.folder, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    manifest = members.pop(MANIFEST)
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        for member, content in members.items():
            archive.writestr(name if member == "workspace.sqlite" else member, content)
        archive.writestr(MANIFEST, manifest.replace(b"workspace.sqlite", name.encode().replace(b"\\", b"\\\\")))
    with pytest.raises(BackupInvalid, match="is no file of a workspace"):
        restore_backup(tmp_path / "evil.zip", tmp_path / "again")
    assert list((tmp_path / "again").iterdir()) == []
    assert not list(tmp_path.glob("evil.sqlite"))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(BackupInvalid, match="Nothing was restored"):
        restore_backup(tmp_path / "b.zip", tmp_path / "again")


def test_nothing_is_restored_over_data_and_no_emptiness_backed_up(workspace: Workspace, tmp_path: Path) -> None:
    make_backup(workspace.folder, tmp_path / "b.zip")
    with pytest.raises(WorkspaceFailed, match="has a workspace already"):
        restore_backup(tmp_path / "b.zip", workspace.folder)
    with pytest.raises(WorkspaceFailed, match="nothing to back up"):
        make_backup(tmp_path / "none", tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()


@pytest.mark.usefixtures("workspace")
def test_the_commands_back_up_and_restore(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "b.zip")
    assert command_line.main(["backup", file]) == DONE
    assert command_line.main(["restore", file]) == REFUSED
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "again"))
    assert command_line.main(["restore", file]) == DONE
    assert "Restored into" in capsys.readouterr().err
    sorted((root / "files").iterdir())[0].write_bytes(b"damaged")
    monkeypatch.setenv("WORKSPACE", str(root))
    assert command_line.main(["backup", file]) == PARTLY
    monkeypatch.setenv("WORKSPACE", "postgresql://nobody@localhost/none")
    assert command_line.main(["backup", file]) == REFUSED
    assert "pg_dump" in capsys.readouterr().err
