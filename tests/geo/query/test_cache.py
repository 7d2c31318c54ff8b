from threading import Event, Thread

import pytest

from geo.query.cache import MAX_ENTRIES, ByteBoundedLRU, SingleFlight


def test_a_value_is_computed_once() -> None:
    computed: list[str] = []
    cache: ByteBoundedLRU[str, str] = ByteBoundedLRU(100, len)
    values = [cache.get("a", lambda: computed.append("a") or "value") for _ in range(3)]  # type: ignore[func-returns-value]
    assert (values, computed) == (["value"] * 3, ["a"])


def test_the_least_recently_used_value_goes_first() -> None:
    cache: ByteBoundedLRU[str, str] = ByteBoundedLRU(10, len)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: "xxxx")
    assert cache.size_bytes == 8
    assert cache.get("a", lambda: "new") == "xxxx"
    assert cache.get("b", lambda: "new") == "new"


def test_one_value_may_be_larger_than_the_bound() -> None:
    cache: ByteBoundedLRU[str, str] = ByteBoundedLRU(2, len)
    assert cache.get("a", lambda: "large") == "large"
    assert cache.get("a", lambda: "new") == "large"


def test_values_that_grow_evict_others() -> None:
    cache: ByteBoundedLRU[str, list[int]] = ByteBoundedLRU(5, len)
    first = cache.get("a", list)
    cache.get("b", list)
    first.extend(range(9))
    cache.get("c", list)
    assert cache.get("a", lambda: [1]) == [1]


def test_small_values_are_bounded_in_number() -> None:
    cache: ByteBoundedLRU[int, str] = ByteBoundedLRU(10**9, len)
    for key in range(MAX_ENTRIES + 5):
        cache.get(key, lambda: "x")
    assert cache.size_bytes == MAX_ENTRIES
    assert cache.get(4, lambda: "new") == "new"
    assert cache.get(MAX_ENTRIES + 4, lambda: "new") == "x"


def test_an_owner_has_its_latest_value_only() -> None:
    single_flight: SingleFlight[str, int, str] = SingleFlight(2)
    computed: list[int] = []

    def compute(key: int) -> str:
        computed.append(key)
        return f"value {key}"

    values = [single_flight.get("one", key, compute, str) for key in (1, 1, 2, 1)]
    assert (values, computed) == (["value 1", "value 1", "value 2", "value 1"], [1, 2, 1])
    for owner in ("two", "three"):
        single_flight.get(owner, 1, compute, str)
    single_flight.get("one", 1, compute, str)  # too many owners came between
    assert computed == [1, 2, 1, 1, 1, 1]
    single_flight.drop("one")
    single_flight.get("one", 1, compute, str)
    assert len(computed) == 7


def test_no_thread_waits_for_a_value_that_another_computes() -> None:
    single_flight: SingleFlight[str, int, str] = SingleFlight(2)
    started, may_finish = Event(), Event()

    def compute_slowly(key: int) -> str:
        started.set()
        assert may_finish.wait(30)
        return f"value {key}"

    thread = Thread(target=single_flight.get, args=("one", 1, compute_slowly, str))
    thread.start()
    assert started.wait(30)
    assert single_flight.get("one", 1, compute_slowly, lambda: "fallback") == "fallback"
    may_finish.set()
    thread.join()
    assert single_flight.get("one", 1, compute_slowly, lambda: "fallback") == "value 1"


def test_a_computation_that_fails_is_repeated() -> None:
    single_flight: SingleFlight[str, int, str] = SingleFlight(2)

    def fail(_: int) -> str:
        raise OSError("no room")

    for _ in range(2):
        with pytest.raises(OSError, match="no room"):
            single_flight.get("one", 1, fail, str)
    assert single_flight.get("one", 1, str, str) == "1"
