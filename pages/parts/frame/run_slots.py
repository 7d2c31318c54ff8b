"""How many runs of the page compute at once: the others wait in their order, which serves everybody sooner.

Python computes on one thread at a time. Of fifty runs that take turns of some milliseconds all end late, and the thread
that reads from and writes to all connections waits for its turn among them.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic

# Measured with 200 people at a million incidents (docs/decisions/0056): two at once take 0.19 s of processor a run in
# place of 0.15, for they wait for each other in Python, and no more of them end.
N_RUNS = 1
# A run counts for so long: one that reads a file or asks a database for minutes holds nobody up. By judgement, some
# times what a run takes.
MAX_SECONDS = 0.5


class RunSlots:
    """Room for `n_runs` runs at once, in order of arrival; each counts for at most `max_seconds`."""

    def __init__(self, n_runs: int, max_seconds: float) -> None:
        self._n_runs, self._max_seconds = n_runs, max_seconds
        self._lock, self._has_changed = Lock(), Event()
        self._waiting: deque[Event] = deque()
        self._started: dict[Event, float] = {}

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait until there is room, and take it until the block ends."""
        turn = Event()
        with self._lock:
            self._waiting.append(turn)
            self._waiting[0].set()
        turn.wait()
        while (seconds := self._enter(turn)) > 0:
            self._has_changed.wait(seconds)
        try:
            yield
        finally:
            with self._lock:
                del self._started[turn]
                self._has_changed.set()

    def _enter(self, turn: Event) -> float:
        """Start the run whose turn it is, or say after how many seconds there is room at the latest."""
        with self._lock:
            self._has_changed.clear()
            now = monotonic()
            ends = sorted(end for start in self._started.values() if (end := start + self._max_seconds) > now)
            if len(ends) >= self._n_runs:
                return ends[-self._n_runs] - now
            self._started[turn] = now
            self._waiting.popleft()
            if self._waiting:
                self._waiting[0].set()
            return 0.0


SLOTS = RunSlots(N_RUNS, MAX_SECONDS)
