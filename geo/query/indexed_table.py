"""A table in memory and what is computed of its rows once, whatever is asked of them.

Each clause of a filter is evaluated where it is cheap: a condition on a categorical column once per category, a region
once per cell of the space-filling curve, anything else once per row. The matching rows are exactly those of the
clause's own mask, as property tests check. Measured in decision 0008.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import POINT_PRECISIONS
from geo.query import cancellation, text_search
from geo.query.cell_sums import Measures
from geo.query.combinations import COLUMN_GROUPS, Combinations, combinations_with
from geo.query.extent_index import ExtentIndex
from geo.query.facet_values import clauses_of_choice
from geo.query.filters import Filter
from geo.query.filters.expressions import evaluate
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause, Condition, Reading
from geo.query.incident_areas import NO_AREA, IncidentAreas
from geo.query.point_index import Counts, PointIndex, Rows
from geo.query.table_points import hold_table

Mask = NDArray[np.bool_]
ChoiceKey = tuple[str, Inside, str]  # the key of a filter, how surely rows must lie inside, and one of its choices
CombinationTests = dict[str, Mask]  # by group, whether each combination passes
# Choices whose further rows are remembered: those of all facets of one table are fewer. They change only where the
# table is a part of others that change.
MAX_CHOICES = 5_000
MAX_READINGS = 4  # of one column that are remembered: a vocabulary of actors reads a text in two ways


@dataclass(frozen=True, eq=False)
class IndexedTable:
    """A table and what is computed from it once; all sessions share it.

    `table` is a GeoDataFrame; a large one has no points, which are made of the rows that somebody takes (`hold_table`).
    `groups` has the combinations of COLUMN_GROUPS; `points` the rows whose place is exact or near, `imprecise` all
    others that have coordinates; `further` the further rows of choices (`further_rows`), as they are needed.
    """

    table: gpd.GeoDataFrame | pd.DataFrame
    groups: dict[str, Combinations]
    points: PointIndex
    imprecise: PointIndex
    further: dict[ChoiceKey, Rows] = field(default_factory=dict)

    @classmethod
    def from_table(cls, table: gpd.GeoDataFrame) -> "IndexedTable":
        """Index an incident table."""
        groups = {name: Combinations.from_table(table, columns) for name, columns in COLUMN_GROUPS.items()}
        longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
        has_point = np.isfinite(longitude)
        is_precise = table["place_precision"].isin(POINT_PRECISIONS).to_numpy()
        points, imprecise = (
            PointIndex.from_points(longitude, latitude, np.flatnonzero(mask).astype(np.int32))
            for mask in (has_point & is_precise, has_point & ~is_precise)
        )
        return cls(hold_table(table), groups, points, imprecise)

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
    def area_rows(self) -> Rows:
        """The rows that have coordinates and are known to an area."""
        rows: Rows = self.imprecise.rows[self.areas.codes[self.imprecise.rows] != NO_AREA]
        return rows

    @cached_property
    def n_dated(self) -> int:
        """How many rows have a date: the first ones."""
        return len(self) - int(self.table["date_start"].isna().sum())

    def codes(self, column: str) -> NDArray[np.signedinteger]:
        """The code of the category of each row in a column, -1 where it is missing."""
        codes: NDArray[np.signedinteger] = self.table[column].array.codes
        return codes

    def categories(self, column: str) -> pd.Index:
        """The categories of a column."""
        return self.table[column].array.categories

    def totals(self, group: str) -> Counts:
        """How many of all rows have each combination of a group."""
        if group not in self._totals:
            self._totals[group] = self.groups[group].counts(None)
        return self._totals[group]

    @cached_property
    def _totals(self) -> dict[str, Counts]:
        return {}

    @cached_property
    def extents(self) -> ExtentIndex:
        """The rows by where they lie: points, circles and areas."""
        return ExtentIndex.from_table(self.table, (self.points, self.imprecise))

    def any_mask(self, clauses: tuple[Clause, ...]) -> Mask:
        """Whether each row matches any of these clauses; what they ask of a group is asked once a combination."""
        grouped = [clause for clause in clauses if self._reads_groups(clause)]
        masks = [self.clause_mask(clause) for clause in clauses if clause not in grouped]
        by_narrowest: dict[tuple[str, bool], list[CombinationTests]] = {}
        for tests in map(self._combination_tests, grouped):
            by_narrowest.setdefault((self._narrowest(tests), len(tests) > 1), []).append(tests)
        masks += [self._pass_any(name, tests) for (name, _), tests in by_narrowest.items()]
        return reduce(or_, masks) if masks else np.zeros(len(self), dtype=bool)

    def clause_mask(self, clause: Clause) -> Mask:
        """Whether each row matches a clause of a filter."""
        masks = [self._condition_mask(condition, None) for condition in clause.conditions]
        if clause.region is not None:
            masks.append(self._region_mask(clause))
        combined: Mask = reduce(and_, masks)
        return combined

    @cached_property
    def _small_groups(self) -> dict[str, frozenset[str]]:
        """The groups with far fewer combinations than rows, and their columns."""
        small = (name for name, group in self.groups.items() if 2 * len(group.values) < len(self))
        return {name: frozenset(self.groups[name].values.columns) for name in small}

    def _group_of(self, condition: Condition) -> str | None:
        """The small group with all columns of a condition."""
        names = (name for name, columns in self._small_groups.items() if columns.issuperset(condition.columns))
        return next(names, None)

    def _reads_groups(self, clause: Clause) -> bool:
        return clause.region is None and all(map(self._group_of, clause.conditions))

    def _combination_tests(self, clause: Clause) -> CombinationTests:
        """By group, whether each combination meets the conditions of a clause on it."""
        tests: CombinationTests = {}
        for condition in clause.conditions:
            name = self._group_of(condition)
            assert name is not None
            mask = self._condition_mask(condition, self._first_rows(name))
            tests[name] = tests[name] & mask if name in tests else mask
        return tests

    def _narrowest(self, tests: CombinationTests) -> str:
        """The group whose test the fewest rows pass."""
        return min(tests, key=lambda name: int(self.totals(name)[tests[name]].sum()))

    def _pass_any(self, name: str, tests: Sequence[CombinationTests]) -> Mask:
        """Whether each row passes all tests of any clause: first those of one group, then, of few rows, the others."""
        mask: Mask = reduce(or_, [each[name] for each in tests])[self.groups[name].codes]
        if all(len(each) == 1 for each in tests):
            return mask
        rows = np.flatnonzero(mask)
        mask[rows] = reduce(or_, [self._pass_all(each, rows) for each in tests])
        return mask

    def _pass_all(self, tests: CombinationTests, rows: NDArray[np.intp]) -> Mask:
        passed: Mask = reduce(and_, [test[self.groups[name].codes.take(rows)] for name, test in tests.items()])
        return passed

    def _first_rows(self, group: str) -> NDArray[np.intp]:
        """The first row with each combination of a group."""
        if group not in self._firsts:
            self._firsts[group] = self.groups[group].first_positions()
        return self._firsts[group]

    @cached_property
    def _firsts(self) -> dict[str, NDArray[np.intp]]:
        return {}

    def clause_rows(self, clause: Clause) -> Rows:
        """The rows that match a clause, in no order."""
        cancellation.check()
        if clause.region is None or clause.conditions:
            return np.flatnonzero(self.clause_mask(clause)).astype(np.int32)
        return self.extents.rows_in(clause.region, clause.inside, clause.precisions)

    def further_rows(self, filter_: Filter[Any], choice: str, inside: Inside) -> Rows:
        """The rows that match a choice of a filter by more than their combination; remembered."""
        key = (filter_.key, inside if filter_.matches_regions else Inside.CERTAIN, choice)
        if key not in self.further:
            self.further[key] = self._find_further(filter_, choice, inside)
            while len(self.further) > MAX_CHOICES:
                self.further.pop(next(iter(self.further)), None)
        return self.further[key]

    def _find_further(self, filter_: Filter[Any], choice: str, inside: Inside) -> Rows:
        group = self.groups[combinations_with(filter_.facet_columns)]
        clauses = clauses_of_choice(filter_, choice, inside, group.values.columns)
        matches = [self.clause_rows(clause) for clause in clauses.further]
        rows = np.unique(np.concatenate([np.empty(0, dtype=np.int32), *matches]))
        if not (len(rows) and clauses.by_combination):
            return rows.astype(np.int32)
        codes, positions = np.unique(group.codes[rows], return_inverse=True)
        combinations = group.values.iloc[codes]
        is_matched = np.logical_or.reduce([clause.mask(combinations) for clause in clauses.by_combination])
        further: Rows = rows[~is_matched[positions]].astype(np.int32)
        return further

    def _condition_mask(self, condition: Condition, rows: NDArray[np.intp] | None) -> Mask:
        cancellation.check()
        columns = list(condition.columns)
        values = self.table[columns[0]].array
        if len(columns) == 1 and isinstance(values, pd.Categorical):
            by_code = self._code_mask(columns[0], condition)  # a missing value has the code -1, and so the last entry
            mask: Mask = by_code[values.codes if rows is None else values.codes.take(rows)]
            return mask
        if condition.contains and isinstance(values, pd.arrays.ArrowStringArray):
            return text_search.contains_casefolded(values if rows is None else values.take(rows), condition.contains)
        return evaluate(self._columns_of(columns, rows), condition.expression)

    def _columns_of(self, columns: list[str], rows: NDArray[np.intp] | None) -> pd.DataFrame:
        """Some columns of some rows, of which no others are copied."""
        arrays = {name: self.table[name].array for name in columns}
        if rows is not None:
            arrays = {name: array.take(rows) for name, array in arrays.items()}
        return pd.DataFrame(arrays, copy=False)

    def _code_mask(self, column: str, condition: Condition) -> Mask:
        """Whether each category of a column and, last, a missing value meets a condition."""
        if condition.reading is not None:
            return self._read_codes(column, condition.reading)
        return evaluate(pd.DataFrame({column: self._category_texts(column)}, copy=False), condition.expression)

    def _category_texts(self, column: str) -> pd.Series:
        """The categories of a column and, last, a missing value."""
        if column not in self._texts:
            categories = self.categories(column).to_series()
            self._texts[column] = pd.concat([categories, pd.Series([None])], ignore_index=True).astype("str")
        return self._texts[column]

    @cached_property
    def _texts(self) -> dict[str, pd.Series]:
        return {}

    def _read_codes(self, column: str, reading: Reading) -> Mask:
        """Whether the value is read in each category of a column and, last, in a missing value."""
        categories = self.table[column].array.categories
        key = (column, reading.read)
        if key not in self._codes_by_reading:
            codes: dict[str, list[int]] = {}
            for code, text in enumerate(categories):
                for value in reading.read(text):
                    codes.setdefault(value, []).append(code)
            self._codes_by_reading[key] = codes
            # What an earlier vocabulary read is not asked again.
            for stale in [other for other in self._codes_by_reading if other[0] == column][:-MAX_READINGS]:
                self._codes_by_reading.pop(stale, None)
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
