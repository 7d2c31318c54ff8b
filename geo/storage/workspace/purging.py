"""A workspace emptied for good: all that was stored, its history, its files, and what was computed."""

import shutil

from geo.storage.workspace.workspace import Workspace


def purge_workspace(workspace: Workspace) -> None:
    """Remove all that a person has put into a workspace; it can be used again. Raises WorkspaceFailed."""
    for stored in (*workspace.imports(), *workspace.deleted()):
        workspace.purge(stored.import_id)
    for incident_id, duplicate_of, _ in workspace.decisions().itertuples(index=False):
        workspace.decide(incident_id, duplicate_of, "")
    workspace.saved.purge_all()  # before the edits, whose removal drops the database's journal too
    workspace.edits.purge_all()
    workspace.history.purge()  # last: what comes before is noted in it
    shutil.rmtree(workspace.cache_dir, ignore_errors=True)
