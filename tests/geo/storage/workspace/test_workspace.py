"""The workspace: what is stored, how often, under which name, for whom and for how long."""

import json
import os
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from geo.errors import ValueRefused, WorkspaceFailed, WorkspaceNotFound
from geo.ingest import importing
from geo.ingest.import_result import Question, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.serialization import deserialize, serialize
from geo.settings import is_shared
from geo.storage.workspace import records, sessions
from geo.storage.workspace.stored_import import StoredImport, clean_file_name
from geo.storage.workspace.workspace import Quota, Workspace

HEADER = b"incident_id,date_start,latitude,longitude,title,event_type,killed_best,contested,mine.note\n"
ONE = HEADER + "a,2024-01-16,27,64,Bandar-e ʿAbbās,Battles,2,true,«x»\nb,2024-13-01,27,64,,,,,\n".encode()
TWO = HEADER + b"c,2024-01-17,28,65,A clash,,,,\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


def save(
    workspace: Workspace, content: bytes, name: str = "file.csv", options: ImportOptions = ImportOptions()
) -> StoredImport:
    return workspace.save_import(workspace.add_upload(content, name), importing.read(content, options=options), options)


def test_an_empty_workspace_shows_nothing_and_makes_nothing(workspace: Workspace) -> None:
    assert (workspace.revision, workspace.imports(), workspace.deleted()) == ("", (), ())
    assert list(workspace.decisions().columns) == ["incident_id", "duplicate_of", "verdict"]
    assert not workspace.folder.exists()


def test_an_import_is_read_as_it_was_stored(workspace: Workspace) -> None:
    imported = importing.read(ONE)
    stored = save(workspace, ONE)
    read = workspace.read(stored.import_id)
    pd.testing.assert_frame_equal(read.accepted, imported.accepted)
    assert read.rejected.values.tolist() == imported.rejected.values.tolist()
    assert (read.provider, read.header_row, read.names) == (imported.provider, imported.header_row, imported.names)
    assert (stored.rows_in, stored.accepted, stored.rejected, stored.duplicates) == (2, 1, 1, 0)
    assert stored.added.utcoffset() == pd.Timedelta(0)
    assert (workspace.folder / "files" / stored.digest).read_bytes() == ONE


def test_questions_and_warnings_are_stored_too() -> None:
    questions = (Question("day", "Is 03/04 the third of April?", ("03/04/2024",)),)
    warnings = make_warnings([(2, "place", "Rask", "place", "two places", "ne1:X", False)])
    imported = replace(importing.read(ONE), questions=questions, warnings=warnings, notes=("cp1252",))
    read = deserialize(serialize(imported))
    assert (read.questions, read.notes) == (questions, ("cp1252",))
    assert read.warnings.values.tolist() == warnings.values.tolist()


def test_the_same_file_twice_adds_nothing_and_other_options_do(workspace: Workspace) -> None:
    first = save(workspace, ONE)
    revision = workspace.revision
    assert workspace.add_upload(ONE, "another.csv").existing == (first,)
    assert save(workspace, ONE, "another.csv") == first
    assert (workspace.imports(), workspace.revision) == ((first,), revision)
    other = save(workspace, ONE, options=ImportOptions(day_first=(("date_start", True),)))
    assert [stored.import_id for stored in workspace.imports()] == [first.import_id, other.import_id]


def test_the_revision_is_of_what_is_shown(workspace: Workspace) -> None:
    import_id = save(workspace, ONE).import_id
    shown = workspace.revision
    workspace.rename(import_id, "Mine")
    assert workspace.revision == shown
    assert workspace.imports()[0].label == "Mine"
    for away, back in ((workspace.hide, workspace.show), (workspace.delete, workspace.restore)):
        away(import_id)
        assert workspace.revision == ""
        back(import_id)
        assert workspace.revision == shown
    workspace.decide("a", "x", "same")
    assert workspace.revision not in (shown, "")
    workspace.decide("a", "x", "")
    assert workspace.revision == shown


