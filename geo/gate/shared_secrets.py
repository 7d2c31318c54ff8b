"""The file of shared secrets: whoever knows one is let in."""

import hmac
from dataclasses import dataclass
from pathlib import Path

from geo.errors import GateInvalid
from geo.gate.person import Person
from geo.gate.roles import ACCEPTED_ROLES, Role
from geo.settings import ACCESS_SECRET_FILE

MIN_LENGTH = 12  # characters; by judgement: ten guesses a minute are let through
MAX_BYTES = 100_000
ACCEPTED = (
    f"Accepted: a text file with a secret of {MIN_LENGTH} characters or more on a line, behind what it lets people do, "
    f"such as “read: correct horse battery” ({ACCEPTED_ROLES})."
)


@dataclass(frozen=True)
class SharedSecret:
    """A secret, and what whoever knows it may do."""

    text: str
    role: Role


def read_secrets() -> tuple[SharedSecret, ...]:
    """The secrets of the setting; raises GateInvalid, which names the line and never the secret."""
    name = ACCESS_SECRET_FILE.value()
    if not name:
        raise GateInvalid(f"ACCESS is secret, and ACCESS_SECRET_FILE names no file. {ACCEPTED}")
    try:
        with Path(name).open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise GateInvalid(f"ACCESS_SECRET_FILE {name} cannot be read: {reason}. {ACCEPTED}") from None
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    entries = tuple(_parse_line(name, number, line) for number, line in lines if line and not line.startswith("#"))
    if not entries:
        raise GateInvalid(f"ACCESS_SECRET_FILE {name} holds no secret. {ACCEPTED}")
    return entries


def _parse_line(file: str, number: int, line: str) -> SharedSecret:
    role, _, text = (part.strip() for part in line.partition(":"))
    if role not in [known.value for known in Role] or len(text) < MIN_LENGTH:
        raise GateInvalid(f"ACCESS_SECRET_FILE {file}: line {number} cannot be used. {ACCEPTED}")
    return SharedSecret(text, Role(role))


def find_secret(secrets: tuple[SharedSecret, ...], text: str) -> Person | None:
    """Who knows a secret; every secret is compared whole, so that the time says nothing."""
    matches = [secret for secret in secrets if hmac.compare_digest(secret.text.encode(), text.strip().encode())]
    return Person("", matches[0].role) if matches else None
