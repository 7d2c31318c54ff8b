"""Answers kept while there is room: the ones asked for longest ago go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

MAX_VALUES = 1000  # of a small table each is next to nothing, but not what holds it

Owner = TypeVar("Owner", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class ByteBoundedLRU(Generic[Key, Answer]):
    """A cache bounded by bytes and by MOST_ANSWERS.

    Threads that ask for the same thing at once may each make it; one answer is kept. An answer may grow while it is
    kept, so sizes are taken anew whenever one is added.
    """

    def __init__(self, max_bytes: int, size_bytes: Callable[[Answer], int]) -> None:
        self.most_bytes, self._size_bytes = max_bytes, size_bytes
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Answer]) -> Answer:
        """The answer kept under the key, or a new one."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = make()
        with self._lock:
            answer = self._answers.setdefault(key, answer)
            while len(self._answers) > 1 and self._is_full():
                self._answers.popitem(last=False)
        return answer

    def _is_full(self) -> bool:
        return len(self._answers) > MAX_VALUES or self.size_bytes > self.most_bytes

    @property
    def size_bytes(self) -> int:
        """How much is kept."""
        return sum(map(self._size_bytes, self._answers.values()))


class SingleFlight(Generic[Owner, Key, Answer]):
    """The last answer of each owner, for so many owners; one thread makes it, and no other waits for it."""

    def __init__(self, max_owners: int) -> None:
        self.most = max_owners
        self._answers: OrderedDict[Owner, tuple[Key, Answer]] = OrderedDict()
        self._making: dict[Owner, Lock] = {}
        self._lock = Lock()

    def get(self, owner: Owner, key: Key, make: Callable[[Key], Answer], meanwhile: Callable[[], Answer]) -> Answer:
        """The owner's answer if it is that of the key, or a new one in its place.

        While another thread makes that, the answer before it is given, or `meanwhile` where there is none.
        """
        with self._lock:
            held, making = self._answers.get(owner), self._making.setdefault(owner, Lock())
        if held is not None and held[0] == key:
            return held[1]
        if not making.acquire(blocking=False):
            return held[1] if held is not None else meanwhile()
        try:
            return self._put(owner, key, make(key))
        finally:
            making.release()

    def _put(self, owner: Owner, key: Key, answer: Answer) -> Answer:
        with self._lock:
            self._answers[owner] = key, answer
            self._answers.move_to_end(owner)
            while len(self._answers) > self.most:
                self._making.pop(self._answers.popitem(last=False)[0], None)
        return answer

    def drop(self, owner: Owner) -> None:
        """Hold the owner's answer no longer."""
        with self._lock:
            self._answers.pop(owner, None)
