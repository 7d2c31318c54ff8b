"""Every cell of the table of who may ask for what, tried on real servers over bare sockets."""

from collections.abc import Iterator

import pytest

from geo.gate import refusal
from geo.gate.address_kinds import API, HEALTH, KINDS, MEDIA, PAGE, UPLOAD, WEBSOCKET, AddressKind
from geo.gate.policy import POLICY, Access, Identity, Verdict
from tests.geo.gate.raw_requests import ADDRESSES, HANDSHAKE, Answer, ask, ask_in_lines, ask_kind
from tests.geo.gate.websocket_client import Reader
from tests.serving import Server, serve_script

OPEN_KINDS = pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not HEALTH], ids=lambda kind: kind.name)
OPEN_ACCESS = [access for access in Access if not access.has_login]
STRANGER = "http://localhost:9999"
NAVIGATION = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture(scope="module", params=OPEN_ACCESS, ids=lambda access: access.value)
def access(request: pytest.FixtureRequest) -> Access:
    choice: Access = request.param
    return choice


@pytest.fixture(scope="module")
def server(access: Access) -> Iterator[Server]:
    with serve_script(environment={"ACCESS": access.value, "HOSTS": ""}) as server:
        yield server


@pytest.fixture(scope="module")
def session(server: Server) -> Iterator[str]:
    """The session of a browser that is not the asker's."""
    reader = Reader.come(server)
    yield reader.connect()
    reader.leave()


def is_of_gate(answer: Answer) -> bool:
    """Whether the gate refused, and not what is behind it: a file that there is not is 404 too."""
    texts = [one.message for one in vars(refusal).values() if isinstance(one, refusal.Refusal)]
    return answer.content.decode("latin-1").strip() in texts


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_cell(server: Server, access: Access, kind: AddressKind) -> None:
    answer = ask_kind(server, kind)
    expected = POLICY[access][kind][Identity.ANYBODY]
    if expected is Verdict.ALLOW:
        assert not is_of_gate(answer)
        assert answer.status == {WEBSOCKET: 101, UPLOAD: 403}.get(kind, answer.status)
        assert answer.status < 500
    else:
        assert (answer.status, is_of_gate(answer)) == (int(expected.value), True)


def test_every_cell_of_what_is_anothers(server: Server, access: Access, session: str) -> None:
    thief = Reader.come(server)
    cells = {kind: POLICY[access][kind][Identity.ANOTHER] for kind in (WEBSOCKET, UPLOAD)}
    assert cells == {WEBSOCKET: Verdict.NEW_SESSION, UPLOAD: Verdict.FORBIDDEN}
    assert thief.connect(session) != session
    assert is_of_gate(thief.upload(session, b"a"))
    others = [kind for kind in KINDS if kind not in (WEBSOCKET, UPLOAD, MEDIA)]  # which are the same for everybody
    assert [kind for kind in others if len(set(POLICY[access][kind].values())) > 1] == []


@OPEN_KINDS
@pytest.mark.parametrize("host", ["evil.example:{port}", "localhost:9999", "localhost", "localhost:{port}@evil", ""])
def test_no_other_name_leads_here(server: Server, kind: AddressKind, host: str) -> None:
    port = server.rpartition(":")[2]
    answer = ask_kind(server, kind, {"Host": host.format(port=port), "Origin": f"http://{host.format(port=port)}"})
    assert answer.status == (400 if host == "" else 403 if kind is WEBSOCKET else 421)


@OPEN_KINDS
@pytest.mark.parametrize("origin", [STRANGER, "null", "https://127.0.0.1:{port}", "http://localhost:{port}"])
def test_no_other_origin_is_answered(server: Server, kind: AddressKind, origin: str) -> None:
    answer = ask_kind(server, kind, {"Origin": origin.format(port=server.rpartition(":")[2])})
    assert answer.status == 403
    assert "access-control-allow-origin" not in answer.headers


