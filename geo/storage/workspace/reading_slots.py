"""How many files a server reads at a time, in all its processes together."""

import math
from collections.abc import Callable
from contextlib import AbstractContextManager

from geo.storage.workspace.slots import Slots

MAX_READING = 2  # by judgement: each may take a core and gigabytes; the others wait
READING = Slots("reading", MAX_READING)
IS_WAITING = "Waiting for another file that is being read …"


def take_reading_slot(on_progress: Callable[[str], None] = lambda _: None) -> AbstractContextManager[bool]:
    """Wait for the turn to read a file, and keep it while the block runs; `on_progress` is called where it waits."""
    return READING.take(math.inf, on_wait=lambda: on_progress(IS_WAITING))
