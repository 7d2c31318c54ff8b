"""Who asks, once they are known."""

from dataclasses import dataclass

from geo.gate.roles import Role


@dataclass(frozen=True)
class Person:
    """Somebody who is let in. `name`: who it is, blank where a shared secret says no more than that they may."""

    name: str
    role: Role
    is_token: bool = False
