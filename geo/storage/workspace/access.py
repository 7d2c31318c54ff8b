"""The analyst's own incidents on disk: imports, what was decided about them, and whose they are.

On this machine there is one workspace. On a shared server (SHARED=1) each session has its own, found by a key that
cannot be guessed and that only its addresses carry; it is removed when it has not been used for a day.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import time
from pathlib import Path

from geo.errors import FaultlineError, WorkspaceNotFound
from geo.settings import is_shared, workspace_dir
from geo.storage.workspace.blobs import age_seconds
from geo.storage.workspace.stored_import import StoredImport, Upload
from geo.storage.workspace.workspace import Quota, Snapshot, Workspace

SESSIONS = "sessions"
IDLE_SECONDS = 24 * 3_600
TOUCHED_SECONDS = 600  # how exactly it is known when a session's data were last used
SHARED_QUOTA = Quota(files=50, size_bytes=2_000_000_000)
KEY_BYTES = 24
KEY = re.compile(r"[A-Za-z0-9_-]{32}")

_last_collection: dict[Path, float] = {}

__all__ = [
    "Quota",
    "Snapshot",
    "StoredImport",
    "Upload",
    "Workspace",
    "has_data",
    "is_shared",
    "new_key",
    "open_workspace",
]


def new_key() -> str:
    """A key that nobody can guess, for a new session's data."""
    return secrets.token_urlsafe(KEY_BYTES)


def open_workspace(key: str = "") -> Workspace:
    """This machine's workspace, or on a shared server that of a session; raises WorkspaceNotFound for no such key."""
    root = workspace_dir()
    if is_shared() != bool(key) or (key and not KEY.fullmatch(key)):
        raise WorkspaceNotFound
    _collect_garbage(root)
    if not key:
        return Workspace(root)
    # The folder's name does not give the key away to whoever lists the disk.
    folder = root / SESSIONS / hashlib.sha256(key.encode()).hexdigest()[:32]
    _touch(folder)
    return Workspace(folder, SHARED_QUOTA)


def has_data(key: str) -> bool:
    """Whether a shared server holds data under the key."""
    return is_shared() and bool(KEY.fullmatch(key)) and open_workspace(key).folder.is_dir()


def _touch(folder: Path) -> None:
    if age_seconds(folder) > TOUCHED_SECONDS:
        os.utime(folder)


def _collect_garbage(root: Path) -> None:
    """At the first use and every ten minutes: what died left behind, and what was not used for a day."""
    if time.monotonic() - _last_collection.get(root, -TOUCHED_SECONDS) < TOUCHED_SECONDS:
        return
    _last_collection[root] = time.monotonic()
    sessions = root / SESSIONS
    folders = list(sessions.iterdir()) if sessions.is_dir() else []
    for folder in folders if is_shared() else [root]:
        if folder != root and age_seconds(folder) > IDLE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with contextlib.suppress(FaultlineError):  # whoever reads it is told
            Workspace(folder).collect_garbage()
