"""Who may ask for what: one table, which docs/deploy.md shows and a test tries cell by cell."""

from collections.abc import Mapping
from enum import Enum

from geo.gate.address_kinds import (
    AGENT,
    API,
    HEALTH,
    KINDS,
    LOGIN,
    MEDIA,
    METRICS,
    PAGE,
    PRIVATE_API,
    TILES,
    UPLOAD,
    WEBSOCKET,
    AddressKind,
)


class Access(Enum):
    """Who is let in, by the setting ACCESS."""

    MACHINE = "machine"
    OPEN = "open"
    SECRET = "secret"
    OIDC = "oidc"

    @property
    def has_login(self) -> bool:
        """Whether people log in."""
        return self not in (Access.MACHINE, Access.OPEN)


class Identity(Enum):
    """Who asks."""

    ANYBODY = "anyone"
    NOBODY = "nobody known"
    WRONG = "wrong or expired"
    READER = "person who may read"
    IMPORTER = "person who may import or edit"
    TOKEN = "token"
    ANOTHER = "for what another browser's session has"


class Verdict(Enum):
    """What becomes of a request."""

    ALLOW = "allowed"
    NEW_SESSION = "allowed, as a new session"
    LOGIN = "to the login; 401 where no page is asked for"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    ABSENT = "404"


Row = Mapping[Identity, Verdict]
ANOTHERS = {WEBSOCKET: Verdict.NEW_SESSION, UPLOAD: Verdict.FORBIDDEN, MEDIA: Verdict.ABSENT}
FOR_PROGRAMS = (METRICS, PRIVATE_API, API, TILES)
WITHOUT_LOGIN = (Identity.ANYBODY, Identity.ANOTHER)
WITH_LOGIN = tuple(identity for identity in Identity if identity is not Identity.ANYBODY)


def _open_row(kind: AddressKind, absent: tuple[AddressKind, ...]) -> Row:
    verdict = Verdict.ABSENT if kind in absent else Verdict.ALLOW
    return {Identity.ANYBODY: verdict, Identity.ANOTHER: ANOTHERS.get(kind, verdict)}


def _closed_row(kind: AddressKind) -> Row:
    if kind is AGENT or kind in (HEALTH, LOGIN):
        return dict.fromkeys(WITH_LOGIN, Verdict.ABSENT if kind is AGENT else Verdict.ALLOW)
    unknown = Verdict.LOGIN if kind is PAGE else Verdict.UNAUTHORIZED
    return {
        Identity.NOBODY: unknown,
        Identity.WRONG: unknown,
        Identity.READER: Verdict.FORBIDDEN if kind is UPLOAD else Verdict.ALLOW,
        Identity.IMPORTER: Verdict.ALLOW,
        Identity.TOKEN: Verdict.ALLOW if kind in FOR_PROGRAMS else Verdict.FORBIDDEN,
        Identity.ANOTHER: ANOTHERS.get(kind, Verdict.ALLOW),
    }


POLICY: Mapping[Access, Mapping[AddressKind, Row]] = {
    Access.MACHINE: {kind: _open_row(kind, (AGENT, LOGIN)) for kind in KINDS},
    # What a server is busy with is no visitor's matter.
    Access.OPEN: {kind: _open_row(kind, (AGENT, LOGIN, METRICS)) for kind in KINDS},
    Access.SECRET: {kind: _closed_row(kind) for kind in KINDS},
    Access.OIDC: {kind: _closed_row(kind) for kind in KINDS},
}


def verdict(access: Access, kind: AddressKind, identity: Identity) -> Verdict:
    """What becomes of a request for a kind of address by somebody."""
    return POLICY[access][kind][identity]
