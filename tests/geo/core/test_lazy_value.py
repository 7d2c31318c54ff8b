"""A value that is computed once, and again only where that failed."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

import pytest

from geo.core.lazy_value import LazyValue


def test_a_value_is_computed_once_whoever_asks_at_the_same_time() -> None:
    numbers, barrier = count(1), Barrier(4)
    value = LazyValue(lambda: next(numbers))

    def ask() -> int:
        barrier.wait()
        return value.get()

    with ThreadPoolExecutor(4) as threads:
        assert [future.result() for future in [threads.submit(ask) for _ in range(4)]] == [1] * 4
    assert next(numbers) == 2


def test_an_empty_value_is_a_value() -> None:
    calls: list[int] = []
    value: LazyValue[None] = LazyValue(lambda: calls.append(1))
    assert value.get() is value.get() is None
    assert calls == [1]


def test_what_fails_is_tried_again() -> None:
    divisors = iter([0, 1])
    value = LazyValue(lambda: 7 // next(divisors))
    with pytest.raises(ZeroDivisionError):
        value.get()
    assert value.get() == 7
