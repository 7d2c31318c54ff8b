"""Files sent to a real server as Streamlit's script sends them: cut while they stream, bounded, and given back."""

from collections.abc import Iterator

import pytest

from tests.bench.measurement import pss_mb
from tests.geo.gate.streamed_uploads import stream_file
from tests.geo.gate.websocket_client import Reader
from tests.servers import wait_until
from tests.serving import Server, serve_script

MEGABYTE = 1024 * 1024
# Of one file, and of all that nobody has stored: a page has a quarter of these. Ten more than four pages fill, for what
# the pages of another test had is counted until their sessions are swept.
UPLOAD_MB, UPLOADS_MB = 20, 170
# What the system's buffers on both sides may hold beyond what the server has read: 6 and 4 MB (tcp_rmem, tcp_wmem).
BUFFERS = 10 * MEGABYTE
# Of the files that go, the least that the system must have back: what else a server reads meanwhile is less.
RELEASED_SHARE = 0.7


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    environment = {"ACCESS": "machine", "UPLOAD_MB": str(UPLOAD_MB), "UPLOADS_MB": str(UPLOADS_MB), "SHARED": "1"}
    # Sessions end with their websockets, at the next sweep, and not two minutes later.
    with serve_script(environment={**environment, "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "0"}) as server:
        yield server


@pytest.fixture
def readers(server: Server) -> Iterator[list[Reader]]:
    readers = [Reader.come(server) for _ in range(5)]
    yield readers
    for reader in readers:
        reader.leave()


@pytest.mark.parametrize("states_size", [True, False])
def test_a_file_beyond_the_limit_is_cut_while_it_streams(readers: list[Reader], states_size: bool) -> None:
    session = readers[0].connect()
    sent = stream_file(readers[0], session, 90 * MEGABYTE, states_size=states_size)
    assert sent.status == 413
    assert sent.n_bytes < (0 if states_size else UPLOAD_MB * MEGABYTE) + BUFFERS
    assert stream_file(readers[0], session, MEGABYTE, states_size=states_size).status == 204


def test_unread_uploads_are_bounded_and_release_their_memory(server: Server, readers: list[Reader]) -> None:
    sessions = [reader.connect() for reader in readers]
    statuses = [
        [send(reader, session, number) for number in range(10)]
        for reader, session in zip(readers, sessions, strict=True)
    ]
    # A page has its share, what the last page would add is more than all have together.
    assert statuses[:4] == [[204, 204, *[413] * 8]] * 4
    assert statuses[4] == [503] * 10
    full_mb = pss_mb(server.pid)
    for reader in readers[:4]:
        reader.leave()
    wait_until(lambda: send(readers[4], sessions[4], 0) == 204)
    wait_until(lambda: pss_mb(server.pid) < full_mb - RELEASED_SHARE * (UPLOADS_MB - UPLOAD_MB))


def send(reader: Reader, session: str, number: int) -> int:
    """The status of a file of the largest size that is taken."""
    return stream_file(reader, session, UPLOAD_MB * MEGABYTE, file_id=f"{number:032x}", states_size=True).status
