"""From a selection to a test of rows: what dictionaries and combinations can answer is asked of them, in memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geo.query.filters import FILTER
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause, Condition, Reading
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.joined_tests import passes_all, passes_any, passes_not
from geo.query.lazy.region_test import RegionTest
from geo.query.lazy.row_test import EVERYTHING, ExpressionTest, Mask, RowTest, code_test
from geo.query.packed.columns import CODE_COLUMN, GROUP_COLUMN
from geo.query.selection import Selection


@dataclass(frozen=True, eq=False)
class SelectionTests:
    """The tests of the selections, filters and clauses of one packed folder."""

    codebook: Codebook

    def of_selection(self, selection: Selection) -> RowTest:
        """The rows that a selection shows."""
        return passes_all(self.of_filter(key, value, selection.inside) for key, value in selection.filters)

    def of_filter(self, key: str, value: Any, inside: Inside) -> RowTest:
        """The rows that match one filter and are not excluded by it."""
        included = FILTER[key].alternatives(value, inside)
        excluded = FILTER[key].exclusions(value, inside)
        tests = [self.of_clauses(included)] if included else [EVERYTHING]
        return passes_all([*tests, *([passes_not(self.of_clauses(excluded))] if excluded else [])])

    def of_clauses(self, clauses: Iterable[Clause]) -> RowTest:
        """The rows that match any of these clauses."""
        return passes_any(map(self.of_clause, clauses))

    def of_clause(self, clause: Clause) -> RowTest:
        """The rows that match a clause."""
        regions = [RegionTest(clause.region, clause.inside, clause.precisions)] if clause.region is not None else []
        return passes_all([*map(self.of_condition, clause.conditions), *regions])

    def of_condition(self, condition: Condition) -> RowTest:
        """The rows that meet a condition."""
        columns = condition.columns
        if len(columns) == 1 and self.codebook.is_categorical(columns[0]):
            return self._of_category(condition)
        group = self.codebook.group_of(columns)
        if group is None:
            return ExpressionTest(condition.expression, frozenset(columns))
        mask = condition.mask(self.codebook.combinations(group))
        return code_test(GROUP_COLUMN[group], mask, has_missing=False)

    def _of_category(self, condition: Condition) -> RowTest:
        """The rows whose text in a categorical column meets a condition."""
        (column,) = condition.columns
        mask = self._category_mask(column, condition)
        group = self.codebook.group_of((column,))
        if group is None:
            return code_test(CODE_COLUMN[column], mask, has_missing=True)
        return code_test(GROUP_COLUMN[group], mask[self.codebook.column_codes(group, column)], has_missing=False)

    def _category_mask(self, column: str, condition: Condition) -> Mask:
        """Whether each text of a column and, last, a missing one meets a condition."""
        if condition.reading is not None:
            return self._read(column, condition.reading)
        texts = pd.Series([*self.codebook.categories(column), None], dtype="str")
        return condition.mask(pd.DataFrame({column: texts}))

    def _read(self, column: str, reading: Reading) -> Mask:
        key = (column, reading.read)
        if key not in self._codes_by_reading:
            codes: dict[str, list[int]] = {}
            for code, text in enumerate(self.codebook.categories(column)):
                for value in reading.read(text):
                    codes.setdefault(value, []).append(code)
            for stale in [other for other in list(self._codes_by_reading) if other[0] == column and other != key]:
                self._codes_by_reading.pop(stale, None)  # what an earlier vocabulary read is not asked again
            self._codes_by_reading[key] = codes
        mask = np.zeros(len(self.codebook.categories(column)) + 1, dtype=bool)
        by_value = self._codes_by_reading.get(key, {})
        for value in (reading.value, *reading.further):
            mask[by_value.get(value, [])] = True
        return mask

    @cached_property
    def _codes_by_reading(self) -> dict[tuple[str, Callable[[str], Iterable[str]]], dict[str, list[int]]]:
        """By column and reading, the codes of the texts in which a value is read."""
        return {}
