"""Several servers: what HAProxy is told, and what is said where it or the address is not to be had."""

import socket
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from faultline import balancer, supervisor
from faultline.__main__ import main
from geo.errors import ServeFailed
from geo.settings import SETTINGS
from geo.web import security_headers


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")


def fail_to_serve(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as end:
        main(["serve", *arguments])
    assert end.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize("text", ["0", "-1", "65", "many", "2.0", "٣", "1e1", "00002"])
def test_what_is_no_number_of_servers_stops_the_start(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert f"{text!r} is not a number of servers from 1 to 64" in fail_to_serve(capsys, f"--workers={text}")


def test_without_haproxy_one_sentence_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(balancer, "FOLDERS", ())
    assert "apt-get install haproxy" in fail_to_serve(capsys, "--workers", "2")


@pytest.mark.parametrize(("address", "port"), [("203.0.113.1", "0"), ("no such host.invalid", "1"), ("127.0.0.1", "x"),
                                               ("127.0.0.1", "99999999"), ("é" * 70, "1")])  # fmt: skip
def test_an_address_that_cannot_be_had_stops_the_start(
    capsys: pytest.CaptureFixture[str], address: str, port: str
) -> None:
    message = fail_to_serve(capsys, "--workers", "2", "--access", "open", "--address", address, "--port", port)
    assert "cannot be listened on" in message


def test_a_port_that_is_taken_stops_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    with supervisor.listen("127.0.0.1", "0") as listener:
        port = str(listener.getsockname()[1])
        assert "in use" in fail_to_serve(capsys, "--workers", "2", "--port", port)


@pytest.mark.parametrize("origins", ["", "https://example.org https://news.example.org"])
def test_haproxy_reads_the_configuration_and_its_own_answers_have_our_headers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, origins: str
) -> None:
    monkeypatch.setenv("EMBED", origins)
    with supervisor.listen("127.0.0.1", "0") as listener:
        path = balancer.write_configuration(tmp_path, listener.fileno(), [1, 2, 3])
        balancer.check_configuration(path, listener.fileno())
    text = path.read_text()
    assert ("balance leastconn" in text) == (origins == "")
    for status in balancer.ERRORS:
        head = (tmp_path / f"{status}.http").read_bytes().decode().partition("\r\n\r\n")[0]
        headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
        assert headers.items() >= security_headers.HEADERS.items()
        assert ("X-Frame-Options" in headers) == (origins == "")
        assert (
            f"frame-ancestors {' '.join(('self', *origins.split()))}".replace("self", "'self'")
            in headers["Content-Security-Policy"]
        )


def ask_until_refused(address: str) -> HTTPError:
    """The refusal of an address. Whoever asks while a server is found dead is cut off, and asks again."""
    for _ in range(20):
        try:
            urlopen(address, timeout=30)
        except HTTPError as error:
            return error
        except ConnectionError:
            continue
    raise AssertionError(f"{address} did not answer")


def test_where_no_server_answers_the_reader_learns_of_it_under_our_headers(tmp_path: Path) -> None:
    # Bound and not listened on: a port that is free may be another test's by the time that it is asked.
    with supervisor.listen("127.0.0.1", "0") as listener, socket.socket() as one, socket.socket() as two:
        for deaf in (one, two):
            deaf.bind(("127.0.0.1", 0))
        ports = [deaf.getsockname()[1] for deaf in (one, two)]
        path = balancer.write_configuration(tmp_path, listener.fileno(), ports)
        command = [balancer.find_haproxy(), "-db", "-q", "-f", str(path)]
        with subprocess.Popen(command, pass_fds=(listener.fileno(),)) as process:
            try:
                answer = ask_until_refused(f"http://127.0.0.1:{listener.getsockname()[1]}/map")
            finally:
                process.terminate()  # else whatever is raised waits for it for ever
    assert (answer.code, answer.read().decode()) == (503, balancer.ERRORS[503][1])
    assert {name: answer.headers[name] for name in security_headers.HEADERS} == security_headers.HEADERS


def test_an_older_haproxy_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(balancer, "CONFIGURATION", "defaults\n    unheard of\n")
    path = balancer.write_configuration(tmp_path, 0, [1])
    with pytest.raises(ServeFailed, match="unknown keyword 'unheard'"):
        balancer.check_configuration(path, 0)


def test_no_request_is_logged(tmp_path: Path) -> None:
    text = balancer.write_configuration(tmp_path, 0, [1]).read_text()
    assert [line for line in text.splitlines() if line.split()[:1] in (["log"], ["option", "httplog"])] == []
    version = subprocess.run([balancer.find_haproxy(), "-v"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("HAProxy version")
