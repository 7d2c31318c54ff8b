"""The rows of a selection in a packed folder, of which every answer reads only what it needs."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km
from geo.query.answers import NO_ROW, Counts, Grouping, NearestRows, RowPage, Rows, SpotCounts
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import CellSums
from geo.query.engine import DateColumn, ResultSet
from geo.query.facet_values import clauses_of_choice
from geo.query.filters import Filter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause
from geo.query.filters.geometry import BBox, Circle
from geo.query.lazy.column_order import sorted_slice
from geo.query.lazy.curve_cover import cover_region
from geo.query.lazy.curve_sums import ALL_SPOTS, AREAS, POINTS, WITH_COORDINATES, CurveSums, spots
from geo.query.lazy.further_sums import FurtherSums
from geo.query.lazy.group_sums import GroupSums
from geo.query.lazy.joined_tests import passes_all, passes_any, passes_not
from geo.query.lazy.lazy_rows import LazyRows
from geo.query.lazy.pack_source import add_up, highest
from geo.query.lazy.row_order import PairOrder, backwards, latest_first, slice_of, table_order
from geo.query.lazy.row_test import EVERYTHING, ExpressionTest, RowTest, code_test, key_test, number_test
from geo.query.lazy.time_sums import TimeSums
from geo.query.map_view import MapView
from geo.query.packed.columns import AREA, GROUP_COLUMN, NO_COORDINATES, ROW
from geo.query.point_index import Keys, Tile
from geo.query.selection import Selection
from geo.query.time_bins import TimeBins
from geo.query.time_cube import TimeCounts

if TYPE_CHECKING:
    from geo.query.lazy.lazy_engine import LazyEngine

COORDINATES = frozenset({"longitude", "latitude"})
WORLD = Tile(0, 0, 0)
GRID_LEVEL = 8  # a tile of the world has 2**8 by 2**8 cells; finer ones are counted tile by tile


class LazyResults(ResultSet):
    """The rows of a selection in a packed folder; `limits` says what of them an engine's limit leaves out."""

    def __init__(self, engine: "LazyEngine", selection: Selection, test: RowTest, limits: tuple[str, ...] = ()) -> None:
        self._engine, self._selection, self._limits = engine, selection, limits
        self.lazy_rows = LazyRows(engine.source, test)

    @property
    def engine(self) -> "LazyEngine":
        return self._engine

    @property
    def selection(self) -> Selection:
        return self._selection

    @property
    def limits(self) -> tuple[str, ...]:
        return self._limits

    @property
    def size_bytes(self) -> int:
        """Bytes of what is remembered of it, about."""
        counts = self.lazy_rows.remembered_bytes
        grid: Counts | None = vars(self).get("_coarse_points")
        return counts + (0 if grid is None else grid.nbytes)

    # Sets of rows

    def matching(self, clauses: tuple[Clause, ...]) -> "LazyResults":
        return self._narrow(self._engine.tests.of_clauses(clauses))

    def restrict(self, group: str, is_included: NDArray[np.bool_]) -> "LazyResults":
        return self._narrow(code_test(GROUP_COLUMN[group], is_included, has_missing=False))

    def intersect(self, other: ResultSet) -> "LazyResults":
        assert isinstance(other, LazyResults)
        limits = tuple(dict.fromkeys((*self.limits, *other.limits)))
        return LazyResults(self._engine, self._selection, passes_all([self.test, other.test]), limits)

    def without_coordinates(self) -> "LazyResults":
        return self._narrow(spots(NO_COORDINATES))

    def contains(self, rows: Rows) -> NDArray[np.bool_]:
        asked = rows[rows != NO_ROW]
        numbers = self.lazy_rows.read([ROW], number_test(asked))[ROW].to_numpy() if len(asked) else asked
        return np.isin(rows, numbers)

    @property
    def test(self) -> RowTest:
        """The test that its rows pass."""
        return self.lazy_rows.test

    def _narrow(self, test: RowTest) -> "LazyResults":
        resolved = self._engine.resolve(passes_all([self.test, test]))
        return LazyResults(self._engine, self._selection, resolved, self._limits)

    # Sums

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return self.lazy_rows.count()

    def combination_counts(self, group: str) -> Counts:
        return self.lazy_rows.combination_counts(group)

    @property
    def _groups(self) -> GroupSums:
        return GroupSums(self.lazy_rows)

    def value_counts(self, column: str) -> pd.Series:
        return self._groups.value_counts(column)

    def cross_counts(self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int) -> Counts:
        return self._groups.cross_counts(group, column, class_of_category, n_classes)

    def pair_counts(self, first: str, second: str) -> Counts:
        return self._groups.pair_counts(first, second)

    def casualty_sums(self, *groupings: Grouping) -> pd.DataFrame:
        return self._groups.casualty_sums(groupings)

    def count_missing(self, columns: tuple[str, ...]) -> int:
        if set(columns) <= COORDINATES:
            return self.lazy_rows.count(spots(NO_COORDINATES))
        group = self._engine.source.codebook.group_of(columns)
        if group is not None:
            is_blank = self._engine.combinations(group)[list(columns)].isna().all(axis="columns").to_numpy()
            return int(self.combination_counts(group)[is_blank].sum())
        blank = [ExpressionTest(nw.col(name).is_null(), frozenset({name})) for name in columns]
        return self.lazy_rows.count(passes_all(blank))

    def further_counts(self, filter_: Filter[Any], choices: Sequence[str], inside: Inside) -> Counts:
        path = self._engine.stored_facets.further_path(filter_.key) if inside is Inside.CERTAIN else None
        if path is not None and set(choices) <= self._engine.stored_facets.further_choices(filter_.key):
            return FurtherSums(self.lazy_rows, path).counts(choices)
        return np.array([self._count_further(filter_, choice, inside) for choice in choices], dtype=np.int64)

    def _count_further(self, filter_: Filter[Any], choice: str, inside: Inside) -> int:
        group = self._engine.facet_values(filter_, inside).group
        clauses = clauses_of_choice(filter_, choice, inside, self._engine.combinations(group).columns)
        tests = self._engine.tests
        further = passes_all([tests.of_clauses(clauses.further), passes_not(tests.of_clauses(clauses.by_combination))])
        return LazyRows(self._engine.source, self._engine.resolve(passes_all([self.test, further]))).count()

    def spot_counts(self) -> SpotCounts:
        return self._curve.spot_counts()

    @property
    def _curve(self) -> CurveSums:
        types, precisions = (self._engine.categories(name) for name in ("event_type", "place_precision"))
        return CurveSums(self.lazy_rows, len(types) + 1, len(precisions) + 1)

    def count_in_tile(self, tile: Tile) -> int:
        return int(self._curve.count_cells(POINTS, tile, tile.zoom)[1].sum())

    def tile_grid(self, tile: Tile, depth: int) -> Counts:
        if tile.zoom + depth > GRID_LEVEL:
            return self._curve.grid(POINTS, tile, depth)
        side, finer = 2 ** (GRID_LEVEL - tile.zoom), 2 ** (GRID_LEVEL - tile.zoom - depth)
        within = self._coarse_points[
            tile.row * side : (tile.row + 1) * side, tile.column * side : (tile.column + 1) * side
        ]
        grid: Counts = within.reshape(2**depth, finer, 2**depth, finer).sum(axis=(1, 3))
        return grid

    @cached_property
    def _coarse_points(self) -> Counts:
        return self._curve.grid(POINTS, WORLD, GRID_LEVEL)

    def extent_grid(self, depth: int) -> Counts:
        return self._curve.grid(WITH_COORDINATES, WORLD, depth)

    def area_sums(self) -> AreaSums:
        return self._area_sums

    @cached_property
    def _area_sums(self) -> AreaSums:
        return self._curve.area_sums()

    # Minima and maxima

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        dates = self._engine.combinations("when")[self.combination_counts("when") > 0]
        return dates["date_start"].min(), dates["date_end"].max()

    def latest(self, column: DateColumn) -> pd.Timestamp:
        if column != "last_modified":
            return self._engine.combinations("when")[column][self.combination_counts("when") > 0].max()
        manifest = self._engine.source.folder.manifest
        if self.test is EVERYTHING:
            return pd.NaT if manifest.last_modified is None else pd.Timestamp(manifest.last_modified)
        frame = self._engine.source.rows(self.test, (column,))
        if frame is None:
            return pd.NaT
        days = add_up(frame, self._engine.source.frames, {}, {}, {"day": highest(column)})
        return pd.Timestamp(days["day"].iloc[0])

    @cached_property
    def bounds(self) -> BBox | None:
        return self._curve.bounds()

    # What a view of the map shows

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        return self._curve.spot_sums(cells, level)

    def spot_rows(self, cells: Keys, level: int) -> Rows:
        return self._curve.spot_rows(cells, level)

    def spot_times(
        self, cells: Keys, level: int, groups: NDArray[np.intp], n_groups: int, bins: TimeBins
    ) -> TimeCounts:
        return self._times.of_spots(cells, level, groups, n_groups, bins)

    def area_times(self, groups: NDArray[np.intp], n_groups: int, bins: TimeBins) -> TimeCounts:
        return self._times.of_areas(groups, n_groups, bins)

    @property
    def _times(self) -> TimeSums:
        return TimeSums(self.lazy_rows, len(self._engine.categories("event_type")) + 1)

    def mark_rows(self, limit: int) -> Rows | None:
        if self.lazy_rows.count(WITH_COORDINATES) > limit:
            return None
        return np.sort(self.lazy_rows.read([ROW], WITH_COORDINATES)[ROW].to_numpy())

    # Rows in order

    def page(self, start: int, stop: int, sort: str = "") -> Rows:
        if sort:
            return sorted_slice(self.lazy_rows, start, stop, sort)
        return slice_of(self.lazy_rows, start, stop, table_order(self._engine.source.codebook))

    def list_view(self, view: MapView, *, start: int, size: int) -> RowPage:
        touched = view.touches(self._engine.areas.boxes)
        of_areas = passes_all([AREAS, code_test(AREA, np.append(touched, False), has_missing=True)])
        return self._page_of(passes_any([self._spots_in(view), of_areas]), start, size, latest_first)

    def list_spots(self, view: MapView, *, start: int, size: int) -> RowPage:
        return self._page_of(self._spots_in(view), start, size, backwards)

    def list_area(self, area_id: str, *, with_parts: bool, start: int, size: int) -> RowPage:
        areas = self._engine.areas
        is_included = np.zeros(len(areas) + 1, dtype=bool)
        is_included[areas.numbers_of(area_id, with_parts=with_parts)] = True
        return self._page_of(
            passes_all([AREAS, code_test(AREA, is_included, has_missing=True)]), start, size, backwards
        )

    def _page_of(self, test: RowTest, start: int, size: int, order: Any) -> RowPage:
        rows = self.lazy_rows.narrow(test)
        pairs: PairOrder = order(self._engine.source.codebook)
        return RowPage(int(rows.combination_counts("when").sum()), slice_of(rows, start, start + size, pairs))

    def _spots_in(self, view: MapView) -> RowTest:
        region = view.region()
        cover = cover_region(region, 0.0, self._engine.source.weights)
        near = passes_any([key_test(cover.clear), key_test(cover.doubtful)])
        return passes_all([ALL_SPOTS, near, ExpressionTest(region.expression(), COORDINATES)])

    def nearest(self, longitude: float, latitude: float, *, within_km: float, size: int) -> NearestRows:
        circle = Circle(longitude, latitude, within_km)
        cover = cover_region(circle, 0.0, self._engine.source.weights)
        near = passes_any([key_test(cover.clear), key_test(cover.doubtful)])
        table = self.lazy_rows.read([ROW, "longitude", "latitude"], passes_all([POINTS, near]))
        rows, east, north = (table[name].to_numpy() for name in (ROW, "longitude", "latitude"))
        inside = circle.contains(east, north)
        rows, distances_km = rows[inside], haversine_km(longitude, latitude, east[inside], north[inside])
        order = np.lexsort((-rows, distances_km))[:size]
        return NearestRows(len(rows), rows[order], distances_km[order])

    def batches(self, first: int, size: int) -> Iterator[gpd.GeoDataFrame]:
        start, stop, n_rows = 0, first, len(self)
        while start < n_rows:
            yield self.rows(start, stop)
            start, stop = stop, stop + size
