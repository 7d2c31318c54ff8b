"""The gate: ASGI middleware before everything that the server answers, pages, websocket and files alike."""

from dataclasses import replace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from geo.errors import WorkspaceFailed
from geo.gate import refusal
from geo.gate.access import configured_access
from geo.gate.address_kinds import HEALTH, LOGIN, PAGE, UPLOAD, WEBSOCKET
from geo.gate.answer_headers import finish_answer
from geo.gate.asker import Asker, pass_on_person
from geo.gate.body_limits import LimitedBody, body_limit, is_stated_too_large, refuse_body
from geo.gate.hosts import HostRules, is_loopback_address
from geo.gate.identities import Identities, login_cookie, stated_token
from geo.gate.login import login_redirect
from geo.gate.origins import is_from_own_page, is_own_origin
from geo.gate.person import Person
from geo.gate.policy import Access, Identity, Verdict, verdict
from geo.gate.rate_limits import PERSON_SHARE, RateLimit, client_key, configured_rate_limit
from geo.gate.refusal import Refusal
from geo.gate.request_head import RequestHead
from geo.gate.roles import Role
from geo.gate.session_owners import SessionOwners, SessionReader, new_cookie, owner_of, read_cookie
from geo.gate.session_things import is_anothers, upload_session
from geo.gate.upload_room import UploadRoom
from geo.gate.ways_in import make_login
from geo.gate.websocket_sessions import end_with_login, note_session, without_session
from geo.settings import embed_origins
from geo.web.security_headers import SecurityHeaders

REFUSALS = {
    Verdict.ABSENT: refusal.UNKNOWN_ADDRESS,
    Verdict.FORBIDDEN: refusal.FORBIDDEN,
    Verdict.UNAUTHORIZED: refusal.UNAUTHORIZED,
}


