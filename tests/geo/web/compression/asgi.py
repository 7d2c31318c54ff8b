"""Asks an ASGI application and keeps every byte and message as it was sent."""

import asyncio
import gzip
from dataclasses import dataclass, field

import brotli
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    """An answer as it left the server."""

    status: int = 0
    headers: Headers = field(default_factory=Headers)
    parts: list[bytes] = field(default_factory=list)
    is_over: bool = False

    @property
    def encoding(self) -> str:
        return self.headers.get("content-encoding", "identity")

    @property
    def sent(self) -> bytes:
        return b"".join(self.parts)

    @property
    def content(self) -> bytes:
        """The body as a client reads it; the decoders are those of other people."""
        decoders = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
        return bytes(decoders[self.encoding](self.sent))


def ask(app: ASGIApp, path: str = "/", *, method: str = "GET", **headers: str) -> Answer:
    """Ask for a path; the names of headers with _ for -."""
    answer = Answer()
    fields = [(name.replace("_", "-").lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    path, _, query = path.partition("?")
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": fields, "http_version": "1.1", "asgi": {"version": "3.0", "spec_version": "2.4"},
        "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1), "root_path": "",
    }  # fmt: skip

    requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not requests:
            await asyncio.Event().wait()  # the client stays
        return requests.pop()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert not answer.status, "the answer starts twice"
            answer.status, answer.headers = message["status"], Headers(raw=list(message["headers"]))
        elif message["type"] == "http.response.body":
            assert answer.status, "the body comes before the start"
            assert not answer.is_over, "the body goes on after its end"
            answer.parts.append(message.get("body", b""))
            answer.is_over = not message.get("more_body", False)

    async def call() -> None:
        await app(scope, receive, send)

    asyncio.run(call())
    return answer
