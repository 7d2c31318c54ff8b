"""Thread-safe caches: an LRU bounded by bytes, and one value per owner that a single thread computes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from geo.errors import StillPreparing
from geo.query.answer_size import answer_bytes
from geo.query.cancellation import POLL_SECONDS, current_watch

# By judgement: longer than any import of a size that a shared server takes needs, and shorter than a browser waits.
WAIT_SECONDS = 30.0
# By judgement: half of the threads that answer requests (AnyIO has 40), so that the others answer everybody else.
MAX_WAITING = 20
RETRY_AFTER_S = 2  # by judgement: the value is being computed already
MAX_ENTRIES = 1000  # the arrays of a small table take next to no bytes, but the objects around them do

Owner = TypeVar("Owner", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class ByteBoundedLRU(Generic[Key, Value]):
    """A least-recently-used cache bounded by bytes and by MAX_ENTRIES.

    Threads that need the same key at once may each compute it; one value is stored. A value may grow while it is in
    the cache, so all sizes are added up again whenever one is added.
    """

    def __init__(self, max_bytes: int, size_bytes: Callable[[Value], int]) -> None:
        self.max_bytes, self._size_bytes = max_bytes, size_bytes
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()
        self._n_cleared = 0

    def get(self, key: Key, compute: Callable[[], Value]) -> Value:
        """The value stored under the key, or a new one."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            n_cleared = self._n_cleared
        value = compute()
        with self._lock:
            if n_cleared != self._n_cleared:  # it may be of what was to be forgotten meanwhile
                return value
            value = self._values.setdefault(key, value)
            while len(self._values) > 1 and self._is_full():
                self._values.popitem(last=False)
        return value

    def discard(self, is_stale: Callable[[Key], bool]) -> None:
        """Forget the values of some keys."""
        with self._lock:
            for key in list(filter(is_stale, self._values)):
                del self._values[key]

    def clear(self) -> None:
        """Forget all values, those too that are being computed now."""
        with self._lock:
            self._n_cleared += 1
            self._values.clear()

    def _is_full(self) -> bool:
        return len(self._values) > MAX_ENTRIES or self.size_bytes > self.max_bytes

    @property
    def size_bytes(self) -> int:
        """The bytes of all stored values."""
        return sum(map(self._size_bytes, self._values.values()))


class AnswerCache(Generic[Key, Value]):
    """Answers about everybody's data, which `forget_answers` empties; their keys say the data's version, not whose.

    Nobody changes an answer, so each is measured once, by default in bytes.
    """

    def __init__(self, max_bytes: int, size_bytes: Callable[[Value], int] = answer_bytes) -> None:
        self._measure_bytes = size_bytes
        self._answers: ByteBoundedLRU[Key, tuple[int, Value]] = ByteBoundedLRU(max_bytes, itemgetter(0))
        with _registering:
            _answer_caches.add(self)

    def get(self, key: Key, compute: Callable[[], Value]) -> Value:
        """The answer stored under the key, or a new one."""

        def measure() -> tuple[int, Value]:
            answer = compute()
            return self._measure_bytes(answer), answer

        return self._answers.get(key, measure)[1]

    def clear(self) -> None:
        """Forget all answers, those too that are being computed now."""
        self._answers.clear()

    @property
    def size_bytes(self) -> int:
        """The bytes of all answers."""
        return self._answers.size_bytes


