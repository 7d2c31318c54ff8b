"""The workspace of this session: what it refuses is shown above the page, never raised."""

from collections.abc import Callable

import pandas as pd

from geo.errors import WorkspaceFailed
from geo.ingest.options import ImportOptions
from geo.storage.saved.saved_selection import SavedSelection
from geo.storage.workspace import sessions
from geo.storage.workspace.limited_workspace import LimitedWorkspace
from geo.storage.workspace.rights import Rights
from geo.storage.workspace.snapshot import decisions_table
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import Workspace
from pages.parts.frame import address, notices, person


def open_workspace() -> Workspace:
    """The workspace that is looked at, as far as whoever looks may change it.

    That of this machine or of the house, on a shared server that of the session, or a person's own.
    """
    return LimitedWorkspace(sessions.open_workspace(address.data_key()), rights(), person.person_name())


def rights() -> Rights:
    """What whoever looks may change in the workspace that is looked at."""
    return person.rights(is_own=address.shows_own_data())


def list_imports() -> tuple[StoredImport, ...]:
    """The imports that are not deleted, in the order added; none where they cannot be read."""
    return _list(Workspace.imports)


def list_deleted() -> tuple[StoredImport, ...]:
    """The imports that are deleted and can be restored; none where they cannot be read."""
    return _list(Workspace.deleted)


def list_saved() -> tuple[SavedSelection, ...]:
    """The saved selections, deleted ones too, in the order added; raises WorkspaceFailed."""
    return open_workspace().saved.all()


def list_decisions() -> pd.DataFrame:
    """The decisions about pairs of incidents: incident_id, duplicate_of, verdict; none where they cannot be read."""
    try:
        return open_workspace().decisions()
    except WorkspaceFailed:
        return decisions_table([])


def last_options(names: tuple[str, ...]) -> ImportOptions | None:
    """The options of the last file with the same columns, if there is one and it can be read."""
    try:
        return open_workspace().last_options(names)
    except WorkspaceFailed:
        return None


def run_action(action: Callable[[Workspace], object], notice: str = "") -> None:
    """Do something to the workspace and show a notice above the page, or why it did not happen."""
    try:
        action(open_workspace())
    except WorkspaceFailed as error:
        notices.notify(str(error))
        return
    notices.notify(notice)


def _list(read: Callable[[Workspace], tuple[StoredImport, ...]]) -> tuple[StoredImport, ...]:
    try:
        return read(open_workspace())
    except WorkspaceFailed:
        return ()  # the atlas has met the same error, and the page shows its warning
