"""The rows of a selection in a base and segments over it: sums are added, first rows and streams merged in order."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.answers import Counts, Grouping, NearestRows, RowPage, Rows, SpotCounts
from geo.query.area_sums import AreaSums
from geo.query.casualty_sums import CASUALTY_SUMS
from geo.query.cell_sums import CellSums
from geo.query.combinations import COLUMN_GROUPS
from geo.query.engine import DateColumn, ResultSet
from geo.query.filters import Filter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause
from geo.query.filters.geometry import BBox
from geo.query.map_view import MapView
from geo.query.point_index import Keys, Tile
from geo.query.segments import recoding
from geo.query.segments.joint_names import Codes
from geo.query.segments.merged_rows import MergedRows
from geo.query.segments.row_numbers import split_rows
from geo.query.selection import Selection
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCounts

if TYPE_CHECKING:
    from geo.query.segments.engine import SegmentedEngine


class SegmentedResults(ResultSet):
    """The rows of a selection; `parts` has those of each part of the engine."""

    def __init__(self, engine: "SegmentedEngine", selection: Selection, parts: tuple[ResultSet, ...]) -> None:
        self._engine, self._selection, self.parts = engine, selection, parts
        self._counts_by_group: dict[str, Counts] = {}

    @property
    def engine(self) -> "SegmentedEngine":
        return self._engine

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def limits(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(limit for part in self.parts for limit in part.limits))

    @property
    def size_bytes(self) -> int:
        """Bytes of what is put together, without those of the parts, which their engines cache."""
        return sum(counts.nbytes for counts in self._counts_by_group.values())

    # Sets of rows

    def matching(self, clauses: tuple[Clause, ...]) -> "SegmentedResults":
        return self._narrow(lambda _, part: part.matching(clauses))

    def restrict(self, group: str, is_included: NDArray[np.bool_]) -> "SegmentedResults":
        codes = self._engine.joint_combinations(group).codes
        return self._narrow(lambda number, part: part.restrict(group, is_included[codes[number]]))

    def intersect(self, other: ResultSet) -> "SegmentedResults":
        assert isinstance(other, SegmentedResults)  # of the same engine
        others = other.parts
        return self._narrow(lambda number, part: part.intersect(others[number]))

    def without_coordinates(self) -> "SegmentedResults":
        return self._narrow(lambda _, part: part.without_coordinates())

    def contains(self, rows: Rows) -> NDArray[np.bool_]:
        answers = np.zeros(len(rows), dtype=np.bool_)
        for number, positions, own in split_rows(rows):
            answers[positions] = self.parts[number].contains(own)
        return answers

    def _narrow(self, narrow: Callable[[int, ResultSet], ResultSet]) -> "SegmentedResults":
        parts = tuple(narrow(number, part) for number, part in enumerate(self.parts))
        return SegmentedResults(self._engine, self._selection, parts)

    # Sums

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def combination_counts(self, group: str) -> Counts:
        if group not in self._counts_by_group:
            joint = self._engine.joint_combinations(group)
            counts = (part.combination_counts(group) for part in self.parts)
            self._counts_by_group[group] = _add_at(zip(joint.codes, counts, strict=True), (len(joint.values),))
        return self._counts_by_group[group]

    def value_counts(self, column: str) -> pd.Series:
        joint = self._engine.joint_categories(column)
        counts = (part.value_counts(column).to_numpy() for part in self.parts)
        index = pd.Index([*joint.values, None], dtype="str")
        return pd.Series(_add_at(zip(joint.codes, counts, strict=True), (len(index),)), index=index)

    def cross_counts(self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int) -> Counts:
        rows, columns = self._engine.joint_combinations(group), self._engine.joint_categories(column)
        counts = (
            part.cross_counts(group, column, class_of_category[codes], n_classes)
            for part, codes in zip(self.parts, columns.codes, strict=True)
        )
        return _add_at(zip(rows.codes, counts, strict=True), (len(rows.values), n_classes))

    def pair_counts(self, first: str, second: str) -> Counts:
        rows, columns = (self._engine.joint_categories(name) for name in (first, second))
        joint = np.zeros((len(rows.values) + 1, len(columns.values) + 1), dtype=np.int64)
        for part, *codes in zip(self.parts, rows.codes, columns.codes, strict=True):
            joint[np.ix_(*codes)] += part.pair_counts(first, second)
        return joint

    def casualty_sums(self, *groupings: Grouping) -> pd.DataFrame:
        tables = (
            part.casualty_sums(*(self._grouping_of(number, each) for each in groupings))
            for number, part in enumerate(self.parts)
        )
        joint = pd.concat(list(tables), ignore_index=True)
        keys = list(range(len(groupings)))
        if not keys:
            return joint[list(CASUALTY_SUMS)].sum().to_frame().T
        return joint.groupby(keys, sort=True)[list(CASUALTY_SUMS)].sum().reset_index()

    def _grouping_of(self, number: int, grouping: Grouping) -> Grouping:
        """A grouping by the codes of one part."""
        if grouping.name in COLUMN_GROUPS:
            codes = self._engine.joint_combinations(grouping.name).codes[number]
        else:
            codes = self._engine.joint_categories(grouping.name).codes[number]
        return Grouping(grouping.name, grouping.classes[codes], grouping.n_classes)

    def count_missing(self, columns: tuple[str, ...]) -> int:
        return sum(_count_missing(part, columns) for part in self.parts)

    def further_counts(self, filter_: Filter[Any], choices: Sequence[str], inside: Inside) -> Counts:
        counts: Counts = np.sum([part.further_counts(filter_, choices, inside) for part in self.parts], axis=0)
        return counts

    def spot_counts(self) -> SpotCounts:
        counts = [part.spot_counts() for part in self.parts]
        names = ("exact", "near", "vague", "areas", "without_coordinates")
        return SpotCounts(*(sum(getattr(each, name) for each in counts) for name in names))

    def count_in_tile(self, tile: Tile) -> int:
        return sum(part.count_in_tile(tile) for part in self.parts)

    def tile_grid(self, tile: Tile, depth: int) -> Counts:
        grid: Counts = np.sum([part.tile_grid(tile, depth) for part in self.parts], axis=0)
        return grid

    def extent_grid(self, depth: int) -> Counts:
        grid: Counts = np.sum([part.extent_grid(depth) for part in self.parts], axis=0)
        return grid

    def area_sums(self) -> AreaSums:
        areas = self._engine.joint_areas.codes
        sums = [
            recoding.recode_areas(part.area_sums(), types, codes)
            for part, types, codes in zip(self.parts, self._types, areas, strict=True)
        ]
        return recoding.add_areas(sums)

    # Minima and maxima

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        firsts, lasts = zip(*(part.date_range() for part in self.parts), strict=True)
        return pd.Series(firsts).min(), pd.Series(lasts).max()

    def latest(self, column: DateColumn) -> pd.Timestamp:
        return pd.Series([part.latest(column) for part in self.parts]).max()

    @property
    def bounds(self) -> BBox | None:
        boxes = [box for part in self.parts if (box := part.bounds) is not None]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    # What a view of the map shows

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        precisions = self._engine.joint_categories("place_precision").codes
        sums = [
            recoding.recode_cells(part.spot_sums(cells, level), *codes)
            for part, *codes in zip(self.parts, self._types, precisions, strict=True)
        ]
        return CellSums.merge(sums)

    def spot_rows(self, cells: Keys, level: int) -> Rows:
        return self._merged.in_order([part.spot_rows(cells, level) for part in self.parts])

    def spot_times(
        self, cells: Keys, level: int, groups: NDArray[np.intp], n_groups: int, bins: TimeBins
    ) -> TimeCounts:
        counts = [part.spot_times(cells, level, groups, n_groups, bins) for part in self.parts]
        return recoding.add_times(list(zip(counts, self._types, strict=True)))

    def area_times(self, groups: NDArray[np.intp], n_groups: int, bins: TimeBins) -> TimeCounts:
        areas = self._engine.joint_areas.codes
        counts = [part.area_times(groups[codes], n_groups, bins) for part, codes in zip(self.parts, areas, strict=True)]
        return recoding.add_times(list(zip(counts, self._types, strict=True)))

    def mark_rows(self, limit: int) -> Rows | None:
        rows = [part.mark_rows(limit) for part in self.parts]
        known = [each for each in rows if each is not None]
        if len(known) < len(rows) or sum(map(len, known)) > limit:
            return None
        return self._merged.in_order(known)

    # Rows in order

    def page(self, start: int, stop: int, sort: str = "") -> Rows:
        return self._merged.sorted_page(start, stop, sort) if sort else self._merged.page(start, stop)

    def list_view(self, view: MapView, *, start: int, size: int) -> RowPage:
        return self._merged.list_view(view, start, size)

    def list_spots(self, view: MapView, *, start: int, size: int) -> RowPage:
        return self._merged.list_spots(view, start, size)

    def list_area(self, area_id: str, *, with_parts: bool, start: int, size: int) -> RowPage:
        return self._merged.list_area(area_id, with_parts, start, size)

    def nearest(self, longitude: float, latitude: float, *, within_km: float, size: int) -> NearestRows:
        return self._merged.nearest(longitude, latitude, within_km, size)

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        return self._merged.batches(first, size)

    @cached_property
    def _merged(self) -> MergedRows:
        return MergedRows(self._engine, self.parts)

    @property
    def _types(self) -> tuple[Codes, ...]:
        return self._engine.joint_categories("event_type").codes


def _add_at(parts: "Iterator[tuple[Codes, Counts]] | zip[tuple[Codes, Counts]]", shape: tuple[int, ...]) -> Counts:
    """The sum of counts that stand at the joint codes of each part."""
    joint = np.zeros(shape, dtype=np.int64)
    for codes, counts in parts:
        joint[codes] += counts
    return joint


def _count_missing(part: ResultSet, columns: tuple[str, ...]) -> int:
    """A column that a part lacks is blank in all of its rows."""
    present = tuple(name for name in columns if name in part.engine.head)
    return part.count_missing(present) if present else len(part)
