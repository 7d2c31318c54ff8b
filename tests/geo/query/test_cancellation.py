"""A question that takes long is watched, and ends where nobody wants its answer or its time is over."""

from threading import Event, Timer
from time import monotonic

import pytest

from geo.errors import QueryCancelled, QueryTimedOut
from geo.query import cancellation
from geo.query.cancellation import CancelToken, run_watched, watched


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
