"""The log of edits: batches whole or not at all, undone and made again, purged without a trace."""

from pathlib import Path

import pytest

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.edits.changes import Correction, Note, Tagging
from geo.storage.edits.edit import MAX_BATCH, Draft, Edit, make_edits
from geo.storage.workspace.database import MIGRATIONS
from geo.storage.workspace.purging import purge_workspace
from geo.storage.workspace.quota import Quota
from geo.storage.workspace.sqlite_database import SqliteDatabase
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import FolderStore, Store


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return store.workspace()


def make(*texts: str, who: str = "A. Reader") -> tuple[Edit, ...]:
    return make_edits([Draft("a", Note(text)) for text in texts], who=who, why="")


def test_an_empty_log_makes_nothing(store: Store, workspace: Workspace) -> None:
    assert workspace.edits.read() == ()
    assert workspace.edits.insert(()) == ()
    assert workspace.edits.purge_all() == 0
    assert not store.is_made(workspace)


def test_a_batch_is_read_as_it_was_stored(workspace: Workspace) -> None:
    drafts = [
        Draft("a", Correction.of({"killed_best": "5"})),
        Draft("b", Tagging("to check")),
        Draft("b", Note("x\0y")),
    ]
    edits = make_edits(drafts, who="A.\u202e Reader\n", why="two\nlines")
    assert workspace.edits.insert(edits) == edits
    assert workspace.edits.read() == edits == workspace.snapshot().edits
    assert {edit.batch for edit in edits} == {edits[0].batch}
    assert (edits[0].who, edits[0].why) == ("A. Reader", "two\nlines")
    assert workspace.edits.insert(edits) == ()
    assert len(workspace.edits.read()) == 3


def test_each_change_gives_another_revision_and_its_reverse_the_one_before(workspace: Workspace) -> None:
    edits = workspace.edits.insert(make("one", "two"))
    both = workspace.revision
    workspace.edits.undo(edits[0].edit_id, "B")
    one = workspace.revision
    workspace.edits.undo(edits[0].edit_id, "C")  # it stays undone by B
    assert (workspace.revision, workspace.edits.read()[0].undone_by) == (one, "B")
    workspace.edits.redo(edits[0].edit_id)
    assert workspace.revision == both
    assert workspace.edits.read() == edits
    workspace.edits.undo_batch(edits[0].batch)
    assert [edit.is_undone for edit in workspace.edits.read()] == [True, True]
    workspace.edits.redo_batch(edits[0].batch)
    assert workspace.revision == both
    workspace.edits.purge_all()
    assert workspace.revision == ""
    assert len({both, one, ""}) == 3


def test_what_is_not_in_the_log_cannot_be_undone(store: Store, workspace: Workspace) -> None:
    with pytest.raises(WorkspaceFailed, match="not in the log"):
        workspace.edits.undo("none")
    assert not store.is_made(workspace)
    workspace.edits.insert(make("one"))
    for call in (workspace.edits.undo, workspace.edits.redo, workspace.edits.undo_batch, workspace.edits.purge):
        with pytest.raises(WorkspaceFailed, match="not in the log"):
            call("none")


def test_a_batch_is_stored_whole_or_not_at_all(store: Store) -> None:
    small = store.workspace("small", Quota(1, 1_000_000, max_edits=3))
    small.edits.insert(make("one", "two"))
    with pytest.raises(WorkspaceFailed, match="2 more edits"):
        small.edits.insert(make("three", "four"))
    assert [edit.change for edit in small.edits.read()] == [Note("one"), Note("two")]
    with pytest.raises(WorkspaceFailed, match="too many"):
        small.edits.insert(make(*["x"] * (MAX_BATCH + 1)))
    with pytest.raises(WorkspaceFailed, match="too long"):
        small.edits.insert(make("x" * 50_000))


def test_a_flipped_bit_is_noticed(store: Store, workspace: Workspace) -> None:
    workspace.edits.insert(make("killed 3"))
    ((entry,),) = store.sql(workspace, "SELECT entry FROM edits")
    store.sql(workspace, "UPDATE edits SET entry = ?", (entry.replace("killed 3", "killed 8"),))
    with pytest.raises(WorkspaceFailed, match="damaged"):
        workspace.edits.read()


def test_a_lost_row_is_noticed(store: Store, workspace: Workspace) -> None:
    workspace.edits.insert(make("one"))
    store.sql(workspace, "DELETE FROM edits")
    with pytest.raises(WorkspaceFailed, match="damaged"):
        workspace.edits.read()


def test_what_is_purged_is_in_no_file(tmp_path: Path) -> None:
    workspace = FolderStore(tmp_path).workspace()
    first, _ = workspace.edits.insert(make("a very private remark", "another"))
    workspace.edits.insert(make_edits([Draft("b", Note("a witness by name"))], who="", why=""))
    with workspace._database._open():  # type: ignore[attr-defined]  # another tab keeps the journal alive
        workspace.edits.purge(first.edit_id)
        assert workspace.edits.purge_incident("b") == 1
        assert_nowhere(tmp_path)
    assert_nowhere(tmp_path)
    assert [edit.change for edit in workspace.edits.read()] == [Note("another")]


def assert_nowhere(folder: Path) -> None:
    """What was purged is in no file, and the rest is."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"another" in content
    assert b"private remark" not in content
    assert b"witness" not in content


def test_a_purged_workspace_is_empty_and_can_be_used_again(tmp_path: Path, store: Store, workspace: Workspace) -> None:
    content = b"incident_id,date_start,latitude,longitude,title\na,2024-01-16,27,64,a private title\n"
    workspace.save_import(workspace.add_upload(content, "private.csv"), importing.read(content), ImportOptions())
    workspace.edits.insert(make("a very private remark"))
    workspace.decide("a private incident", "b", "same")
    purge_workspace(workspace)
    assert (workspace.revision, workspace.imports(), workspace.deleted()) == ("", (), ())
    assert (workspace.edits.read(), len(workspace.decisions()), store.digests(workspace)) == ((), 0, set())
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"private" not in files
    assert len(workspace.edits.insert(make("again"))) == 1


def test_a_workspace_of_the_version_before_gets_the_log(tmp_path: Path) -> None:
    before = SqliteDatabase(tmp_path / "workspace", migrations=MIGRATIONS[:1])
    before.create()
    workspace = FolderStore(tmp_path).workspace()
    assert workspace.edits.read() == ()
    assert workspace.revision == ""
    edits = workspace.edits.insert(make("one"))
    assert workspace.edits.read() == edits
