"""Names under which a server answers."""

import pytest

from geo.errors import GateInvalid
from geo.gate.access import check_access
from geo.gate.hosts import Authority, HostRules, configured_hosts, is_loopback_address, parse_authority

ATLAS, PRIVATE = Authority("atlas.example.org", None), Authority("10.0.0.5", 9000)
MACHINE = HostRules((), 8501, is_for_machine=True)
NETWORK = HostRules((), 8501, is_for_machine=False)
WITH_HOSTS = HostRules((ATLAS, PRIVATE), 8501, is_for_machine=False)


@pytest.mark.parametrize(
    ("rules", "host", "scheme", "is_ours"),
    [
        (MACHINE, "127.0.0.1:8501", "http", True),
        (MACHINE, "127.8.9.1:8501", "http", True),
        (MACHINE, "localhost.:8501", "http", True),
        (MACHINE, "[::1]:8501", "http", True),
        (MACHINE, "[::ffff:127.0.0.1]:8501", "http", False),
        (MACHINE, "192.168.1.5:8501", "http", False),
        (MACHINE, "127.0.0.1", "http", False),
        (MACHINE, "127.0.0.1:8501, evil", "http", False),
        (MACHINE, "localhost.evil.example:8501", "http", False),
        (MACHINE, "127.0.0.1.nip.example:8501", "http", False),
        (NETWORK, "192.168.1.5:8501", "http", True),
        (NETWORK, "[fe80::1]:8501", "http", True),
        (NETWORK, "localhost:8501", "http", True),
        (NETWORK, "192.168.1.5:80", "http", False),
        (NETWORK, "atlas.example.org:8501", "http", False),
        (NETWORK, "0x7f000001:8501", "http", False),
        (WITH_HOSTS, "atlas.example.org", "https", True),
        (WITH_HOSTS, "ATLAS.example.org.:8501", "http", True),
        (WITH_HOSTS, "atlas.example.org:444", "https", False),
        (WITH_HOSTS, "10.0.0.5:9000", "http", True),
        (WITH_HOSTS, "10.0.0.5:8501", "http", False),
        (WITH_HOSTS, "192.168.1.5:8501", "http", False),
        (WITH_HOSTS, "evil.atlas.example.org", "https", False),
    ],
)  # fmt: skip
def test_which_names_are_ours(rules: HostRules, host: str, scheme: str, is_ours: bool) -> None:
    assert rules.accept(host, scheme, 1234) is is_ours


def test_without_a_setting_the_port_is_the_sockets() -> None:
    rules = HostRules((), None, is_for_machine=True)
    assert rules.accept("localhost:1234", "http", 1234)
    assert not rules.accept("localhost:8501", "http", 1234)


@pytest.mark.parametrize("text", ["", " ", "a b", "user@host", "host:", "host:123456", "[::1", "http://host", "host/"])
def test_what_is_no_host(text: str) -> None:
    assert parse_authority(text) is None


def test_a_wrong_name_in_the_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", "atlas.example.org https://other.example")
    with pytest.raises(GateInvalid, match=r"'https://other\.example' is not a name of a host"):
        configured_hosts()


@pytest.mark.parametrize(
    ("address", "hosts", "is_refused"),
    [
        ("127.0.0.1", "", False),
        ("::1", "localhost:9000 127.0.0.1:9000", False),
        ("0.0.0.0", "", True),
        ("127.0.0.1", "atlas.example.org", True),
    ],
)
def test_a_server_for_this_machine_is_reached_by_nobody_else(
    monkeypatch: pytest.MonkeyPatch, address: str, hosts: str, is_refused: bool
) -> None:
    for name, value in (("ADDRESS", address), ("HOSTS", hosts), ("ACCESS", "")):
        monkeypatch.setenv(name, value)
    if is_refused:
        with pytest.raises(GateInvalid, match="ACCESS=open"):
            check_access()
    else:
        check_access()


@pytest.mark.parametrize(
    ("address", "is_here"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("10.0.0.1", False), ("testclient", False)],
)
def test_which_clients_are_this_machine(address: str, is_here: bool) -> None:
    assert is_loopback_address(address) is is_here
