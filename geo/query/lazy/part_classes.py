"""Which files of a packed folder a test takes wholly, in part or not at all, by what the manifest says of them.

The cubes answer for whole files, and files without a row are never opened.
"""

from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from geo.query.lazy.codebook import Codebook
from geo.query.lazy.joined_tests import AllOf, AnyOf, NoneOf
from geo.query.lazy.row_test import CodeTest, Everything, KeyTest, Nothing, NumberRange, NumberTest, RowTest
from geo.query.packed.columns import GROUP_COLUMN, SPOT
from geo.query.packed.manifest import Manifest
from geo.query.packed.names import UNPLACED, WHOLE
from geo.query.point_index import BITS

NO_ROWS, SOME_ROWS, ALL_ROWS = range(3)
Classes = NDArray[np.int8]  # one of these for each partition
NO_YEAR = -100_000


@dataclass(frozen=True, eq=False)
class PartClasses:
    """Classes the partitions of a folder."""

    manifest: Manifest
    codebook: Codebook

    def of(self, test: RowTest) -> Classes:
        """How many of the rows of each partition pass a test, as far as that is known."""
        if isinstance(test, Everything | Nothing):
            return self._all(ALL_ROWS if isinstance(test, Everything) else NO_ROWS)
        if isinstance(test, AllOf | AnyOf):
            joined = np.minimum if isinstance(test, AllOf) else np.maximum
            return reduce(joined, map(self.of, test.tests))
        if isinstance(test, NoneOf):
            return (ALL_ROWS - self.of(test.test)).astype(np.int8)
        if isinstance(test, NumberTest):
            return self._holding(test)
        if isinstance(test, NumberRange):
            return self._in_range(test)
        if isinstance(test, KeyTest):
            return self._along_curve(test)
        return self._of_codes(test) if isinstance(test, CodeTest) else self._all(SOME_ROWS)

    def _all(self, value: int) -> Classes:
        return np.full(len(self.manifest.partitions), value, dtype=np.int8)

    def _holding(self, test: NumberTest) -> Classes:
        """Partitions that one of the rows may be in."""
        parts = self.manifest.partitions
        firsts = test.rows.searchsorted([part.first_row for part in parts])
        stops = test.rows.searchsorted([part.last_row for part in parts], side="right")
        return (stops > firsts).astype(np.int8)

    def _in_range(self, test: NumberRange) -> Classes:
        bounds = np.array([(part.first_row, part.last_row) for part in self.manifest.partitions], np.int64).reshape(
            -1, 2
        )
        touches = (bounds[:, 0] < test.stop) & (bounds[:, 1] >= test.first)
        is_whole = (bounds[:, 0] >= test.first) & (bounds[:, 1] < test.stop)
        classes: Classes = np.where(is_whole, ALL_ROWS, np.where(touches, SOME_ROWS, NO_ROWS)).astype(np.int8)
        return classes

    def _of_codes(self, test: CodeTest) -> Classes:
        if test.column == GROUP_COLUMN["when"]:
            return self._by_year(test)
        if test.column == SPOT:
            counts = np.array([part.spots for part in self.manifest.partitions], dtype=np.int64).reshape(-1, 4)
            return _class_counts(counts[:, np.flatnonzero(test.is_included)].sum(axis=1), counts.sum(axis=1))
        return self._all(SOME_ROWS)

    def _by_year(self, test: CodeTest) -> Classes:
        """By how many of the pairs of dates that begin in its year are included."""
        years, positions = self._years_of_pairs
        totals = np.bincount(positions, minlength=len(years))
        included = np.bincount(positions[test.is_included], minlength=len(years))
        by_year = dict(zip(years.tolist(), _class_counts(included, totals).tolist(), strict=True))
        return np.array([by_year.get(_year(part.year), SOME_ROWS) for part in self.manifest.partitions], dtype=np.int8)

    @cached_property
    def _years_of_pairs(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        years = self.codebook.combinations("when")["date_start"].dt.year.fillna(NO_YEAR).astype(np.int64)
        distinct, positions = np.unique(years.to_numpy(), return_inverse=True)
        return distinct, positions

    def _along_curve(self, test: KeyTest) -> Classes:
        return np.array(
            [self._class_cell(part.cell, part.spots[0], test) for part in self.manifest.partitions], np.int8
        )

    def _class_cell(self, cell: str, n_unplaced: int, test: KeyTest) -> int:
        if cell == UNPLACED:
            return NO_ROWS
        if cell == WHOLE:
            return SOME_ROWS
        shift = 2 * (BITS - len(cell))
        first = int(cell, 4) << shift
        stop = first + (1 << shift)
        touched = test.ranges[(test.ranges[:, 0] < stop) & (test.ranges[:, 1] > first)]
        is_covered = len(touched) == 1 and touched[0, 0] <= first and touched[0, 1] >= stop and not n_unplaced
        return ALL_ROWS if is_covered else SOME_ROWS if len(touched) else NO_ROWS


def _year(year: int | None) -> int:
    return NO_YEAR if year is None else year


def _class_counts(included: NDArray[np.int64], totals: NDArray[np.int64]) -> Classes:
    classes: Classes = np.where(included == 0, NO_ROWS, np.where(included == totals, ALL_ROWS, SOME_ROWS)).astype(
        np.int8
    )
    return classes