class Gate:
    """ASGI middleware that lets through what the policy allows, and answers the rest itself.

    `sessions`: what Streamlit knows of its sessions.
    """

    def __init__(self, app: ASGIApp, sessions: SessionReader) -> None:
        self.app = app
        self._sessions, self._owners, self._room = sessions, SessionOwners(), UploadRoom(sessions)
        self._access = configured_access()
        self._hosts = HostRules.from_settings()
        is_for_others = self._access is not Access.MACHINE
        self._rate_limit = configured_rate_limit(is_for_others=is_for_others)
        self._person_limit = configured_rate_limit(is_for_others=is_for_others, share=PERSON_SHARE)
        self._has_frames = bool(embed_origins())
        self._identities = Identities()
        self._login = make_login(self._access, self._identities)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        head = RequestHead.from_scope(scope)
        answer = await self._check(head, scope)
        if isinstance(answer, Asker):
            await self._let_in(head, answer, scope, receive, send)
        else:
            await (refuse_body if answer is refusal.TOO_LARGE else answer)(scope, receive, send)

    async def _check(self, head: RequestHead, scope: Scope) -> Asker | ASGIApp:
        """Who asks, where they are let in; else the answer to them."""
        if head.kind is HEALTH and head.is_safe:
            return Asker(Verdict.ALLOW)  # whoever watches over servers learns that this one runs, whatever they call it
        if reason := self._check_address(head) or self._check_size(head):
            return reason
        try:
            person = await self._identities.find(head) if self._access.has_login else None
        except WorkspaceFailed:
            return refusal.NO_DATABASE
        if person is not None and (reason := _check_rate(self._person_limit, _person_key(head, person))):
            return reason
        visitor = read_cookie(head)
        decision = verdict(self._access, head.kind, self._identify(head, scope, person, owner_of(visitor)))
        if decision is Verdict.LOGIN:
            query = scope.get("query_string", b"")
            return SecurityHeaders(login_redirect(head, query)) if _wants_page(head) else refusal.UNAUTHORIZED
        return REFUSALS.get(decision) or Asker(decision, person, visitor)

    def _identify(self, head: RequestHead, scope: Scope, person: Person | None, owner: str) -> Identity:
        """As whom somebody is judged."""
        if self._access.has_login:
            if person is None:
                return Identity.WRONG if stated_token(head) or login_cookie(head) else Identity.NOBODY
            if person.is_token:
                return Identity.TOKEN
            if head.kind is UPLOAD and not person.role.may(Role.IMPORT):
                return Identity.READER
        if is_anothers(head, scope, self._owners, self._sessions, owner):
            return Identity.ANOTHER
        if person is None:
            return Identity.ANYBODY
        return Identity.IMPORTER if person.role.may(Role.IMPORT) else Identity.READER

    async def _let_in(self, head: RequestHead, asker: Asker, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, without what only the gate may say, and with it."""
        has_cookie = asker.visitor or head.kind not in (PAGE, WEBSOCKET, LOGIN)
        new_visitor = "" if has_cookie else new_cookie()
        visitor = asker.visitor or new_visitor
        send = finish_answer(
            send, new_visitor, is_encrypted=head.scheme == "https", is_for_people=self._access.has_login
        )
        scope = pass_on_person(scope, asker.person)
        if head.kind is LOGIN and self._login is not None:
            answer = await self._login.answer(Request(scope, receive), head, visitor, asker.person)
            await SecurityHeaders(answer)(scope, receive, send)
        elif scope["type"] == "websocket":
            scope = without_session(scope) if asker.decision is Verdict.NEW_SESSION else scope
            send = note_session(send, self._owners, self._sessions, owner_of(visitor))
            if asker.person is not None:
                receive = end_with_login(receive, lambda: self._identities.find(head))
            await self.app(scope, receive, send)
        elif head.kind is UPLOAD and head.method == "PUT":
            await self._take_upload(head, scope, receive, send)
        else:
            await LimitedBody(self.app, body_limit(head))(scope, receive, send)

    async def _take_upload(self, head: RequestHead, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a file on, as far as there is room for it."""
        session = upload_session(head)
        if reason := self._room.refuse(session):
            await refuse_body(scope, receive, send, reason)
            return
        limit, shortage = self._room.limit_body(session, body_limit(head))
        with self._room.count(session) as count:
            await LimitedBody(self.app, limit, count, shortage)(scope, receive, send)

    def _check_address(self, head: RequestHead) -> Refusal | None:
        """Why a request is refused for where it comes from or what it calls us; None where it is not."""
        # A target with an authority of its own, as a proxy is asked, would stand in place of Host (RFC 9112, §3.2.2).
        is_path = head.path.startswith("/")
        if not is_path or not self._hosts.accept(head.header("host"), head.scheme, head.socket_port):
            return refusal.WRONG_HOST
        if not is_own_origin(head):
            return refusal.WRONG_ORIGIN
        if not is_from_own_page(head, has_frames=self._has_frames, has_open_api=self._access is Access.OPEN):
            return refusal.FOREIGN_PAGE
        if self._access is Access.MACHINE and head.client and not is_loopback_address(head.client):
            return refusal.WRONG_MACHINE
        return None

    def _check_size(self, head: RequestHead) -> Refusal | None:
        """Why a request is refused for how much it asks."""
        if reason := _check_rate(self._rate_limit, client_key(head.client)):
            return reason
        return refusal.TOO_LARGE if is_stated_too_large(head) else None


def _check_rate(limit: RateLimit | None, key: str) -> Refusal | None:
    """Why somebody is refused who asks too often; None where they do not."""
    wait_seconds = limit.take(key) if limit else 0
    return replace(refusal.TOO_MANY, headers=(("Retry-After", str(wait_seconds)),)) if wait_seconds else None


def _person_key(head: RequestHead, person: Person) -> str:
    """For whom the requests of somebody count: the account, else the token or the login."""
    return person.account or stated_token(head) or login_cookie(head)


def _wants_page(head: RequestHead) -> bool:
    return head.is_safe and "text/html" in head.header("accept") and not stated_token(head)
