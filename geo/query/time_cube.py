"""How many incidents may have happened in any window of time: of a whole selection, and by cell and area of a view.

A row counts where it begins and where it ends. As the filters From and To do, a window takes the rows that overlap it:
those that begin by its last bin without those that end before its first. For windows of whole bins that is exact, and
two running sums answer for all of them. The idea of a small cube that a screen can brush over is that of Falcon
(Moritz et al., 2019); measured in docs/decisions/0034.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.answers import Counts, Groups
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.incident_areas import AreaList
from geo.query.map_view import MapView
from geo.query.marks_in_view import AreasInView, cells_of_view
from geo.query.point_index import Keys
from geo.query.time_bins import UNDATED, TimeBins

DATES = ("from", "to")  # the filters by time, which a cube leaves out so that a window can be moved beyond them
MAX_CELLS = 2_000  # that hold incidents; a screen of 1400 by 900 pixels has 330 of 64 pixels and 1,250 of 32


@dataclass(frozen=True, eq=False)
class TimeCounts:
    """How many dated rows begin and end in each bin: [group, type, bin].

    A type is the code of a category or, last, of a missing one.
    """

    starts: Counts
    ends: Counts

    def within(self, first_bin: int, last_bin: int) -> Counts:
        """How many rows overlap the bins from one to another: [group, type]."""
        counts: Counts = self.starts[..., : last_bin + 1].sum(axis=-1) - self.ends[..., :first_bin].sum(axis=-1)
        return counts


class CountedTable(Protocol):
    """The engine of what a strip and a cube read."""

    @property
    def areas(self) -> AreaList:
        """The areas by their number."""

    def categories(self, column: str) -> tuple[str, ...]:
        """The values of a column."""

    def combinations(self, group: str) -> pd.DataFrame:
        """The combinations of a group."""


class DatedResults(Protocol):
    """What a strip and a cube read of a result set (geo/query/engine.py)."""

    @property
    def engine(self) -> CountedTable:
        """The engine that it came from."""

    def __len__(self) -> int: ...

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day."""

    def cross_counts(self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int) -> Counts:
        """Counts by combination and class."""

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over some cells."""

    def area_sums(self) -> AreaSums:
        """The rows by area."""

    def spot_times(self, cells: Keys, level: int, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """The spots of some cells by time."""

    def area_times(self, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        """The rows of some areas by time."""


@dataclass(frozen=True, eq=False)
class TimeStrip:
    """A whole selection over time: how many rows begin and end in each bin, [type, bin], and how many have no date."""

    bins: TimeBins
    starts: Counts
    ends: Counts
    n_undated: int

    @classmethod
    def from_results(cls, results: DatedResults) -> "TimeStrip | None":
        """Count a selection; None where no row has a date. By pairs of dates and types, which are fewer than rows."""
        bins = bins_covering(results)
        if bins is None:
            return None
        n_types = len(results.engine.categories("event_type")) + 1
        by_pair = results.cross_counts("when", "event_type", np.arange(n_types), n_types)
        pairs = bins_of_pairs(results.engine.combinations("when"), bins)
        starts, ends = (_sum_by_bin(by_pair, pair_bins, len(bins)) for pair_bins in pairs)
        return cls(bins, starts, ends, len(results) - int(starts.sum()))


@dataclass(frozen=True, eq=False)
class TimeCube:
    """What a view shows over time: `cells` of spots and `areas` of all rows, and the counts of the dated ones."""

    bins: TimeBins
    cells: CellSums
    cell_counts: TimeCounts
    areas: AreaSums
    area_counts: TimeCounts

    @classmethod
    def of_view(cls, results: DatedResults, view: MapView, zoom: float) -> "TimeCube | None":
        """Count the spots of a view by cells of about 64 pixels at the zoom, and its areas; None without any date."""
        bins = bins_covering(results)
        if bins is None:
            return None
        cells, level = cells_of_view(view, zoom)
        fine = sums = results.spot_sums(cells, level)
        while len(sums) > MAX_CELLS:
            sums = sums.coarsen(sums.level - 1)
        groups = sums.cells.searchsorted(fine.cells >> np.uint64(2 * (level - sums.level)))
        cell_counts = results.spot_times(fine.cells, level, groups, len(sums), bins)
        areas = AreasInView.of_view(results.area_sums(), results.engine.areas, view)
        area_groups = areas.groups(results.engine.areas)
        area_counts = results.area_times(area_groups, len(areas.sums), bins)
        return cls(bins, sums, cell_counts, areas.sums, area_counts)


def bins_covering(results: DatedResults) -> TimeBins | None:
    """The bins of the days of a selection; None where no row has a date."""
    first, last = results.date_range()
    return None if pd.isna(first) or pd.isna(last) else TimeBins.covering(first.date(), last.date())


def bins_of_pairs(pairs: pd.DataFrame, bins: TimeBins) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """The bins in which rows with each pair of `date_start` and `date_end` begin and end, UNDATED where one is missing.

    Days beyond the bins, which other rows than those of the selection have, fall into the first or the last bin.
    """
    start, end = (bins.bins_of(_clip(pairs[name], bins)) for name in ("date_start", "date_end"))
    is_undated = (start == UNDATED) | (end == UNDATED)
    return np.where(is_undated, UNDATED, start).astype(np.int16), np.where(is_undated, UNDATED, end).astype(np.int16)


def _clip(days: pd.Series, bins: TimeBins) -> pd.Series:
    first, last = (pd.Timestamp(day) for day in bins.days_of(0, len(bins) - 1))
    return days.clip(first, last)


def _sum_by_bin(by_pair: Counts, pair_bins: NDArray[np.int16], n_bins: int) -> Counts:
    """Counts of [pair, type] as [type, bin]; the undated fall into a bin before the first, which is cut off."""
    sums = np.zeros((n_bins + 1, by_pair.shape[1]), dtype=np.int64)
    np.add.at(sums, pair_bins.astype(np.intp) + 1, by_pair)
    return sums[1:].T
