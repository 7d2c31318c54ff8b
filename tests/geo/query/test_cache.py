from threading import Event, Thread

import pytest

from geo.query import cache
from geo.query.cache import ByteBoundedLRU, SingleFlight


def test_it_is_made_once_and_kept() -> None:
    made: list[str] = []
    held: ByteBoundedLRU[str, str] = ByteBoundedLRU(100, len)
    answers = [held.get("a", lambda: made.append("a") or "answer") for _ in range(3)]  # type: ignore[func-returns-value]
    assert (answers, made) == (["answer"] * 3, ["a"])


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    held: ByteBoundedLRU[str, str] = ByteBoundedLRU(10, len)
    for key in ("a", "b", "a", "c"):
        held.get(key, lambda: "xxxx")
    assert held.size_bytes == 8
    assert held.get("a", lambda: "anew") == "xxxx"
    assert held.get("b", lambda: "anew") == "anew"


def test_one_answer_may_be_larger_than_the_room() -> None:
    held: ByteBoundedLRU[str, str] = ByteBoundedLRU(2, len)
    assert held.get("a", lambda: "large") == "large"
    assert held.get("a", lambda: "anew") == "large"


def test_answers_that_grow_push_others_out() -> None:
    held: ByteBoundedLRU[str, list[int]] = ByteBoundedLRU(5, len)
    first = held.get("a", list)
    held.get("b", list)
    first.extend(range(9))
    held.get("c", list)
    assert held.get("a", lambda: [1]) == [1]


def test_small_answers_are_bounded_in_number() -> None:
    held: ByteBoundedLRU[int, str] = ByteBoundedLRU(10**9, len)
    for key in range(cache.MAX_ENTRIES + 5):
        held.get(key, lambda: "x")
    assert held.size_bytes == cache.MAX_ENTRIES
    assert held.get(4, lambda: "anew") == "anew"
    assert held.get(cache.MAX_ENTRIES + 4, lambda: "anew") == "x"


def test_each_owner_has_the_last_answer_only() -> None:
    latest: SingleFlight[str, int, str] = SingleFlight(2)
    made: list[int] = []

    def make(key: int) -> str:
        made.append(key)
        return f"answer {key}"

    answers = [latest.get("one", key, make, str) for key in (1, 1, 2, 1)]
    assert (answers, made) == (["answer 1", "answer 1", "answer 2", "answer 1"], [1, 2, 1])
    for owner in ("two", "three"):
        latest.get(owner, 1, make, str)
    latest.get("one", 1, make, str)  # too many owners came between
    assert made == [1, 2, 1, 1, 1, 1]
    latest.drop("one")
    latest.get("one", 1, make, str)
    assert len(made) == 7


def test_nobody_waits_for_an_answer_that_another_thread_makes() -> None:
    latest: SingleFlight[str, int, str] = SingleFlight(2)
    begun, go_on = Event(), Event()

    def slowly(key: int) -> str:
        begun.set()
        assert go_on.wait(30)
        return f"answer {key}"

    thread = Thread(target=latest.get, args=("one", 1, slowly, str))
    thread.start()
    assert begun.wait(30)
    assert latest.get("one", 1, slowly, lambda: "meanwhile") == "meanwhile"
    go_on.set()
    thread.join()
    assert latest.get("one", 1, slowly, lambda: "meanwhile") == "answer 1"


def test_an_answer_that_fails_is_made_again() -> None:
    latest: SingleFlight[str, int, str] = SingleFlight(2)

    def failing(_: int) -> str:
        raise OSError("no room")

    for _ in range(2):
        with pytest.raises(OSError, match="no room"):
            latest.get("one", 1, failing, str)
    assert latest.get("one", 1, str, str) == "1"
