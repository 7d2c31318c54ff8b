"""A base and segments over it as one table: names are joined, rows are numbered anew, and each part is asked."""

from collections.abc import Sequence
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.incidents import chronological_order
from geo.query.answers import NO_ROW, Rows
from geo.query.cache import ByteBoundedLRU
from geo.query.engine import Engine, ResultSet
from geo.query.facet_source import FacetSource
from geo.query.incident_areas import AreaList
from geo.query.segments.joint_areas import JointAreas
from geo.query.segments.joint_names import JointCategories, JointCombinations
from geo.query.segments.joint_table import JointColumns
from geo.query.segments.results import SegmentedResults
from geo.query.segments.row_numbers import split_rows, to_joint_rows
from geo.query.selection import Selection

# Of the answers that are put together, beside what each part caches itself; chosen by judgement.
CACHE_BYTES = 64_000_000


class SegmentedEngine(Engine):
    """The rows of several tables as those of one; no identifier may be in two of them.

    The number of a row is that of its part and, in the low bits, its own (geo/query/segments/row_numbers.py).
    """

    def __init__(self, parts: tuple[Engine, ...]) -> None:
        self.parts = parts
        self._categories: dict[str, JointCategories] = {}
        self._combinations: dict[str, JointCombinations] = {}

    @cached_property
    def head(self) -> gpd.GeoDataFrame:
        return self.columns.head

    @cached_property
    def columns(self) -> JointColumns:
        """The columns of all parts."""
        heads = tuple(part.head for part in self.parts)
        dtypes = heads[0].dtypes
        names = [str(name) for name, dtype in dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
        return JointColumns(heads, {name: self.joint_categories(name) for name in names})

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    @property
    def base(self) -> FacetSource:
        return self.parts[0].base

    def select(self, selection: Selection) -> SegmentedResults:
        key = Selection(selection.values)  # without the problems of the query that it was read from
        return self._results.get(
            key, lambda: SegmentedResults(self, key, tuple(part.select(key) for part in self.parts))
        )

    def select_parts(self, selection: Selection, numbers: Sequence[int]) -> SegmentedResults:
        """The rows of a selection that are in some of the parts."""
        results = self.select(selection)
        parts = (rows if number in numbers else _nothing_of(rows) for number, rows in enumerate(results.parts))
        return SegmentedResults(self, results.selection, tuple(parts))

    def without(self, rows: Rows) -> "SegmentedEngine":
        parts = list(self.parts)
        for number, _, own in split_rows(rows):
            parts[number] = parts[number].without(own)
        return SegmentedEngine(tuple(parts))

    def categories(self, column: str) -> tuple[str, ...]:
        return self.joint_categories(column).values

    def joint_categories(self, column: str) -> JointCategories:
        """The values of a categorical column with the codes that each part has for them."""
        if column not in self._categories:
            self._categories[column] = JointCategories.of_parts([part.categories(column) for part in self.parts])
        return self._categories[column]

    def combinations(self, group: str) -> pd.DataFrame:
        return self.joint_combinations(group).values

    def joint_combinations(self, group: str) -> JointCombinations:
        """The combinations of a group with the codes that each part has for them."""
        if group not in self._combinations:
            self._combinations[group] = JointCombinations.of_parts([part.combinations(group) for part in self.parts])
        return self._combinations[group]

    @cached_property
    def places_of_days(self) -> NDArray[np.intp]:
        """The place of each combination of days in the table's order."""
        days = self.combinations("when")
        order = chronological_order(days.assign(incident_id=""))
        places = np.empty(len(order), dtype=np.intp)
        places[order] = np.arange(len(order))
        return places

    @property
    def areas(self) -> AreaList:
        return self.joint_areas.listed

    @cached_property
    def joint_areas(self) -> JointAreas:
        """The areas with the numbers that each part has for them."""
        return JointAreas.of_parts([part.areas for part in self.parts])

    def find(self, incident_ids: Sequence[str]) -> Rows:
        rows = np.full(len(incident_ids), NO_ROW, dtype=np.int64)
        for number, part in enumerate(self.parts):
            own = to_joint_rows(number, part.find(incident_ids))
            rows = np.where(own == NO_ROW, rows, own)
        return rows

    def take(self, rows: Rows, columns: Sequence[str] | None = None) -> gpd.GeoDataFrame | pd.DataFrame:
        pieces = [self._take_part(*split, columns) for split in split_rows(rows)]
        if not pieces:
            empty = self.head if columns is None else self.head[list(columns)]
            return empty.copy()
        if len(pieces) == 1:
            return pieces[0].reset_index(drop=True)
        return pd.concat(pieces).sort_index()

    def _take_part(
        self, number: int, positions: NDArray[np.intp], own: Rows, columns: Sequence[str] | None
    ) -> pd.DataFrame:
        part = self.parts[number]
        names = None if columns is None else [name for name in columns if name in part.head]
        taken = part.take(own, names)
        return self.columns.conform(number, taken, columns).set_axis(positions)

    @cached_property
    def _results(self) -> ByteBoundedLRU[Selection, SegmentedResults]:
        return ByteBoundedLRU(CACHE_BYTES, lambda results: results.size_bytes)


def _nothing_of(results: ResultSet) -> ResultSet:
    """None of some rows."""
    return results.restrict("linked", np.zeros(len(results.engine.combinations("linked")), dtype=np.bool_))
