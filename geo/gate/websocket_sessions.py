"""Websockets as the gate lets them through: without the id of somebody else's session, and noted by their owner."""

from collections.abc import Awaitable, Callable

from starlette.types import Message, Receive, Scope, Send

from geo.errors import WorkspaceFailed
from geo.gate.person import Person
from geo.gate.session_owners import SessionOwners, SessionReader

POLICY_VIOLATION = 1008  # RFC 6455, §7.4.1
PROTOCOLS = b"sec-websocket-protocol"
# Streamlit's script sends three protocols: its name, a token against forgery, and the session that it had before.
SESSION_ENTRY = 2


def stated_session(scope: Scope) -> str:
    """The id of the session that a browser wants to go on with; blank where there is none."""
    entries = _entries(scope)
    return entries[SESSION_ENTRY] if len(entries) > SESSION_ENTRY else ""


def without_session(scope: Scope) -> Scope:
    """The same handshake for a new session."""
    protocols = ", ".join(_entries(scope)[:SESSION_ENTRY])
    others = [(name, value) for name, value in scope["headers"] if name != PROTOCOLS]
    return {
        **scope,
        "headers": [*others, (PROTOCOLS, protocols.encode("latin-1"))],
        "subprotocols": scope.get("subprotocols", [])[:SESSION_ENTRY],
    }


def _entries(scope: Scope) -> list[str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == PROTOCOLS]
    return [entry.strip() for entry in ",".join(lines).split(",")]


def note_session(send: Send, owners: SessionOwners, reader: SessionReader, owner: str) -> Send:
    """Send on what goes to a browser, and note whose session it is once Streamlit names it."""
    is_noted = False

    async def send_and_note(message: Message) -> None:
        nonlocal is_noted
        content = message.get("bytes") if message["type"] == "websocket.send" else None
        if not is_noted and content and (session_id := reader.read_session_id(content)):
            owners.bind(session_id, owner)
            is_noted = True
        await send(message)

    return send_and_note


def end_with_login(receive: Receive, find_person: Callable[[], Awaitable[Person | None]]) -> Receive:
    """Receive what a browser sends until its reader has logged out, or their login is over."""

    async def receive_while_known() -> Message:
        message = await receive()
        try:
            is_known = message["type"] != "websocket.receive" or await find_person() is not None
        except WorkspaceFailed:
            is_known = False
        return message if is_known else {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    return receive_while_known
