"""Shapes that answer many questions quickly, in any thread."""

import threading

import shapely
from shapely.geometry.base import BaseGeometry


class PreparedShape:
    """A shape of which each thread prepares a copy of its own.

    GEOS changes a prepared geometry while it answers, so that two threads that ask the same one crash the process
    (libgeos issue 825). A copy is prepared once a thread and goes with it.
    """

    def __init__(self, shape: BaseGeometry) -> None:
        self._shape = shape
        self._copies = threading.local()

    def for_thread(self) -> BaseGeometry:
        """The shape as a prepared geometry that no other thread has; it must not be handed to one."""
        copy: BaseGeometry | None = getattr(self._copies, "shape", None)
        if copy is None:
            copy = self._copies.shape = shapely.transform(self._shape, lambda corners: corners)
            shapely.prepare(copy)
        return copy
