"""Somebody who is let in, and what the app behind the gate is told of them."""

from dataclasses import dataclass
from urllib.parse import quote

from starlette.types import Scope

from geo.gate.person import Person
from geo.gate.policy import Verdict
from geo.web.asker_headers import ACCOUNT, PERSON, ROLE

OF_GATE = (PERSON.encode(), ROLE.encode(), ACCOUNT.encode())


@dataclass(frozen=True)
class Asker:
    """Who asks. `visitor`: the cookie of their browser, blank where it has none."""

    decision: Verdict
    person: Person | None = None
    visitor: str = ""


def pass_on_person(scope: Scope, person: Person | None) -> Scope:
    """A request with the headers that say who asks; only the gate's own, whatever a client sent."""
    is_forged = any(name in OF_GATE for name, _ in scope["headers"])
    if person is None and not is_forged:
        return scope
    headers = [(name, value) for name, value in scope["headers"] if name not in OF_GATE]
    if person is not None:
        values = (quote(person.name).encode(), person.role.value.encode(), person.account.encode())
        headers += zip(OF_GATE, values, strict=True)
    return {**scope, "headers": headers}
