"""A file that is sent while it is made."""

import zlib
from collections.abc import Generator, Iterator

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.exports import Stream

GZIP = 16 + zlib.MAX_WBITS  # the container that browsers read (zlib manual, deflateInit2)

Chunks = Generator[bytes, None, None]


class GzipStreamingResponse(StreamingResponse):
    """A stream as the answer to a request, packed where the client can unpack; to HEAD, its headers alone.

    The chunks are closed when the client leaves: otherwise the rows that they hold would stay in memory until the
    garbage collector comes.
    """

    def __init__(self, request: Request, file: Stream, headers: dict[str, str]) -> None:
        is_packed = "gzip" in request.headers.get("accept-encoding", "")
        self._chunks = _packed(file.chunks) if is_packed else _unpacked(file.chunks)
        encoding = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"} if is_packed else {}
        content = () if request.method == "HEAD" else self._chunks
        super().__init__(content, media_type=file.media_type, headers=headers | encoding)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the chunks, and close them whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._chunks.close()


def _unpacked(chunks: Iterator[bytes]) -> Chunks:
    yield from chunks


def _packed(chunks: Iterator[bytes]) -> Chunks:
    """The chunks as gzip at its fastest; left to Streamlit, which packs at level 9, packing takes longest of all."""
    compressor = zlib.compressobj(zlib.Z_BEST_SPEED, wbits=GZIP)
    for chunk in chunks:
        yield compressor.compress(chunk)
    yield compressor.flush()
