"""Answers kept while there is room: the ones asked for longest ago go first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

MOST_ANSWERS = 1000  # of a small table each is next to nothing, but not what holds it

Owner = TypeVar("Owner", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Held(Generic[Key, Answer]):
    """A cache bounded by bytes and by MOST_ANSWERS.

    Threads that ask for the same thing at once may each make it; one answer is kept. An answer may grow while it is
    kept, so sizes are taken anew whenever one is added.
    """

    def __init__(self, most_bytes: int, size_bytes: Callable[[Answer], int]) -> None:
        self.most_bytes, self._size_bytes = most_bytes, size_bytes
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
        return len(self._answers) > MOST_ANSWERS or self.bytes_held > self.most_bytes

    @property
    def bytes_held(self) -> int:
        """How much is kept."""
        return sum(map(self._size_bytes, self._answers.values()))


class Latest(Generic[Owner, Key, Answer]):
    """The last answer of each owner, for so many owners; it is made once, however many threads ask for it at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._answers: OrderedDict[Owner, tuple[Key, Answer]] = OrderedDict()
        self._making: dict[Owner, Lock] = {}
        self._lock = Lock()

    def get(self, owner: Owner, key: Key, make: Callable[[Key], Answer]) -> Answer:
        """The owner's answer if it is that of the key, or a new one in its place."""
        with self._lock:
            making = self._making.setdefault(owner, Lock())
        with making:
            with self._lock:
                held = self._answers.get(owner)
            if held is None or held[0] != key:
                held = key, make(key)
            with self._lock:
                self._answers[owner] = held
                self._answers.move_to_end(owner)
                while len(self._answers) > self.most:
                    self._making.pop(self._answers.popitem(last=False)[0], None)
        return held[1]
