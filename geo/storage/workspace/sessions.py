"""Whose workspace is opened.

On this machine there is one workspace. On a shared server (SHARED=1) each session has its own, found by a key that
cannot be guessed and that only its addresses carry; it is removed when it has not been used for a day.
See docs/decisions/0013.
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
from geo.storage.workspace.workspace import Quota, Workspace

SESSIONS = "sessions"
IDLE_SECONDS = 24 * 3_600  # what the page about data promises
COLLECTION_SECONDS = 600  # between two collections, and how exactly the last use of a session's data is known
# Chosen by judgement: a day's work of one person, on the disk of a small server.
SHARED_QUOTA = Quota(max_files=50, max_bytes=2_000_000_000)
KEY_BYTES = 24  # 192 bits, 32 letters: cannot be guessed, and two alike will not occur
KEY = re.compile(r"[A-Za-z0-9_-]{32}")

_last_collection: dict[Path, float] = {}


def new_key() -> str:
    """A key that nobody can guess, for a new session's data."""
    return secrets.token_urlsafe(KEY_BYTES)


def open_workspace(key: str = "") -> Workspace:
    """This machine's workspace, or on a shared server that of the key's session.

    Raises WorkspaceNotFound where the key is none, is missing on a shared server, or is given on any other.
    """
    root = workspace_dir()
    if is_shared() != bool(key) or (key and not KEY.fullmatch(key)):
        raise WorkspaceNotFound
    _collect_garbage(root)
    if not key:
        return Workspace(root)
    # The folder's name does not give the key away to whoever lists the disk.
    folder = root / SESSIONS / hashlib.sha256(key.encode()).hexdigest()[:32]
    _mark_used(folder)
    return Workspace(folder, SHARED_QUOTA)


def has_data(key: str) -> bool:
    """Whether a shared server has data under the key."""
    return is_shared() and bool(KEY.fullmatch(key)) and open_workspace(key).folder.is_dir()


def _mark_used(folder: Path) -> None:
    if age_seconds(folder) > COLLECTION_SECONDS:
        os.utime(folder)


def _collect_garbage(root: Path) -> None:
    """At the first use and every ten minutes: what processes that died left behind, and sessions idle for a day."""
    if time.monotonic() - _last_collection.get(root, -COLLECTION_SECONDS) < COLLECTION_SECONDS:
        return
    _last_collection[root] = time.monotonic()
    sessions = root / SESSIONS
    folders = list(sessions.iterdir()) if sessions.is_dir() else []
    for folder in folders if is_shared() else [root]:
        if folder != root and age_seconds(folder) > IDLE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        with contextlib.suppress(FaultlineError):  # whoever opens it is told
            Workspace(folder).collect_garbage()
