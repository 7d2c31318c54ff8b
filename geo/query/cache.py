"""Thread-safe caches: an LRU bounded by bytes, and one value per owner that a single thread computes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

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


class AnswerCache(ByteBoundedLRU[Key, Value]):
    """Answers about everybody's data, which `forget_answers` empties; their keys say the data's version, not whose."""

    def __init__(self, max_bytes: int, size_bytes: Callable[[Value], int]) -> None:
        super().__init__(max_bytes, size_bytes)
        with _registering:
            _answer_caches.add(self)


class SingleFlight(Generic[Owner, Key, Value]):
    """The latest value of each owner, for up to `max_owners` owners; one thread computes it, no other waits for it."""

    def __init__(self, max_owners: int) -> None:
        self.max_owners = max_owners
        self._values: OrderedDict[Owner, tuple[Key, Value]] = OrderedDict()
        self._computing: dict[Owner, Lock] = {}
        self._lock = Lock()
        with _registering:
            _flights.add(self)

    def get(self, owner: Owner, key: Key, compute: Callable[[Key], Value], fallback: Callable[[], Value]) -> Value:
        """The owner's value if it was computed for this key, else a new one.

        While another thread computes it, the previous value is returned, or `fallback()` if there is none.
        """
        with self._lock:
            entry, computing = self._values.get(owner), self._computing.setdefault(owner, Lock())
        if entry is not None and entry[0] == key:
            return entry[1]
        if not computing.acquire(blocking=False):
            return entry[1] if entry is not None else fallback()
        try:
            return self._put(owner, key, compute(key), computing)
        finally:
            computing.release()

    def _put(self, owner: Owner, key: Key, value: Value, computing: Lock) -> Value:
        """Remember a value, unless the owner's was dropped since: it may be of what was to be forgotten."""
        with self._lock:
            if self._computing.get(owner) is not computing:
                return value
            self._values[owner] = key, value
            self._values.move_to_end(owner)
            while len(self._values) > self.max_owners:
                self._computing.pop(self._values.popitem(last=False)[0], None)
        return value

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
