"""Under which names and ports the server answers, so that no other name leads a browser to it (DNS rebinding)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from geo.errors import GateInvalid
from geo.settings import ADDRESS, HOSTS, PUBLIC_ADDRESS, PUBLIC_PORT

LOOPBACK_NAME = "localhost"
# A name or an address, perhaps a port (RFC 9110, §7.2); an underscore is in names that machines give each other.
AUTHORITY = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9_](?:[a-z0-9._-]{0,252}[a-z0-9_.])?)(?::([0-9]{1,5}))?")
DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
ACCEPTED_HOSTS = (
    "Accepted: names with or without a port, separated by blanks, such as atlas.example.org or 192.168.1.5:8501."
)


@dataclass(frozen=True)
class Authority:
    """A host, in small letters and without brackets, and its port, None where none is stated."""

    name: str
    port: int | None

    @property
    def is_number(self) -> bool:
        """Whether the host is an address and not a name."""
        return _parse_number(self.name) is not None

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine, whatever a name server says."""
        number = _parse_number(self.name)
        return self.name == LOOPBACK_NAME or (number is not None and number.is_loopback)


# Every request states a host, nearly always the same ones.
@lru_cache(maxsize=1_024)
def _parse_number(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


@lru_cache(maxsize=1_024)
def parse_authority(text: str) -> Authority | None:
    """The host and port of a Host header; None for anything else."""
    match = AUTHORITY.fullmatch(text.strip().lower())
    if match is None:
        return None
    name, port = match.groups()
    return Authority(name.strip("[]").rstrip("."), int(port) if port else None)


@dataclass(frozen=True)
class HostRules:
    """The names under which the server answers.

    `names`: of the setting HOSTS. `port`: where readers come, None where only the socket knows it. `is_for_machine`:
    whether the server listens on this machine alone.
    """

    names: tuple[Authority, ...]
    port: int | None
    is_for_machine: bool

    @classmethod
    def from_settings(cls) -> "HostRules":
        """The rules of the settings; raises GateInvalid."""
        port = PUBLIC_PORT.value()
        return cls(configured_hosts(), int(port) if port.isdigit() else None, listens_on_loopback())

    def accept(self, text: str, scheme: str, socket_port: int | None) -> bool:
        """Whether a Host header is one of ours; `socket_port`: the port that the request came to."""
        host = parse_authority(text)
        if host is None:
            return False
        stated = host.port or DEFAULT_PORTS.get(scheme, 80)
        own = self.port or socket_port
        if any(self._is_name(host.name, stated, name, own) for name in self.names):
            return True
        is_own = host.is_loopback or (host.is_number and not self.is_for_machine and not self.names)
        return is_own and stated == own

    @staticmethod
    def _is_name(host: str, port: int, name: Authority, own: int | None) -> bool:
        """Whether a host is one of HOSTS: with the port that stands there, else with a standard port or our own."""
        return host == name.name and port in ((name.port,) if name.port else (80, 443, own))


def configured_hosts() -> tuple[Authority, ...]:
    """The names of the setting HOSTS; raises GateInvalid."""
    hosts = [(text, parse_authority(text)) for text in HOSTS.value().split()]
    for text, host in hosts:
        if host is None:
            raise GateInvalid(f"HOSTS cannot be used: {text[:60]!r} is not a name of a host. {ACCEPTED_HOSTS}")
    return tuple(host for _, host in hosts if host is not None)


def listens_on_loopback() -> bool:
    """Whether the server listens on this machine alone."""
    address = parse_authority(_bracketed(PUBLIC_ADDRESS.value() or ADDRESS.value()))
    return address is not None and address.is_loopback


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address and not address.startswith("[") else address


def is_loopback_address(address: str) -> bool:
    """Whether an address of a client is this machine's."""
    number = _parse_number(address)
    mapped = getattr(number, "ipv4_mapped", None) or number
    return mapped is not None and mapped.is_loopback


def join_names(hosts: Sequence[Authority]) -> str:
    """Names in a message."""
    return ", ".join(host.name for host in hosts)
