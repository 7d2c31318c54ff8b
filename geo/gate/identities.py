"""Who asks: by the cookie of a login, or by a token, looked up in the database and remembered for seconds."""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool

from geo.gate.logins import find_login
from geo.gate.person import Person
from geo.gate.request_head import RequestHead
from geo.gate.session_owners import read_cookie
from geo.gate.tokens import find_token

COOKIE, ENCRYPTED_COOKIE = "faultline_login", "__Host-faultline_login"
BEARER = "bearer "
# So long may somebody who was logged out elsewhere still be let in; a page asks for a hundred files at once.
REMEMBER_SECONDS = 5.0
MAX_REMEMBERED = 10_000


class Identities:
    """People by what they show, each remembered for a while. Used by the server's event loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._people: OrderedDict[str, tuple[Person, float]] = OrderedDict()

    async def find(self, head: RequestHead) -> Person | None:
        """Who asks; None where that is not known. Raises WorkspaceFailed."""
        token = stated_token(head)
        if token:
            return await self._look_up(token, find_token)
        cookie = login_cookie(head)
        return await self._look_up(cookie, find_login) if cookie else None

    async def _look_up(self, text: str, find: Callable[[str], Person | None]) -> Person | None:
        person, until = self._people.get(text, (None, 0.0))
        if until > self._clock():
            return person
        person = await run_in_threadpool(find, text)
        self._people.pop(text, None)
        if person is not None:
            self._people[text] = person, self._clock() + REMEMBER_SECONDS
        while len(self._people) > MAX_REMEMBERED:
            self._people.popitem(last=False)
        return person

    def forget(self, text: str) -> None:
        """Look somebody up anew the next time."""
        self._people.pop(text, None)


def login_cookie_name(head: RequestHead) -> str:
    """The name of the cookie; over an encrypted line one that no other host can set (RFC 6265bis, §4.1.3.2)."""
    return ENCRYPTED_COOKIE if head.scheme == "https" else COOKIE


def login_cookie(head: RequestHead) -> str:
    """The value of the cookie of a login; blank where there is none."""
    return read_cookie(head, login_cookie_name(head))


def stated_token(head: RequestHead) -> str:
    """The token that a request states, whatever it is; blank where it states none."""
    text = head.header("authorization")
    return text[len(BEARER) :].strip() if text.lower().startswith(BEARER) else ""
