"""A server that asks for a secret: every cell of its policy, and how somebody logs in and out."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import pytest
from websockets.exceptions import ConnectionClosed

from geo.gate import login
from geo.gate.address_kinds import API, HEALTH, KINDS, LOGIN, MEDIA, PAGE, PRIVATE_API, UPLOAD, WEBSOCKET, AddressKind
from geo.gate.asker import pass_on_person
from geo.gate.person import Person
from geo.gate.policy import POLICY, WITH_LOGIN, Access, Identity, Verdict
from geo.gate.roles import Role
from geo.gate.tokens import add_token, remove_token
from tests.geo.gate.raw_requests import Answer, ask, ask_kind
from tests.geo.gate.websocket_client import Reader
from tests.serving import Server, serve_script

SECRETS = {Role.READ: "correct horse battery", Role.EDIT: "four words is enough"}
HTML = {"Accept": "text/html"}
CELLS = [(kind, identity) for kind in KINDS for identity in WITH_LOGIN if identity is not Identity.ANOTHER]


@dataclass
class Closed:
    """A server that asks, and a token that its program has."""

    server: Server
    token: str


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Closed]:
    folder = tmp_path_factory.mktemp("closed")
    secrets = folder / "secrets.txt"
    secrets.write_text("# ours\n\n" + "".join(f"{role.value}: {text}\n" for role, text in SECRETS.items()))
    environment = {"ACCESS": "secret", "ACCESS_SECRET_FILE": str(secrets), "WORKSPACE": str(folder), "HOSTS": ""}
    with pytest.MonkeyPatch.context() as patch, serve_script(environment=environment) as server:
        patch.setenv("WORKSPACE", str(folder))
        yield Closed(server, add_token("etl", Role.READ))


def log_in(server: str, secret: str, *, target: str = "/map") -> tuple[Reader, Answer]:
    """A reader who has sent the form with a secret, and the answer."""
    reader = Reader(server)
    reader.take_cookies(ask(server, "/_stcore/health"))
    page = ask(server, f"/login?next={quote(target)}", reader.cookie_header | HTML)
    reader.take_cookies(page)
    answer = send_form(reader, "/login", {**hidden_fields(page), "secret": secret})
    reader.take_cookies(answer)
    return reader, answer


def hidden_fields(page: Answer) -> dict[str, str]:
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', html.unescape(page.content.decode())))


def send_form(reader: Reader, path: str, fields: dict[str, str]) -> Answer:
    headers = {**reader.cookie_header, "Content-Type": "application/x-www-form-urlencoded", "Origin": reader.server}
    return ask(reader.server, path, headers, method="POST", body=urlencode(fields).encode())


@pytest.fixture(scope="module")
def shown(closed: Closed) -> dict[Identity, dict[str, str]]:
    """What each identity shows."""
    reader, _ = log_in(closed.server, SECRETS[Role.READ])
    editor, _ = log_in(closed.server, SECRETS[Role.EDIT])
    return {
        Identity.NOBODY: {},
        Identity.WRONG: {"Cookie": f"faultline_login={'x' * 32}"},
        Identity.READER: reader.cookie_header,
        Identity.IMPORTER: editor.cookie_header,
        Identity.TOKEN: {"Authorization": f"Bearer {closed.token}"},
    }


@pytest.mark.parametrize(("kind", "identity"), CELLS, ids=lambda part: part.name)
def test_every_cell(
    closed: Closed, shown: dict[Identity, dict[str, str]], kind: AddressKind, identity: Identity
) -> None:
    expected = POLICY[Access.SECRET][kind][identity]
    answer = ask_kind(closed.server, kind, shown[identity])
    refused = {Verdict.LOGIN: 401, Verdict.UNAUTHORIZED: 401, Verdict.FORBIDDEN: 403, Verdict.ABSENT: 404}
    if expected is Verdict.ALLOW:
        assert b"This is not for you" not in answer.content
        assert answer.status not in (401, 421, 429)
        assert answer.status < 500
    elif kind is WEBSOCKET:
        assert answer.status == 403
    else:
        assert answer.status == refused[expected]
        assert len(answer.content) < 100


@pytest.mark.parametrize("kind", [API, PRIVATE_API, PAGE], ids=lambda kind: kind.name)
@pytest.mark.parametrize("token", ["flt_" + "x" * 43, "wrong", ""])
def test_a_wrong_token_opens_nothing(closed: Closed, kind: AddressKind, token: str) -> None:
    answer = ask_kind(closed.server, kind, {"Authorization": f"Bearer {token}", **HTML})
    assert answer.status == (303 if token == "" and kind is PAGE else 401)


def test_what_is_anothers_is_so_for_people_too(closed: Closed) -> None:
    owner, _ = log_in(closed.server, SECRETS[Role.EDIT])
    thief, _ = log_in(closed.server, SECRETS[Role.EDIT])
    session = owner.connect()
    assert thief.connect(session) != session
    assert thief.upload(session, b"a").status == 403
    assert owner.upload(session, b"a").status == 204
    cells = POLICY[Access.SECRET]
    anothers = [cells[kind][Identity.ANOTHER] for kind in (WEBSOCKET, UPLOAD, MEDIA)]
    assert anothers == [Verdict.NEW_SESSION, Verdict.FORBIDDEN, Verdict.ABSENT]
    owner.leave()
    thief.leave()


def test_a_page_leads_to_the_login_and_back(closed: Closed) -> None:
    answer = ask(closed.server, "/timeline?country=Iran&q=a%20b", HTML)
    assert answer.status == 303
    assert answer.headers["location"] == "/login?next=%2Ftimeline%3Fcountry%3DIran%26q%3Da%2520b"
    _, done = log_in(closed.server, SECRETS[Role.READ], target="/timeline?country=Iran&q=a%20b")
    assert (done.status, done.headers["location"]) == (303, "/timeline?country=Iran&q=a%20b")
    cookie = done.headers["set-cookie"]
    assert re.fullmatch(r"faultline_login=[\w-]{32}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax", cookie)


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/%2fevil.example", "/a\r\nX: y", "", "/login"],
)
def test_the_login_leads_nowhere_else(target: str) -> None:
    assert login.safe_target(target) == "/map"


def test_a_name_stands_on_one_line_and_goes_on_to_the_pages() -> None:
    assert login.clean_name("  Zoë\r\nX: y ") == "ZoëX: y"
    forged = [(b"x-faultline-role", b"edit"), (b"x-faultline-account", b"f" * 32)]
    scope = pass_on_person({"headers": forged}, Person("Zoë", Role.READ, account="0" * 32))
    assert scope["headers"] == [
        (b"x-faultline-person", b"Zo%C3%AB"),
        (b"x-faultline-role", b"read"),
        (b"x-faultline-account", b"0" * 32),
    ]
    assert pass_on_person({"headers": [(b"x-faultline-role", b"edit")]}, None) == {"headers": []}


def test_the_page_needs_no_script_and_no_cache_stores_it(closed: Closed) -> None:
    page = ask(closed.server, "/login", HTML)
    assert b"<script" not in page.content
    assert page.headers["cache-control"] == "no-store"
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_wrong_secret_a_foreign_form_and_too_many_tries_are_refused(closed: Closed) -> None:
    reader, answer = log_in(closed.server, "wrong")
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert send_form(reader, "/login", {"secret": SECRETS[Role.EDIT], "form": "forged"}).status == 403
    headers = {"Origin": "http://evil.example", "Content-Type": "application/x-www-form-urlencoded"}
    assert ask(closed.server, "/login", headers, method="POST", body=b"secret=x").status == 403
    from_afar = {"X-Forwarded-For": "203.0.113.7", "Content-Type": "application/x-www-form-urlencoded"}
    fields = hidden_fields(ask(closed.server, "/login", reader.cookie_header)) | {"secret": "guess"}
    tries = [
        ask(closed.server, "/login", reader.cookie_header | from_afar, method="POST", body=urlencode(fields).encode())
        for _ in range(12)
    ]
    assert [answer.status for answer in tries] == [403] * 10 + [429] * 2


def test_logging_out_ends_everything(closed: Closed) -> None:
    reader, _ = log_in(closed.server, SECRETS[Role.EDIT])
    reader.connect()
    page = ask(closed.server, "/logout", reader.cookie_header)
    assert b"You are logged in" in page.content
    answer = send_form(reader, "/logout", hidden_fields(page))
    assert (answer.status, answer.headers["location"]) == (303, "/login")
    assert ask(closed.server, "/map", reader.cookie_header).status == 401
    with pytest.raises(ConnectionClosed):  # with the next message, after what was under way
        run_and_read_on(reader)
    reader.leave()


def run_and_read_on(reader: Reader) -> None:
    """Ask for the page, and read what comes until the connection ends."""
    reader.run()
    while True:
        reader.read_session_id()


def test_a_token_that_is_withdrawn_opens_nothing(closed: Closed) -> None:
    token = add_token("short", Role.READ)
    remove_token("short")
    assert ask_kind(closed.server, API, {"Authorization": f"Bearer {token}"}).status == 401


def test_no_proxy_stores_what_only_people_get(closed: Closed, shown: dict[Identity, dict[str, str]]) -> None:
    for kind in (PAGE, API, PRIVATE_API):
        answer = ask_kind(closed.server, kind, shown[Identity.READER])
        assert "public" not in answer.headers.get("cache-control", "")
    answer = ask_kind(closed.server, API, shown[Identity.READER])
    assert {"Cookie", "Authorization", "Sec-Fetch-Site"} <= set(re.split(r",\s*", answer.headers["vary"]))


def test_health_and_login_are_for_everybody(closed: Closed) -> None:
    assert [ask_kind(closed.server, kind).status for kind in (HEALTH, LOGIN)] == [200, 200]
