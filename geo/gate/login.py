"""Logging in and out at the gate's own addresses."""

import hashlib
import hmac
from dataclasses import replace
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
from geo.gate.session_owners import read_cookie
from geo.gate.shared_secrets import find_secret, read_secrets
from geo.storage.edits.edit import MAX_NAME

LOGIN_PATH, LOGOUT_PATH = "/login", "/logout"
START = "/map"
# By judgement: a person mistypes, a program guesses. All addresses together, for those who have many.
TRIES_PER_MINUTE, ALL_TRIES_PER_MINUTE = 10, 300
WRONG = "That is not the secret. Ask whoever runs this server."
TOO_OFTEN = "Too many tries. Wait a minute and try again."
STALE = "This form is too old, or cookies are switched off. Try again."


class SecretLogin:
    """Logging in by a shared secret."""

    def __init__(self, identities: Identities) -> None:
        self._secrets = read_secrets()
        self._identities = identities
        self._tries, self._all_tries = RateLimit(TRIES_PER_MINUTE), RateLimit(ALL_TRIES_PER_MINUTE)

    async def answer(self, request: Request, head: RequestHead, visitor: str, person: Person | None) -> Response:
        """The answer at an address of logging in or out.

        `visitor`: the cookie of the browser, which the answer may set.
        """
        form_token = make_form_token(visitor)
        if head.is_safe:
            if person is not None:
                return login_page.logout_page(form=form_token, name=person.name)
            return login_page.secret_page(form=form_token, target=safe_target(request.query_params.get("next", "")))
        fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        target = safe_target(fields.get("next", ""))
        if not read_cookie(head) or not hmac.compare_digest(fields.get("form", "").encode(), form_token.encode()):
            return login_page.secret_page(form=form_token, target=target, problem=STALE, status=403)
        if head.path == LOGOUT_PATH:
            return await self._log_out(head)
        if self._tries.take(client_key(head.client)) or self._all_tries.take(""):
            return login_page.secret_page(form=form_token, target=target, problem=TOO_OFTEN, status=429)
        if (known := find_secret(self._secrets, fields.get("secret", ""))) is None:
            return login_page.secret_page(form=form_token, target=target, problem=WRONG, status=403)
        return await log_in(head, replace(known, name=clean_name(fields.get("name", ""))), target)

    async def _log_out(self, head: RequestHead) -> Response:
        if cookie := login_cookie(head):
            await run_in_threadpool(remove_login, cookie)
            self._identities.forget(cookie)
        answer = _redirect(LOGIN_PATH)
        answer.headers["Set-Cookie"] = _cookie_header(head, "", 0)
        return answer


async def log_in(head: RequestHead, person: Person, target: str) -> Response:
    """Let somebody in, with a new cookie whatever they had before, and send them where they wanted to go."""
    cookie = await run_in_threadpool(add_login, person)
    answer = _redirect(target)
    answer.headers["Set-Cookie"] = _cookie_header(head, cookie, LOGIN_SECONDS)
    return answer


def login_redirect(head: RequestHead, query: bytes) -> Response:
    """The way to the login for somebody who opened a page."""
    address = head.path + (f"?{query.decode('latin-1')}" if query else "")
    return _redirect(f"{LOGIN_PATH}?next={quote(address, safe='')}")


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


def _redirect(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def _cookie_header(head: RequestHead, value: str, seconds: int) -> str:
    secure = "; Secure" if head.scheme == "https" else ""
    return f"{login_cookie_name(head)}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
