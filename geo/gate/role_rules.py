"""The file that says what people of a provider may do: by person, by group, or all alike."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import GateInvalid
from geo.gate.roles import ACCEPTED_ROLES, Role
from geo.settings import ROLES_FILE

MAX_BYTES = 1_000_000
SECTIONS = ("default", "groups_claim", "people", "groups")
ACCEPTED = (
    'Accepted: TOML with default = "read" for everybody, [people] with e-mail addresses and [groups] with names of '
    f"groups, each with {ACCEPTED_ROLES}, and groups_claim, the name of the claim that has the groups."
)


@dataclass(frozen=True)
class RoleRules:
    """Roles by person (e-mail in small letters, or `sub`) and by group; `default`: of anybody else, None for nobody."""

    default: Role | None = None
    people: Mapping[str, Role] = field(default_factory=dict)
    groups: Mapping[str, Role] = field(default_factory=dict)
    groups_claim: str = "groups"

    def find(self, claims: Mapping[str, Any]) -> Role | None:
        """What somebody with these claims may do: the most that a rule says; None where none does."""
        names = [str(claims.get("sub", "")), verified_email(claims)]
        stated = claims.get(self.groups_claim, [])
        groups = stated if isinstance(stated, list) else [stated]
        roles = [self.people.get(name) for name in names] + [self.groups.get(str(group)) for group in groups]
        order = list(Role)
        return max((role for role in (*roles, self.default) if role is not None), key=order.index, default=None)


def verified_email(claims: Mapping[str, Any]) -> str:
    """The e-mail address in small letters; blank where the provider says that nobody has checked it."""
    return "" if claims.get("email_verified") is False else str(claims.get("email") or "").strip().lower()


def read_role_rules() -> RoleRules:
    """The rules of the setting; without it everybody whom the provider knows may read. Raises GateInvalid."""
    name = ROLES_FILE.value()
    if not name:
        return RoleRules(default=Role.READ)
    try:
        with Path(name).open("rb") as file:
            table = tomllib.loads(file.read(MAX_BYTES).decode("utf-8"))
    except (OSError, ValueError) as error:  # what is no UTF-8 and no TOML raises ValueErrors
        reason = getattr(error, "strerror", None) or str(error)
        raise GateInvalid(f"ROLES_FILE {name} cannot be read: {reason}. {ACCEPTED}") from None
    if unknown := next((key for key in table if key not in SECTIONS), None):
        raise GateInvalid(f"ROLES_FILE {name}: {unknown[:40]!r} is unknown. {ACCEPTED}")
    people, groups = (_parse_section(name, key, table.get(key, {})) for key in ("people", "groups"))
    default = _parse_role(name, "default", table["default"]) if "default" in table else None
    lower = {person.lower() if "@" in person else person: role for person, role in people.items()}
    return RoleRules(default, lower, groups, str(table.get("groups_claim", RoleRules.groups_claim)))


def _parse_section(file: str, section: str, table: object) -> dict[str, Role]:
    if not isinstance(table, dict):
        raise GateInvalid(f"ROLES_FILE {file}: {section} is no table. {ACCEPTED}")
    return {str(name): _parse_role(file, f"{section}, {str(name)[:60]!r}", text) for name, text in table.items()}


def _parse_role(file: str, where: str, text: object) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise GateInvalid(f"ROLES_FILE {file}: {where}: {str(text)[:40]!r} is no role. {ACCEPTED}") from None