def test_what_is_deleted_comes_back_and_what_is_purged_does_not(workspace: Workspace) -> None:
    one, two = save(workspace, ONE), save(workspace, TWO)
    workspace.delete(one.import_id)
    assert [stored.import_id for stored in workspace.deleted()] == [one.import_id]
    assert [stored.import_id for stored in workspace.imports()] == [two.import_id]
    assert save(workspace, ONE).import_id == one.import_id  # added once more, it is back in its place
    assert [stored.import_id for stored in workspace.imports()] == [one.import_id, two.import_id]
    workspace.purge(one.import_id)
    assert not (workspace.folder / "files" / one.digest).exists()
    assert workspace.read(two.import_id).accepted["incident_id"].tolist() == ["c"]
    for call in (workspace.purge, workspace.read, workspace.hide):
        with pytest.raises(WorkspaceFailed, match="no longer exists"):
            call(one.import_id)


def test_a_file_that_was_purged_meanwhile_must_be_added_again(workspace: Workspace) -> None:
    stored, upload = save(workspace, ONE), workspace.add_upload(ONE, "again.csv")
    workspace.purge(stored.import_id)
    with pytest.raises(WorkspaceFailed, match="Add it again"):
        workspace.save_import(upload, importing.read(ONE), ImportOptions())
    assert workspace.imports() == ()


def test_options_are_remembered_for_the_same_columns_in_any_order(workspace: Workspace) -> None:
    options = ImportOptions(day_first=(("date_start", False),), corrected_rows=(2,), years=(("date_start", 2019),))
    save(workspace, ONE, options=options)
    names = HEADER.decode().strip().split(",")
    # The next file is of another year.
    assert workspace.last_options(tuple(reversed(names))) == msgspec.structs.replace(
        options, corrected_rows=(), years=()
    )
    assert workspace.last_options(tuple(names[:-1])) is None


def test_decisions_are_about_pairs_and_can_be_taken_back(workspace: Workspace) -> None:
    workspace.decide("a", "b", "same")
    workspace.decide("a", "b", "different")
    workspace.decide("a", "c", "same")
    assert workspace.decisions().values.tolist() == [["a", "b", "different"], ["a", "c", "same"]]
    workspace.decide("a", "b", "")
    assert workspace.decisions().values.tolist() == [["a", "c", "same"]]
    with pytest.raises(ValueRefused, match="same, different"):
        workspace.decide("a", "b", "perhaps")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [("../../x.csv", "x.csv"), ("C:\\x\\y.csv", "y.csv"), ("a\x00b‮gpj.csv", "abgpj.csv"), ("x" * 300, "x" * 200),
     ("..", ".."), ("", "unnamed"), ("/", "unnamed"), ("{{7*191}}<b>.csv", "{{7*191}}<b>.csv")],
)  # fmt: skip
def test_a_files_name_is_never_a_path(workspace: Workspace, name: str, cleaned: str) -> None:
    upload = workspace.add_upload(ONE, name)
    assert upload.name == cleaned
    assert upload.path == workspace.folder / "files" / upload.digest
    assert clean_file_name(clean_file_name(name)) == clean_file_name(name)


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(workspace: Workspace) -> None:
    save(workspace, ONE)
    path = workspace.folder / "workspace.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    for call in (workspace.imports, lambda: workspace.hide("x"), lambda: save(workspace, TWO)):
        with pytest.raises(WorkspaceFailed, match="newer Faultline"):
            call()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=1")
    assert len(workspace.imports()) == 1


def test_garbage_is_collected_and_what_is_young_or_referenced_stays(workspace: Workspace) -> None:
    stored, files = save(workspace, ONE), workspace.folder / "files"
    old, young = files / "being-written-old", files / "being-written-young"
    preview, yesterdays = workspace.add_upload(TWO, "preview.csv").path, files / ("0" * 64)
    for path in (old, young, yesterdays):
        path.write_bytes(b"half")
    (workspace.folder / "being-written-database").mkdir()
    day = time.time() - 2 * 24 * 3600
    for path in (old, yesterdays, workspace.folder / "being-written-database", files / stored.digest):
        os.utime(path, (day, day))
    workspace.collect_garbage()
    assert {path for path in (old, yesterdays, young, preview) if path.exists()} == {young, preview}
    assert [path.name for path in workspace.folder.iterdir() if path.name.startswith("being-written")] == []
    assert workspace.read(stored.import_id).rows_in == 2


