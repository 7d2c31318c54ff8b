"""The workspace of this session's own data, and what is done to it: what it refuses is said, never raised."""

from collections.abc import Callable

import pandas as pd

from geo.errors import WorkspaceFailed
from geo.ingest.options import ImportOptions
from geo.storage.workspace import sessions
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import DECISION_COLUMNS, Workspace
from pages.parts.frame import state


def workspace() -> Workspace:
    """This machine's workspace, or on a shared server that of the session."""
    return sessions.open_workspace(state.data_key())


def stored() -> tuple[StoredImport, ...]:
    """The imports that are not deleted."""
    return _listed(lambda held: held.imports())


def deleted() -> tuple[StoredImport, ...]:
    """The imports that are deleted and can be restored."""
    return _listed(lambda held: held.deleted())


def decisions() -> pd.DataFrame:
    """What was decided about pairs of incidents: incident_id, duplicate_of, verdict."""
    try:
        return workspace().decisions()
    except WorkspaceFailed:
        return pd.DataFrame(columns=list(DECISION_COLUMNS), dtype="str")


def remembered(names: tuple[str, ...]) -> ImportOptions | None:
    """The answers given for the last file with the same columns, if there is one that can be read."""
    try:
        return workspace().last_options(names)
    except WorkspaceFailed:
        return None


def done(action: Callable[[Workspace], object], told: str = "") -> None:
    """Do something to the workspace and say so above the page, or why it did not happen."""
    try:
        action(workspace())
    except WorkspaceFailed as error:
        state.tell(str(error))
        return
    state.tell(told)


def _listed(which: Callable[[Workspace], tuple[StoredImport, ...]]) -> tuple[StoredImport, ...]:
    try:
        return which(workspace())
    except WorkspaceFailed:
        return ()  # the atlas has met the same and tells it
