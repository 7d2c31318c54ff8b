"""The rows of a selection, found through an index and not copied, and what can be counted of them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query import point_index
from geo.query.cell_sums import Measures
from geo.query.clusters import SelectedMarks, SpotCurve
from geo.query.combinations import Combinations
from geo.query.filters.geometry import BBox
from geo.query.incident_areas import IncidentAreas
from geo.query.point_index import PointIndex, Tile
from geo.query.selection import Selection

Mask = NDArray[np.bool_]
Value = TypeVar("Value", bound=np.generic)
# With more points than this, the coarse cells are counted once for all tiles. Chosen by judgement: counting them takes
# one pass over the points and four megabytes.
COARSE_FROM_POINTS = 50_000


class IndexedTable(Protocol):
    """What a result set needs of the index that it came from: `geo.query.index.Index` has it."""

    @property
    def table(self) -> gpd.GeoDataFrame:
        """All rows, selected or not."""

    @property
    def groups(self) -> dict[str, Combinations]:
        """Columns that are counted together, by the name of their group."""

    @property
    def points(self) -> PointIndex:
        """The rows whose place is exact or near."""

    @property
    def imprecise(self) -> PointIndex:
        """All other rows that have coordinates."""

    @property
    def coordinates(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude of every row, in degrees; not a number where unknown."""

    @property
    def areas(self) -> IncidentAreas:
        """The area of each row that is known only to one."""

    @property
    def measures(self) -> Measures:
        """What the map sums of each row."""

    @property
    def vague_spots(self) -> PointIndex:
        """The rows that have coordinates, but are neither exact nor near nor known to an area."""

    @property
    def area_rows(self) -> point_index.Rows:
        """The rows that have coordinates and are known to an area."""

    def __len__(self) -> int: ...

    def select(self, selection: Selection) -> "ResultSet":
        """The rows of a selection."""


