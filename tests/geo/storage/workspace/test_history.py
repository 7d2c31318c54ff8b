"""Who changed what is stored with each change: on SQLite and on PostgreSQL."""

import csv
import io

import pytest

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.edits.changes import Note
from geo.storage.edits.edit import Draft, Edit, make_edits
from geo.storage.workspace import history
from geo.storage.workspace.history import Action
from geo.storage.workspace.history_table import export_history, read_history
from geo.storage.workspace.limited_workspace import LimitedWorkspace
from geo.storage.workspace.purging import purge_workspace
from geo.storage.workspace.rights import Rights
from geo.storage.workspace.workspace import Workspace
from tests.geo.storage.workspace.stores import Store
from tests.tables import incident_table, select

FILE = b"incident_id,date_start,latitude,longitude\na,2024-01-16,33,65\n"
READER = Rights(may_import=False, may_edit=False)


@pytest.fixture
def workspace(store: Store) -> Workspace:
    return LimitedWorkspace(store.workspace(), Rights(), "Ana")


def save(workspace: Workspace) -> str:
    upload = workspace.add_upload(FILE, "mine.csv")
    return workspace.save_import(upload, importing.read(FILE), ImportOptions()).import_id


def edits_of(who: str) -> tuple[Edit, ...]:
    return make_edits([Draft("a", Note(text)) for text in ("one", "two")], who=who, why="")


def actions(workspace: Workspace) -> list[tuple[str, Action, int]]:
    return [(entry.person, entry.action, entry.number) for entry in workspace.history.read()]


def test_a_workspace_that_nobody_changed_is_not_made(store: Store, workspace: Workspace) -> None:
    assert workspace.history.read() == ()
    assert read_history(workspace).empty
    assert not store.is_made(workspace)


def test_each_change_of_an_import_is_there_with_its_person(store: Store, workspace: Workspace) -> None:
    other = LimitedWorkspace(store.workspace(), Rights(), "Bo")
    stored = save(workspace)
    assert save(other) == stored  # which adds nothing
    other.rename(stored, "Ledger")
    other.rename(stored, "Ledger")
    workspace.hide(stored)
    workspace.show(stored)
    workspace.delete(stored)
    save(other)  # which brings it back
    workspace.decide("a", "b", "same")
    expected = ["ADD_IMPORT", "RENAME_IMPORT", "HIDE_IMPORT", "SHOW_IMPORT", "DELETE_IMPORT", "RESTORE_IMPORT"]
    assert [action.name for _, action, _ in actions(workspace)] == [*expected, "DECIDE_PAIR"]
    assert [person for person, _, _ in actions(workspace)] == ["Ana", "Bo", "Ana", "Ana", "Ana", "Bo", "Ana"]
    table = read_history(workspace)
    assert table["subject"].tolist() == ["", *["Ledger"] * 6]
    assert str(table["at"].dtype) == "datetime64[us, UTC]"
    assert table["at"].is_monotonic_decreasing


def test_what_was_deleted_for_good_has_no_name_in_it(store: Store, workspace: Workspace) -> None:
    stored = save(workspace)
    workspace.purge(stored)
    entries = workspace.history.read()
    assert [entry.action for entry in entries] == [Action.ADD_IMPORT, Action.PURGE_IMPORT]
    assert {entry.subject for entry in entries} == {""}
    purge_workspace(workspace)
    assert store.workspace().history.read() == ()


def test_edits_are_counted_and_an_author_counts_where_nobody_logs_in(store: Store, workspace: Workspace) -> None:
    edits = workspace.edits.insert(edits_of("Cem"))
    workspace.edits.insert(edits)  # which are there already
    local = store.workspace()
    local.edits.undo(edits[0].edit_id, "Cem")
    local.edits.redo(edits[0].edit_id)
    workspace.edits.purge_all()
    assert actions(workspace) == [
        ("Ana", Action.ADD_EDITS, 2),
        ("Cem", Action.UNDO_EDITS, 1),
        ("", Action.REDO_EDITS, 1),
        ("Ana", Action.PURGE_EDITS, 2),
    ]


def test_saved_selections_are_in_it(workspace: Workspace) -> None:
    saved = workspace.saved.add("Mine", select(incident_table("a,2024-01-01,30,67")), "one").saved_id
    workspace.saved.rename(saved, "Ours")
    workspace.saved.delete(saved)
    workspace.saved.restore(saved)
    assert read_history(workspace)["subject"].tolist() == ["Ours"] * 4
    workspace.saved.purge(saved)
    assert [action.name.removesuffix("_SELECTION") for _, action, _ in actions(workspace)] == [
        "SAVE", "RENAME", "DELETE", "RESTORE", "PURGE",
    ]  # fmt: skip
    assert {entry.subject for entry in workspace.history.read()} == {""}


def test_what_is_refused_is_not_in_it(store: Store, workspace: Workspace) -> None:
    stored = save(workspace)
    with pytest.raises(WorkspaceFailed, match="You may"):
        LimitedWorkspace(store.workspace(), READER, "Eve").hide(stored)
    with pytest.raises(WorkspaceFailed):
        workspace.hide("none")
    assert actions(workspace) == [("Ana", Action.ADD_IMPORT, 1)]


def test_the_oldest_entries_go_first(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_ENTRIES", 3)
    stored = save(workspace)
    for _ in range(3):
        workspace.hide(stored)
        workspace.show(stored)
    assert [action.name for _, action, _ in actions(workspace)] == ["SHOW_IMPORT", "HIDE_IMPORT", "SHOW_IMPORT"]


@pytest.mark.parametrize("statement", ["UPDATE history SET entry = 'x'", "DELETE FROM history"])
def test_damage_is_noticed_and_the_rest_is_read(store: Store, workspace: Workspace, statement: str) -> None:
    save(workspace)
    store.sql(workspace, statement)
    with pytest.raises(WorkspaceFailed, match="damaged"):
        workspace.history.read()
    assert len(workspace.imports()) == 1


def test_a_name_is_one_line_and_no_formula(store: Store) -> None:
    workspace = LimitedWorkspace(store.workspace(), Rights(), "=cmd()\u202e\n")
    save(workspace)
    table = read_history(workspace)
    assert table["person"].tolist() == ["=cmd()"]
    header, row = csv.reader(io.StringIO(export_history(table).decode("utf-8-sig")))
    assert header == ["at", "person", "action", "number", "subject"]
    assert row[1:] == ["'=cmd()", "added an import", "1", "mine.csv"]
    assert row[0].endswith("Z")
