"""Questions that take long or fail: the page says so and offers a way out, and the selection stays as it was.

A run watches over all that it asks (geo/query/cancellation.py). Every second call of Streamlit ends the run where
something else was clicked or the window was closed, and so ends the question too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.errors import EngineFailed, QueryCancelled
from geo.query import cancellation
from geo.query.limits import query_seconds
from pages.parts.frame import run_slots, state
from pages.parts.frame.direction import isolate_right_to_left

SHOWN_AFTER_SECONDS = 1.0  # by judgement: what is quicker needs no words
STOPPED = "stopped question"
STOPPED_TEXT = "Stopped. The selection is as you chose it."


@dataclass
class Outcome:
    """Whether all that was asked in a part of the page was answered."""

    has_failed: bool = False


class PageWatch:
    """Shows in its place that the questions of a run take long, with a button that stops them.

    `key`: of the part of the page that asks; parts that rerun alone have a place of their own.
    """

    def __init__(self, place: DeltaGenerator, key: str) -> None:
        self._place, self._key, self._started = place, key, monotonic()
        self._line: DeltaGenerator | None = None
        self.failures: set[str] = set()  # that the page shows already

    def __call__(self, _seconds: float) -> None:
        """Show how long all of them take; raise QueryCancelled where the same questions were stopped before."""
        is_stopped = st.session_state.get(STOPPED) == _question()
        if monotonic() - self._started < SHOWN_AFTER_SECONDS:
            return
        if is_stopped:
            raise QueryCancelled
        self._show()

    def end(self) -> None:
        """Show nothing any more."""
        if self._line is not None:
            self._place.empty()

    def _show(self) -> None:
        if self._line is None:
            with self._place.container(horizontal=True, vertical_alignment="center", key=f"waiting {self._key}"):
                self._line = st.empty()
                st.button("Stop", key=f"stop {self._key}", on_click=_stop)
        self._line.text(f"Looking through the incidents … {monotonic() - self._started:.0f} seconds so far.")


@contextmanager
def watched(key: str) -> Iterator[None]:
    """Watch over all questions of a part of the page; it takes the place of one element, which is mostly empty.

    A part of a page that is watched over already is watched over with it, and alone where it reruns alone.
    """
    place = st.empty()
    if isinstance(cancellation.current_watch(), PageWatch):
        yield
        return
    with run_slots.SLOTS.take():
        watch = PageWatch(place, key)
        with cancellation.watched(watch, query_seconds()):
            yield
        watch.end()


@contextmanager
def reported(key: str, show_before: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
    """Say on the page, once, what could not be answered of what a part of it asks, and how to go on.

    `show_before` draws what stands above that, where anything could not be answered.
    """
    outcome = Outcome()
    try:
        yield outcome
    except EngineFailed as failure:
        outcome.has_failed = True
        show_before()
        _show_failure(STOPPED_TEXT if isinstance(failure, QueryCancelled) else failure.for_readers, key)


def _show_failure(text: str, key: str) -> None:
    watch = cancellation.current_watch()
    if isinstance(watch, PageWatch):
        if text in watch.failures:
            return
        watch.failures.add(text)
    with st.container(border=True):
        st.text(isolate_right_to_left(text))
        st.button("Ask again", key=f"ask again {key}", on_click=_ask_again)


def _question() -> tuple[str, str]:
    """What this run asks for: the page, and the selection."""
    return state.page(), state.selection().to_query()


def _stop() -> None:
    st.session_state[STOPPED] = _question()


def _ask_again() -> None:
    st.session_state.pop(STOPPED, None)
