"""Logging in and out at the gate's own addresses."""

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote_plus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from geo.gate import login_page
from geo.gate.identities import Identities, login_cookie, login_cookie_name
from geo.gate.logins import LOGIN_SECONDS, add_login, remove_login
from geo.gate.person import Person
from geo.gate.rate_limits import RateLimit, client_key
from geo.gate.request_head import RequestHead
from geo.gate.session_owners import cookie_header, new_cookie, read_cookie
from geo.storage.edits.edit import MAX_NAME

LOGIN_PATH, LOGOUT_PATH = "/login", "/logout"
START = "/map"
TOO_OFTEN = "Too many tries. Wait a minute and try again."
STALE = "This form is too old, or cookies are switched off. Try again."


class Login(ABC):
    """A way of logging in; logging out is the same for all.

    `tries_per_minute`: of an address, and of all together, for those who have many. `after_logout`: where somebody is
    sent who has logged out.
    """

    tries_per_minute: tuple[int, int]
    after_logout = LOGIN_PATH

    def __init__(self, identities: Identities) -> None:
        self._identities = identities
        self._tries, self._all_tries = map(RateLimit, self.tries_per_minute)

    async def answer(self, request: Request, head: RequestHead, visitor: str, person: Person | None) -> Response:
        """The answer at an address of logging in or out.

        `visitor`: the cookie of the browser, which the answer may set.
        """
        form_token = make_form_token(visitor)
        if head.is_safe and person is not None:
            return login_page.logout_page(form=form_token, name=person.name)
        if head.is_safe:
            return await self.show(request, head, visitor)
        fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        is_ours = hmac.compare_digest(fields.get("form", "").encode(), form_token.encode())
        if not read_cookie(head) or not is_ours:
            return self.refuse(visitor, fields, STALE, 403)
        return await (self._log_out(head) if head.path == LOGOUT_PATH else self.submit(head, visitor, fields))

    @abstractmethod
    async def show(self, request: Request, head: RequestHead, visitor: str) -> Response:
        """The answer to somebody who is not known yet."""

    @abstractmethod
    async def submit(self, head: RequestHead, visitor: str, fields: Mapping[str, str]) -> Response:
        """The answer to a form of ours that was filled in."""

    @abstractmethod
    def refuse(self, visitor: str, fields: Mapping[str, str], problem: str, status: int) -> Response:
        """A page that says why somebody is not let in."""

    def is_too_often(self, head: RequestHead) -> bool:
        """Whether an address, or all of them together, tries too often."""
        return bool(self._tries.take(client_key(head.client)) or self._all_tries.take(""))

    async def _log_out(self, head: RequestHead) -> Response:
        if cookie := login_cookie(head):
            await run_in_threadpool(remove_login, cookie)
            self._identities.forget(cookie)
        answer = redirect(self.after_logout)
        answer.headers["Set-Cookie"] = _cookie_header(head, "", 0)
        # With a new one their sessions, and what is not stored yet in them, are nobody's who comes after them.
        answer.headers.append("Set-Cookie", cookie_header(new_cookie(), is_encrypted=head.scheme == "https").decode())
        return answer


async def log_in(head: RequestHead, person: Person, target: str) -> Response:
    """Let somebody in, with a new cookie whatever they had before, and send them where they wanted to go."""
    cookie = await run_in_threadpool(add_login, person)
    answer = redirect(target)
    answer.headers["Set-Cookie"] = _cookie_header(head, cookie, LOGIN_SECONDS)
    return answer


def login_redirect(head: RequestHead, query: bytes) -> Response:
    """The way to the login for somebody who opened a page."""
    address = head.path + (f"?{query.decode('latin-1')}" if query else "")
    return redirect(f"{LOGIN_PATH}?next={quote(address, safe='')}")


def clean_name(text: str) -> str:
    """A name as it stands beside changes: on one line, and not too long."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:MAX_NAME]


def safe_target(text: str) -> str:
    """An address of this server's pages; the start where a text is any other."""
    plain = unquote_plus(text)
    is_ours = text.startswith("/") and not plain.startswith(("//", "/\\")) and plain.isprintable()
    return text if is_ours and not text.startswith((LOGIN_PATH, LOGOUT_PATH)) else START


def make_form_token(visitor: str) -> str:
    """What a form of ours holds, and no other site knows: it follows from a cookie that no script reads."""
    return hmac.new(visitor.encode(), b"login form", hashlib.sha256).hexdigest()


def redirect(address: str) -> Response:
    """Send a browser on, whatever it asked with."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _cookie_header(head: RequestHead, value: str, seconds: int) -> str:
    secure = "; Secure" if head.scheme == "https" else ""
    return f"{login_cookie_name(head)}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
