"""What the gate reads of a request: a few headers, and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import Scope

from geo.gate.address_kinds import AddressKind, kind_of

# Everything that the gate decides by. Any other header is not looked at.
NAMES = frozenset(
    (b"host", b"origin", b"cookie", b"authorization", b"accept", b"content-length", b"sec-websocket-protocol",
     b"sec-fetch-site", b"sec-fetch-mode", b"sec-fetch-dest")
)  # fmt: skip
JOINTS = {b"cookie": "; "}  # RFC 9110, §5.3, and RFC 6265, §5.4: how several lines of one header are one
SAFE_METHODS = ("GET", "HEAD")
WEB_SCHEMES = {"ws": "http", "wss": "https"}


@dataclass(frozen=True)
class RequestHead:
    """A request as the gate sees it. `headers`: those of NAMES, by name; several of one name are joined."""

    kind: AddressKind
    path: str
    method: str
    scheme: str
    client: str
    socket_port: int | None
    headers: Mapping[str, str]

    @classmethod
    def from_scope(cls, scope: Scope) -> "RequestHead":
        """The head of a request of HTTP or of a websocket."""
        is_websocket = scope["type"] == "websocket"
        client, server = scope.get("client"), scope.get("server")
        return cls(
            kind=kind_of(scope["path"], scope.get("query_string", b""), is_websocket=is_websocket),
            path=scope["path"],
            method="GET" if is_websocket else scope["method"],
            scheme=WEB_SCHEMES.get(str(scope["scheme"]), str(scope["scheme"])),
            client=client[0] if client else "",
            socket_port=server[1] if server else None,
            headers=_read_headers(scope),
        )

    @property
    def is_safe(self) -> bool:
        """Whether the request changes nothing."""
        return self.method in SAFE_METHODS

    @property
    def is_navigation(self) -> bool:
        """Whether a browser asks for it to show it in place of a page."""
        return self.is_safe and self.headers.get("sec-fetch-mode") == "navigate"

    def header(self, name: str) -> str:
        """The value of a header; blank where it is missing."""
        return self.headers.get(name, "")


def _read_headers(scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in NAMES:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            headers[key] = f"{headers[key]}{JOINTS.get(name, ', ')}{text}" if key in headers else text
    return headers
