"""A file sent while it is made."""

import zlib
from collections.abc import Generator, Iterator

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.exports import Stream

GZIP = 16 + zlib.MAX_WBITS  # the container that browsers read

Pieces = Generator[bytes, None, None]


class GzipStreamingResponse(StreamingResponse):
    """A stream as the answer to a request, packed where the client can unpack; its head alone to HEAD.

    The making stops and its memory is freed when the client leaves; left to itself it would wait for the garbage
    collector, with the rows that it holds.
    """

    def __init__(self, request: Request, file: Stream, headers: dict[str, str]) -> None:
        packed = "gzip" in request.headers.get("accept-encoding", "")
        self._pieces = _packed(file.chunks) if packed else _as_they_are(file.chunks)
        told = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"} if packed else {}
        content = () if request.method == "HEAD" else self._pieces
        super().__init__(content, media_type=file.media_type, headers=headers | told)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._pieces.close()


def _as_they_are(pieces: Iterator[bytes]) -> Pieces:
    yield from pieces


def _packed(pieces: Iterator[bytes]) -> Pieces:
    """The pieces as gzip. Left to Streamlit, packing takes longer than all else: it packs as small as can be."""
    packer = zlib.compressobj(zlib.Z_BEST_SPEED, wbits=GZIP)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
