"""Where the workspaces of a server lie: this machine's one, and those of a shared server's sessions."""

import os
import shutil
from abc import ABC, abstractmethod
from functools import cache
from pathlib import Path

from geo.errors import WorkspaceFailed
from geo.settings import workspace_address, workspace_dir
from geo.storage.workspace.blobs import age_seconds
from geo.storage.workspace.disk_errors import explain_disk_errors
from geo.storage.workspace.quota import CountedDatabase, Quota
from geo.storage.workspace.slot_database import NO_DRIVER
from geo.storage.workspace.storage import Storage, folder_storage
from geo.storage.workspace.workspace import Workspace

SESSIONS = "sessions"


class Home(ABC):
    """The workspaces of a server.

    This machine's has no name, a session's 32 hex digits, a person's `person_` before as many.
    """

    @abstractmethod
    def open(self, session: str = "", quota: Quota | None = None) -> Workspace:
        """A workspace, which need not have been made."""

    def limit_number(self, storage: Storage, quota: Quota | None) -> Storage:
        """The storage of a session's workspace, which is not made where there are too many of them."""
        if quota is None:
            return storage
        return Storage(
            CountedDatabase(storage.database, lambda: len(self.list_sessions()), quota.max_workspaces), storage.files
        )

    @abstractmethod
    def has_data(self, session: str) -> bool:
        """Whether a session's workspace has been made; raises WorkspaceFailed where that cannot be known."""

    @abstractmethod
    def list_sessions(self) -> list[str]:
        """The sessions whose workspaces have been made; raises WorkspaceFailed."""

    @abstractmethod
    def idle_seconds(self, session: str) -> float:
        """How long ago a session's workspace was used; 0 where there is none. Raises WorkspaceFailed."""

    @abstractmethod
    def mark_used(self, session: str) -> None:
        """Make a session's workspace count as used now, where there is one; raises WorkspaceFailed."""

    @abstractmethod
    def remove(self, session: str) -> None:
        """Remove a session's workspace for good; raises WorkspaceFailed."""


class FolderHome(Home):
    """Workspaces in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self, session: str = "", quota: Quota | None = None) -> Workspace:
        folder = self._folder(session)
        return Workspace(folder, quota, self.limit_number(folder_storage(folder), quota))

    def has_data(self, session: str) -> bool:
        return self._folder(session).is_dir()

    def list_sessions(self) -> list[str]:
        sessions = self._root / SESSIONS
        return [path.name for path in sessions.iterdir()] if sessions.is_dir() else []

    def idle_seconds(self, session: str) -> float:
        return age_seconds(self._folder(session))

    def mark_used(self, session: str) -> None:
        if self.has_data(session):
            with explain_disk_errors():
                os.utime(self._folder(session))

    def remove(self, session: str) -> None:
        shutil.rmtree(self._folder(session), ignore_errors=True)

    def _folder(self, session: str) -> Path:
        return self._root / SESSIONS / session if session else self._root


def current_home() -> Home:
    """Where WORKSPACE says that workspaces lie; raises WorkspaceFailed where it cannot be read."""
    address = workspace_address()
    return _postgres_home(address, workspace_dir()) if address else FolderHome(workspace_dir())


@cache
def _postgres_home(address: str, folder: Path) -> Home:
    try:
        from geo.storage.workspace.postgres_home import PostgresHome  # here: the driver is an extra
    except ImportError:
        raise WorkspaceFailed(NO_DRIVER) from None
    return PostgresHome(address, folder)
