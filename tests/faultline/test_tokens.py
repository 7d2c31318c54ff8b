"""`faultline tokens`: a token is shown once, listed without itself, and withdrawn."""

import time
from pathlib import Path

import pytest

from faultline.__main__ import main
from geo.gate.person import Person
from geo.gate.roles import Role
from geo.gate.tokens import TOKEN, find_token


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    return tmp_path


def test_from_making_to_withdrawing(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    assert main(["tokens", "list"]) == 0
    assert main(["tokens", "add", "etl", "--role", "import", "--days", "2"]) == 0
    token = capsys.readouterr().out.strip()
    assert TOKEN.fullmatch(token)
    assert find_token(token) == Person("etl", Role.IMPORT, is_token=True)
    assert main(["tokens", "list"]) == 0
    listing = capsys.readouterr().out
    assert listing.startswith("etl\timport\tmade 2")
    assert "last used 2" in listing
    assert token.removeprefix("flt_") not in listing
    assert token.encode() not in b"".join(path.read_bytes() for path in workspace.iterdir() if path.is_file())
    assert main(["tokens", "remove", "etl"]) == 0
    assert find_token(token) is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["add", "etl"], "There is a token called 'etl'"),
        (["add", "a\tb"], "cannot be called"),
        (["add", "x", "--days", "0"], "cannot be for 0 days"),
        (["remove", "none"], "no token called 'none'"),
    ],
)
def test_a_refusal_states_its_reason(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    main(["tokens", "add", "etl"])
    assert main(["tokens", *arguments]) != 0
    assert message in capsys.readouterr().err


def test_a_token_is_over_after_its_days(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    main(["tokens", "add", "etl", "--days", "1"])
    token = capsys.readouterr().out.strip()
    tomorrow = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert find_token(token) is None
