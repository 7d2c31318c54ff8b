"""The gate before an app of a test, and requests to it without a server."""

import asyncio
from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.gate.gate import Gate
from geo.gate.session_owners import SessionReader


class NoSessions(SessionReader):
    """Sessions of which nothing is known."""

    def read_session_id(self, message: bytes) -> str:
        return message.decode().removeprefix("session ") if message.startswith(b"session ") else ""

    def upload_bytes(self) -> Mapping[str, int]:
        return {}

    def media_sessions(self, path: str) -> Iterable[str]:
        return [path.removeprefix("/media/of-")] if path.startswith("/media/of-") else []


async def read_all(_scope: Scope, receive: Receive, send: Send) -> None:
    """An app that reads the whole body and says how much that was."""
    n_bytes = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        n_bytes += len(message.get("body", b""))
        if not message.get("more_body", False):
            break
    headers = [(b"cache-control", b"public, max-age=0"), (b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": str(n_bytes).encode()})


def make_gate(app: ASGIApp = read_all) -> Gate:
    """The gate before an app, by the settings of now."""
    return Gate(app, NoSessions())


def ask_gate(
    gate: Gate, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", body: Iterable[bytes] = (),
    client: str = "127.0.0.1",
) -> tuple[int, dict[str, str], bytes]:  # fmt: skip
    """The status, headers and content of the gate's answer; a body comes in parts."""
    fields = {"host": "127.0.0.1:8501", **(headers or {})}
    scope: Scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in fields.items()],
        "client": (client, 40000),
        "server": ("127.0.0.1", 8501),
    }
    return asyncio.run(_ask(gate, scope, body))


async def _ask(gate: Gate, scope: Scope, body: Iterable[bytes]) -> tuple[int, dict[str, str], bytes]:
    parts, sent = iter(body), list[Message]()

    async def receive() -> Message:
        part = next(parts, None)
        return {"type": "http.request", "body": part or b"", "more_body": part is not None}

    async def send(message: Message) -> None:
        sent.append(message)

    await gate(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])
