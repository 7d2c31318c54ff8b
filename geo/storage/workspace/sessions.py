"""Whose workspace is opened.

On this machine there is one workspace. On a shared server (SHARED=1) each session has its own, found by a key that
cannot be guessed and that only its addresses carry; it is removed when it has not been used for a day. Where people log
in with accounts, each has one of their own beside that of the house, found by the account alone, and kept.
See docs/decisions/0013 and 0057.
"""

import contextlib
import hashlib
import re
import secrets
import time

from geo.errors import FaultlineError, WorkspaceFailed, WorkspaceNotFound
from geo.settings import WORKSPACE, is_shared
from geo.storage.workspace.home import Home, current_home
from geo.storage.workspace.quota import Quota
from geo.storage.workspace.workspace import Workspace

IDLE_SECONDS = 24 * 3_600  # what the page about data promises
COLLECTION_SECONDS = 600  # between two collections, and how exactly the last use of a session's data is known
# Chosen by judgement: a day's work of one person, on the disk of a small server.
SHARED_QUOTA = Quota(max_files=50, max_bytes=2_000_000_000, max_edits=10_000)
KEY_BYTES = 24  # 192 bits, 32 letters: cannot be guessed, and two alike will not occur
KEY = re.compile(r"[A-Za-z0-9_-]{32}")
OWN = "own"  # in an address: the data of the account of whoever asks, so that an address gives them to nobody else
PERSON = "person_"  # before what stands for an account; no key has 39 characters
PERSON_KEY = re.compile(rf"{PERSON}[0-9a-f]{{32}}")

_last_collection: dict[str, float] = {}


def new_key() -> str:
    """A key that nobody can guess, for a new session's data."""
    return secrets.token_urlsafe(KEY_BYTES)


def person_key(account: str) -> str:
    """The key of a person's own data; blank without an account. It is made by the server and stands in no address."""
    return f"{PERSON}{account}" if account and not is_shared() else ""


def open_workspace(key: str = "") -> Workspace:
    """This machine's workspace, on a shared server that of the key's session, or a person's own.

    Raises WorkspaceNotFound where the key is none, is missing on a shared server, or is given on any other, and
    WorkspaceFailed where WORKSPACE cannot be read.
    """
    if not is_shared() and PERSON_KEY.fullmatch(key):
        home = current_home()
        _collect_garbage(home)
        return home.open(key, SHARED_QUOTA)
    if is_shared() != bool(key) or (key and not KEY.fullmatch(key)):
        raise WorkspaceNotFound
    home = current_home()
    _collect_garbage(home)
    if not key:
        return home.open()
    session = _session_name(key)
    with contextlib.suppress(WorkspaceFailed):  # whoever reads it learns why it cannot be reached
        if home.idle_seconds(session) > COLLECTION_SECONDS:
            home.mark_used(session)
    return home.open(session, SHARED_QUOTA)


def has_data(key: str) -> bool:
    """Whether there are data under the key; where that cannot be known now, the key is taken for good.

    A person's own data are there before anything is stored.
    """
    if PERSON_KEY.fullmatch(key):
        return not is_shared()
    if not (is_shared() and KEY.fullmatch(key)):
        return False
    try:
        return current_home().has_data(_session_name(key))
    except WorkspaceFailed:
        return True


def _session_name(key: str) -> str:
    """The name of a session's workspace, which does not give the key away to whoever lists the disk."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _open_names(home: Home) -> list[str]:
    """The names of the workspaces that somebody can open now."""
    names = home.list_sessions()
    return names if is_shared() else ["", *filter(PERSON_KEY.fullmatch, names)]


def _collect_garbage(home: Home) -> None:
    """At the first use and every ten minutes: what processes that died left behind, and sessions idle for a day."""
    root = WORKSPACE.value()
    if time.monotonic() - _last_collection.get(root, -COLLECTION_SECONDS) < COLLECTION_SECONDS:
        return
    _last_collection[root] = time.monotonic()
    with contextlib.suppress(FaultlineError):  # whoever opens it learns of it
        for session in _open_names(home):
            if KEY.fullmatch(session) and home.idle_seconds(session) > IDLE_SECONDS:
                home.remove(session)
                continue
            with contextlib.suppress(FaultlineError):
                home.open(session).collect_garbage()
