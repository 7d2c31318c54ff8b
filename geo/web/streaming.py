"""A file that is sent while it is made."""

from collections.abc import Generator, Iterable
from itertools import chain, islice

from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from geo.exports import Stream

# Chunks that are made before the answer begins: the head of a file and its first rows. Where they cannot be read, the
# reason can still be the answer; later, a file can only break off.
READ_AHEAD = 2
Chunks = Generator[bytes, None, None]


class FileStreamingResponse(StreamingResponse):
    """A stream as the answer to a request; to HEAD, its headers alone.

    The chunks are closed when the client leaves: otherwise the rows that they hold would stay in memory until the
    garbage collector comes. Raises EngineFailed where not even the first of them can be made.
    """

    def __init__(self, request: Request, file: Stream, headers: dict[str, str]) -> None:
        self._chunks = _chunks(() if request.method == "HEAD" else file.chunks)
        first = list(islice(self._chunks, READ_AHEAD))
        super().__init__(chain(first, self._chunks), media_type=file.media_type, headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the chunks, and close them whatever happens."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._chunks.close()


def _chunks(chunks: Iterable[bytes]) -> Chunks:
    """The chunks as a generator, which can be closed."""
    yield from chunks
