"""The command `faultline`: what it hands to Streamlit, and what it says about itself."""

import socket
from pathlib import Path

import pytest
from streamlit.web import cli

from faultline import supervisor
from faultline.__main__ import main
from geo.settings import SETTINGS, Setting

ROOT = Path(__file__).parents[2]


@pytest.fixture
def starts(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of each server that would have been started, with no setting in the environment."""
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")  # so that what the command sets is undone after the test
    starts: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda arguments, **_: starts.append(arguments))
    monkeypatch.setattr(supervisor, "listen", lambda *_: socket.socket())  # whether a port is free here is no matter
    return starts


@pytest.mark.parametrize(
    ("arguments", "address", "port"),
    [
        ([], "127.0.0.1", "8501"),
        (["--port", "8600"], "127.0.0.1", "8600"),
        (["--address", "0.0.0.0", "--port", "80", "--access", "open"], "0.0.0.0", "80"),
    ],
)
def test_it_starts_the_app_at_an_address(
    starts: list[list[str]], arguments: list[str], address: str, port: str
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", *arguments])
    assert end.value.code is None
    assert starts == [["run", str(ROOT / "app.py"), "--server.address", address, "--server.port", port]]


@pytest.mark.parametrize("port", ["99999", "-1", "http", ""])
def test_an_invalid_port_ends_with_one_sentence(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", port or " ")
    with pytest.raises(SystemExit) as end:
        main(["serve"])
    assert end.value.code == 2
    assert "cannot be listened on" in capsys.readouterr().err


def test_a_busy_port_ends_with_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORT", str(listener.getsockname()[1]))
        with pytest.raises(SystemExit) as end:
            main(["serve"])
    assert end.value.code == 2
    assert "Address already in use" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--address", "0.0.0.0"], "ADDRESS is 0.0.0.0, which others can reach"),
        (["--hosts", "atlas.example.org"], "HOSTS names atlas.example.org"),
        (["--access", "everyone"], "'everyone' is no way of letting people in"),
        (["--hosts", "http://atlas"], "'http://atlas' is not a name of a host"),
    ],
)
@pytest.mark.usefixtures("starts")
def test_nobody_is_let_in_by_an_oversight(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", *arguments])
    assert end.value.code == 2
    assert reason in capsys.readouterr().err


@pytest.mark.usefixtures("starts")
def test_a_tunnel_to_this_machine_needs_no_more_than_its_port() -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", "--hosts", "localhost:9000"])
    assert end.value.code is None


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
@pytest.mark.usefixtures("starts")
def test_an_option_wins_over_its_variable(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting.name, "from the environment")
    with pytest.raises(SystemExit):
        main(["serve"])
    assert setting.value() == "from the environment"
    with pytest.raises(SystemExit):
        main(["serve", setting.option, "from the option"])
    assert setting.value() == "from the option"


def test_its_help_names_every_command_and_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert [word for word in ("faultline", "serve", "import", "export") if word not in text] == []
    with pytest.raises(SystemExit):
        main(["serve", "--help"])
    text = capsys.readouterr().out
    assert [setting.option for setting in SETTINGS if setting.option not in text] == []
