"""Into which files of rows the table is cut: by year and, where a year has many rows, by cells of the curve."""

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from geo.query.packed.names import UNPLACED, WHOLE, partition_path
from geo.query.point_index import BITS
from geo.storage.packing.chunks import Chunks
from geo.storage.packing.staged_rows import NO_KEY, NO_YEAR

MAX_LEVEL = 12  # of a cell, some 10 km wide: what is still too large there is cut anywhere
BEYOND = NO_KEY + 1


class Piece(msgspec.Struct, frozen=True):
    """A file of rows to be written: the rows of a year whose keys are from `low` on and below `high`.

    Of them, in the order of the chunks, those from `start` to `stop`; `number` counts the files of a cell.
    """

    year: int
    cell: str
    number: int
    low: int
    high: int
    start: int
    stop: int

    @property
    def n_rows(self) -> int:
        """How many rows it has."""
        return self.stop - self.start

    @property
    def path(self) -> str:
        """The path of the file in the folder."""
        return partition_path(None if self.year == NO_YEAR else self.year, self.cell, self.number)

    @property
    def name(self) -> str:
        """The name under which what is made of it is staged."""
        return f"{self.year}-{self.cell}-{self.number}"


def plan_partitions(chunks: Chunks, max_rows: int) -> list[Piece]:
    """The files of rows, in order of year and cell."""
    return [piece for year in chunks.years for piece in _plan_year(chunks, year, max_rows)]


def _plan_year(chunks: Chunks, year: int, max_rows: int) -> Iterator[Piece]:
    keys = [chunks.keys(number, start, stop) for number, start, stop in chunks.spans(year)]
    n_rows = sum(map(len, keys))
    if n_rows <= max_rows:
        yield Piece(year, WHOLE, 0, 0, BEYOND, 0, n_rows)
        return
    yield from _cut(keys, year, "", max_rows)
    yield from _number(year, UNPLACED, (NO_KEY, BEYOND), _count(keys, NO_KEY, BEYOND), max_rows)


def _cut(keys: list[NDArray[np.int64]], year: int, cell: str, max_rows: int) -> Iterator[Piece]:
    """The files of a cell, which is cut into four as long as it has too many rows."""
    width = 1 << 2 * (BITS - len(cell))
    low = int(cell or "0", base=4) * width
    n_rows = _count(keys, low, low + width)
    if n_rows <= max_rows or len(cell) == MAX_LEVEL:
        yield from _number(year, cell or WHOLE, (low, low + width), n_rows, max_rows)
        return
    for digit in "0123":
        yield from _cut(keys, year, cell + digit, max_rows)


def _number(year: int, cell: str, keys: tuple[int, int], n_rows: int, max_rows: int) -> Iterator[Piece]:
    for number, start in enumerate(range(0, n_rows, max_rows)):
        yield Piece(year, cell, number, *keys, start, min(start + max_rows, n_rows))


def _count(keys: list[NDArray[np.int64]], low: int, high: int) -> int:
    return int(sum(np.searchsorted(each, high) - np.searchsorted(each, low) for each in keys))
