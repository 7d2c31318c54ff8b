"""Thread-safe caches: an LRU bounded by bytes, and one value per owner that a single thread computes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

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

    def get(self, key: Key, compute: Callable[[], Value]) -> Value:
        """The value stored under the key, or a new one."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = compute()
        with self._lock:
            value = self._values.setdefault(key, value)
            while len(self._values) > 1 and self._is_full():
                self._values.popitem(last=False)
        return value

    def discard(self, is_stale: Callable[[Key], bool]) -> None:
        """Forget the values of some keys."""
        with self._lock:
            for key in list(filter(is_stale, self._values)):
                del self._values[key]

    def _is_full(self) -> bool:
        return len(self._values) > MAX_ENTRIES or self.size_bytes > self.max_bytes

    @property
    def size_bytes(self) -> int:
        """The bytes of all stored values."""
        return sum(map(self._size_bytes, self._values.values()))


class SingleFlight(Generic[Owner, Key, Value]):
    """The latest value of each owner, for up to `max_owners` owners; one thread computes it, no other waits for it."""

    def __init__(self, max_owners: int) -> None:
        self.max_owners = max_owners
        self._values: OrderedDict[Owner, tuple[Key, Value]] = OrderedDict()
        self._computing: dict[Owner, Lock] = {}
        self._lock = Lock()

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
            return self._put(owner, key, compute(key))
        finally:
            computing.release()

    def _put(self, owner: Owner, key: Key, value: Value) -> Value:
        with self._lock:
            self._values[owner] = key, value
            self._values.move_to_end(owner)
            while len(self._values) > self.max_owners:
                self._computing.pop(self._values.popitem(last=False)[0], None)
        return value

    def drop(self, owner: Owner) -> None:
        """Forget the owner's value."""
        with self._lock:
            self._values.pop(owner, None)
