"""Who may only read changes nothing, whichever way they try."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import WorkspaceFailed
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage.workspace.limited_workspace import LimitedWorkspace
from geo.storage.workspace.rights import Rights
from geo.storage.workspace.workspace import Workspace

FILE = b"incident_id,date_start,latitude,longitude\na,2024-01-16,33,65\n"
READER, IMPORTER = Rights(may_import=False, may_edit=False), Rights(may_edit=False)


def save(workspace: Workspace, content: bytes = FILE) -> str:
    upload = workspace.add_upload(content, "mine.csv")
    return workspace.save_import(upload, importing.read(content), ImportOptions()).import_id


@pytest.mark.parametrize(
    "change",
    [
        lambda workspace, stored: workspace.hide(stored),
        lambda workspace, stored: workspace.delete(stored),
        lambda workspace, stored: workspace.rename(stored, "other"),
        lambda workspace, _: save(workspace, FILE + b"b,2024-01-17,33,65\n"),
        lambda workspace, _: workspace.add_upload(FILE, "other.csv"),
        lambda workspace, _: workspace.edits.undo("none", ""),
    ],
)
def test_who_may_read_changes_nothing(tmp_path: Path, change: Callable[[Workspace, str], object]) -> None:
    workspace = Workspace(tmp_path)
    stored = save(workspace)
    revision = workspace.revision
    reader = LimitedWorkspace(workspace, READER)
    with pytest.raises(WorkspaceFailed, match="You may"):
        change(reader, stored)
    assert reader.revision == workspace.revision == revision
    assert [entry.import_id for entry in reader.imports()] == [stored]
    assert len(reader.snapshot().imports) == 1


def test_who_may_import_changes_no_incident(tmp_path: Path) -> None:
    importer = LimitedWorkspace(Workspace(tmp_path), IMPORTER)
    stored = save(importer)
    importer.hide(stored)
    with pytest.raises(WorkspaceFailed, match="not change incidents"):
        importer.edits.undo("none", "")


def test_whoever_is_not_asked_may_do_everything(tmp_path: Path) -> None:
    workspace = LimitedWorkspace(Workspace(tmp_path), Rights())
    workspace.delete(save(workspace))
    assert workspace.imports() == ()
