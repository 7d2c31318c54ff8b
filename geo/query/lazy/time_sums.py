"""When the rows of a packed folder begin and end, in bins of days, by groups of cells or areas."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.lazy.curve_cover import ranges_of_cells
from geo.query.lazy.curve_sums import ALL_SPOTS, AREAS, MAX_RANGES, TYPES
from geo.query.lazy.frames import Frame
from geo.query.lazy.joined_tests import passes_all
from geo.query.lazy.lazy_rows import LazyRows
from geo.query.lazy.pack_source import COUNT, add_up, cell_of, terms
from geo.query.lazy.row_test import RowTest, key_test
from geo.query.packed.columns import AREA, GROUP_COLUMN, KEY
from geo.query.point_index import BITS, Keys
from geo.query.time_bins import UNDATED, TimeBins
from geo.query.time_cube import TimeCounts, bins_of_pairs

Groups = NDArray[np.intp]
WHEN = GROUP_COLUMN["when"]
CELL, GROUP, START, END = "_cell", "_group", "_start", "_end"


@dataclass(frozen=True, eq=False)
class TimeSums:
    """The rows of a set by time."""

    rows: LazyRows
    n_types: int

    def of_spots(self, cells: Keys, level: int, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """The spots in some cells of a level, by the group of their cell."""
        if not len(cells):
            return self._to_counts(None, n_groups, len(bins))
        ranges = ranges_of_cells(cells, level, MAX_RANGES)
        frame = self._rows(passes_all([ALL_SPOTS, key_test(ranges)]), KEY)
        firsts = (cells << np.uint64(2 * (BITS - level))).astype(np.int64)
        by_cell = pa.table({CELL: firsts, GROUP: groups.astype(np.int64)})
        with_cell = None if frame is None else frame.select(WHEN, TYPES, **{CELL: cell_of(BITS, level).expression})
        return self._count(with_cell, CELL, by_cell, n_groups, bins)

    def of_areas(self, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """The rows that have coordinates and are known to an area, by the group of the area."""
        counted = np.flatnonzero(groups >= 0)
        by_area = pa.table({AREA: counted.astype(np.int32), GROUP: groups[counted].astype(np.int64)})
        return self._count(self._rows(AREAS, AREA) if len(counted) else None, AREA, by_area, n_groups, bins)

    def _rows(self, test: RowTest, place: str) -> Frame | None:
        return self.rows.source.rows(passes_all([self.rows.test, test]), (place, WHEN, TYPES))

    def _count(self, frame: Frame | None, key: str, by_key: pa.Table, n_groups: int, bins: TimeBins) -> TimeCounts:
        if frame is None:
            return self._to_counts(None, n_groups, len(bins))
        frames = self.rows.source.frames
        grouped = frame.join(frames.frame(by_key), on=key, how="inner")
        dated = grouped.join(frames.frame(self._pair_bins(bins)), on=WHEN, how="inner")
        keys = terms(**{name: name for name in (GROUP, TYPES, START, END)})
        return self._to_counts(add_up(dated, frames, keys, {COUNT: None}), n_groups, len(bins))

    def _pair_bins(self, bins: TimeBins) -> pa.Table:
        """The bins in which the rows of each pair of dates begin and end; the undated are left out."""
        start, end = bins_of_pairs(self.rows.source.codebook.combinations("when"), bins)
        codes = np.flatnonzero(start != UNDATED)
        numbers = {START: start[codes].astype(np.int32), END: end[codes].astype(np.int32)}
        return pa.table({WHEN: codes.astype(np.int32), **numbers})

    def _to_counts(self, sums: pd.DataFrame | None, n_groups: int, n_bins: int) -> TimeCounts:
        starts, ends = (np.zeros((n_groups, self.n_types, n_bins), dtype=np.int64) for _ in range(2))
        if sums is not None:
            counts = sums[COUNT].to_numpy(dtype=np.int64)
            group, types, start, end = (sums[name].to_numpy(dtype=np.intp) for name in (GROUP, TYPES, START, END))
            np.add.at(starts, (group, types, start), counts)
            np.add.at(ends, (group, types, end), counts)
        return TimeCounts(starts, ends)
