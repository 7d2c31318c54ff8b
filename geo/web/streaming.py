"""A file that is sent while it is made."""

from collections.abc import Generator, Iterator

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.exports import Stream

Chunks = Generator[bytes, None, None]


class FileStreamingResponse(StreamingResponse):
    """A stream as the answer to a request; to HEAD, its headers alone.

    The chunks are closed when the client leaves: otherwise the rows that they hold would stay in memory until the
    garbage collector comes.
    """

    def __init__(self, request: Request, file: Stream, headers: dict[str, str]) -> None:
        self._chunks = _chunks(file.chunks)
        content = () if request.method == "HEAD" else self._chunks
        super().__init__(content, media_type=file.media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the chunks, and close them whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._chunks.close()


def _chunks(chunks: Iterator[bytes]) -> Chunks:
    """The chunks as a generator, which can be closed."""
    yield from chunks
