"""One picture at a time on a server: drawing takes a core for a second or two, and the pages must go on."""

from collections.abc import Callable
from typing import TypeVar

from geo.errors import PictureBusy
from geo.storage.workspace.slots import Slots

Value = TypeVar("Value")
WAIT_S = 20.0  # for the pictures before; by judgement: some ten of them
# Those who wait take threads that answer other requests; there are 40 of them (Starlette's limit).
MAX_WAITING = 4
RETRY_AFTER_S = 10
DRAWING, WAITING = "drawing", "waiting to draw"


class DrawingQueue:
    """Runs one drawing at a time, in all processes of a server together; a few wait, and others are to come back."""

    def __init__(self, wait_s: float = WAIT_S, max_waiting: int = MAX_WAITING) -> None:
        self._wait_s = wait_s
        self._turns, self._seats = Slots(DRAWING, 1), Slots(WAITING, max_waiting)

    def run(self, draw: Callable[[], Value]) -> Value:
        """Draw once it is our turn; raises PictureBusy where that takes too long or too many wait."""
        with self._turns.take(0) as has_turn:
            if has_turn:
                return draw()
        with self._seats.take(0) as has_seat:
            if not has_seat:
                raise PictureBusy(RETRY_AFTER_S)
            with self._turns.take(self._wait_s) as has_turn:
                if not has_turn:
                    raise PictureBusy(RETRY_AFTER_S)
                return draw()