def test_a_quota_is_checked_before_anything_is_stored(tmp_path: Path) -> None:
    few, small = Workspace(tmp_path / "few", Quota(1, 10**9)), Workspace(tmp_path / "small", Quota(9, 50_000))
    save(few, ONE)
    with pytest.raises(WorkspaceFailed, match="holds at most 1 file and 1,000 MB"):
        few.add_upload(TWO, "two.csv")
    with pytest.raises(WorkspaceFailed, match="There is no room"):
        small.add_upload(b"x" * 60_000, "large.csv")
    assert not small.folder.exists()


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    return tmp_path


def test_on_this_machine_there_is_one_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    assert sessions.open_workspace().folder == tmp_path
    assert (is_shared(), sessions.has_data(sessions.new_key())) == (False, False)
    with pytest.raises(WorkspaceNotFound):
        sessions.open_workspace(sessions.new_key())


def test_on_a_shared_server_each_key_opens_its_own_folder_and_none_tells_its_key(shared: Path) -> None:
    one, two = sessions.new_key(), sessions.new_key()
    save(sessions.open_workspace(one), ONE)
    assert (sessions.has_data(one), sessions.has_data(two)) == (True, False)
    assert sessions.open_workspace(two).imports() == ()
    assert len(sessions.open_workspace(one).imports()) == 1
    assert not [path for path in shared.rglob("*") if one in str(path)]
    assert {path.stat().st_mode & 0o077 for path in (shared / "sessions").iterdir()} == {0}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("key", ["", "x", "../" * 10 + "xx", "x" * 33, "é" * 32, "." * 32, "a" * 31 + "\n"])
def test_what_is_no_key_opens_nothing(key: str) -> None:
    assert not sessions.has_data(key)
    with pytest.raises(WorkspaceNotFound):
        sessions.open_workspace(key)


@pytest.mark.usefixtures("shared")
def test_a_sessions_data_go_when_they_were_not_used_for_a_day() -> None:
    idle, used = sessions.new_key(), sessions.new_key()
    for key in (idle, used):
        save(sessions.open_workspace(key), ONE)
    day = time.time() - 25 * 3600
    os.utime(sessions.open_workspace(idle).folder, (day, day))
    sessions._last_collection.clear()
    sessions.open_workspace(used)
    assert (sessions.has_data(idle), sessions.has_data(used)) == (False, True)


@pytest.mark.usefixtures("shared")
def test_using_a_sessions_data_keeps_them() -> None:
    key = sessions.new_key()
    save(sessions.open_workspace(key), ONE)
    hours = time.time() - 20 * 3600
    os.utime(sessions.open_workspace(key).folder, (hours, hours))
    sessions.open_workspace(key)
    assert time.time() - sessions.open_workspace(key).folder.stat().st_mtime < 3600


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "null", "not JSON", '{"import_id": 3}', "é" * 9, "[" * 100_000, "answers: unknown option",
     "no day", "one field more"],
)  # fmt: skip
def test_a_record_that_is_whole_but_not_ours_is_called_damaged(workspace: Workspace, content: str) -> None:
    stored = save(workspace, ONE)
    record = json.loads(stored.to_json())
    content = {
        "answers: unknown option": json.dumps(record | {"answers": '{"colour": "red"}'}),
        "no day": json.dumps(record | {"added": "yesterday"}),
        "one field more": json.dumps(record | {"colour": "red"}),
    }.get(content, content)
    with sqlite3.connect(workspace.folder / "workspace.sqlite") as connection:
        (parts,) = connection.execute("SELECT parts FROM imports").fetchone()
        checksum = records._checksum(stored.import_id, content, parts)
        connection.execute("UPDATE imports SET told = ?, seal = ?", (content, checksum))
        connection.execute("UPDATE state SET imports = ?", (records._checksum(checksum),))
    for call in (workspace.imports, workspace.snapshot, lambda: workspace.read(stored.import_id)):
        with pytest.raises(WorkspaceFailed, match="database is damaged"):
            call()


def test_a_record_is_written_under_the_names_of_version_0_4(workspace: Workspace) -> None:
    stored = save(workspace, ONE, options=ImportOptions(day_first=(("date_start", True),)))
    record = json.loads(stored.to_json())
    assert {"answers", "shape", "hidden", "deleted"} <= set(record)
    assert json.loads(record["answers"])["day_first"] == [["date_start", True]]
    assert StoredImport.from_json(stored.to_json()) == stored