class SingleFlight(Generic[Owner, Key, Value]):
    """The latest value of each owner, which one thread computes while others wait for it.

    It holds up to `max_owners` values and `max_bytes` bytes, and one in any case; those used last stay.
    """

    def __init__(self, max_owners: int, max_bytes: int, size_bytes: Callable[[Value], int]) -> None:
        self.max_owners, self.max_bytes, self._size_bytes = max_owners, max_bytes, size_bytes
        self._values: OrderedDict[Owner, tuple[Key, Value]] = OrderedDict()
        self._computing: dict[Owner, Lock] = {}
        self._n_waiting = 0
        self._lock = Lock()
        with _registering:
            _flights.add(self)

    def get(
        self,
        owner: Owner,
        key: Key,
        read_key: Callable[[], Key],
        compute: Callable[[], tuple[Key, Value]],
        *,
        max_seconds: float = WAIT_SECONDS,
    ) -> Value:
        """The owner's value if it was computed for this key, else a new one.

        `read_key` gives the key that holds after a wait, and `compute` the value with the key that it was computed
        for. While another thread computes it, this one
        waits, under what watches over its question, for up to `max_seconds`. Raises StillPreparing after that, and at
        once where MAX_WAITING wait already; and whatever `compute` raises.
        """
        computing, value = self._look_up(owner, key)
        if value is not None:
            return value
        with self._turn(computing, max_seconds) as has_waited:
            _, value = self._look_up(owner, read_key() if has_waited else key)
            return value if value is not None else self._put(owner, *compute(), computing)

    def _look_up(self, owner: Owner, key: Key) -> tuple[Lock, Value | None]:
        """The lock of whoever computes the owner's value, and the value if it is of this key."""
        with self._lock:
            computing, entry = self._computing.setdefault(owner, Lock()), self._values.get(owner)
            if entry is None or entry[0] != key:
                return computing, None
            self._values.move_to_end(owner)
            return computing, entry[1]

    @contextmanager
    def _turn(self, computing: Lock, max_seconds: float) -> Iterator[bool]:
        """Hold the lock while the block runs, which learns whether others had it before."""
        has_waited = not computing.acquire(blocking=False)
        if has_waited:
            self._wait(computing, max_seconds)
        try:
            yield has_waited
        finally:
            computing.release()

    def _wait(self, computing: Lock, max_seconds: float) -> None:
        started, watch = monotonic(), current_watch()
        with self._lock:
            if self._n_waiting >= MAX_WAITING:
                raise StillPreparing(RETRY_AFTER_S)
            self._n_waiting += 1
        try:
            while not computing.acquire(timeout=min(POLL_SECONDS, max_seconds)):
                if monotonic() - started >= max_seconds:
                    raise StillPreparing(RETRY_AFTER_S)
                watch(monotonic() - started)
        finally:
            with self._lock:
                self._n_waiting -= 1

    def _put(self, owner: Owner, key: Key, value: Value, computing: Lock) -> Value:
        """Remember a value, unless the owner's was dropped since: it may be of what was to be forgotten."""
        with self._lock:
            if self._computing.get(owner) is not computing:
                return value
            self._values[owner] = key, value
            self._values.move_to_end(owner)
            while len(self._values) > 1 and self._is_full():
                self._computing.pop(self._values.popitem(last=False)[0], None)
        return value

    def _is_full(self) -> bool:
        sizes = (self._size_bytes(value) for _, value in self._values.values())
        return len(self._values) > self.max_owners or sum(sizes) > self.max_bytes

    def drop(self, owner: Owner) -> None:
        """Forget the owner's value, one too that is being computed now."""
        with self._lock:
            self._values.pop(owner, None)
            self._computing.pop(owner, None)


_registering = Lock()
_clearers: list[Callable[[], None]] = []
_answer_caches: WeakSet[AnswerCache[Any, Any]] = WeakSet()
_flights: WeakSet[SingleFlight[Any, Any, Any]] = WeakSet()


def clear_on_purge(clear: Callable[[], None]) -> None:
    """Let `forget_answers` call a function that empties another kind of cache."""
    with _registering:
        _clearers.append(clear)


def forget_answers(owner: Hashable) -> None:
    """Forget whatever this process has computed of an owner's data, which were removed for good.

    Others' answers go too, and are computed again: what a cache holds does not say whose it is.
    """
    with _registering:
        clearers, flights = [*_clearers, *(cache.clear for cache in _answer_caches)], list(_flights)
    for clear in clearers:
        clear()
    for flight in flights:
        flight.drop(owner)
