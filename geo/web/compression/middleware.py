"""ASGI middleware that compresses answers; everything behind it is asked for plain ones."""

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.caching import weaken_etag
from geo.web.compression.codings import Coding, Compressor
from geo.web.compression.compressed_bodies import CompressedBodies
from geo.web.compression.media_types import is_compressible
from geo.web.compression.negotiation import preferred_coding

SMALLEST_BYTES = 1_000  # with its headers a smaller answer fits into one TCP segment anyway
LARGEST_BYTES = 8_000_000  # of a body that is compressed in one piece; Streamlit's largest script has 4.7 MB
INLINE_BYTES = 32_000  # up to here compressing (0.5 ms) costs no more than handing over to a thread
NO_CONTENT = frozenset({204, 205, 206, 304})  # or a part, whose positions are those of the plain file


class Compression:
    """Compresses every answer that gets smaller by it, as the client prefers.

    Entity tags become weak, since one stands for the plain answer and for each coding of it. What comes with its
    length is compressed whole, and once for all clients where it is public; a stream is compressed chunk by chunk, its
    first bytes at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._bodies = CompressedBodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        coding = preferred_coding(Headers(scope=scope).getlist("accept-encoding"))
        answer = _Answer(scope, send, coding, self._bodies)
        await self.app(_ask_for_plain(scope), receive, answer.send)


def _ask_for_plain(scope: Scope) -> Scope:
    """A request like this one without Accept-Encoding, so that nothing is compressed twice."""
    return {**scope, "headers": [field for field in scope["headers"] if field[0] != b"accept-encoding"]}


class _Answer:
    """The way of one answer to its client: the start decides which sender takes each part of the body."""

    def __init__(self, scope: Scope, send: Send, coding: Coding | None, bodies: CompressedBodies) -> None:
        self._scope, self._send, self._coding, self._bodies = scope, send, coding, bodies
        self._send_body = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif message["type"] == "http.response.body":
            await self._send_body(message)
        else:
            await self._send(message)

    async def _start(self, start: Message) -> None:
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] == 304:
            self._match_revalidation(headers)
        if not _may_compress(start["status"], headers):
            await self._send(start)
            return
        headers.add_vary_header("Accept-Encoding")
        if self._coding is None:
            await self._send(start)
        elif self._scope["method"] == "HEAD":
            _mark(headers, self._coding)
            await self._send(start)
        elif _length(headers) <= LARGEST_BYTES:
            self._send_body = _WholeBody(start, self._send, self._coding, self._shared_bodies(headers)).send
        else:
            _mark(headers, self._coding)
            await self._send(start)
            self._send_body = _StreamedBody(self._send, self._coding.stream()).send
