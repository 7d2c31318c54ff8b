"""The numbers of rows of several tables: the table's number in the high bits, the row's own number in the low ones."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from geo.query.answers import NO_ROW, Rows

ROW_BITS = 40  # a table may have 10¹² rows
ROW_MASK = (1 << ROW_BITS) - 1


def to_joint_rows(segment: int, rows: Rows) -> Rows:
    """The joint numbers of rows of one table; NO_ROW stays what it is."""
    numbers = np.asarray(rows, dtype=np.int64)
    joint: Rows = np.where(numbers == NO_ROW, NO_ROW, (segment << ROW_BITS) | numbers)
    return joint


def split_rows(rows: Rows) -> Iterator[tuple[int, NDArray[np.intp], Rows]]:
    """For each table that has some of the rows: its number, their positions among the rows, and their own numbers."""
    segments = np.asarray(rows, dtype=np.int64) >> ROW_BITS  # NO_ROW is of table -1
    for segment in np.unique(segments[segments >= 0]).tolist():
        positions = np.flatnonzero(segments == segment)
        yield segment, positions, rows[positions] & ROW_MASK
