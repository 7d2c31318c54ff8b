"""Who asks, once they are known."""

import hashlib
from dataclasses import dataclass

from geo.gate.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody who is let in. `name`: who it is, blank where a shared secret says no more than that they may.

    `account`: 32 hex digits that stand for an account which somebody else has checked; blank where the name is only
    what was written.
    """

    name: str
    role: Role
    is_token: bool = False
    account: str = ""


def account_of(issuer: str, subject: str) -> str:
    """What stands for an account of a provider, which alone knows whose it is (OpenID Connect Core 1.0, §5.7)."""
    return hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]
