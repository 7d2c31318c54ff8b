"""Whether whoever asked a question still wants the answer: an engine that may take long asks while it works.

A page and a request each set what watches over their questions (`watched`), and an engine computes under it
(`run_watched`). What watches is called on the thread that asked, so that a page can show how long it takes, and stops
a question by raising an exception. Whoever answers from memory asks between the parts of an answer (`check`).
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic
from typing import TypeVar

from geo.errors import QueryCancelled, QueryTimedOut

POLL_SECONDS = 0.1  # a click on Stop and a window that was closed are felt at once
INTERRUPTED_SECONDS = 5.0  # that an interrupted engine has to end; by judgement, none takes a second

Answer = TypeVar("Answer")
# Called again and again with the seconds that a question has taken; raises an exception to stop it.
Watch = Callable[[float], None]


class CancelToken:
    """A question that any thread may call off."""

    def __init__(self) -> None:
        self._is_cancelled = Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether the answer is not wanted any more."""
        return self._is_cancelled.is_set()

    def cancel(self) -> None:
        """Call the question off, and all that follow under the same token."""
        self._is_cancelled.set()

    def watch(self, _seconds: float) -> None:
        """Raise QueryCancelled where the question was called off."""
        if self.is_cancelled:
            raise QueryCancelled


def _watch_nothing(_seconds: float) -> None:
    """Let every question take its time."""


_WATCH: ContextVar[Watch] = ContextVar("watch", default=_watch_nothing)


@dataclass(frozen=True)
class Deadline:
    """When all that is asked must be answered, and how many seconds that were from its beginning."""

    at: float
    seconds: float


_DEADLINE: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def watched(watch: Watch, max_seconds: float | None = None) -> Iterator[None]:
    """Let something watch over all questions of this thread and of the tasks and threads with a copy of its context.

    `max_seconds`: how long all that is asked of a table in memory may take from now on; other engines have a limit for
    each question, and a file that is sent bit by bit may take longer than any.
    """
    deadline = None if max_seconds is None else Deadline(monotonic() + max_seconds, max_seconds)
    tokens = _WATCH.set(watch), _DEADLINE.set(deadline)
    try:
        yield
    finally:
        _WATCH.reset(tokens[0])
        _DEADLINE.reset(tokens[1])


def current_watch() -> Watch:
    """What watches over the questions of this thread."""
    return _WATCH.get()


def check(asked: str = "") -> None:
    """Raise what stops the questions of this thread, if anything does: for a loop over the parts of an answer.

    `asked`: what the answer is to, in a few words. Raises QueryTimedOut, and whatever watches raises.
    """
    deadline = _DEADLINE.get()
    if deadline is not None and monotonic() > deadline.at:
        raise QueryTimedOut(deadline.seconds, asked=asked)
    _WATCH.get()(0.0)


def run_watched(
    compute: Callable[[], Answer], interrupt: Callable[[], None], *, max_seconds: float | None = None, asked: str = ""
) -> Answer:
    """Compute an answer in another thread, and interrupt it where it is not wanted any more or takes too long.

    `interrupt` is called from this thread and makes `compute` end soon; what it raises then is dropped. `asked`: what
    the answer is to, in a few words. Raises QueryTimedOut, whatever watches raises, and what `compute` raises.
    """
    future: Future[Answer] = Future()
    started, context = monotonic(), copy_context()
    thread = Thread(target=context.run, args=(_fulfil, future, compute), daemon=True)
    thread.start()
    try:
        while True:
            try:
                return future.result(timeout=POLL_SECONDS)
            except TimeoutError:
                if future.done():  # it ended at this moment, or `compute` itself raised it
                    return future.result()
                _check_time(monotonic() - started, max_seconds, asked)
    except BaseException:
        if not future.done():
            interrupt()
            thread.join(INTERRUPTED_SECONDS)
        raise


def _check_time(seconds: float, max_seconds: float | None, asked: str) -> None:
    if max_seconds is not None and seconds > max_seconds:
        raise QueryTimedOut(max_seconds, asked=asked)
    _WATCH.get()(seconds)


def _fulfil(future: "Future[Answer]", compute: Callable[[], Answer]) -> None:
    try:
        future.set_result(compute())
    except BaseException as error:  # whoever waits raises it
        future.set_exception(error)
