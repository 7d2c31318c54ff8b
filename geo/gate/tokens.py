"""Tokens of programs that ask the API: shown once, stored as digests."""

import re
import secrets
from dataclasses import dataclass

from geo.errors import GateInvalid
from geo.gate.gate_database import gate_database
from geo.gate.logins import digest_of
from geo.gate.person import Person
from geo.gate.roles import Role

PREFIX = "flt_"  # by which scanners of leaked secrets, and people, know it
TOKEN_BYTES = 32  # 256 bits, 43 letters
TOKEN = re.compile(r"flt_[A-Za-z0-9_-]{43}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}")
DAY_SECONDS = 86_400
DEFAULT_DAYS, MAX_DAYS = 365, 3_650  # by judgement


@dataclass(frozen=True)
class Token:
    """A token as it is listed. `made`, `until`, `used`: seconds since 1970; `used` is 0 where it never was."""

    name: str
    role: Role
    made: float
    until: float
    used: float


def add_token(name: str, role: Role, days: int = DEFAULT_DAYS) -> str:
    """Make a token for so many days and return it, which is never shown again.

    Raises GateInvalid for a name that is taken or cannot be used, and WorkspaceFailed.
    """
    if not NAME.fullmatch(name):
        raise GateInvalid(f"A token cannot be called {name[:60]!r}. Accepted: up to 60 letters, digits, dots, dashes.")
    if not 1 <= days <= MAX_DAYS:
        raise GateInvalid(f"A token cannot be for {days} days. Accepted: from 1 to {MAX_DAYS}.")
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with gate_database().write_transaction() as transaction:
        if transaction.execute("SELECT 1 FROM tokens WHERE name = ?", (name,)):
            raise GateInvalid(f"There is a token called {name!r}. Remove it first, or choose another name.")
        now = transaction.now()
        row = (name, digest_of(token), role.value, now, now + days * DAY_SECONDS, 0.0)
        transaction.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?)", row)
    return token


def find_token(token: str) -> Person | None:
    """Whose a token is, noting that it was used; None where it is none, or not any more. Raises WorkspaceFailed."""
    database = gate_database()
    if not TOKEN.fullmatch(token) or not database.exists():
        return None
    with database.write_transaction() as transaction:
        now = transaction.now()
        query = "SELECT name, role FROM tokens WHERE digest = ? AND until > ?"
        rows = transaction.execute(query, (digest_of(token), now))
        transaction.execute("UPDATE tokens SET used = ? WHERE digest = ?", (now, digest_of(token)))
    return Person(rows[0][0], Role(rows[0][1]), is_token=True) if rows else None


def list_tokens() -> list[Token]:
    """All tokens by name, those that are over included; raises WorkspaceFailed."""
    database = gate_database()
    if not database.exists():
        return []
    with database.read_transaction() as transaction:
        rows = transaction.execute("SELECT name, role, made, until, used FROM tokens ORDER BY name")
    return [Token(name, Role(role), made, until, used) for name, role, made, until, used in rows]


def remove_token(name: str) -> bool:
    """Withdraw a token, on every server within seconds; False where there is none of that name."""
    with gate_database().write_transaction() as transaction:
        is_there = bool(transaction.execute("SELECT 1 FROM tokens WHERE name = ?", (name,)))
        transaction.execute("DELETE FROM tokens WHERE name = ?", (name,))
    return is_there