@OPEN_KINDS
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_page_of_somebody_else_loads_anything(server: Server, kind: AddressKind, site: str) -> None:
    answer = ask_kind(server, kind, {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"})
    assert answer.status == 403


# What a request may state of itself in other spellings, by what the gate makes of it.
OTHER_SPELLINGS = {
    "Host: user@127.0.0.1:{port}": 421,
    "Host: 127.1:{port}": 421,
    "Host: 2130706433:{port}": 421,
    "Host: 0.0.0.0:{port}": 421,
    "Host: 127.0.0.1:0{port}": 421,
    "Host: [::ffff:127.0.0.1]:{port}": 421,
    "Host: [::1%25lo]:{port}": 421,
    "Host: 127.0.0.1:{port}/map": 421,
    "Host: 127.0.0.1:{port}|Host: evil.example": 400,
    "Host: evil.example|Host: 127.0.0.1:{port}": 400,
    "Host: evil.example|X-Forwarded-Host: 127.0.0.1:{port}": 421,
    "Host: 127.0.0.1:{port}|Origin: http://evil@127.0.0.1:{port}": 403,
    "Host: 127.0.0.1:{port}|Origin: http://127.0.0.1:{port}/": 403,
    "Host: 127.0.0.1:{port}|Origin: http://127.0.0.1:{port}|Origin: http://evil.example": 403,
    "Host: 127.0.0.1:{port}|Origin: http://127.0.0.1:{port}, http://evil.example": 403,
    "Host: 127.0.0.1:{port}|Origin: ws://127.0.0.1:{port}": 403,
    "Host: 127.0.0.1:{port}|Origin: file://": 403,
    "Host: 127.0.0.1:{port}|Origin: ": 403,
    "Host: 127.0.0.1:{port}|Sec-Fetch-Site: Cross-Site": 403,
    "Host: 127.0.0.1:{port}|Sec-Fetch-Site: same-origin|Sec-Fetch-Site: cross-site": 403,
    "Host: 127.0.0.1:{port}|Sec-Fetch-Site: elsewhere": 403,
}


@pytest.mark.parametrize("lines", OTHER_SPELLINGS)
def test_no_other_spelling_leads_here(server: Server, lines: str) -> None:
    headers = lines.format(port=server.rpartition(":")[2]).split("|")
    status = OTHER_SPELLINGS[lines]
    assert ask_in_lines(server, f"GET {ADDRESSES[API]}", [*headers, "Connection: close"]).status == status
    handshake = [f"{name}: {value}" for name, value in HANDSHAKE.items()]
    assert ask_in_lines(server, f"GET {ADDRESSES[WEBSOCKET]}", [*headers, *handshake]).status in (400, 403)


@pytest.mark.parametrize("target", ["http://evil.example/map", "http://127.0.0.1/map", "*", "evil.example:443"])
def test_a_target_that_is_no_path_is_refused(server: Server, target: str) -> None:
    lines = [f"Host: {server.removeprefix('http://')}", "Connection: close"]
    for method in ("GET", "OPTIONS", "CONNECT"):
        assert ask_in_lines(server, f"{method} {target}", lines).status in (400, 421)


def test_our_own_pages_are_answered_under_every_name_of_this_machine(server: Server) -> None:
    port = server.rpartition(":")[2]
    for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}", f"[::1]:{port}", f"localhost.:{port}"):
        headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
        assert ask(server, ADDRESSES[API], headers).status == 200
        assert ask(server, ADDRESSES[WEBSOCKET], HANDSHAKE | headers).status == 101


def test_a_link_from_elsewhere_leads_to_a_page(server: Server, access: Access) -> None:
    assert ask_kind(server, PAGE, NAVIGATION).status == 200
    assert ask_kind(server, API, NAVIGATION).status == (200 if access is Access.OPEN else 403)
    assert ask_kind(server, PAGE, NAVIGATION | {"Sec-Fetch-Dest": "iframe"}).status == 403


@pytest.mark.parametrize("path", ["/map", "/api/facets.json", "/tiles/density/0/0/0.png", "/no/such/page", "/login"])
def test_every_answer_keeps_to_its_own_origin(server: Server, path: str) -> None:
    for headers in ({}, {"Host": "evil.example"}):
        answer = ask(server, path, headers)
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert "content-security-policy" in answer.headers


def test_a_reader_elsewhere_is_not_let_in_by_a_proxy_unless_the_setting_says_so(server: Server, access: Access) -> None:
    answer = ask(server, "/map", {"X-Forwarded-For": "203.0.113.9"})
    assert answer.status == (403 if access is Access.MACHINE else 200)
