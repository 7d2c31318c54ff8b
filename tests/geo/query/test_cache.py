from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from geo.errors import QueryCancelled, StillPreparing
from geo.query import cache
from geo.query.cache import MAX_ENTRIES, AnswerCache, ByteBoundedLRU, SingleFlight
from geo.query.cancellation import CancelToken, watched


def test_a_value_is_computed_once() -> None:
    computed: list[str] = []
    lru: ByteBoundedLRU[str, str] = ByteBoundedLRU(100, len)
    values = [lru.get("a", lambda: computed.append("a") or "value") for _ in range(3)]  # type: ignore[func-returns-value]
    assert (values, computed) == (["value"] * 3, ["a"])


def test_the_least_recently_used_value_goes_first() -> None:
    lru: ByteBoundedLRU[str, str] = ByteBoundedLRU(10, len)
    for key in ("a", "b", "a", "c"):
        lru.get(key, lambda: "xxxx")
    assert lru.size_bytes == 8
    assert lru.get("a", lambda: "new") == "xxxx"
    assert lru.get("b", lambda: "new") == "new"


def test_one_value_may_be_larger_than_the_bound() -> None:
    lru: ByteBoundedLRU[str, str] = ByteBoundedLRU(2, len)
    assert lru.get("a", lambda: "large") == "large"
    assert lru.get("a", lambda: "new") == "large"


def test_values_that_grow_evict_others() -> None:
    lru: ByteBoundedLRU[str, list[int]] = ByteBoundedLRU(5, len)
    first = lru.get("a", list)
    lru.get("b", list)
    first.extend(range(9))
    lru.get("c", list)
    assert lru.get("a", lambda: [1]) == [1]


def test_small_values_are_bounded_in_number() -> None:
    lru: ByteBoundedLRU[int, str] = ByteBoundedLRU(10**9, len)
    for key in range(MAX_ENTRIES + 5):
        lru.get(key, lambda: "x")
    assert lru.size_bytes == MAX_ENTRIES
    assert lru.get(4, lambda: "new") == "new"
    assert lru.get(MAX_ENTRIES + 4, lambda: "new") == "x"


def test_an_answer_is_measured_once() -> None:
    measured: list[str] = []

    def measure(answer: str) -> int:
        measured.append(answer)
        return len(answer)

    answers: AnswerCache[str, str] = AnswerCache(10, measure)
    for key in ("a", "b", "a", "c"):
        answers.get(key, lambda: "xxxx")
    assert measured == ["xxxx"] * 3
    assert answers.size_bytes == 8
    assert answers.get("b", lambda: "new") == "new"


def make_flight(max_owners: int = 2, max_bytes: int = 10**9) -> SingleFlight[str, int, str]:
    return SingleFlight(max_owners, max_bytes, len)


def ask(flight: SingleFlight[str, int, str], owner: str, key: int, compute: Callable[[], str] = lambda: "new") -> str:
    return flight.get(owner, key, lambda: key, lambda: (key, compute()), max_seconds=30)


def test_an_owner_has_its_latest_value_only() -> None:
    flight, computed = make_flight(), list[int]()

    def value_of(owner: str, key: int) -> str:
        def compute() -> str:
            computed.append(key)
            return f"value {key}"

        return ask(flight, owner, key, compute)

    values = [value_of("one", key) for key in (1, 1, 2, 1)]
    assert (values, computed) == (["value 1", "value 1", "value 2", "value 1"], [1, 2, 1])
    for owner in ("two", "three"):
        value_of(owner, 1)
    value_of("one", 1)  # too many owners came between
    assert computed == [1, 2, 1, 1, 1, 1]
    flight.drop("one")
    value_of("one", 1)
    assert len(computed) == 7


def test_the_owners_used_last_stay_while_there_is_room() -> None:
    flight = make_flight(max_owners=9, max_bytes=3)
    for owner in ("one", "two", "three", "one", "four"):  # a byte each
        ask(flight, owner, 1, lambda: "x")
    stays = {owner: ask(flight, owner, 1) == "x" for owner in ("one", "three", "four", "two")}
    assert stays == {"one": True, "three": True, "four": True, "two": False}
    ask(flight, "large", 1, lambda: "too large for all")
    assert ask(flight, "large", 1) == "too large for all"


def test_others_wait_for_a_value_that_one_computes() -> None:
    flight, started, may_finish = make_flight(), Event(), Event()

    def compute_slowly() -> str:
        assert not started.is_set(), "computed twice"
        started.set()
        assert may_finish.wait(30)
        return "value"

    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(ask, flight, "one", 1, compute_slowly)
        assert started.wait(30)
        others = [threads.submit(ask, flight, "one", 1, compute_slowly) for _ in range(7)]
        assert ask(flight, "another", 1) == "new"  # nobody waits for somebody else's
        may_finish.set()
        assert [future.result(30) for future in (first, *others)] == ["value"] * 8


def test_who_waits_gets_what_holds_after_the_wait() -> None:
    flight, started, may_finish, key = make_flight(), Event(), Event(), [1]

    def compute() -> tuple[int, str]:
        started.set()
        assert may_finish.wait(30)
        return key[0], f"value {key[0]}"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(flight.get, "one", 1, lambda: key[0], compute)
        assert started.wait(30)
        second = threads.submit(flight.get, "one", 1, lambda: key[0], compute)
        key[0] = 2
        may_finish.set()
        assert [first.result(30), second.result(30)] == ["value 2", "value 2"]


@contextmanager
def computing(flight: SingleFlight[str, int, str]) -> Iterator[None]:
    """Another thread computes the value of “one” while the block runs."""
    started, may_finish = Event(), Event()

    def compute() -> str:
        started.set()
        assert may_finish.wait(30)
        return "value"

    thread = Thread(target=ask, args=(flight, "one", 1, compute))
    thread.start()
    assert started.wait(30)
    yield
    may_finish.set()
    thread.join()


def test_a_wait_has_an_end_and_so_has_the_number_of_those_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    flight = make_flight()
    with computing(flight):
        with pytest.raises(StillPreparing, match="Ask again in 2 seconds"):
            flight.get("one", 1, lambda: 1, lambda: (1, "never"), max_seconds=0)
        monkeypatch.setattr(cache, "MAX_WAITING", 0)
        with pytest.raises(StillPreparing):
            ask(flight, "one", 1)
    assert ask(flight, "one", 1) == "value"


def test_a_question_that_is_called_off_waits_no_longer() -> None:
    flight, token = make_flight(), CancelToken()
    token.cancel()
    with computing(flight), watched(token.watch), pytest.raises(QueryCancelled):
        ask(flight, "one", 1)


def test_a_computation_that_fails_is_repeated() -> None:
    flight = make_flight()

    def fail() -> str:
        raise OSError("no room")

    for _ in range(2):
        with pytest.raises(OSError, match="no room"):
            ask(flight, "one", 1, fail)
    assert ask(flight, "one", 1) == "new"
