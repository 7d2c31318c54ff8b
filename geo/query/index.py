"""An index of the table that answers selections without a scan of the rows.

Each clause of a filter is evaluated where it is cheap: a condition on a categorical column once per category, a region
once per cell of the space-filling curve, anything else once per row. The selected rows are exactly those of
`Selection.apply`, as property tests check. Measured in decision 0008.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import POINT_PRECISIONS
from geo.query import point_index, text_search
from geo.query.cache import ByteBoundedLRU
from geo.query.cell_sums import Measures
from geo.query.combinations import COLUMN_GROUPS, Combinations
from geo.query.extent_index import ExtentIndex
from geo.query.facet_values import FacetValues, build_facet_values
from geo.query.filters import FILTER, Filter
from geo.query.filters.expressions import evaluate
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause, Condition, Reading
from geo.query.incident_areas import NO_AREA, IncidentAreas
from geo.query.point_index import PointIndex
from geo.query.result_set import Mask, ResultSet
from geo.query.selection import Selection

# Of the cached result sets: so many bytes a row of the table, but never less than the minimum. A mask takes one byte a
# row and the positions of the selected rows eight, so that a few large selections fit. Chosen by judgement.
CACHE_BYTES_PER_ROW = 24
MIN_CACHE_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class Index:
    """A table and what is computed from it once; all sessions share it.

    `groups` has the combinations of COLUMN_GROUPS; `points` the rows whose place is exact or near, `imprecise` all
    others that have coordinates; `facets` the choices of each filter, by its key, as they are needed.
    """

    table: gpd.GeoDataFrame
    groups: dict[str, Combinations]
    points: PointIndex
    imprecise: PointIndex
    facets: dict[str, FacetValues] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: gpd.GeoDataFrame) -> "Index":
        """Build the index of an incident table."""
        groups = {name: Combinations.from_table(table, columns) for name, columns in COLUMN_GROUPS.items()}
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        has_point = np.isfinite(longitude)
        is_precise = table["place_precision"].isin(POINT_PRECISIONS).to_numpy()
        points, imprecise = (
            PointIndex.from_points(longitude, latitude, np.flatnonzero(mask).astype(np.int32))
            for mask in (has_point & is_precise, has_point & ~is_precise)
        )
        return cls(table, groups, points, imprecise)

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def coordinates(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Longitude and latitude of every row, in degrees; not a number where unknown."""
        return self.table["longitude"].to_numpy(), self.table["latitude"].to_numpy()

    @cached_property
    def areas(self) -> IncidentAreas:
        """The area of each row that is known only to one."""
        return IncidentAreas.from_table(self.table)

    @cached_property
    def measures(self) -> Measures:
        """What the map sums of each row."""
        return Measures.from_table(self.table)

    @cached_property
    def vague_spots(self) -> PointIndex:
        """The rows that have coordinates, but are neither exact nor near nor known to an area."""
        has_no_area = self.areas.codes[self.imprecise.rows] == NO_AREA
        return PointIndex(self.imprecise.keys[has_no_area], self.imprecise.rows[has_no_area])

    @cached_property
    def area_rows(self) -> point_index.Rows:
        """The rows that have coordinates and are known to an area."""
        rows: point_index.Rows = self.imprecise.rows[self.areas.codes[self.imprecise.rows] != NO_AREA]
        return rows

    @cached_property
    def _result_cache(self) -> ByteBoundedLRU[Selection, ResultSet]:
        max_bytes = max(MIN_CACHE_BYTES, CACHE_BYTES_PER_ROW * len(self))
        return ByteBoundedLRU(max_bytes, lambda results: results.size_bytes)

    def select(self, selection: Selection) -> ResultSet:
        """The rows of a selection; computed once and cached while there is room."""
        key = Selection(selection.values)  # without the problems of the query that it was read from
        return self._result_cache.get(key, lambda: ResultSet(self, key, self._mask(key)))

    def facet_values(self, filter_: Filter[Any], inside: Inside = Inside.CERTAIN) -> FacetValues:
        """The choices of a filter; computed when first needed, which may take the gazetteer."""
        facets = self.facets if inside is Inside.CERTAIN or not filter_.matches_regions else self._possible_facets
        if filter_.key not in facets:
            facets[filter_.key] = build_facet_values(filter_, inside, self.groups, self.clause_rows)
        return facets[filter_.key]

    @cached_property
    def _possible_facets(self) -> dict[str, FacetValues]:
        """The choices of the filters by region, for rows that lie inside possibly."""
        return {}

    def clause_mask(self, clause: Clause) -> Mask:
        """Whether each row matches a clause of a filter."""
        masks = [self._condition_mask(condition) for condition in clause.conditions]
        if clause.region is not None:
            masks.append(self._region_mask(clause))
        combined: Mask = reduce(and_, masks)
        return combined

    def clause_rows(self, clause: Clause) -> point_index.Rows:
        """The rows that match a clause, in no order."""
        if clause.region is None or clause.conditions:
            return np.flatnonzero(self.clause_mask(clause)).astype(np.int32)
        return self.extents.rows_in(clause.region, clause.inside, clause.precisions)

    @cached_property
    def extents(self) -> ExtentIndex:
        """The rows by where they lie: points, circles and areas."""
        return ExtentIndex.from_table(self.table, (self.points, self.imprecise))

    def _mask(self, selection: Selection) -> Mask | None:
        """Whether each row is selected; None for all. The rows of each single filter are cached too."""
        if not selection.filters:
            return None
        if len(selection.filters) == 1:
            ((key, value),) = selection.filters
            return FILTER[key].mask_by(self.clause_mask, value, selection.inside)
        masks = (self.select(selection.only(key)).mask for key, _ in selection.filters)
        return reduce(and_, [mask for mask in masks if mask is not None])

    def _condition_mask(self, condition: Condition) -> Mask:
        columns = list(condition.columns)
        values = self.table[columns[0]].array
        if condition.reading is not None and isinstance(values, pd.Categorical):
            read: Mask = self._read_codes(columns[0], condition.reading)[values.codes]
            return read
        if condition.contains and isinstance(values, pd.arrays.ArrowStringArray):
            return text_search.contains_casefolded(values, condition.contains)
        if len(columns) > 1 or not isinstance(values, pd.Categorical):
            return evaluate(pd.DataFrame(self.table[columns]), condition.expression)
        # A missing value has the code -1, and so takes the last entry.
        distinct = pd.DataFrame({columns[0]: pd.Series([*values.categories, None], dtype="str")})
        mask: Mask = evaluate(distinct, condition.expression)[values.codes]
        return mask

    def _read_codes(self, column: str, reading: Reading) -> Mask:
        """Whether the value is read in each category of a column and, last, in a missing value."""
        categories = self.table[column].array.categories
        key = (column, reading.read)
        if key not in self._codes_by_reading:
            codes: dict[str, list[int]] = {}
            for code, text in enumerate(categories):
                for value in reading.read(text):
                    codes.setdefault(value, []).append(code)
            for stale in [other for other in self._codes_by_reading if other[0] == column and other != key]:
                del self._codes_by_reading[stale]  # what an earlier vocabulary read is not asked again
            self._codes_by_reading[key] = codes
        mask = np.zeros(len(categories) + 1, dtype=bool)
        for value in (reading.value, *reading.further):
            mask[self._codes_by_reading[key].get(value, [])] = True
        return mask

    @cached_property
    def _codes_by_reading(self) -> dict[tuple[str, Callable[[str], Iterable[str]]], dict[str, list[int]]]:
        """By column and reading, the codes of the categories in which a value is read."""
        return {}

    def _region_mask(self, clause: Clause) -> Mask:
        mask = np.zeros(len(self), dtype=bool)
        mask[self.clause_rows(Clause((), clause.region, clause.inside, clause.precisions))] = True
        return mask
