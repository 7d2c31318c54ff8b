"""A region as ranges of keys along the curve: cells that lie clearly inside, and cells that its border comes near."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.query.filters.region import Region
from geo.query.point_index import BITS, COARSE_LEVEL, FIRST_LEVEL, LAST_LEVEL, Keys, cell_boxes, child_cells

Ranges = NDArray[np.int64]  # one row a range: first key, and the first behind it; ascending, without overlap
# A border is followed into smaller cells until the cells near it hold few rows or are many; an expression has room for
# few ranges. All chosen by judgement.
MAX_LEAF_ROWS = 2_000
MAX_CROSSED = 600
MAX_RANGES = 32
MAX_STRETCHES = 3  # of the curve that are read one after the other


@dataclass(frozen=True, eq=False)
class CellWeights:
    """How many rows with coordinates the cells of COARSE_LEVEL hold: `cells` ascend, `before` has the running sum."""

    cells: NDArray[np.int64]
    before: NDArray[np.int64]

    @classmethod
    def from_counts(cls, cells: NDArray[np.int64], counts: NDArray[np.int64]) -> "CellWeights":
        """The weights of some cells, each of which may come several times."""
        distinct, positions = np.unique(cells, return_inverse=True)
        sums = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(sums, positions, counts)
        return cls(distinct, np.concatenate([[0], np.cumsum(sums)]))

    def count(self, cells: Keys, level: int) -> NDArray[np.float64]:
        """The rows in each cell of a level; of a cell finer than these, its share of the one that it lies in."""
        if level <= COARSE_LEVEL:
            shift = np.uint64(2 * (COARSE_LEVEL - level))
            first, stop = cells << shift, (cells + np.uint64(1)) << shift
            share = 1.0
        else:
            shift = np.uint64(2 * (level - COARSE_LEVEL))
            first = cells >> shift
            stop, share = first + np.uint64(1), 4.0 ** (COARSE_LEVEL - level)
        starts, stops = (self.cells.searchsorted(each.astype(np.int64)) for each in (first, stop))
        counts: NDArray[np.float64] = (self.before[stops] - self.before[starts]).astype(np.float64) * share
        return counts


@dataclass(frozen=True, eq=False)
class Cover:
    """Ranges of keys: all points of `clear` lie inside, farther than the margin from the border; what may lie inside
    beside them is in `doubtful`, with others that do not.
    """

    clear: Ranges
    doubtful: Ranges


def cover_region(region: Region, margin_km: float, weights: CellWeights) -> Cover:
    """Cover a region, whose border keeps a margin."""
    level, clear, doubtful = FIRST_LEVEL, [_no_ranges()], [_no_ranges()]
    cells = np.arange(4**level, dtype=np.uint64)
    while len(cells):
        counts = weights.count(cells, level)
        cells, counts = cells[counts > 0], counts[counts > 0]
        boxes = cell_boxes(cells, level)
        crossed = region.may_cross(boxes, margin_km)
        clear.append(_ranges_of(cells[~crossed][_are_inside(region, boxes[~crossed])], level))
        is_leaf = crossed & (
            (counts <= MAX_LEAF_ROWS) | (level >= LAST_LEVEL) | (np.count_nonzero(crossed) > MAX_CROSSED)
        )
        doubtful.append(_ranges_of(cells[is_leaf], level))
        cells, level = child_cells(cells[crossed & ~is_leaf]), level + 1
    return _limit(_merge(np.concatenate(clear)), np.concatenate(doubtful))


def _are_inside(region: Region, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether boxes that the border does not cross lie inside: their middle decides."""
    return region.contains(boxes[:, [0, 2]].mean(axis=1), boxes[:, [1, 3]].mean(axis=1))


def _limit(clear: Ranges, doubtful: Ranges) -> Cover:
    """The widest clear ranges; the others, and the gaps between near ones, are left to the doubtful."""
    widest = np.argsort(clear[:, 0] - clear[:, 1], kind="stable")
    further = clear[widest[MAX_RANGES:]]
    few = clear[np.sort(widest[:MAX_RANGES])]
    return Cover(few, _join_nearest(_merge(np.concatenate([doubtful, further])), MAX_RANGES))


def _merge(ranges: Ranges) -> Ranges:
    """The ranges in order, those that touch as one."""
    if not len(ranges):
        return ranges
    ordered = ranges[np.argsort(ranges[:, 0], kind="stable")]
    is_start = np.concatenate([[True], ordered[1:, 0] > np.maximum.accumulate(ordered[:, 1])[:-1]])
    starts = np.flatnonzero(is_start)
    return np.stack([ordered[starts, 0], np.maximum.reduceat(ordered[:, 1], starts)], axis=1)


def _join_nearest(ranges: Ranges, limit: int) -> Ranges:
    """At most so many ranges, with the smallest gaps between them closed; the ranges ascend."""
    if len(ranges) <= limit:
        return ranges
    gaps = ranges[1:, 0] - ranges[:-1, 1]
    kept = np.sort(np.argsort(-gaps, kind="stable")[: limit - 1])
    firsts = np.concatenate([[0], kept + 1])
    lasts = np.concatenate([kept, [len(ranges) - 1]])
    return np.stack([ranges[firsts, 0], ranges[lasts, 1]], axis=1)


def stretches_of(ranges: Ranges) -> Ranges:
    """The few stretches of the curve that hold all of some ranges, in any order, and little else."""
    return _join_nearest(_merge(ranges), MAX_STRETCHES)


def ranges_of_cells(cells: Keys, level: int, limit: int) -> Ranges:
    """Ranges of keys that hold all of some cells of a level, which ascend; at most so many, which may hold others."""
    return _join_nearest(_merge(_ranges_of(cells, level)), limit)


def _ranges_of(cells: Keys, level: int) -> Ranges:
    shift = np.uint64(2 * (BITS - level))
    return np.stack([cells << shift, (cells + np.uint64(1)) << shift], axis=1).astype(np.int64)


def _no_ranges() -> Ranges:
    return np.zeros((0, 2), dtype=np.int64)
