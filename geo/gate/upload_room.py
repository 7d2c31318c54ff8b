"""Room for files that pages have taken and nobody has stored yet: Streamlit holds each in memory."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geo.gate import refusal
from geo.gate.body_limits import FORM_BYTES, MEGABYTE
from geo.gate.refusal import Refusal
from geo.gate.session_owners import SessionReader
from geo.settings import uploads_megabytes

# By judgement: four people who add files at once, each some of the largest that a server takes.
SHARES = 4


class UploadRoom:
    """The bytes that sessions may still add. Used by the server's event loop alone."""

    def __init__(self, reader: SessionReader) -> None:
        self._reader = reader
        self._max_bytes = uploads_megabytes() * MEGABYTE
        self._arriving: Counter[str] = Counter()

    def left_bytes(self, session: str) -> int:
        """How many bytes a session may add now: of its own share, and of what all have together."""
        in_memory = self._count_bytes()
        return min(self._max_bytes // SHARES - in_memory[session], self._max_bytes - in_memory.total())

    def refuse(self, session: str) -> Refusal | None:
        """Why a session may add nothing now; None where it may."""
        if self.left_bytes(session) > 0:
            return None
        return self._name_shortage(self._count_bytes(), session)

    def limit_body(self, session: str, max_bytes: int) -> tuple[int, Refusal]:
        """The bytes that a body may have, of at most `max_bytes`, and why one that has more is refused."""
        room_bytes = max(0, self.left_bytes(session)) + FORM_BYTES
        if room_bytes >= max_bytes:
            return max_bytes, refusal.TOO_LARGE
        return room_bytes, self._name_shortage(self._count_bytes(), session)

    def _name_shortage(self, in_memory: Counter[str], session: str) -> Refusal:
        """Whose room is the smaller one: the session's own, or that of all."""
        is_own = self._max_bytes // SHARES - in_memory[session] <= self._max_bytes - in_memory.total()
        return refusal.NO_ROOM_OF_OWN if is_own else refusal.NO_ROOM

    def _count_bytes(self) -> Counter[str]:
        """The bytes in memory by session: files that are there, and what has arrived of others."""
        return Counter(self._reader.upload_bytes()) + self._arriving

    @contextmanager
    def count(self, session: str) -> Iterator[Callable[[int], None]]:
        """Count what arrives for a session, by the function that the block gets, until it is taken."""
        n_bytes = 0

        def add(number: int) -> None:
            nonlocal n_bytes
            n_bytes += number
            self._arriving[session] += number

        try:
            yield add
        finally:
            self._arriving[session] -= n_bytes
            if self._arriving[session] <= 0:
                del self._arriving[session]
