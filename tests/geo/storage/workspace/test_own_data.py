"""The workspace of a person beside that of the house: found by their account alone, kept, and in the backup."""

import os
import zipfile
from pathlib import Path

import pytest

from geo.errors import WorkspaceNotFound
from geo.gate.person import account_of
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.workspace import sessions
from geo.storage.workspace.backup import make_backup
from geo.storage.workspace.sessions import has_data, open_workspace, person_key
from geo.storage.workspace.workspace import Workspace

ANA, BEN = (account_of("https://login.example.org", subject) for subject in ("ana", "ben"))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "home"))
    return tmp_path / "home"


def save(workspace: Workspace, title: str) -> None:
    content = f"incident_id,date_start,latitude,longitude,title\n{title},2024-01-16,33,65,{title}\n".encode()
    workspace.save_import(workspace.add_upload(content, "mine.csv"), importing.read(content), ImportOptions())


def imported_titles(key: str) -> set[str]:
    return set(atlas_cache.current_atlas(key).incidents["title"]) & {"house", "ana", "ben"}


def test_each_sees_their_own_and_nobody_elses() -> None:
    save(open_workspace(), "house")
    save(open_workspace(person_key(ANA)), "ana")
    save(open_workspace(person_key(BEN)), "ben")
    assert imported_titles("") == {"house"}
    assert imported_titles(person_key(ANA)) == {"ana"}
    assert imported_titles(person_key(BEN)) == {"ben"}
    assert imported_titles(person_key(account_of("https://other.example.org", "ana"))) == set()


def test_nobody_without_an_account_has_data_of_their_own() -> None:
    assert person_key("") == ""
    for key in ("person_", f"person_{ANA}x", f"person_{ANA.upper()}", ANA, f"../person_{ANA}", f"person_{ANA}\n"):
        assert not has_data(key)
        with pytest.raises(WorkspaceNotFound):
            open_workspace(key)


def test_a_shared_server_has_keys_and_no_accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    key = person_key(ANA)
    monkeypatch.setenv("SHARED", "1")
    assert person_key(ANA) == ""
    assert not has_data(key)
    with pytest.raises(WorkspaceNotFound):
        open_workspace(key)


@pytest.mark.parametrize("shared", ["0", "1"])
def test_what_nobody_has_used_for_long_stays(home: Path, monkeypatch: pytest.MonkeyPatch, shared: str) -> None:
    save(open_workspace(person_key(ANA)), "ana")
    (folder,) = (home / "sessions").iterdir()
    os.utime(folder, (0, 0))
    monkeypatch.setattr(sessions, "_last_collection", {})
    monkeypatch.setenv("SHARED", shared)
    open_workspace("" if shared == "0" else sessions.new_key())
    assert folder.is_dir()


def test_a_backup_has_everybodys(home: Path, tmp_path: Path) -> None:
    save(open_workspace(), "house")
    save(open_workspace(person_key(ANA)), "ana")
    make_backup(home, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        names = archive.namelist()
    assert {"workspace.sqlite", f"sessions/person_{ANA}/workspace.sqlite"} < set(names)
