"""A session belongs to the browser that began it: nobody else goes on with it, sends files to it or reads its own."""

from collections.abc import Iterator

import pytest
from websockets.exceptions import ConnectionClosed

from tests.geo.gate.raw_requests import ask
from tests.geo.gate.websocket_client import Reader
from tests.serving import Server, serve_script


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve_script(environment={"ACCESS": "machine", "HOSTS": "", "UPLOAD_MB": "1"}) as server:
        yield server


@pytest.fixture
def reader(server: Server) -> Iterator[Reader]:
    reader = Reader.come(server)
    yield reader
    reader.leave()


@pytest.fixture
def thief(server: Server) -> Iterator[Reader]:
    reader = Reader.come(server)
    yield reader
    reader.leave()


def test_a_browser_has_its_cookie_from_the_first_page_on(server: Server, reader: Reader) -> None:
    answer = ask(server, "/map")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("faultline_visitor=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    assert "private" in answer.headers["cache-control"]
    assert "set-cookie" not in ask(server, "/map", reader.cookie_header).headers
    assert "set-cookie" not in ask(server, "/api/facets.json").headers


def test_a_reader_goes_on_with_the_session_after_a_break(reader: Reader) -> None:
    session = reader.connect()
    reader.leave()
    assert reader.connect(session) == session


def test_nobody_takes_over_a_session_by_its_id_alone(server: Server, reader: Reader, thief: Reader) -> None:
    session = reader.connect()
    assert thief.connect(session) != session
    bare = Reader(server)
    assert bare.connect(session) != session
    bare.leave()
    reader.run()  # and the reader is still connected
    assert reader.read_session_id() == session
    reader.leave()
    assert thief.connect(session) != session


def test_a_file_is_sent_to_ones_own_session_only(server: Server, reader: Reader, thief: Reader) -> None:
    session = reader.connect()
    assert thief.upload(session, b"a,b\n1,2\n").status == 403
    bare = Reader(server, {name: value for name, value in reader.cookies.items() if name == "_streamlit_xsrf"})
    assert bare.upload(session, b"a,b\n1,2\n").status == 403
    assert reader.upload(session, b"a,b\n1,2\n").status == 204


def test_a_file_that_is_too_large_is_refused_while_it_arrives(reader: Reader) -> None:
    session = reader.connect()
    assert reader.upload(session, b"x" * 1_000_000).status == 204
    assert reader.upload(session, b"x" * 3_000_000).status == 413


def test_a_message_that_is_too_large_ends_the_connection(reader: Reader) -> None:
    reader.connect()
    with pytest.raises(ConnectionClosed, match="1009"):
        send_and_read_on(reader, b"\0" * 41_000_000)


def send_and_read_on(reader: Reader, content: bytes) -> None:
    """Send a message and read what comes until the connection ends."""
    reader.send(content)
    while True:
        reader.read_session_id()