@dataclass(frozen=True, eq=False)
class ResultSet:
    """The rows of a selection. `mask` has one entry for each row of the index's table; None selects all."""

    index: IndexedTable
    selection: Selection
    mask: Mask | None

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return len(self.index) if self.mask is None else int(np.count_nonzero(self.mask))

    @property
    def size_bytes(self) -> int:
        """Bytes held, including cached results."""
        if self.mask is None:
            return 0
        arrays = (
            vars(self).get(name) for name in ("mask", "point_keys", "_coarse_counts", "_positions", "_unselected")
        )
        marks: SelectedMarks | None = vars(self).get("marks")
        size: int = sum(array.nbytes for array in arrays if array is not None)
        return size + (marks.size_bytes if marks else 0)

    def positions(self) -> NDArray[np.intp]:
        """The positions of the rows in the table, ascending."""
        return self._positions

    @cached_property
    def _positions(self) -> NDArray[np.intp]:
        return np.arange(len(self.index)) if self.mask is None else np.flatnonzero(self.mask)

    @cached_property
    def _unselected(self) -> NDArray[np.intp]:
        return np.arange(0) if self.mask is None else np.flatnonzero(~self.mask)

    def _take(self, values: NDArray[Value]) -> NDArray[Value]:
        """The selected of these values, one for each row of the table; positions are much quicker than the mask."""
        return values if self.mask is None else values.take(self._positions)

    def rows(self, start: int = 0, stop: int | None = None) -> gpd.GeoDataFrame:
        """The selected rows from `start` up to `stop`, in the table's order."""
        table = self.index.table
        return table.iloc[start:stop] if self.mask is None else table.iloc[self._positions[start:stop]]

    def without_coordinates(self) -> "ResultSet":
        """The selected rows that have no coordinates."""
        missing = np.isnan(self.index.coordinates[0])
        return ResultSet(self.index, self.selection, missing if self.mask is None else missing & self.mask)

    def intersect(self, rows: point_index.Rows) -> point_index.Rows:
        """Those of these rows that are selected."""
        return rows if self.mask is None else rows[self.mask[rows]]

    def combination_counts(self, group: str) -> NDArray[np.int64]:
        """How many selected rows have each combination of a group."""
        if group not in self._counts_by_group:
            self._counts_by_group[group] = self._count_combinations(group)
        return self._counts_by_group[group]

    @cached_property
    def _counts_by_group(self) -> dict[str, NDArray[np.int64]]:
        return {}

    def _count_combinations(self, group: str) -> NDArray[np.int64]:
        combinations = self.index.groups[group]
        # Count whichever are fewer: the selected rows or the others.
        if self.mask is not None and 2 * len(self) > len(self.index):
            totals = self.index.select(Selection()).combination_counts(group)
            return totals - combinations.counts(self._unselected)
        return combinations.counts(None if self.mask is None else self._positions)

    def value_counts(self, column: str) -> pd.Series:
        """How many selected rows have each category of a column; missing values come last, under None."""
        values = self.index.table[column].array
        codes = self._take(values.codes).astype(np.intp) + 1  # the code of a missing value is -1
        counts = np.bincount(codes, minlength=len(values.categories) + 1)
        return pd.Series(np.roll(counts, -1), index=pd.Index([*values.categories, None], dtype="str"))

    def cross_counts(
        self, group: str, column: str, class_of_category: NDArray[np.intp], n_classes: int
    ) -> NDArray[np.int64]:
        """How many selected rows have each combination of a group and each class of a column: [combination, class].

        `class_of_category` has a class from 0 to `n_classes` - 1 for each category of the column and, last, for
        missing values.
        """
        combinations, values = self.index.groups[group], self.index.table[column].array
        codes, classes = self._take(combinations.codes), class_of_category[self._take(values.codes)]
        cells = codes * np.intp(n_classes) + classes
        return np.bincount(cells, minlength=len(combinations.values) * n_classes).reshape(-1, n_classes)

    def count_missing(self, columns: tuple[str, ...]) -> int:
        """How many selected rows are blank in all of these columns."""
        missing = np.logical_and.reduce([self.index.table[name].isna().to_numpy() for name in columns])
        return int(np.count_nonzero(missing if self.mask is None else missing & self.mask))

    @cached_property
    def point_keys(self) -> point_index.Keys:
        """The keys along the curve, ascending, of the points that a density map counts: places exact or near."""
        return self.index.points.keys if self.mask is None else self.index.points.selected_keys(self.mask)

    @cached_property
    def marks(self) -> SelectedMarks:
        """The rows that the map draws, by where they lie."""
        index = self.index
        curves = (curve if self.mask is None else curve.take(self.mask) for curve in (index.points, index.vague_spots))
        spots = tuple(SpotCurve(curve, index.measures) for curve in curves)
        return SelectedMarks(spots, self.intersect(index.area_rows), index.areas)

    @cached_property
    def n_imprecise(self) -> int:
        """How many selected rows have coordinates but no exact or near place."""
        return len(self.intersect(self.index.imprecise.rows))

    @cached_property
    def _coarse_counts(self) -> NDArray[np.int32] | None:
        return point_index.coarse_counts(self.point_keys) if len(self.point_keys) > COARSE_FROM_POINTS else None

    def count_in_tile(self, tile: Tile) -> int:
        """How many points lie in a tile."""
        return point_index.count_in_tile(self.point_keys, tile)

    def tile_grid(self, tile: Tile, depth: int) -> NDArray[np.int64]:
        """The points in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west]."""
        return point_index.tile_grid(self.point_keys, self._coarse_counts, tile, depth)

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day on which one of the rows may have happened; missing if none has a date."""
        dates = self.index.groups["when"].values[self.combination_counts("when") > 0]
        return dates["date_start"].min(), dates["date_end"].max()

    @cached_property
    def bounds(self) -> BBox | None:
        """The box around all selected rows that have coordinates, in degrees; None if none has."""
        longitude, latitude = map(self._take, self.index.coordinates)
        if not np.isfinite(longitude).any():
            return None
        west, east = np.nanmin(longitude), np.nanmax(longitude)
        return float(west), float(np.nanmin(latitude)), float(east), float(np.nanmax(latitude))
