"""How many incidents may have happened in any window of time: of a whole selection, and by cell and area of a view.

A row counts where it begins and where it ends. As the filters From and To do, a window takes the rows that overlap it:
those that begin by its last bin without those that end before its first. For windows of whole bins that is exact, and
two running sums answer for all of them. The idea of a small cube that a screen can brush over is that of Falcon
(Moritz et al., 2019); measured in docs/decisions/0034.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.clusters import SelectedMarks, cells_of_view
from geo.query.incident_areas import NO_AREA
from geo.query.map_view import MapView
from geo.query.point_index import BITS, Counts, Rows
from geo.query.result_set import ResultSet
from geo.query.time_bins import UNDATED, TimeBins

DATES = ("from", "to")  # the filters by time, which a cube leaves out so that a window can be moved beyond them
MAX_CELLS = 2_000  # that hold incidents; a screen of 1400 by 900 pixels has 330 of 64 pixels and 1,250 of 32

Groups = NDArray[np.intp]
Bins = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class TimeCounts:
    """How many dated rows begin and end in each bin: [group, type, bin]; a type is its code in Measures."""

    starts: Counts
    ends: Counts

    def within(self, first_bin: int, last_bin: int) -> Counts:
        """How many rows overlap the bins from one to another: [group, type]."""
        counts: Counts = self.starts[..., : last_bin + 1].sum(axis=-1) - self.ends[..., :first_bin].sum(axis=-1)
        return counts


@dataclass(frozen=True, eq=False)
class DatedRows:
    """The bins in which the rows of a table begin and end, for the rows that a cube counts.

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
    def from_results(cls, results: ResultSet) -> "DatedRows | None":
        """Sort the dates of a selection into bins; None where no row has a date."""
        first, last = results.date_range()
        if pd.isna(first) or pd.isna(last):
            return None
        bins, when, measures = (
            TimeBins.covering(first.date(), last.date()),
            results.index.groups["when"],
            results.index.measures,
        )
        first_bins, last_bins = (
            _bins_in_span(when.values[name], first, last, bins) for name in ("date_start", "date_end")
        )
        is_undated = (first_bins == UNDATED) | (last_bins == UNDATED)
        first_bins, last_bins = (
            np.where(is_undated, UNDATED, side).astype(np.int16) for side in (first_bins, last_bins)
        )
        return cls(bins, first_bins, last_bins, when.codes, measures.types, measures.n_types)

    def count(self, rows: Rows | NDArray[np.intp], groups: Groups, n_groups: int) -> TimeCounts:
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


@dataclass(frozen=True, eq=False)
class TimeStrip:
    """A whole selection over time: how many rows begin and end in each bin, [type, bin], and how many have no date."""

    bins: TimeBins
    starts: Counts
    ends: Counts
    n_undated: int

    @classmethod
    def from_results(cls, results: ResultSet) -> "TimeStrip | None":
        """Count a selection; None where no row has a date."""
        dated = DatedRows.from_results(results)
        if dated is None:
            return None
        counts = _count_pairs(results, dated)
        n_undated = len(results) - int(counts.starts.sum())
        return cls(dated.bins, counts.starts[0], counts.ends[0], n_undated)


@dataclass(frozen=True, eq=False)
class TimeCube:
    """What a view shows over time: `cells` of spots and `areas` of all rows, and the counts of the dated ones."""

    bins: TimeBins
    cells: CellSums
    cell_counts: TimeCounts
    areas: AreaSums
    area_counts: TimeCounts

    @classmethod
    def of_view(cls, results: ResultSet, view: MapView, zoom: float) -> "TimeCube | None":
        """Count the spots of a view by cells of about 64 pixels at the zoom, and its areas; None without any date."""
        dated, marks = DatedRows.from_results(results), results.marks
        if dated is None:
            return None
        sums, rows, groups = _spots_by_cell(marks, view, zoom)
        areas = marks.areas_in_view(view)
        area_rows, area_groups = _rows_by_area(marks, view, areas)
        return cls(
            dated.bins,
            sums,
            dated.count(rows, groups, len(sums)),
            areas,
            dated.count(area_rows, area_groups, len(areas)),
        )


def _bins_in_span(days: pd.Series, first: pd.Timestamp, last: pd.Timestamp, bins: TimeBins) -> Bins:
    """The bin of each day; days of other rows than the selected ones may lie outside, and take a bin at the end."""
    return bins.bins_of(days.clip(first, last))


def _count_pairs(results: ResultSet, dated: DatedRows) -> TimeCounts:
    """All selected rows in one group: first by their pair of dates and type, which are fewer than rows."""
    classes = np.arange(dated.n_types)
    by_pair = results.cross_counts("when", "event_type", classes, dated.n_types)
    starts, ends = (_sum_by_bin(by_pair, bins, len(dated.bins)) for bins in (dated.first_bins, dated.last_bins))
    return TimeCounts(starts[None], ends[None])


def _sum_by_bin(by_pair: Counts, pair_bins: Bins, n_bins: int) -> Counts:
    """Counts of [pair, type] as counts of [type, bin]."""
    sums = np.zeros((n_bins + 1, by_pair.shape[1]), dtype=np.int64)
    np.add.at(sums, pair_bins.astype(np.intp) + 1, by_pair)
    return sums[1:].T


def _spots_by_cell(marks: SelectedMarks, view: MapView, zoom: float) -> tuple[CellSums, Rows, Groups]:
    """The cells that hold spots, the rows of the spots, and the number of the cell of each."""
    cells, level = cells_of_view(view, zoom)
    sums = CellSums.merge([curve.sums(cells, level) for curve in marks.curves])
    positions = [curve.positions(cells, level) for curve in marks.curves]
    while len(sums) > MAX_CELLS:
        sums = sums.coarsen(sums.level - 1)
    pairs = list(zip(marks.curves, positions, strict=True))
    keys = np.concatenate([curve.spots.keys.take(at) for curve, at in pairs])
    rows = np.concatenate([curve.spots.rows.take(at) for curve, at in pairs])
    return sums, rows, sums.cells.searchsorted(keys >> np.uint64(2 * (BITS - sums.level)))


def _rows_by_area(marks: SelectedMarks, view: MapView, sums: AreaSums) -> tuple[Rows, Groups]:
    """The rows of the areas of a view, and the position of the sum that each is counted to."""
    areas = marks.areas
    position_of = np.full(len(areas) + 1, NO_AREA, dtype=np.intp)  # the last entry is that of NO_AREA itself
    position_of[sums.areas] = np.arange(len(sums))
    if marks.counts_by_country(view):
        has_country = areas.countries != NO_AREA
        position_of[:-1][has_country] = position_of[areas.countries[has_country]]
    positions = position_of[areas.codes.take(marks.area_rows)]
    has_area = positions != NO_AREA
    return marks.area_rows[has_area], positions[has_area]
