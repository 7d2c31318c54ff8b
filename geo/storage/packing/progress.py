"""How far a long step is, told now and then: what is done, how quickly, and how long the rest will take."""

import time
from collections.abc import Callable

from geo.core.formatting import pluralize

Say = Callable[[str], None]
EVERY_SECONDS = 5.0


class Progress:
    """Counts the rows of one step."""

    def __init__(self, say: Say, doing: str, n_rows: int = 0) -> None:
        self._say, self._doing, self._n_rows = say, doing, n_rows
        self._done = self._at_start = 0
        self._start = self._last = time.monotonic()

    def skip(self, n_rows: int) -> None:
        """Count rows that an earlier run has done."""
        self._done += n_rows
        self._at_start += n_rows

    def add(self, n_rows: int) -> None:
        """Count rows that are done, and tell if it is time to."""
        self._done += n_rows
        now = time.monotonic()
        if now - self._last >= EVERY_SECONDS:
            self._last = now
            self._say(f"{self._doing}: {self._describe(now)}")

    def finish(self) -> None:
        """Tell that the step is over."""
        seconds = time.monotonic() - self._start
        self._say(f"{self._doing}: {pluralize(self._done, 'row')}, {seconds:,.1f} s.")

    def _describe(self, now: float) -> str:
        rate = (self._done - self._at_start) / max(now - self._start, 1e-9)
        share = f" of {self._n_rows:,}" if self._n_rows else ""
        rest = f", {(self._n_rows - self._done) / rate:,.0f} s to go" if self._n_rows and rate else ""
        return f"{self._done:,}{share} rows, {rate:,.0f} a second{rest} …"
