"""ASGI middleware that compresses answers; everything behind it is asked for plain ones."""

from collections.abc import Callable

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.web.caching import weaken_etag
from geo.web.compression.codings import Coding, Compressor
from geo.web.compression.compressed_bodies import CompressedBodies
from geo.web.compression.media_types import is_compressible
from geo.web.compression.negotiation import preferred_coding

SMALLEST_BYTES = 1_000  # a smaller answer fits into one TCP segment with its headers anyway
LARGEST_BYTES = 8_000_000  # of a body that is compressed in one piece; Streamlit's largest script has 4.7 MB
INLINE_BYTES = 32_000  # compressing these takes 0.5 ms, a thread would take as long to wake
BODILESS = frozenset({204, 205, 304})
PARTIAL = 206  # its positions are those of the plain file

Compress = Callable[[bytes], bytes]


class Compression:
    """Compresses every answer that gets smaller by it, in the coding that the client prefers.

    Entity tags become weak, since one stands for the plain answer and for each coding of it. What states its length is
    compressed in one piece, and once for all clients where it is public. A stream is compressed chunk by chunk, and
    its first bytes leave at once.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._bodies = CompressedBodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(_ask_for_plain(scope), receive, _Answer(scope, send, self._bodies).send)


def _ask_for_plain(scope: Scope) -> Scope:
    """The request without its Accept-Encoding: what is compressed behind us could not be compressed better here."""
    return {**scope, "headers": [field for field in scope["headers"] if field[0] != b"accept-encoding"]}


class _Answer:
    """The way of an answer to its client: its start decides how each part of its body goes on."""

    def __init__(self, scope: Scope, send: Send, bodies: CompressedBodies) -> None:
        self._request, self._is_head = Headers(scope=scope), scope["method"] == "HEAD"
        self._send, self._send_body = send, send
        self._bodies = bodies

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        if message["type"] == "http.response.start":
            start = {**message, "headers": list(message.get("headers", ()))}
            await self._start(start, MutableHeaders(raw=start["headers"]))
        elif message["type"] == "http.response.body":
            await self._send_body(message)
        else:
            await self._send(message)

    async def _start(self, start: Message, headers: MutableHeaders) -> None:
        if start["status"] == 304:
            _restore_etag(headers, self._request)
        coding = self._choose_coding(start["status"], headers)
        if coding is None:
            await self._send(start)
        elif self._is_head:
            _state_coding(headers, coding)
            await self._send(start)
        elif _is_one_piece(headers):
            self._send_body = _WholeBody(start, coding, self._compress_function(headers, coding), self._send).send
        else:
            _state_coding(headers, coding)
            await self._send(start)
            self._send_body = _StreamedBody(coding.stream(), self._send).send

    def _choose_coding(self, status: int, headers: MutableHeaders) -> Coding | None:
        if not _gains_by_coding(status, headers):
            return None
        _vary_by_coding(headers)
        return preferred_coding(self._request.getlist("accept-encoding"))

    def _compress_function(self, headers: Headers, coding: Coding) -> Compress:
        """How to compress a body: one that is for everybody is looked up first."""
        if "public" not in headers.get("cache-control", ""):
            return coding.compress_quickly
        return lambda body: self._bodies.compress(coding, body)


class _WholeBody:
    """Collects a body whose length is known, and sends it compressed if that is shorter."""

    def __init__(self, start: Message, coding: Coding, compress: Compress, send: Send) -> None:
        self._start, self._coding, self._compress, self._send = start, coding, compress, send
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        """Take a part, and send everything with the last."""
        self._parts.append(message.get("body", b""))
        if message.get("more_body", False):
            return
        body = b"".join(self._parts)
        compressed = await _run(self._compress, body)
        if len(compressed) < len(body):
            headers = MutableHeaders(raw=self._start["headers"])
            _state_coding(headers, self._coding)
            headers["Content-Length"] = str(len(compressed))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": min(compressed, body, key=len)})


class _StreamedBody:
    """Compresses and sends a body part by part; the first part is sent in full, so that the client sees a beginning."""

    def __init__(self, compressor: Compressor, send: Send) -> None:
        self._compressor, self._send = compressor, send
        self._is_first = True

    async def send(self, message: Message) -> None:
        """Send a part, or what of it the compressor does not hold back."""
        part = message.get("body", b"")
        is_last = not message.get("more_body", False)
        compressed = await _run(self._compressor.compress, part)
        if is_last:
            compressed += self._compressor.finish()
        elif part and self._is_first:
            compressed += self._compressor.flush()
            self._is_first = False
        if compressed or is_last:
            await self._send({"type": "http.response.body", "body": compressed, "more_body": not is_last})


async def _run(compress: Compress, body: bytes) -> bytes:
    """Compress, in a thread where it would hold up other answers."""
    return compress(body) if len(body) <= INLINE_BYTES else await to_thread.run_sync(compress, body)


def _gains_by_coding(status: int, headers: Headers) -> bool:
    if status in BODILESS or status == PARTIAL or "content-encoding" in headers:
        return False
    if "no-transform" in headers.get("cache-control", ""):
        return False
    length = _length(headers)
    return is_compressible(headers.get("content-type", "")) and (length is None or length >= SMALLEST_BYTES)


def _is_one_piece(headers: Headers) -> bool:
    length = _length(headers)
    return length is not None and length <= LARGEST_BYTES


def _length(headers: Headers) -> int | None:
    """The stated length of a body in bytes."""
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def _state_coding(headers: MutableHeaders, coding: Coding) -> None:
    """State the coding of the body, whose length and positions are then others than those of the plain one."""
    headers["Content-Encoding"] = coding.name
    del headers["Content-Length"], headers["Accept-Ranges"]
    if "etag" in headers:
        headers["ETag"] = weaken_etag(headers["etag"])


def _restore_etag(headers: MutableHeaders, request: Headers) -> None:
    """Let a 304 have the entity tag and Vary of the answer that the client has (RFC 9110 §15.4.5)."""
    weak = weaken_etag(headers.get("etag", ""))
    if weak and weak in ",".join(request.getlist("if-none-match")):
        headers["ETag"] = weak
        _vary_by_coding(headers)


def _vary_by_coding(headers: MutableHeaders) -> None:
    """Tell caches that the answer depends on Accept-Encoding; Streamlit says so of some answers itself."""
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")
