"""Sums over the cells of the space-filling curve that hold points: counts, types, precisions, killed, mean, bounds."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query import point_index
from geo.query.killed_bounds import KilledBounds
from geo.query.point_index import Counts, Keys, PointIndex

UNITS = 10_000_000  # of a degree, about a centimetre on the ground: in these coordinates are summed
N_KILLED = 4  # low, best, high, and how many give no number


@dataclass(frozen=True, eq=False)
class Measures:
    """What is summed of each row of a table, one entry a row.

    `types` and `precisions` are the codes of event_type and place_precision; a missing value has the last code.
    `n_types` and `n_precisions` say how many codes there are.
    """

    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    types: NDArray[np.int8]
    precisions: NDArray[np.int8]
    n_types: int
    n_precisions: int
    killed: KilledBounds

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> "Measures":
        """Read what is summed of all rows of an incident table."""
        (types, n_types), (precisions, n_precisions) = (
            _codes(table[name].array) for name in ("event_type", "place_precision")
        )
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        killed = KilledBounds.from_table(table)
        return cls(longitude, latitude, types, precisions, n_types, n_precisions, killed)

    @cached_property
    def killed_addends(self) -> NDArray[np.int32]:
        """What each row adds to the sums of CellSums.killed: [row, 4].

        Side by side, for rows along the curve lie anywhere in the table: half a million take 11 ms, and 27 apart.
        """
        return np.stack(killed_columns(self.killed), axis=1)

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Longitude and latitude side by side: [row, 2]."""
        return np.stack([self.longitude, self.latitude], axis=1)


@dataclass(frozen=True, eq=False)
class CellSums:
    """One entry a cell, in the order of the curve; each cell holds a point.

    `types` and `precisions` count the points by code, [cell, code]. `killed` has the sums of low, best and high (0
    where unknown, and the known bound for a high one that is not) and how many give no number, [cell, 4]. `sums` has
    the sums of longitude and latitude in UNITS of a degree, whole numbers so that no order of adding changes them;
    `bounds` has west, south, east and north in degrees.
    """

    level: int
    cells: Keys
    counts: Counts
    types: Counts
    precisions: Counts
    killed: Counts
    sums: Counts
    bounds: NDArray[np.float64]

    @classmethod
    def from_points(cls, points: PointIndex, level: int, measures: Measures) -> "CellSums":
        """Sum points, which are in the order of the curve, by cell of a level."""
        if not len(points.rows):
            return cls.empty(level, measures)
        cells, rows = points.keys >> np.uint64(2 * (point_index.BITS - level)), points.rows
        starts = _run_starts(cells)
        counts = np.diff(starts, append=len(cells))
        runs = np.repeat(np.arange(len(starts)), counts)
        coordinates = measures.points.take(rows, axis=0)
        return cls(
            level,
            cells[starts],
            counts,
            cross_counts(runs, measures.types.take(rows), len(starts), measures.n_types),
            cross_counts(runs, measures.precisions.take(rows), len(starts), measures.n_precisions),
            np.add.reduceat(measures.killed_addends.take(rows, axis=0), starts, axis=0, dtype=np.int64),
            np.add.reduceat(to_units(coordinates), starts, axis=0),
            np.concatenate([extreme.reduceat(coordinates, starts) for extreme in (np.minimum, np.maximum)], axis=1),
        )

    @classmethod
    def merge(cls, parts: Sequence["CellSums"]) -> "CellSums":
        """The sums over several sets of points at once; all of one level."""
        names = [field.name for field in fields(cls) if field.name != "level"]
        joint = cls(parts[0].level, *(np.concatenate([getattr(part, name) for part in parts]) for name in names))
        return joint.take(np.argsort(joint.cells, kind="stable")).coarsen(joint.level)

    @classmethod
    def empty(cls, level: int, measures: Measures) -> "CellSums":
        """Sums of no point."""
        types, precisions, killed = (
            np.zeros((0, width), dtype=np.int64) for width in (measures.n_types, measures.n_precisions, N_KILLED)
        )
        cells, counts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        sums, bounds = np.zeros((0, 2), dtype=np.int64), np.zeros((0, 4))
        return cls(level, cells, counts, types, precisions, killed, sums, bounds)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def means(self) -> NDArray[np.float64]:
        """The mean longitude and latitude of the points of each cell, in degrees: [cell, 2]."""
        means: NDArray[np.float64] = self.sums / (self.counts[:, None] * UNITS)
        return means

    @property
    def size_bytes(self) -> int:
        """Bytes held."""
        return sum(getattr(self, field.name).nbytes for field in fields(self) if field.name != "level")

    def coarsen(self, level: int) -> "CellSums":
        """The sums over the cells of a level that is no finer than this one."""
        if not len(self):
            return self
        cells = self.cells >> np.uint64(2 * (self.level - level))
        starts = _run_starts(cells)
        counts, types, precisions, killed = (
            np.add.reduceat(sums, starts) for sums in (self.counts, self.types, self.precisions, self.killed)
        )
        bounds = [
            extreme.reduceat(self.bounds[:, number], starts)
            for number, extreme in enumerate((np.minimum, np.minimum, np.maximum, np.maximum))
        ]
        sums = np.add.reduceat(self.sums, starts)
        return CellSums(level, cells[starts], counts, types, precisions, killed, sums, np.stack(bounds, axis=1))

    def replace(self, cells: Keys, sums: "CellSums") -> "CellSums":
        """Other sums of some cells, of the same level; they may have no entry for a cell, which holds no point then."""
        remaining = self.take(np.flatnonzero(~np.isin(self.cells, cells)))
        return CellSums.merge([remaining, sums])

    def take(self, positions: NDArray[np.integer]) -> "CellSums":
        """Some of the cells."""
        values = (getattr(self, field.name) for field in fields(self) if field.name != "level")
        return CellSums(self.level, *(array.take(positions, axis=0) for array in values))


def to_units(degrees: NDArray[np.float64]) -> Counts:
    """Degrees in UNITS, rounded."""
    units: Counts = np.rint(degrees * UNITS).astype(np.int64)
    return units


def _codes(values: pd.Categorical) -> tuple[NDArray[np.int8], int]:
    """The code of each value, the last one where it is missing, and how many codes there are."""
    n_categories = len(values.categories)
    return np.where(values.codes < 0, n_categories, values.codes).astype(np.int8), n_categories + 1


def _run_starts(cells: Keys) -> NDArray[np.intp]:
    """The positions at which another cell begins."""
    changes = np.flatnonzero(cells[1:] != cells[:-1]) + 1
    return np.concatenate([[0], changes]) if len(cells) else changes


def cross_counts(groups: NDArray[np.intp], codes: NDArray[np.int8], n_groups: int, n_codes: int) -> Counts:
    """How many rows have each code in each group: [group, code]."""
    cells = groups * n_codes + codes
    counts: Counts = np.bincount(cells, minlength=n_groups * n_codes).reshape(n_groups, n_codes)
    return counts


def killed_columns(killed: KilledBounds) -> tuple[NDArray[np.int32], ...]:
    """What each row adds to low, best, high and the number of rows without any figure: see CellSums."""
    low, best = np.maximum(killed.low, 0), np.maximum(killed.best, 0)
    return low, best, np.maximum(killed.most, 0), killed.is_unknown.astype(np.int32)
