"""A value that is computed at its first use."""

from collections.abc import Callable
from threading import RLock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class LazyValue(Generic[Value]):
    """A value that is computed once; whoever asks meanwhile waits, and nobody who asks for another one does.

    In Python 3.11 all instances of a class share the lock of a `functools.cached_property`. What fails is tried again.
    """

    def __init__(self, compute: Callable[[], Value]) -> None:
        self._compute, self._lock = compute, RLock()
        self._values: tuple[Value, ...] = ()

    def get(self) -> Value:
        """The value; raises what computing it raises."""
        if not self._values:
            with self._lock:
                if not self._values:
                    self._values = (self._compute(),)
        return self._values[0]
