"""What belongs to a session of a browser: its websocket, the files that it sends, and those that its pages offer."""

from starlette.types import Scope

from geo.gate.address_kinds import MEDIA, UPLOAD, WEBSOCKET
from geo.gate.request_head import RequestHead
from geo.gate.session_owners import SessionOwners, SessionReader
from geo.gate.websocket_sessions import stated_session


def upload_session(head: RequestHead) -> str:
    """The session that a file is sent to, by its address."""
    return head.path.removeprefix(UPLOAD.prefixes[0]).strip("/").partition("/")[0]


def is_anothers(head: RequestHead, scope: Scope, owners: SessionOwners, reader: SessionReader, owner: str) -> bool:
    """Whether a request is for something of a session that another browser began."""
    if head.kind is WEBSOCKET:
        session = stated_session(scope)
        return bool(session) and not owners.is_owner(session, owner)
    if head.kind is UPLOAD:
        session = upload_session(head)
        return owners.is_known(session) and not owners.is_owner(session, owner)
    if head.kind is MEDIA:
        sessions = list(reader.media_sessions(head.path))
        return bool(sessions) and not any(owners.is_owner(session, owner) for session in sessions)
    return False
