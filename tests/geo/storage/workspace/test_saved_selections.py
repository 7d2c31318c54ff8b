"""Saved selections in the workspace: on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from geo.errors import WorkspaceFailed
from geo.storage.saved.saved_selection import MAX_NAME, UNNAMED
from geo.storage.workspace import saved_selections
from geo.storage.workspace.database import MIGRATIONS
from geo.storage.workspace.purging import purge_workspace
from geo.storage.workspace.sqlite_database import SqliteDatabase
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import FolderStore, Store
from tests.tables import incident_table, select

TABLE = incident_table("a,2024-01-01,30,67,A", "b,2024-01-02,30,67,B", columns="title")
LATER = incident_table(
    "a,2024-01-01,30,67,A2", "c,2024-01-03,30,67,C", "d,2024-01-04,30,67,D", columns="title"
)  # fmt: skip


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return store.workspace()


def test_a_workspace_without_any_is_not_made(store: Store, workspace: Workspace) -> None:
    assert workspace.saved.all() == ()
    assert not store.is_made(workspace)


def test_what_is_saved_counts_as_seen_and_changes_no_revision(workspace: Workspace) -> None:
    results = select(TABLE, "from=2024-01-01")
    saved = workspace.saved.add(" \u202eBalochistan\n ", results, "one")
    assert workspace.saved.all() == (saved,)
    assert (saved.name, saved.query, saved.visit.n_incidents) == ("Balochistan", "from=2024-01-01", 2)
    assert saved.selection == results.selection
    assert workspace.revision == ""
    assert not workspace.saved.changes(saved.saved_id, results, "one").has_any
    assert not workspace.saved.changes(saved.saved_id, results, "two").has_any


def test_changes_since_the_last_visit_and_the_visit_taken_back(workspace: Workspace) -> None:
    saved_id = workspace.saved.add("S", select(TABLE), "one").saved_id
    changes = workspace.saved.changes(saved_id, select(LATER), "two")
    assert (changes.new, changes.changed, changes.absent) == (("d", "c"), ("a",), ("b",))
    assert changes.describe() == "2 new, 1 changed, 1 gone"
    workspace.saved.mark_seen(saved_id, select(LATER), "two")
    assert not workspace.saved.changes(saved_id, select(LATER), "three").has_any
    workspace.saved.undo_seen(saved_id)
    assert workspace.saved.changes(saved_id, select(LATER), "two") == changes
    with pytest.raises(WorkspaceFailed, match="nothing to undo"):
        workspace.saved.undo_seen(saved_id)


def test_renamed_deleted_restored_and_purged(workspace: Workspace) -> None:
    first, second = (workspace.saved.add(name, select(TABLE), "one") for name in ("First", "Second"))
    workspace.saved.rename(first.saved_id, "x" * 500)
    workspace.saved.rename(second.saved_id, " \n")
    assert [saved.name for saved in workspace.saved.all()] == ["x" * MAX_NAME, UNNAMED]
    workspace.saved.delete(first.saved_id)
    assert [saved.is_deleted for saved in workspace.saved.all()] == [True, False]
    workspace.saved.restore(first.saved_id)
    assert not workspace.saved.all()[0].is_deleted
    assert not workspace.saved.changes(first.saved_id, select(TABLE), "two").has_any
    workspace.saved.purge(first.saved_id)
    assert [saved.saved_id for saved in workspace.saved.all()] == [second.saved_id]
    for act in (workspace.saved.purge, workspace.saved.delete, workspace.saved.undo_seen):
        with pytest.raises(WorkspaceFailed, match="no longer exists"):
            act(first.saved_id)
    assert (workspace.saved.purge_all(), workspace.saved.all()) == (1, ())


def test_only_so_many_are_stored(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_selections, "MAX_SAVED", 1)
    workspace.saved.add("S", select(TABLE), "one")
    with pytest.raises(WorkspaceFailed, match="no room"):
        workspace.saved.add("T", select(TABLE), "one")


def test_a_changed_row_is_noticed(tmp_path: Path) -> None:
    workspace = FolderStore(tmp_path).workspace()
    saved_id = workspace.saved.add("S", select(TABLE), "one").saved_id
    with SqliteDatabase(workspace.folder).write_transaction() as transaction:
        transaction.execute("UPDATE saved_selections SET seen = ?", (b"other",))
    for act in (workspace.saved.all, lambda: workspace.saved.changes(saved_id, select(TABLE), "two")):
        with pytest.raises(WorkspaceFailed, match="damaged"):
            act()


def test_a_workspace_of_the_version_before_gets_the_table(tmp_path: Path) -> None:
    SqliteDatabase(tmp_path / "workspace", migrations=MIGRATIONS[:2]).create()
    workspace = FolderStore(tmp_path).workspace()
    assert workspace.saved.all() == ()
    assert workspace.saved.add("S", select(TABLE), "one") in workspace.saved.all()


def test_a_workspace_emptied_for_good_has_none(workspace: Workspace) -> None:
    workspace.saved.add("S", select(TABLE), "one")
    purge_workspace(workspace)
    assert workspace.saved.all() == ()
