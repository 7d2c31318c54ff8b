"""How many files a server reads at a time, in all its processes together, and how many wait for that."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from geo.storage.workspace.waiting_queue import WaitingQueue

MAX_READING = 2  # by judgement: each may take a core and gigabytes; the others wait
MAX_WAITING = 20  # by judgement: at some 10 s a file the last waits two minutes
MAX_OF_PERSON = 6  # files of one person that are read or wait: three tabs with two servers to each, by judgement
WAIT_SECONDS = 600.0  # by judgement: longer, nobody looks at the page any more
READING = WaitingQueue("reading", MAX_READING, MAX_WAITING, MAX_OF_PERSON, "file")


def take_reading_slot(
    on_progress: Callable[[str], None] = lambda _: None, person: str = ""
) -> AbstractContextManager[None]:
    """Wait for the turn to read a file, and keep it while the block runs.

    `on_progress` is called with each place in the queue, in words; `person` is whose file it is, so that nobody takes
    all places. Raises QueueFull, before anything is read, where too many wait.
    """
    return READING.take(person, WAIT_SECONDS, lambda place: on_progress(place.describe(READING.noun)))
