"""Rows of a table in memory, counted by the bins of time in which they begin and end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.query.answers import Counts, Groups
from geo.query.cell_sums import Measures
from geo.query.combinations import Combinations
from geo.query.point_index import Rows
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCounts, bins_of_pairs

Bins = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class DatedRows:
    """The bins in which the rows of a table begin and end.

    `first_bins` and `last_bins` have one entry a pair of dates, `pair_codes` one entry a row of the table; `types` has
    the code of the type of each row.
    """

    bins: TimeBins
    first_bins: Bins
    last_bins: Bins
    pair_codes: NDArray[np.unsignedinteger]
    types: NDArray[np.int8]
    n_types: int

    @classmethod
    def from_table(cls, when: Combinations, measures: Measures, bins: TimeBins) -> "DatedRows":
        """Sort the dates of a table into bins."""
        first_bins, last_bins = bins_of_pairs(when.values, bins)
        return cls(bins, first_bins, last_bins, when.codes, measures.types, measures.n_types)

    def count(self, rows: Rows, groups: Groups, n_groups: int) -> TimeCounts:
        """Count rows of the table, each in its group."""
        pairs = self.pair_codes.take(rows)
        places = groups * self.n_types + self.types.take(rows)
        starts, ends = (
            self._count_bins(places, bins.take(pairs), n_groups) for bins in (self.first_bins, self.last_bins)
        )
        return TimeCounts(starts, ends)

    def _count_bins(self, places: Groups, bins: Bins, n_groups: int) -> Counts:
        n_bins = len(self.bins)
        # The undated fall into a bin before the first, which is cut off.
        cells = places * (n_bins + 1) + (bins.astype(np.intp) + 1)
        counts = np.bincount(cells, minlength=n_groups * self.n_types * (n_bins + 1))
        return counts.reshape(n_groups, self.n_types, n_bins + 1)[..., 1:]
