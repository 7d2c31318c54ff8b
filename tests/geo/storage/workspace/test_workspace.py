"""The workspace: what is stored, how often, under which name, for whom and for how long."""

import contextlib
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread

import msgspec
import pandas as pd
import pytest

from geo.errors import ValueRefused, WorkspaceFailed, WorkspaceNotFound
from geo.ingest import importing
from geo.ingest.import_result import Question, make_warnings
from geo.ingest.options import ImportOptions
from geo.ingest.serialization import deserialize, serialize
from geo.settings import is_shared
from geo.storage.edits.changes import Note
from geo.storage.edits.edit import Draft, make_edits
from geo.storage.workspace import sessions
from geo.storage.workspace.blobs import make_private_folder
from geo.storage.workspace.database import MIGRATIONS
from geo.storage.workspace.home import current_home
from geo.storage.workspace.quota import Quota
from geo.storage.workspace.stored_import import StoredImport, clean_file_name
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import FolderStore, Store

HEADER = b"incident_id,date_start,latitude,longitude,title,event_type,killed_best,contested,mine.note\n"
ONE = HEADER + "a,2024-01-16,27,64,Bandar-e ʿAbbās,Battles,2,true,«x»\nb,2024-13-01,27,64,,,,,\n".encode()
TWO = HEADER + b"c,2024-01-17,28,65,A clash,,,,\n"


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return store.workspace()


def save(
    workspace: Workspace, content: bytes, name: str = "file.csv", options: ImportOptions = ImportOptions()
) -> StoredImport:
    return workspace.save_import(workspace.add_upload(content, name), importing.read(content, options=options), options)


def test_an_empty_workspace_shows_nothing_and_makes_nothing(store: Store, workspace: Workspace) -> None:
    assert (workspace.revision, workspace.imports(), workspace.deleted()) == ("", (), ())
    assert list(workspace.decisions().columns) == ["incident_id", "duplicate_of", "verdict"]
    assert not store.is_made(workspace)


def test_an_import_is_read_as_it_was_stored(workspace: Workspace) -> None:
    imported = importing.read(ONE)
    stored = save(workspace, ONE)
    read = workspace.read(stored.import_id)
    pd.testing.assert_frame_equal(read.accepted, imported.accepted)
    assert read.rejected.values.tolist() == imported.rejected.values.tolist()
    assert (read.provider, read.header_row, read.names) == (imported.provider, imported.header_row, imported.names)
    assert (stored.rows_in, stored.accepted, stored.rejected, stored.duplicates) == (2, 1, 1, 0)
    assert stored.added.utcoffset() == pd.Timedelta(0)
    assert workspace._blobs.read(stored.digest) == ONE


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


def test_what_is_deleted_comes_back_and_what_is_purged_does_not(store: Store, workspace: Workspace) -> None:
    one, two = save(workspace, ONE), save(workspace, TWO)
    workspace.delete(one.import_id)
    assert [stored.import_id for stored in workspace.deleted()] == [one.import_id]
    assert [stored.import_id for stored in workspace.imports()] == [two.import_id]
    assert save(workspace, ONE).import_id == one.import_id  # added once more, it is back in its place
    assert [stored.import_id for stored in workspace.imports()] == [one.import_id, two.import_id]
    workspace.purge(one.import_id)
    assert one.digest not in store.digests(workspace)
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
    with workspace.borrow_file(upload) as path:
        assert (path.name, path.read_bytes()) == (upload.digest, ONE)
    assert clean_file_name(clean_file_name(name)) == clean_file_name(name)


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(store: Store, workspace: Workspace) -> None:
    save(workspace, ONE)
    store.set_version(workspace, 99)
    for call in (workspace.imports, lambda: workspace.hide("x"), lambda: save(workspace, TWO)):
        with pytest.raises(WorkspaceFailed, match="newer Faultline"):
            call()
    store.set_version(workspace, len(MIGRATIONS))
    assert len(workspace.imports()) == 1


def test_garbage_is_collected_and_what_is_young_or_referenced_stays(store: Store, workspace: Workspace) -> None:
    stored = save(workspace, ONE)
    preview, yesterdays = (workspace.add_upload(content, "preview.csv").digest for content in (TWO, b"yesterday"))
    for digest in (yesterdays, stored.digest):
        store.age(workspace, digest, 2 * 24 * 3600)
    workspace.collect_garbage()
    assert {preview, yesterdays} & store.digests(workspace) == {preview}
    assert workspace.read(stored.import_id).rows_in == 2


