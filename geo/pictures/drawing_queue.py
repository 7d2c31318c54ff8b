"""One picture at a time: drawing takes a core for a second or two, and the pages must go on."""

from collections.abc import Callable
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from geo.errors import PictureBusy

Value = TypeVar("Value")
WAIT_S = 20.0  # for the pictures before; by judgement: some ten of them
# Those who wait take threads that answer other requests; there are 40 of them (Starlette's limit).
MAX_WAITING = 4
RETRY_AFTER_S = 10


class DrawingQueue:
    """Runs one drawing at a time; a few wait for their turn, and others are told to come back."""

    def __init__(self, wait_s: float = WAIT_S, max_waiting: int = MAX_WAITING) -> None:
        self._wait_s, self._max_waiting = wait_s, max_waiting
        self._turn, self._lock, self._n_waiting = BoundedSemaphore(1), Lock(), 0

    def run(self, draw: Callable[[], Value]) -> Value:
        """Draw once it is our turn; raises PictureBusy where that takes too long or too many wait."""
        self._wait()
        try:
            return draw()
        finally:
            self._turn.release()

    def _wait(self) -> None:
        if self._turn.acquire(blocking=False):
            return
        with self._lock:
            if self._n_waiting >= self._max_waiting:
                raise PictureBusy(RETRY_AFTER_S)
            self._n_waiting += 1
        try:
            if not self._turn.acquire(timeout=self._wait_s):
                raise PictureBusy(RETRY_AFTER_S)
        finally:
            with self._lock:
                self._n_waiting -= 1
