"""The table made quick to ask: which rows a selection takes, and how many of each kind, without a scan per question.

A filter's parts are asked where they are cheap: of a column of categories once per category, of a region once per cell
of the curve, of anything else once per row. The rows are those that `Selection.apply` gives; property tests say so.
"""

from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, TypeVar

import geopandas as gpd
import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import POINT_PRECISIONS
from geo.query import point_index, text_search
from geo.query.cache import ByteBoundedLRU
from geo.query.combinations import COLUMN_GROUPS, Combinations
from geo.query.facet_values import FacetValues, build_facet_values
from geo.query.filters import FILTER, Filter
from geo.query.filters.filter import Clause, Condition
from geo.query.filters.geometry import BBox, Region
from geo.query.point_index import PointIndex, Tile
from geo.query.selection import Selection

Mask = NDArray[np.bool_]
Value = TypeVar("Value", bound=np.generic)
BYTES_HELD_A_ROW = 24  # for the answers to the last selections, beside a floor for small tables
BYTES_HELD_AT_LEAST = 64_000_000
COARSE_FROM_POINTS = 50_000  # from which coarse cells are counted once for all tiles


@dataclass(frozen=True, eq=False)
class Index:
    """A table and what is known of it beforehand; sessions share it.

    `points` holds the rows whose place is exact or near, `vague` all others that have coordinates.
    """

    table: gpd.GeoDataFrame
    groups: dict[str, Combinations]
    points: PointIndex
    imprecise: PointIndex
    facets: dict[str, FacetValues] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: gpd.GeoDataFrame) -> "Index":
        """Build the index of a table."""
        groups = {name: Combinations.from_table(table, columns) for name, columns in COLUMN_GROUPS.items()}
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        placed = np.isfinite(longitude)
        closely = table["place_precision"].isin(POINT_PRECISIONS).to_numpy()
        points, vague = (
            PointIndex.from_points(longitude, latitude, np.flatnonzero(rows).astype(np.int32))
            for rows in (placed & closely, placed & ~closely)
        )
        return cls(table, groups, points, vague)

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def coordinates(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude of every row, degrees; not a number where unknown."""
        return self.table["longitude"].to_numpy(), self.table["latitude"].to_numpy()

    @cached_property
    def _held(self) -> "ByteBoundedLRU[Selection, ResultSet]":
        return ByteBoundedLRU(max(BYTES_HELD_AT_LEAST, BYTES_HELD_A_ROW * len(self)), lambda made: made.size_bytes)

    def select(self, selection: Selection) -> "ResultSet":
        """The rows of a selection, found once and kept while there is room."""
        plain = Selection(selection.values)
        return self._held.get(plain, lambda: ResultSet(self, plain, self._mask(plain)))

    def facet_values(self, choice: Filter[Any]) -> FacetValues:
        """What a filter offers to choose from; worked out when it is first asked for, which may need the gazetteer."""
        if choice.key not in self.facets:
            self.facets[choice.key] = build_facet_values(choice, self.groups, self.clause_mask)
        return self.facets[choice.key]

    def clause_mask(self, part: Clause) -> Mask:
        """Whether each row matches a part of a filter."""
        if part.region is None:
            masks = [self._condition_mask(each) for each in part.conditions]
        else:
            masks = [self._region_mask(part.region), *(self._condition_mask(each) for each in part.conditions)]
        return _all(masks)

    def rows_in(self, region: Region) -> point_index.Rows:
        """The rows whose point lies in a region, in no order."""
        return np.concatenate([each.rows_in(region, *self.coordinates) for each in (self.points, self.imprecise)])

    def _mask(self, selection: Selection) -> Mask | None:
        """Whether each row is selected; None for all. Each filter by itself is found once and kept too."""
        if not selection.values:
            return None
        if len(selection.values) == 1:
            ((key, value),) = selection.values
            return reduce(or_, [self.clause_mask(part) for part in FILTER[key].clauses(value)])
        masks = [self.select(Selection((pair,))).mask for pair in selection.values]
        return _all([mask for mask in masks if mask is not None])

    def _condition_mask(self, said: Condition) -> Mask:
        columns = list(said.columns)
        values = self.table[columns[0]].array
        if said.contains and isinstance(values, pd.arrays.ArrowStringArray):
            return text_search.contains_casefolded(values, said.contains)
        if len(columns) > 1 or not isinstance(values, pd.Categorical):
            return _evaluate(pd.DataFrame(self.table[columns]), said.expression)
        # The unknown is the last one, for its code is -1.
        distinct = pd.DataFrame({columns[0]: pd.Series([*values.categories, None], dtype="str")})
        mask: Mask = _evaluate(distinct, said.expression)[values.codes]
        return mask

    def _region_mask(self, region: Region) -> Mask:
        mask = np.zeros(len(self), dtype=bool)
        mask[self.rows_in(region)] = True
        return mask


@dataclass(frozen=True, eq=False)
class ResultSet:
    """The rows of a selection: found, not copied. `mask` has an entry for each row of the table; None takes all."""

    index: Index
    selection: Selection
    mask: Mask | None

    def __len__(self) -> int:
        return self._length

    @cached_property
    def _length(self) -> int:
        return len(self.index) if self.mask is None else int(np.count_nonzero(self.mask))

    @property
    def size_bytes(self) -> int:
        """What keeping it costs, with what it was asked so far."""
        known = (vars(self).get(name) for name in ("mask", "keys", "_coarse", "_taken", "_left"))
        return 0 if self.mask is None else sum(each.nbytes for each in known if each is not None)

    def positions(self) -> NDArray[np.intp]:
        """The rows' numbers in the table, ascending."""
        return self._taken

    @cached_property
    def _taken(self) -> NDArray[np.intp]:
        return np.arange(len(self.index)) if self.mask is None else np.flatnonzero(self.mask)

    @cached_property
    def _left(self) -> NDArray[np.intp]:
        return np.arange(0) if self.mask is None else np.flatnonzero(~self.mask)

    def _of_rows(self, values: NDArray[Value]) -> NDArray[Value]:
        """The values of the selected rows; to gather by numbers takes a fraction of what gathering by the mask does."""
        return values if self.mask is None else values.take(self._taken)

    def rows(self, start: int = 0, stop: int | None = None) -> gpd.GeoDataFrame:
        """The rows from `start` up to `stop` of the selection, in the table's order."""
        table = self.index.table
        return table.iloc[start:stop] if self.mask is None else table.iloc[self.positions()[start:stop]]

    def without_coordinates(self) -> "ResultSet":
        """The rows among them that have no coordinates."""
        silent = np.isnan(self.index.coordinates[0])
        return ResultSet(self.index, self.selection, silent if self.mask is None else silent & self.mask)

    def intersect(self, rows: point_index.Rows) -> point_index.Rows:
        """Those of these rows that are selected."""
        return rows if self.mask is None else rows[self.mask[rows]]

    def combination_counts(self, group: str) -> NDArray[np.int64]:
        """How many rows hold each combination of a group."""
        if group not in self._counted:
            self._counted[group] = self._count(group)
        return self._counted[group]

    @cached_property
    def _counted(self) -> dict[str, NDArray[np.int64]]:
        return {}

    def _count(self, group: str) -> NDArray[np.int64]:
        held = self.index.groups[group]
        # The fewer rows are counted: those taken or those left out.
        if self.mask is not None and 2 * len(self) > len(self.index):
            return self.index.select(Selection()).combination_counts(group) - held.counts(self._left)
        return held.counts(None if self.mask is None else self._taken)

    def value_counts(self, column: str) -> pd.Series:
        """How many rows hold each category of a column; the unknown is last, under None."""
        values = self.index.table[column].array
        # The code of the unknown is -1.
        counts = np.bincount(self._of_rows(values.codes).astype(np.intp) + 1, minlength=len(values.categories) + 1)
        return pd.Series(np.roll(counts, -1), index=pd.Index([*values.categories, None], dtype="str"))

    def cross_counts(self, group: str, column: str, kinds: NDArray[np.intp], number: int) -> NDArray[np.int64]:
        """How many rows hold each combination of a group and are of each kind: [combination, kind].

        `kinds` gives a kind below `number` to each category of the column and, last, to the unknown.
        """
        held, values = self.index.groups[group], self.index.table[column].array
        codes, categories = self._of_rows(held.codes), self._of_rows(values.codes)
        cells = codes * np.intp(number) + kinds[categories]
        size = len(held.values) * number
        return np.bincount(cells, minlength=size).reshape(-1, number)

    def count_missing(self, columns: tuple[str, ...]) -> int:
        """How many rows say nothing in any of these columns."""
        silent = _all([self.index.table[name].isna().to_numpy() for name in columns])
        return int(np.count_nonzero(silent if self.mask is None else silent & self.mask))

    @cached_property
    def point_keys(self) -> point_index.Keys:
        """The keys of the points that a density map counts: places exact or near, along the curve."""
        return self.index.points.keys if self.mask is None else self.index.points.selected(self.mask)

    @cached_property
    def n_imprecise(self) -> int:
        """How many rows have coordinates that are no exact or near place."""
        return len(self.intersect(self.index.imprecise.rows))

    @cached_property
    def _coarse(self) -> NDArray[np.int32] | None:
        return point_index.coarse_counts(self.point_keys) if len(self.point_keys) > COARSE_FROM_POINTS else None

    def count_in_tile(self, tile: Tile) -> int:
        """How many points lie in a tile."""
        return point_index.count_in_tile(self.point_keys, tile)

    def tile_grid(self, tile: Tile, depth: int) -> NDArray[np.int64]:
        """The points in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west]."""
        return point_index.tile_grid(self.point_keys, self._coarse, tile, depth)

    def date_range(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day on which one of them may have happened; missing where none has a date."""
        held = self.index.groups["when"].values[self.combination_counts("when") > 0]
        return held["date_start"].min(), held["date_end"].max()

    @cached_property
    def bounds(self) -> BBox | None:
        """The box around all rows that have coordinates; None where none has."""
        longitude, latitude = map(self._of_rows, self.index.coordinates)
        if not np.isfinite(longitude).any():
            return None
        west, east = np.nanmin(longitude), np.nanmax(longitude)
        return float(west), float(np.nanmin(latitude)), float(east), float(np.nanmax(latitude))


def _all(masks: list[Mask]) -> Mask:
    taken: Mask = reduce(and_, masks)
    return taken


def _evaluate(frame: pd.DataFrame, expression: nw.Expr) -> Mask:
    said = nw.from_native(frame).select(said=expression).to_native()["said"]
    answers: Mask = said.fillna(False).to_numpy(dtype=bool)
    return answers