def test_what_a_dead_process_was_writing_into_a_folder_goes_too(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    save(workspace, ONE)
    old, young = (workspace.folder / "files" / f"being-written-{age}" for age in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half")
    (workspace.folder / "being-written-database").mkdir()
    day = time.time() - 2 * 24 * 3600
    for path in (old, workspace.folder / "being-written-database"):
        os.utime(path, (day, day))
    workspace.collect_garbage()
    assert (old.exists(), young.exists()) == (False, True)
    assert [path.name for path in workspace.folder.iterdir() if path.name.startswith("being-written")] == []


def test_a_quota_is_checked_before_anything_is_stored(store: Store) -> None:
    few, small = store.workspace("few", Quota(1, 10**9)), store.workspace("small", Quota(9, 50_000))
    save(few, ONE)
    with pytest.raises(WorkspaceFailed, match="holds at most 1 file with 3,000,000 rows and 1,000 MB"):
        few.add_upload(TWO, "two.csv")
    with pytest.raises(WorkspaceFailed, match="There is no room"):
        small.add_upload(b"x" * 60_000, "large.csv")
    assert not store.is_made(small)


def test_two_uploads_that_both_fit_alone_do_not_exceed_a_quota_together(store: Store) -> None:
    workspace = store.workspace("few", Quota(1, 10**9))
    uploads = [workspace.add_upload(content, "file.csv") for content in (ONE, TWO)]
    workspace.save_import(uploads[0], importing.read(ONE), ImportOptions())
    with pytest.raises(WorkspaceFailed, match="There is no room"):
        workspace.save_import(uploads[1], importing.read(TWO), ImportOptions())
    assert [stored.digest for stored in workspace.imports()] == [uploads[0].digest]


def test_rows_and_what_is_derived_count_too(store: Store) -> None:
    rows, parts = store.workspace("rows", Quota(9, 10**9, max_rows=1)), store.workspace("parts", Quota(9, 10_000))
    save(rows, ONE)
    with pytest.raises(WorkspaceFailed, match="with 1 row and"):
        save(rows, TWO)
    save(rows, ONE)  # which is there already
    with pytest.raises(WorkspaceFailed, match="There is no room"):
        save(parts, ONE)  # a hundred bytes, of which an import makes tens of thousands
    assert parts.imports() == ()
    assert rows.snapshot().imports == rows.imports()


def test_what_is_cached_of_imports_counts_too(store: Store) -> None:
    workspace = store.workspace("cached", Quota(9, 100_000))
    make_private_folder(workspace.cache_dir)
    (workspace.cache_dir / "index.npy").write_bytes(bytes(100_000))
    with pytest.raises(WorkspaceFailed, match="There is no room"):
        workspace.add_upload(b"small", "file.csv")


def test_a_disk_that_is_nearly_full_takes_no_more_of_sessions(store: Store) -> None:
    with pytest.raises(WorkspaceFailed, match="nearly full"):
        store.workspace("last", Quota(9, 10**9, min_free_bytes=10**18)).add_upload(ONE, "file.csv")


@pytest.mark.usefixtures("shared")
def test_the_number_of_sessions_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "SHARED_QUOTA", Quota(9, 10**9, max_workspaces=2))
    first, second, third = (sessions.open_workspace(sessions.new_key()) for _ in range(3))
    save(first, ONE)
    save(second, ONE)
    for store_something in (
        lambda: third.add_upload(ONE, "file.csv"),
        lambda: third.decide("a", "b", "same"),
        lambda: third.edits.insert(make_edits([Draft("a", Note("x"))], who="", why="")),
    ):
        with pytest.raises(WorkspaceFailed, match="holds the data of 2 people"):
            store_something()
    save(first, TWO)  # who is here stays
    assert len(first.imports()) == 2


def test_uploads_at_once_do_not_exceed_a_quota(store: Store) -> None:
    workspace, room = store.workspace("small", Quota(9, 350_000)), []

    def add(number: int) -> None:
        with contextlib.suppress(WorkspaceFailed):
            room.append(workspace.add_upload(bytes([number]) * 100_000, "file.csv"))

    threads = [Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(room) == 3


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, store: Store) -> Store:
    monkeypatch.setenv("WORKSPACE", store.variable)
    monkeypatch.setenv("SHARED", "1")
    sessions._last_collection.clear()
    return store


def test_on_this_machine_there_is_one_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    assert sessions.open_workspace().folder == tmp_path
    assert (is_shared(), sessions.has_data(sessions.new_key())) == (False, False)
    with pytest.raises(WorkspaceNotFound):
        sessions.open_workspace(sessions.new_key())


@pytest.mark.usefixtures("shared")
def test_on_a_shared_server_each_key_opens_its_own_data() -> None:
    one, two = sessions.new_key(), sessions.new_key()
    save(sessions.open_workspace(one), ONE)
    assert (sessions.has_data(one), sessions.has_data(two)) == (True, False)
    assert sessions.open_workspace(two).imports() == ()
    assert len(sessions.open_workspace(one).imports()) == 1
    names = current_home().list_sessions()
    assert (len(names), one in "".join(names)) == (1, False)


def test_a_sessions_folder_neither_names_its_key_nor_opens_to_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    one = sessions.new_key()
    save(sessions.open_workspace(one), ONE)
    assert not [path for path in tmp_path.rglob("*") if one in str(path)]
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "sessions").iterdir()} == {0}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("key", ["", "x", "../" * 10 + "xx", "x" * 33, "é" * 32, "." * 32, "a" * 31 + "\n"])
def test_what_is_no_key_opens_nothing(key: str) -> None:
    assert not sessions.has_data(key)
    with pytest.raises(WorkspaceNotFound):
        sessions.open_workspace(key)


