"""The rows of a selection in a table in memory, not copied, and what is counted of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km
from geo.query import point_index
from geo.query.answers import NO_ROW, Counts, Grouping, Groups, NearestRows, RowPage, Rows, SpotCounts
from geo.query.area_sums import AreaSums
from geo.query.cache import ByteBoundedLRU
from geo.query.casualty_sums import casualty_columns, sum_by_cell
from geo.query.cell_sums import CellSums
from geo.query.clusters import SelectedMarks, SpotCurve
from geo.query.dated_rows import DatedRows
from geo.query.engine import DateColumn, Engine, ResultSet
from geo.query.filters import Filter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause
from geo.query.filters.geometry import BBox, Circle
from geo.query.indexed_table import IndexedTable, Mask
from geo.query.map_view import MapView
from geo.query.point_index import Keys, Tile
from geo.query.row_lists import in_order, page_backwards, page_latest_first
from geo.query.selection import Selection
from geo.query.sorting import sort_positions
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCounts

Value = TypeVar("Value", bound=np.generic)
Wider = Callable[[], "IndexedResults"]
# With more points than this, coarse cells are counted once for all tiles: one pass and 4 MB. Chosen by judgement.
COARSE_FROM_POINTS = 50_000
SIZED = ("mask", "point_keys", "_coarse_counts", "_positions", "_unselected")
ORDER_BYTES = 12  # a row of the table, of the orders of one selection: three of all rows; chosen by judgement


class IndexedResults(ResultSet):
    """The rows of a selection. `mask` has one entry a row of the table; None selects all. `wider`: a few more rows."""

    def __init__(
        self, engine: Engine, source: IndexedTable, selection: Selection, mask: Mask | None, wider: Wider | None = None
    ) -> None:
        self._engine, self.source, self._selection, self.mask, self._wider = engine, source, selection, mask, wider
        self._orders = ByteBoundedLRU[str, NDArray[np.int32]](ORDER_BYTES * len(source), lambda order: order.nbytes)
        self._counts_by_group: dict[str, Counts] = {}

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def selection(self) -> Selection:
        return self._selection

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return len(self.source) if self.mask is None else int(np.count_nonzero(self.mask))

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached results."""
        if self.mask is None:
            return 0
        arrays = (*(vars(self).get(name) for name in SIZED), *list(self._counts_by_group.values()))
        marks: SelectedMarks | None = vars(self).get("marks")
        size: int = sum(array.nbytes for array in arrays if isinstance(array, np.ndarray))
        return size + self._orders.size_bytes + (marks.size_bytes if marks else 0)

    # Sets of rows

    def matching(self, clauses: tuple[Clause, ...]) -> "IndexedResults":
        return self._narrow(self.source.any_mask(clauses))

    def restrict(self, group: str, is_included: NDArray[np.bool_]) -> "IndexedResults":
        return self._narrow(is_included[self.source.groups[group].codes])

    def intersect(self, other: ResultSet) -> "IndexedResults":
        assert isinstance(other, IndexedResults)
        return self if other.mask is None else self._narrow(other.mask)

    def without_coordinates(self) -> "IndexedResults":
        return self._narrow(np.isnan(self.source.coordinates[0]))

    def contains(self, rows: Rows) -> NDArray[np.bool_]:
        is_row: Mask = rows != NO_ROW
        return is_row if self.mask is None else is_row & np.append(self.mask, False)[rows]

    def _narrow(self, mask: Mask) -> "IndexedResults":
        joint = mask if self.mask is None else mask & self.mask
        return IndexedResults(self.engine, self.source, self.selection, joint)

    @cached_property
    def _positions(self) -> NDArray[np.intp]:
        return np.arange(len(self.source)) if self.mask is None else np.flatnonzero(self.mask)

    @cached_property
    def _unselected(self) -> NDArray[np.intp]:
        return np.arange(0) if self.mask is None else np.flatnonzero(~self.mask)

    def _take(self, values: NDArray[Value]) -> NDArray[Value]:
        """The selected of these values, one for each row of the table; positions are much quicker than the mask."""
        return values if self.mask is None else values.take(self._positions)

    def _of_these(self, rows: point_index.Rows) -> point_index.Rows:
        """Those of these rows that are selected."""
        return rows if self.mask is None else rows[self.mask[rows]]

    # Sums

    def combination_counts(self, group: str) -> Counts:
        if group not in self._counts_by_group:
            self._counts_by_group[group] = self._count_combinations(group)
        return self._counts_by_group[group]

    def _count_combinations(self, group: str) -> Counts:
        if self.mask is None:
            return self.source.totals(group)
        combinations = self.source.groups[group]
        # Count whichever are fewer: the selected rows or the others.
        if 2 * len(self) > len(self.source):
            return self.source.totals(group) - combinations.counts(self._unselected)
        return combinations.counts(self._positions)

    def value_counts(self, column: str) -> pd.Series:
        codes, categories = self._take(self.source.codes(column)), self.source.categories(column)
        counts = np.bincount(codes.astype(np.intp) + 1, minlength=len(categories) + 1)  # a missing value has code -1
        return pd.Series(np.roll(counts, -1), index=pd.Index([*categories, None], dtype="str"))

    def cross_counts(self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int) -> Counts:
        combinations = self.source.groups[group]
        codes, classes = self._take(combinations.codes), class_of_category[self._take(self.source.codes(column))]
        cells = codes * np.intp(n_classes) + classes
        return np.bincount(cells, minlength=len(combinations.values) * n_classes).reshape(-1, n_classes)

    def pair_counts(self, first: str, second: str) -> Counts:
        n_first, n_second = (len(self.source.categories(name)) + 1 for name in (first, second))
        codes, others = (self._take(self.source.codes(name)).astype(np.intp) for name in (first, second))
        cells = np.where(codes < 0, n_first - 1, codes) * n_second + np.where(others < 0, n_second - 1, others)
        return np.bincount(cells, minlength=n_first * n_second).reshape(n_first, n_second)

    def casualty_sums(self, *groupings: Grouping) -> pd.DataFrame:
        killed = self.source.measures.killed
        columns = casualty_columns(killed if self.mask is None else killed.take(self._positions))
        classes = [self._classes(grouping) for grouping in groupings]
        return sum_by_cell(columns, classes, [grouping.n_classes for grouping in groupings], len(self))

    def cell_counts(self, *groupings: Grouping) -> pd.DataFrame:
        classes = [self._classes(grouping) for grouping in groupings]
        return sum_by_cell({}, classes, [grouping.n_classes for grouping in groupings], len(self))

    def _classes(self, grouping: Grouping) -> NDArray[np.intp]:
        """The class of each selected row."""
        is_group = grouping.name in self.source.groups
        codes = self.source.groups[grouping.name].codes if is_group else self.source.codes(grouping.name)
        return grouping.classes.take(self._take(codes), mode="wrap")  # a missing value has the code -1, the last class

    def count_missing(self, columns: tuple[str, ...]) -> int:
        missing = np.logical_and.reduce([self.source.table[name].isna().to_numpy() for name in columns])
        return int(np.count_nonzero(missing if self.mask is None else missing & self.mask))

    def further_counts(self, filter_: Filter[Any], choices: Sequence[str], inside: Inside) -> Counts:
        rows = (self.source.further_rows(filter_, choice, inside) for choice in choices)
        return np.array([len(self._of_these(each)) for each in rows], dtype=np.int64)

    def spot_counts(self) -> SpotCounts:
        points, vague = (curve.spots.rows for curve in self.marks.curves)
        exact, near, n_areas = self._n_exact, len(points) - self._n_exact, len(self.marks.area_rows)
        n_drawn = len(points) + len(vague) + n_areas
        return SpotCounts(exact, near, len(vague), n_areas, len(self) - n_drawn)

    @cached_property
    def _n_exact(self) -> int:
        categories = list(self.source.categories("place_precision"))
        codes = self.source.measures.precisions.take(self.marks.curves[0].spots.rows)
        return int(np.count_nonzero(codes == categories.index("exact"))) if "exact" in categories else 0

    @cached_property
    def point_keys(self) -> Keys:
        """The keys along the curve, ascending, of the points that a density map counts: places exact or near."""
        return self.marks.curves[0].spots.keys

    @cached_property
    def _coarse_counts(self) -> NDArray[np.int32] | None:
        return point_index.coarse_counts(self.point_keys) if len(self.point_keys) > COARSE_FROM_POINTS else None

    def count_in_tile(self, tile: Tile) -> int:
        return point_index.count_in_tile(self.point_keys, tile)

    def tile_grid(self, tile: Tile, depth: int) -> Counts:
        return point_index.tile_grid(self.point_keys, self._coarse_counts, tile, depth)

    def extent_grid(self, depth: int) -> Counts:
        imprecise, world = self.source.imprecise, Tile(0, 0, 0)
        keys = imprecise.keys if self.mask is None else imprecise.selected_keys(self.mask)
        return self.tile_grid(world, depth) + point_index.tile_grid(keys, None, world, depth)

    def area_sums(self) -> AreaSums:
        return self.marks.area_sums

    # Minima and maxima

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        dates = self.source.groups["when"].values[self.combination_counts("when") > 0]
        return dates["date_start"].min(), dates["date_end"].max()

    def latest(self, column: DateColumn) -> pd.Timestamp:
        return pd.Series(self._take(self.source.table[column].to_numpy())).max()

    @cached_property
    def bounds(self) -> BBox | None:
        longitude, latitude = map(self._take, self.source.coordinates)
        if not np.isfinite(longitude).any():
            return None
        west, east = np.nanmin(longitude), np.nanmax(longitude)
        return float(west), float(np.nanmin(latitude)), float(east), float(np.nanmax(latitude))

    # What a view of the map shows

    @cached_property
    def marks(self) -> SelectedMarks:
        """The rows that the map draws, by where they lie."""
        if self._wider is not None and self.mask is not None:
            return self._wider().marks.narrow(self.mask)
        pairs = (self.source.points, self.source.vague_spots)
        curves = (curve if self.mask is None else curve.take(self.mask) for curve in pairs)
        spots = tuple(SpotCurve(curve, self.source.measures) for curve in curves)
        return SelectedMarks(spots, self._of_these(self.source.area_rows), self.source.areas)

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        return CellSums.merge([curve.sums(cells, level) for curve in self.marks.curves])

    def spot_rows(self, cells: Keys, level: int) -> Rows:
        return in_order(np.concatenate([curve.rows(cells, level) for curve in self.marks.curves]))

    def spot_times(self, cells: Keys, level: int, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        curves = self.marks.curves
        rows = np.concatenate([curve.rows(cells, level) for curve in curves])
        row_groups = np.concatenate([curve.groups(cells, level, groups) for curve in curves])
        return self._dated(bins).count(rows, row_groups, n_groups)

    def area_times(self, groups: Groups, n_groups: int, bins: TimeBins) -> TimeCounts:
        rows = self.marks.area_rows
        row_groups = groups[self.source.areas.codes.take(rows)]
        is_counted = row_groups >= 0
        return self._dated(bins).count(rows[is_counted], row_groups[is_counted], n_groups)

    def _dated(self, bins: TimeBins) -> DatedRows:
        return DatedRows.from_table(self.source.groups["when"], self.source.measures, bins)

    def mark_rows(self, limit: int) -> Rows | None:
        rows = self.marks.rows
        return in_order(rows) if len(rows) <= limit else None

    # Rows in order

    def page(self, start: int, stop: int, sort: str = "") -> Rows:
        if sort:
            return self._order_by(sort)[start:stop].astype(np.int64)
        return np.arange(len(self))[start:stop] if self.mask is None else self._positions[start:stop]

    def _order_by(self, sort: str) -> NDArray[np.int32]:
        """All positions in order of a column; the last few such orders are remembered."""
        return self._orders.get(sort, lambda: self._sort(sort))

    def _sort(self, sort: str) -> NDArray[np.int32]:
        if self._wider is not None:
            return self._of_these(self._wider()._order_by(sort))  # leaving rows out changes no order
        return sort_positions(self.source, self._positions, sort).astype(np.int32)

    def list_view(self, view: MapView, *, start: int, size: int) -> RowPage:
        rows = np.concatenate([self.marks.spots_in(view), self.marks.area_rows_in(view)])
        return page_latest_first(rows, len(self.source), self.source.n_dated, start=start, size=size)

    def list_spots(self, view: MapView, *, start: int, size: int) -> RowPage:
        return page_backwards(self.marks.spots_in(view), start, size)

    def list_area(self, area_id: str, *, with_parts: bool, start: int, size: int) -> RowPage:
        return page_backwards(self.marks.rows_of_area(area_id, with_parts=with_parts), start, size)

    def nearest(self, longitude: float, latitude: float, *, within_km: float, size: int) -> NearestRows:
        circle, coordinates = Circle(longitude, latitude, within_km), self.source.coordinates
        rows = self._of_these(self.source.points.rows_in(circle, *coordinates))
        distances_km = haversine_km(longitude, latitude, *(coordinate[rows] for coordinate in coordinates))
        order = np.lexsort((-rows, distances_km))[:size]
        return NearestRows(len(rows), rows[order].astype(np.int64), distances_km[order])

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        start, stop = 0, first
        while start < len(self):
            yield self.rows(start, stop)
            start, stop = stop, stop + size
