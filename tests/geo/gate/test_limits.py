"""How many requests, and how large: limits that hold whatever a head says."""

from pathlib import Path

import pytest

from geo.errors import GateInvalid
from geo.gate.body_limits import FORM_BYTES
from geo.gate.rate_limits import PERSON_SHARE, RateLimit, client_key, configured_rate_limit
from geo.gate.roles import Role
from geo.gate.tokens import add_token
from geo.settings import SETTINGS
from tests.geo.gate.gated_app import ask_gate, make_gate

MEGABYTE = b"x" * 1024 * 1024


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")


def test_a_bucket_is_filled_again_at_its_rate() -> None:
    now = 0.0
    limit = RateLimit(60, lambda: now)
    assert [limit.take("a") for _ in range(61)] == [0] * 60 + [1]
    assert limit.take("b") == 0
    now = 2.5
    assert [limit.take("a") for _ in range(3)] == [0, 0, 1]
    now = 1e6
    assert [limit.take("a") for _ in range(61)] == [0] * 60 + [1]


def test_too_many_requests_get_429_and_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "3")
    gate = make_gate()
    answers = [ask_gate(gate, "/api/facets.json") for _ in range(4)]
    assert [status for status, _, _ in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1][1]["retry-after"]) <= 20
    assert ask_gate(gate, "/_stcore/health")[0] == 200  # whoever watches over servers is never too many


def test_each_address_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "1")
    monkeypatch.setenv("ACCESS", "open")
    gate = make_gate()
    clients = ("203.0.113.1", "203.0.113.2", "203.0.113.1")
    assert [ask_gate(gate, "/map", client=client)[0] for client in clients] == [200, 200, 429]
    assert client_key("2001:db8::1") == client_key("2001:db8::ffff") != client_key("2001:db8:0:1::1")


@pytest.mark.parametrize(("text", "number"), [("", 3_000), ("6", 3), ("5", 3), ("1", 1)])
def test_a_person_has_half_of_what_an_address_has(monkeypatch: pytest.MonkeyPatch, text: str, number: int) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", text)
    limit = configured_rate_limit(is_for_others=True, share=PERSON_SHARE)
    assert limit is not None
    assert [limit.take("a") > 0 for _ in range(number + 1)] == [False] * number + [True]


def test_a_token_is_counted_from_wherever_it_comes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secrets").write_text("read: correct horse battery\n")
    monkeypatch.setenv("ACCESS", "secret")
    monkeypatch.setenv("ACCESS_SECRET_FILE", str(tmp_path / "secrets"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "4")
    gate = make_gate()
    headers = [{"authorization": f"Bearer {add_token(name, Role.READ)}"} for name in ("one", "two")]
    asked = [(0, "203.0.113.1"), (0, "203.0.113.2"), (0, "203.0.113.3"), (1, "203.0.113.3")]
    answers = [ask_gate(gate, "/api/facets.json", headers[token], client=client)[0] for token, client in asked]
    assert answers == [200, 200, 429, 200]


@pytest.mark.parametrize(
    ("text", "is_for_others", "has_limit"), [("", False, False), ("", True, True), ("0", True, False)]
)
def test_a_server_for_this_machine_has_no_limit_by_itself(
    monkeypatch: pytest.MonkeyPatch, text: str, is_for_others: bool, has_limit: bool
) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", text)
    assert (configured_rate_limit(is_for_others=is_for_others) is not None) == has_limit


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "9" * 10])
def test_a_wrong_limit_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("REQUESTS_PER_MINUTE", text)
    with pytest.raises(GateInvalid, match="is not a whole number"):
        make_gate()


@pytest.mark.parametrize(
    ("path", "n_megabytes", "shared", "status"),
    [
        ("/_stcore/upload_file/a/b", 51, "1", 200),
        ("/_stcore/upload_file/a/b", 52, "1", 413),
        ("/_stcore/upload_file/a/b", 52, "", 200),
        ("/api/facets.json", 2, "", 413),
        ("/map", 1, "", 200),
    ],
)
def test_a_body_is_counted_while_it_arrives(
    monkeypatch: pytest.MonkeyPatch, path: str, n_megabytes: int, shared: str, status: int
) -> None:
    monkeypatch.setenv("SHARED", shared)
    parts = iter([MEGABYTE] * n_megabytes)
    assert ask_gate(make_gate(), path, method="PUT", body=parts)[0] == status
    assert ask_gate(make_gate(), path, {"Content-Length": str(n_megabytes << 20)}, method="PUT")[0] == status
    if status == 413:
        endless = iter(lambda: MEGABYTE, None)
        assert ask_gate(make_gate(), path, method="PUT", body=endless)[0] == 413


def test_what_is_larger_than_a_form_is_no_form() -> None:
    assert FORM_BYTES == 1024 * 1024
