"""People who are on their way to a provider of accounts: what proves, when they come back, that they set out here."""

import secrets
from dataclasses import dataclass

from geo.gate.gate_database import gate_database
from geo.gate.logins import digest_of

SECRET_BYTES = 32  # 256 bits, 43 letters: as long as a code verifier has to be (RFC 7636, §4.1)
ATTEMPT_SECONDS = 600  # by judgement: for a password, a second factor and a coffee
MAX_ATTEMPTS = 10_000  # the oldest go first: whoever sets out all the time fills no disk


@dataclass(frozen=True)
class Attempt:
    """`state` comes back in the address, `nonce` in the ID token; `verifier` shows the provider that it is us (PKCE).

    `target`: where to go then.
    """

    state: str
    nonce: str
    verifier: str
    target: str


def add_attempt(visitor: str, target: str) -> Attempt:
    """Note that a browser sets out; raises WorkspaceFailed. `visitor`: its cookie."""
    state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
    attempt = Attempt(state, nonce, verifier, target)
    with gate_database().write_transaction() as transaction:
        now = transaction.now()
        transaction.execute("DELETE FROM attempts WHERE until < ?", (now,))
        newest = "SELECT state FROM attempts ORDER BY until DESC LIMIT ?"
        transaction.execute(f"DELETE FROM attempts WHERE state NOT IN ({newest})", (MAX_ATTEMPTS - 1,))
        row = (digest_of(attempt.state), digest_of(visitor), attempt.nonce, attempt.verifier, target)
        transaction.execute("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?)", (*row, now + ATTEMPT_SECONDS))
    return attempt


def take_attempt(state: str, visitor: str) -> Attempt | None:
    """The attempt of a browser that comes back, once; None for another browser, or too late. Raises WorkspaceFailed."""
    with gate_database().write_transaction() as transaction:
        query = "SELECT nonce, verifier, target FROM attempts WHERE state = ? AND visitor = ? AND until > ?"
        rows = transaction.execute(query, (digest_of(state), digest_of(visitor), transaction.now()))
        transaction.execute("DELETE FROM attempts WHERE state = ?", (digest_of(state),))
    return Attempt(state, *rows[0]) if rows else None