def make_idle(shared: Store, key: str, hours: float) -> None:
    """Let the data of a session be last used so many hours ago."""
    workspace = sessions.open_workspace(key)
    if isinstance(shared, FolderStore):
        os.utime(workspace.folder, (time.time() - hours * 3600,) * 2)
    else:
        shared.sql(workspace, "UPDATE usage SET used = extract(epoch FROM now()) - ?", (hours * 3600,))


def idle_seconds(key: str) -> float:
    return current_home().idle_seconds(sessions._session_name(key))


def test_a_sessions_data_go_when_they_were_not_used_for_a_day(shared: Store) -> None:
    idle, used = sessions.new_key(), sessions.new_key()
    for key in (idle, used):
        save(sessions.open_workspace(key), ONE)
    make_idle(shared, idle, 25)
    sessions._last_collection.clear()
    sessions.open_workspace(used)
    assert (sessions.has_data(idle), sessions.has_data(used)) == (False, True)


def test_using_a_sessions_data_keeps_them(shared: Store) -> None:
    key = sessions.new_key()
    save(sessions.open_workspace(key), ONE)
    make_idle(shared, key, 20)
    assert idle_seconds(key) > 19 * 3600
    sessions.open_workspace(key)
    assert idle_seconds(key) < 3600


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "null", "not JSON", '{"import_id": 3}', "é" * 9, "[" * 100_000, "answers: unknown option",
     "no day", "one field more"],
)  # fmt: skip
def test_a_record_that_is_whole_but_not_ours_is_called_damaged(
    store: Store, workspace: Workspace, content: str
) -> None:
    stored = save(workspace, ONE)
    record = json.loads(stored.to_json())
    content = {
        "answers: unknown option": json.dumps(record | {"answers": '{"colour": "red"}'}),
        "no day": json.dumps(record | {"added": "yesterday"}),
        "one field more": json.dumps(record | {"colour": "red"}),
    }.get(content, content)
    store.replace_import(workspace, stored.import_id, content)
    for call in (workspace.imports, workspace.snapshot, lambda: workspace.read(stored.import_id)):
        with pytest.raises(WorkspaceFailed, match="database is damaged"):
            call()


def test_a_record_is_written_under_the_names_of_version_0_4(workspace: Workspace) -> None:
    stored = save(workspace, ONE, options=ImportOptions(day_first=(("date_start", True),)))
    record = json.loads(stored.to_json())
    assert {"answers", "shape", "hidden", "deleted"} <= set(record)
    assert json.loads(record["answers"])["day_first"] == [["date_start", True]]
    assert StoredImport.from_json(stored.to_json()) == stored
