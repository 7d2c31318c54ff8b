"""Files that nobody has stored yet take up so much memory of a page, and of the server, and no more."""

import contextlib

import pytest

from geo.gate.body_limits import FORM_BYTES, MEGABYTE
from geo.gate.gate import Gate
from geo.gate.upload_room import SHARES, UploadRoom
from tests.geo.gate.gated_app import NoSessions, ask_gate, read_all

TOTAL_MB = 8
SHARE = TOTAL_MB // SHARES * MEGABYTE


class Sessions(NoSessions):
    """Sessions that hold so many bytes."""

    def __init__(self, **sizes: int) -> None:
        self.sizes = sizes

    def upload_bytes(self) -> dict[str, int]:
        return self.sizes


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPLOADS_MB", str(TOTAL_MB))
    monkeypatch.setenv("UPLOAD_MB", "50")


def send(reader: NoSessions, session: str, n_bytes: int, *, states_size: bool = False) -> tuple[int, bytes]:
    headers = {"content-length": str(n_bytes)} if states_size else {}
    parts = [bytes(100_000)] * (n_bytes // 100_000)
    path = f"/_stcore/upload_file/{session}/x"
    status, _, content = ask_gate(Gate(read_all, reader), path, headers, method="PUT", body=parts)
    return status, content


def test_a_page_has_its_share_and_no_more() -> None:
    assert send(Sessions(), "a", SHARE)[0] == 200
    assert send(Sessions(), "a", SHARE + 2 * FORM_BYTES)[0] == 413
    assert send(Sessions(a=SHARE // 2), "a", SHARE // 2)[0] == 200
    status, content = send(Sessions(a=SHARE), "a", 100_000)
    assert (status, b"Store or remove them first" in content) == (413, True)


def test_all_pages_together_have_what_the_server_has() -> None:
    others = {f"s{number}": SHARE for number in range(SHARES)}
    status, content = send(Sessions(**others), "new", 100_000)
    assert (status, b"Try again in a minute" in content) == (503, True)
    others["s0"] = SHARE // 2
    assert send(Sessions(**others), "new", SHARE // 2)[0] == 200
    status, content = send(Sessions(**others), "new", SHARE // 2 + 2 * FORM_BYTES)
    assert (status, b"Try again in a minute" in content) == (503, True)


def test_what_is_arriving_counts_until_its_end() -> None:
    room = UploadRoom(Sessions())
    with room.count("a") as first, room.count("a") as second:
        first(SHARE // 2)
        second(SHARE // 4)
        assert room.left_bytes("a") == SHARE // 4
        assert room.left_bytes("b") == SHARE
    assert room.left_bytes("a") == SHARE


def test_what_breaks_off_counts_no_longer() -> None:
    room = UploadRoom(Sessions())
    with contextlib.suppress(ConnectionError), room.count("a") as count:
        count(SHARE)
        raise ConnectionError
    assert room.left_bytes("a") == SHARE
    assert not room._arriving
