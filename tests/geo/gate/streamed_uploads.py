"""A file that is sent bit by bit over a bare socket, for as long as the server takes it."""

import select
import socket
from dataclasses import dataclass

from tests.geo.gate.raw_requests import PATIENCE_SECONDS
from tests.geo.gate.websocket_client import Reader

PART = b"x" * 65_536
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
END = b"\r\n--b--\r\n"


@dataclass(frozen=True)
class Sent:
    """What came of it: the status, and the bytes that had been sent when it came."""

    status: int
    n_bytes: int


def stream_file(reader: Reader, session: str, n_bytes: int, *, file_id: str = "0" * 32, states_size: bool) -> Sent:
    """Send a file of so many bytes to a session of a reader, with its size in the head or in chunks without any."""
    authority = reader.server.removeprefix("http://")
    host, _, port = authority.partition(":")
    size = f"Content-Length: {len(HEAD) + n_bytes + len(END)}" if states_size else "Transfer-Encoding: chunked"
    cookie = reader.cookie_header["Cookie"]
    lines = (
        f"PUT /_stcore/upload_file/{session}/{file_id} HTTP/1.1", f"Host: {authority}", f"Cookie: {cookie}", size,
        f"X-Xsrftoken: {reader.cookies.get('_streamlit_xsrf', '')}", "Content-Type: multipart/form-data; boundary=b",
        "Connection: close", "", "",
    )  # fmt: skip
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        n_sent = _send_body(connection, n_bytes, is_chunked=not states_size)
        return Sent(_read_status(connection), n_sent)


def _send_body(connection: socket.socket, n_bytes: int, *, is_chunked: bool) -> int:
    """Send until the end, or until an answer comes; returns the bytes of the file that were sent."""
    n_sent = 0
    _send(connection, HEAD, is_chunked=is_chunked)
    while n_sent < n_bytes and not select.select([connection], [], [], 0)[0]:
        part = PART[: n_bytes - n_sent]
        _send(connection, part, is_chunked=is_chunked)
        n_sent += len(part)
    if n_sent == n_bytes:
        _send(connection, END, is_chunked=is_chunked)
        if is_chunked:
            connection.sendall(b"0\r\n\r\n")
    return n_sent


def _send(connection: socket.socket, part: bytes, *, is_chunked: bool) -> None:
    connection.sendall(b"%x\r\n%s\r\n" % (len(part), part) if is_chunked else part)


def _read_status(connection: socket.socket) -> int:
    answer = b""
    while b"\r\n" not in answer and (part := connection.recv(4_096)):
        answer += part
    return int(answer.split()[1])
