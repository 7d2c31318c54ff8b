"""A server that lets in whom a provider of accounts knows, and people who log in there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests
from oidc_provider_mock import User, run_server_in_thread

from tests.geo.gate.raw_requests import Answer, ask
from tests.geo.gate.test_login import HTML
from tests.geo.gate.websocket_client import Reader
from tests.serving import Server, serve_script

ROLES = """
groups_claim = "teams"
[people]
"Ana@Example.org" = "edit"
[groups]
desk = "import"
"""
PEOPLE = (
    User(sub="ana", claims={"email": "ana@example.org", "name": "Ana <b>Çelik</b>"}),
    User(sub="ben", claims={"email": "ben@example.org", "name": "Ben", "teams": ["desk", "sports"]}),
    User(sub="eve", claims={"email": "eve@example.org", "name": "Eve"}),
    User(sub="mallory", claims={"email": "ana@example.org", "email_verified": False}),
)


@dataclass
class House:
    """A server with its settings, and the address of the provider that knows its people."""

    server: Server
    issuer: str
    environment: dict[str, str]

    @property
    def workspace(self) -> Path:
        return Path(self.environment["WORKSPACE"])


@contextmanager
def run_provider() -> Iterator[str]:
    """The address of a provider of accounts."""
    with run_server_in_thread(user_claims=PEOPLE) as provider:
        yield f"http://localhost:{provider.server_port}"


@contextmanager
def run_house(issuer: str, folder: Path) -> Iterator[House]:
    """A server with a workspace in a folder, whose people a provider knows."""
    (folder / "secret").write_text("shh, a secret of the client\n")
    (folder / "roles.toml").write_text(ROLES)
    environment = {
        "ACCESS": "oidc",
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": "faultline",
        "OIDC_CLIENT_SECRET_FILE": str(folder / "secret"),
        "ROLES_FILE": str(folder / "roles.toml"),
        "WORKSPACE": str(folder),
    }
    with serve_script(environment=environment) as server:
        yield House(server, issuer, environment)


def set_out(house: House, target: str = "/map") -> tuple[Reader, str]:
    """A reader who is sent to the provider, and its address."""
    reader = Reader(house.server)
    reader.take_cookies(ask(house.server, "/_stcore/health"))
    answer = ask(house.server, f"/login?{urlencode({'next': target})}", reader.cookie_header | HTML)
    reader.take_cookies(answer)
    assert answer.status == 303
    return reader, answer.headers["location"]


def approve(address: str, person: str) -> str:
    """Log in at the provider; returns where it sends the reader back to."""
    answer = requests.post(address, data={"sub": person}, allow_redirects=False, timeout=30)
    assert answer.status_code in (302, 303)
    return str(answer.headers["Location"])


def come_back(house: House, reader: Reader, address: str) -> Answer:
    parts = urlsplit(address)
    from_elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    answer = ask(house.server, f"{parts.path}?{parts.query}", reader.cookie_header | HTML | from_elsewhere)
    reader.take_cookies(answer)
    return answer


def log_in(house: House, person: str, target: str = "/map") -> tuple[Reader, Answer]:
    reader, address = set_out(house, target)
    return reader, come_back(house, reader, approve(address, person))
