"""A question that takes long is watched, and ends where nobody wants its answer or its time is over."""

from threading import Event, Timer
from time import monotonic

import geopandas as gpd
import pytest

from geo.errors import QueryCancelled, QueryTimedOut
from geo.query import cancellation
from geo.query.cancellation import CancelToken, run_watched, watched
from geo.query.index import Index
from geo.query.selection import Selection


def test_an_answer_comes_back_and_what_fails_is_raised() -> None:
    assert run_watched(lambda: 42, lambda: None) == 42
    with pytest.raises(TimeoutError, match="of its own"):
        run_watched(lambda: (_ for _ in ()).throw(TimeoutError("of its own")), lambda: None)


def test_what_watches_is_called_with_the_seconds_on_the_thread_that_asked() -> None:
    seconds: list[float] = []
    with watched(seconds.append):
        run_watched(lambda: Event().wait(0.35), lambda: None)
    assert len(seconds) >= 2
    assert seconds == sorted(seconds)
    assert seconds[0] >= cancellation.POLL_SECONDS


def test_a_token_that_another_thread_cancels_interrupts_the_work() -> None:
    token, interrupted = CancelToken(), Event()
    Timer(0.15, token.cancel).start()
    started = monotonic()
    with watched(token.watch), pytest.raises(QueryCancelled):
        run_watched(lambda: interrupted.wait(20), interrupted.set)
    assert interrupted.is_set()
    assert monotonic() - started < 5


def test_a_question_beyond_its_time_is_interrupted_and_says_what_was_asked() -> None:
    interrupted = Event()
    with pytest.raises(QueryTimedOut, match=r"0\.2 seconds.*Asked for: a count"):
        run_watched(lambda: interrupted.wait(20), interrupted.set, max_seconds=0.2, asked="a count")
    assert interrupted.is_set()


def test_a_loop_checks_and_nothing_watches_behind_the_block() -> None:
    token = CancelToken()
    token.cancel()
    with watched(token.watch), pytest.raises(QueryCancelled):
        cancellation.check()
    cancellation.check()


def test_what_the_work_asks_is_watched_too() -> None:
    token = CancelToken()
    token.cancel()
    with watched(token.watch), pytest.raises(QueryCancelled):
        run_watched(cancellation.check, lambda: None)


def test_a_loop_ends_when_its_time_is_over() -> None:
    seconds: list[float] = []
    with watched(seconds.append, max_seconds=1e-9), pytest.raises(QueryTimedOut, match="Asked for: a text"):
        cancellation.check("a text")
    with watched(seconds.append, max_seconds=60):
        cancellation.check()
    cancellation.check()
    assert seconds == [0.0]


@pytest.mark.parametrize("query", ["type=Riots", "place=Nowhereatall", "bbox=60,20,80,40", "q=ambush", "min_killed=2"])
def test_a_selection_in_memory_ends_when_its_time_is_over(small: gpd.GeoDataFrame, query: str) -> None:
    index, selection = Index.from_table(small), Selection.from_query(query)
    with watched(lambda _: None, max_seconds=1e-9), pytest.raises(QueryTimedOut):
        index.select(selection)
    assert len(index.select(selection)) <= len(small)  # what was cut off is not remembered
