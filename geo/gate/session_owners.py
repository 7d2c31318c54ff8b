"""Which browser a session of Streamlit belongs to, so that its id alone opens it to nobody else.

Streamlit takes whoever names the id of a session for its reader, and the id is in every upload's address. Here a
session belongs to the cookie that its websocket was opened with.
"""

import hashlib
import re
import secrets
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable, Mapping

from geo.gate.request_head import RequestHead

COOKIE = "faultline_visitor"
COOKIE_BYTES = 24  # 192 bits, 32 letters: cannot be guessed
COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{32}")
# Sessions end two minutes after their websocket, by Streamlit; so many at a time no server has. Chosen by judgement.
MAX_SESSIONS = 20_000


class SessionReader(ABC):
    """What Streamlit knows of its sessions, read by whoever may import it."""

    @abstractmethod
    def read_session_id(self, message: bytes) -> str:
        """The id of the session that a message to a browser begins; blank for any other message."""

    @abstractmethod
    def upload_bytes(self) -> Mapping[str, int]:
        """The bytes of files that sessions have added and that are in memory, by the session's id."""

    @abstractmethod
    def media_sessions(self, path: str) -> Iterable[str]:
        """The sessions that offer the file of an address below /media/; none where nobody does any more."""


class SessionOwners:
    """The owners of sessions by id, the latest last. Used by the server's event loop alone."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def bind(self, session_id: str, owner: str) -> None:
        """Note whose a session is."""
        self._owners[session_id] = owner
        self._owners.move_to_end(session_id)
        while len(self._owners) > MAX_SESSIONS:
            self._owners.popitem(last=False)

    def is_known(self, session_id: str) -> bool:
        """Whether a session was begun here."""
        return session_id in self._owners

    def is_owner(self, session_id: str, owner: str) -> bool:
        """Whether a session is an owner's; nobody's, who has no cookie, is none."""
        return bool(owner) and self._owners.get(session_id) == owner


def new_cookie() -> str:
    """The value of a cookie for a browser that comes for the first time."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def cookie_header(value: str, *, is_encrypted: bool) -> bytes:
    """The header Set-Cookie; the cookie ends with the browser, and no script reads it."""
    secure = "; Secure" if is_encrypted else ""
    return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{secure}".encode("ascii")


def read_cookie(head: RequestHead, name: str = COOKIE) -> str:
    """The value of a cookie of ours; blank where there is none or it is not as we make it."""
    text = head.header("cookie")
    if name not in text:
        return ""
    values = (part.strip().partition("=")[2] for part in text.split(";") if part.strip().startswith(f"{name}="))
    value = next(values, "")
    return value if COOKIE_VALUE.fullmatch(value) else ""


def owner_of(value: str) -> str:
    """Who has a cookie, as it is noted: its digest, so that no list of sessions holds what opens them."""
    return hashlib.sha256(value.encode()).hexdigest() if value else ""
