"""People who have logged in: a random cookie each, of which the server keeps the digest."""

import hashlib
import secrets

from geo.gate.gate_database import gate_database
from geo.gate.person import Person
from geo.gate.roles import Role

LOGIN_SECONDS = 12 * 3_600  # a working day; chosen by judgement
COOKIE_BYTES = 24  # 192 bits, 32 letters


def digest_of(text: str) -> str:
    """What is stored in place of a cookie or a token; both are random, so that no slow hash is needed."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_login(person: Person) -> str:
    """Note that somebody has logged in, and return the value of their cookie; raises WorkspaceFailed."""
    cookie = secrets.token_urlsafe(COOKIE_BYTES)
    with gate_database().write_transaction() as transaction:
        now = transaction.now()
        transaction.execute("DELETE FROM logins WHERE until < ?", (now,))
        row = (digest_of(cookie), person.name, person.role.value, now + LOGIN_SECONDS, person.account)
        statement = "INSERT INTO logins (digest, person, role, until, account) VALUES (?, ?, ?, ?, ?)"
        transaction.execute(statement, row)
    return cookie


def find_login(cookie: str) -> Person | None:
    """Who has a cookie; None where nobody has, or not any more. Raises WorkspaceFailed."""
    database = gate_database()
    if not database.exists():
        return None
    with database.read_transaction() as transaction:
        query = "SELECT person, role, account FROM logins WHERE digest = ? AND until > ?"
        rows = transaction.execute(query, (digest_of(cookie), transaction.now()))
    return Person(rows[0][0], Role(rows[0][1]), account=rows[0][2]) if rows else None


def remove_login(cookie: str) -> None:
    """Log somebody out, on every server; raises WorkspaceFailed."""
    with gate_database().write_transaction() as transaction:
        transaction.execute("DELETE FROM logins WHERE digest = ?", (digest_of(cookie),))
