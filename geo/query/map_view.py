"""The part of the world that a map shows, and the cells of the space-filling curve that it touches."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.errors import ValueRefused
from geo.query import point_index
from geo.query.filters.geometry import Box
from geo.query.filters.region import Boxes
from geo.query.point_index import Keys

ACCEPTED_VIEW = "west,south,east,north in degrees, with north above south, such as 40,20,80,40"
MAX_DEGREES = 1080.0  # west or east of 0: a map may be dragged around the world a few times
WHOLE_TURN, HALF_TURN = 360.0, 180.0
MARGIN_DEGREES = 1e-5
# A screen of 4k has some 2,000 cells of 64 pixels. For more, as where a view of the world is asked for at a close zoom,
# cells are larger.
MAX_CELLS = 4_096


@dataclass(frozen=True)
class MapView:
    """A box in degrees with west from -180 to 180 and east behind it: past 180 where it crosses the antimeridian.

    At the antimeridian itself, -180 begins a view of what lies east of it, and 180 is the end of what lies west.
    """

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> "MapView":
        """Read “west,south,east,north”; a west that lies east of the east crosses the antimeridian.

        Raises ValueRefused.
        """
        try:
            west, south, east, north = map(float, text.split(","))
        except ValueError:
            raise ValueRefused(text, accepted=ACCEPTED_VIEW) from None
        if not (abs(west) <= MAX_DEGREES and abs(east) <= MAX_DEGREES and -90 <= south <= north <= 90):
            raise ValueRefused(text, accepted=ACCEPTED_VIEW)  # what is no number is refused here too
        start = west if abs(west) <= HALF_TURN else _wrap(west)
        if east - west >= WHOLE_TURN:
            return cls(start, south, start + WHOLE_TURN, north)
        is_on_globe = -HALF_TURN <= west <= east <= HALF_TURN  # to the last digit: points lie on the edges of clusters
        return cls(start, south, east if is_on_globe else start + (east - west) % WHOLE_TURN, north)

    def cells(self, level: int) -> tuple[Keys, int]:
        """The cells of a level that the view touches, in the order of the curve, and their level.

        The level is a coarser one where there would be more than MAX_CELLS.
        """
        while True:
            columns, rows = self._columns(level), self._rows(level)
            if len(columns) * len(rows) <= MAX_CELLS:
                break
            level -= 1
        grid = np.meshgrid(columns, rows)
        return np.sort(point_index.interleave(*grid).ravel()), level

    def region(self) -> Box:
        """The points in the view, and those on its edges: it is wider by a metre on each side.

        A view that ends at the antimeridian stays on its side: points at -180 and at 180 belong to clusters of theirs.
        """
        west = max(self.west - MARGIN_DEGREES, -HALF_TURN)
        east = HALF_TURN if self.east == HALF_TURN else self.east + MARGIN_DEGREES
        if east - west >= WHOLE_TURN:
            west, east = -HALF_TURN, HALF_TURN
        south, north = self.south - MARGIN_DEGREES, self.north + MARGIN_DEGREES
        return Box(_wrap(west), south, _wrap(east) if east > HALF_TURN else east, north)

    def touches(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Whether the view touches each box of west, south, east and north in degrees."""
        west, south, east, north = boxes.T
        beside = np.logical_or.reduce(
            [(west + turn <= self.east) & (east + turn >= self.west) for turn in (-WHOLE_TURN, 0.0, WHOLE_TURN)]
        )
        touched: NDArray[np.bool_] = beside & (south <= self.north) & (north >= self.south)
        return touched

    def _columns(self, level: int) -> NDArray[np.int64]:
        n_columns = 2**level
        first, last = (math.floor((edge + HALF_TURN) / WHOLE_TURN * n_columns) for edge in (self.west, self.east))
        columns: NDArray[np.int64] = np.arange(first, min(last, first + n_columns - 1) + 1) % n_columns
        return columns

    def _rows(self, level: int) -> NDArray[np.int64]:
        keys = point_index.morton_keys(np.zeros(2), np.array([self.north, self.south]))
        first, last = point_index.deinterleave(keys >> np.uint64(2 * (point_index.BITS - level)))[1].tolist()
        return np.arange(first, last + 1)


def _wrap(longitude: float) -> float:
    """The same meridian from -180 up to 180."""
    return (longitude + HALF_TURN) % WHOLE_TURN - HALF_TURN
