"""Requests over a bare socket, with exactly the headers that a test wants; and an address of each kind."""

import socket
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from geo.gate.address_kinds import (
    AGENT,
    API,
    ASSETS,
    COMPONENT,
    HEALTH,
    LOGIN,
    MEDIA,
    METRICS,
    PAGE,
    PRIVATE_API,
    STREAMLIT,
    TILES,
    UPLOAD,
    WEBSOCKET,
    AddressKind,
)

ADDRESSES: Mapping[AddressKind, str] = {
    HEALTH: "/_stcore/health",
    METRICS: "/_stcore/metrics",
    AGENT: "/_stcore/agent/openapi.json",
    LOGIN: "/login",
    WEBSOCKET: "/_stcore/stream",
    UPLOAD: "/_stcore/upload_file/none/none",
    MEDIA: "/media/none.csv",
    COMPONENT: "/component/streamlit_folium.st_folium/index.html",
    STREAMLIT: "/_stcore/host-config",
    PRIVATE_API: "/api/facets.json?data=none",
    API: "/api/facets.json",
    TILES: "/tiles/density/0/0/0.png",
    ASSETS: "/favicon.png",
    PAGE: "/map",
}
PATIENCE_SECONDS = 180  # the first answer of a server waits for its index, on a machine that is busy
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


class Answer(NamedTuple):
    """The status, the headers by names in small letters, the content and the cookies of an answer."""

    status: int
    headers: dict[str, str]
    content: bytes
    cookies: tuple[str, ...] = ()


def ask(
    server: str, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", body: bytes = b""
) -> Answer:
    """The answer to one request; a blank header is left out, Host included."""
    authority = server.removeprefix("http://")
    fields = {"Host": authority, "Connection": "close", "Content-Length": str(len(body)), **(headers or {})}
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return ask_in_lines(server, f"{method} {path}", lines, body=body)


def ask_in_lines(server: str, request: str, lines: Sequence[str], *, body: bytes = b"") -> Answer:
    """The answer to one request with exactly these lines, of which several may be of one header."""
    host, _, port = server.removeprefix("http://").partition(":")
    text = "\r\n".join([f"{request} HTTP/1.1", *lines, "", ""])
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(text.encode("latin-1") + body)
        return _read(connection)


def ask_kind(server: str, kind: AddressKind, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to a request for an address of a kind."""
    if kind is WEBSOCKET:
        return ask(server, ADDRESSES[kind], {**HANDSHAKE, **(headers or {})})
    return ask(server, ADDRESSES[kind], headers, method="PUT" if kind is UPLOAD else "GET")


def _read(connection: socket.socket) -> Answer:
    content = b""
    while part := connection.recv(65536):
        content += part
        if content.startswith(b"HTTP/1.1 101 ") and b"\r\n\r\n" in content:
            break  # a websocket stays open
    head, _, body = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
    cookies = tuple(value for name, value in pairs if name == "set-cookie")
    return Answer(int(first.split()[1]), dict(pairs), body, cookies)
