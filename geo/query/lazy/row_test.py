"""Which rows of a packed folder are selected: a tree of tests that becomes one expression.

What is known of codes is a test of codes, however it came about: tests of one column join into one before any row is
read. Long lists of codes and rows are joined as small tables, for an engine reads a list of values slowly.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.schema import COLUMN, TEXT
from geo.query.answers import Rows
from geo.query.filters.expressions import all_of, any_of
from geo.query.lazy.frames import Frame, Frames
from geo.query.packed.columns import KEY, ROW

Mask = NDArray[np.bool_]
Ranges = NDArray[np.int64]  # one row a range: first, and the first behind it
MAX_LISTED = 200  # values in an expression: an engine joins more of them more quickly than it reads them
_NO_COLUMNS: frozenset[str] = frozenset()
MAX_RUNS = 16  # ranges of codes in an expression; chosen by judgement


@dataclass(eq=False)
class Flags:
    """Small tables that are joined to a frame; each adds a column that is blank where a row is in none of its rows."""

    tables: list[tuple[str, pa.Table]] = field(default_factory=list)

    def add(self, column: str, values: NDArray[np.integer[Any]]) -> nw.Expr:
        """Whether the value of a column is one of these; the expression holds once `join` has been called."""
        flag = f"_flag_{len(self.tables)}"
        self.tables.append((column, pa.table({column: values, flag: np.ones(len(values), dtype=np.int8)})))
        return ~nw.col(flag).is_null()

    def join(self, frame: Frame, frames: Frames) -> Frame:
        """The frame with a column for each table."""
        for column, table in self.tables:
            frame = frame.join(frames.frame(table), on=column, how="left")
        return frame


class RowTest(ABC):
    """A test that a row passes or not."""

    @abstractmethod
    def expression(self, flags: Flags) -> nw.Expr:
        """The test as an expression over a frame with these flags; it may be blank for a row that does not pass."""

    def bound(self) -> nw.Expr | None:
        """A cheap expression that holds of all rows that pass, and perhaps of others; None where there is none."""
        return None

    @property
    @abstractmethod
    def read_columns(self) -> frozenset[str]:
        """The columns of the files that the expression reads."""


@dataclass(frozen=True, eq=False)
class Everything(RowTest):
    """Every row passes."""

    def expression(self, flags: Flags) -> nw.Expr:
        return nw.col(ROW) >= 0

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({ROW})


@dataclass(frozen=True, eq=False)
class Nothing(RowTest):
    """No row passes."""

    def expression(self, flags: Flags) -> nw.Expr:
        return nw.col(ROW) < 0

    def bound(self) -> nw.Expr:
        return nw.col(ROW) < 0

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({ROW})


EVERYTHING, NOTHING = Everything(), Nothing()


@dataclass(frozen=True, eq=False)
class CodeTest(RowTest):
    """Rows whose code in a column is included; the code -1 has the last entry, where a column has missing values."""

    column: str
    is_included: Mask
    has_missing: bool

    def expression(self, flags: Flags) -> nw.Expr:
        included, excluded = self._codes(self.is_included), self._codes(~self.is_included)
        listed = self._listed(included)
        if listed is not None:
            return listed
        unlisted = self._listed(excluded)
        return ~unlisted if unlisted is not None else flags.add(self.column, included.astype(np.int32))

    def bound(self) -> nw.Expr | None:
        included = self._codes(self.is_included)
        if 2 * len(included) > len(self.is_included):
            return None
        listed = self._listed(included)
        return listed if listed is not None else _within(self.column, int(included[0]), int(included[-1]))

    def _codes(self, mask: Mask) -> NDArray[np.int64]:
        """The codes of a mask, ascending."""
        codes = np.flatnonzero(mask).astype(np.int64)
        if self.has_missing and len(codes) and codes[-1] == len(mask) - 1:
            return np.concatenate([[-1], codes[:-1]])
        return codes

    def _listed(self, codes: NDArray[np.int64]) -> nw.Expr | None:
        """The codes as few ranges or a short list; None where they are too many."""
        runs = _runs(codes)
        if (len(runs) <= MAX_RUNS and len(runs) < len(codes)) or len(runs) == 1:
            return any_of(_within(self.column, int(first), int(stop) - 1) for first, stop in runs)
        return nw.col(self.column).is_in(codes.tolist()) if len(codes) <= MAX_LISTED else None

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({self.column})


@dataclass(frozen=True, eq=False)
class KeyTest(RowTest):
    """Rows whose key along the curve lies in one of some ranges, which ascend."""

    ranges: Ranges

    def expression(self, flags: Flags) -> nw.Expr:
        within = any_of(_within(KEY, int(first), int(stop) - 1) for first, stop in self.ranges)
        return within if len(self.ranges) == 1 else self.bound() & within  # files are left out by the outer bounds

    def bound(self) -> nw.Expr:
        return _within(KEY, int(self.ranges[0, 0]), int(self.ranges[-1, 1]) - 1)

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({KEY})


@dataclass(frozen=True, eq=False)
class NumberTest(RowTest):
    """These rows by their number, which ascend."""

    rows: Rows

    def expression(self, flags: Flags) -> nw.Expr:
        if not len(self.rows):
            return nw.col(ROW) < 0
        return nw.col(ROW).is_in(self.rows.tolist()) if len(self.rows) <= MAX_LISTED else flags.add(ROW, self.rows)

    def bound(self) -> nw.Expr:
        return _within(ROW, int(self.rows[0]), int(self.rows[-1])) if len(self.rows) else nw.col(ROW) < 0

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({ROW})


@dataclass(frozen=True, eq=False)
class GatheredTest(NumberTest):
    """These rows, of which `table` has the columns that most answers need, one entry for each of `rows`."""

    table: pa.Table


@dataclass(frozen=True, eq=False)
class NumberRange(RowTest):
    """The rows from one number up to another."""

    first: int
    stop: int

    def expression(self, flags: Flags) -> nw.Expr:
        return _within(ROW, self.first, self.stop - 1)

    def bound(self) -> nw.Expr:
        return _within(ROW, self.first, self.stop - 1)

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({ROW})


@dataclass(frozen=True, eq=False)
class ExpressionTest(RowTest):
    """Rows of which an expression over these columns of the file holds."""

    condition: nw.Expr
    columns: frozenset[str]

    def expression(self, flags: Flags) -> nw.Expr:
        return self.condition

    def bound(self) -> nw.Expr | None:
        return None if self.reads_text else self.condition

    @property
    def reads_text(self) -> bool:
        """Whether it reads long texts, which takes many times as long as codes and numbers do."""
        return any(name in COLUMN and COLUMN[name].dtype == TEXT for name in self.columns)

    @property
    def read_columns(self) -> frozenset[str]:
        return self.columns


@dataclass(frozen=True, eq=False)
class AllOf(RowTest):
    """Rows that pass every one of several tests."""

    tests: tuple[RowTest, ...]

    def expression(self, flags: Flags) -> nw.Expr:
        return all_of([test.expression(flags) for test in self.tests])

    def bound(self) -> nw.Expr | None:
        bounds = [bound for bound in (test.bound() for test in self.tests) if bound is not None]
        return all_of(bounds) if bounds else None

    @property
    def read_columns(self) -> frozenset[str]:
        return _NO_COLUMNS.union(*(test.read_columns for test in self.tests))


@dataclass(frozen=True, eq=False)
class AnyOf(RowTest):
    """Rows that pass any of several tests."""

    tests: tuple[RowTest, ...]

    def expression(self, flags: Flags) -> nw.Expr:
        return any_of([test.expression(flags).fill_null(False) for test in self.tests])

    def bound(self) -> nw.Expr | None:
        bounds = [bound for bound in (test.bound() for test in self.tests) if bound is not None]
        return any_of(bound.fill_null(False) for bound in bounds) if len(bounds) == len(self.tests) else None

    @property
    def read_columns(self) -> frozenset[str]:
        return _NO_COLUMNS.union(*(test.read_columns for test in self.tests))


@dataclass(frozen=True, eq=False)
class NoneOf(RowTest):
    """Rows that do not pass a test."""

    test: RowTest

    def expression(self, flags: Flags) -> nw.Expr:
        return ~self.test.expression(flags).fill_null(False)

    @property
    def read_columns(self) -> frozenset[str]:
        return self.test.read_columns


def code_test(column: str, is_included: Mask, *, has_missing: bool) -> RowTest:
    """Rows whose code is included: one entry a code and, with `has_missing`, a last one for -1."""
    if is_included.all():
        return EVERYTHING
    return CodeTest(column, is_included, has_missing) if is_included.any() else NOTHING


def number_test(rows: Rows) -> RowTest:
    """These rows, in any order."""
    return NumberTest(np.unique(rows)) if len(rows) else NOTHING


def key_test(ranges: Ranges) -> RowTest:
    """Rows whose key lies in one of some ranges."""
    return KeyTest(ranges) if len(ranges) else NOTHING


def passes_all(tests: Iterable[RowTest]) -> RowTest:
    """Rows that pass every one of the tests; those of one column become one."""
    flat = [each for test in tests for each in (test.tests if isinstance(test, AllOf) else (test,))]
    if NOTHING in flat:
        return NOTHING
    joined = _join([test for test in flat if test is not EVERYTHING], np.logical_and)
    if NOTHING in joined:
        return NOTHING
    return AllOf(tuple(joined)) if len(joined) > 1 else joined[0] if joined else EVERYTHING


def passes_any(tests: Iterable[RowTest]) -> RowTest:
    """Rows that pass any of the tests; those of one column become one."""
    flat = [each for test in tests for each in (test.tests if isinstance(test, AnyOf) else (test,))]
    if EVERYTHING in flat:
        return EVERYTHING
    joined = _join([test for test in flat if test is not NOTHING], np.logical_or)
    if EVERYTHING in joined:
        return EVERYTHING
    return AnyOf(tuple(joined)) if len(joined) > 1 else joined[0] if joined else NOTHING


def passes_not(test: RowTest) -> RowTest:
    """Rows that do not pass the test."""
    if isinstance(test, CodeTest):
        return CodeTest(test.column, ~test.is_included, test.has_missing)
    opposites: dict[RowTest, RowTest] = {EVERYTHING: NOTHING, NOTHING: EVERYTHING}
    return opposites.get(test) or NoneOf(test)


def key_ranges(test: RowTest) -> Ranges:
    """All ranges of keys in a test, in no order."""
    if isinstance(test, KeyTest):
        return test.ranges
    parts = [key_ranges(each) for each in test.tests] if isinstance(test, AllOf | AnyOf) else []
    return np.concatenate([np.zeros((0, 2), dtype=np.int64), *parts])


def gathered_part(test: RowTest) -> tuple[GatheredTest | None, RowTest]:
    """The rows in memory that a test chooses among, if there are such, and what else the test asks of them."""
    tests = test.tests if isinstance(test, AllOf) else (test,)
    gathered = next((each for each in tests if isinstance(each, GatheredTest)), None)
    return gathered, test if gathered is None else passes_all(each for each in tests if each is not gathered)


def select_rows(frame: Frame, test: RowTest, frames: Frames) -> Frame:
    """The rows of a frame that pass a test; the columns of its flags stay with them."""
    if test is EVERYTHING:
        return frame
    flags, bound = Flags(), test.bound()
    expression = test.expression(flags)
    if flags.tables and bound is not None:  # few rows are joined
        frame = frame.filter(bound)
    return flags.join(frame, frames).filter(expression)


def _join(tests: list[RowTest], operation: np.ufunc) -> list[RowTest]:
    """The tests with one for each column of codes."""
    by_column: dict[str, CodeTest] = {}
    others: list[RowTest] = []
    for test in tests:
        if not isinstance(test, CodeTest):
            others.append(test)
        elif test.column not in by_column:
            by_column[test.column] = test
        else:
            mask = operation(by_column[test.column].is_included, test.is_included)
            by_column[test.column] = CodeTest(test.column, mask, test.has_missing)
    codes = (code_test(test.column, test.is_included, has_missing=test.has_missing) for test in by_column.values())
    return [*(test for test in codes), *others]


def _within(column: str, first: int, last: int) -> nw.Expr:
    if first == last:
        return nw.col(column) == first
    return (nw.col(column) >= first) & (nw.col(column) <= last)


def _runs(codes: NDArray[np.int64]) -> Ranges:
    """The ranges of codes that follow each other; the codes ascend."""
    if not len(codes):
        return np.zeros((0, 2), dtype=np.int64)
    breaks = np.flatnonzero(np.diff(codes) != 1) + 1
    firsts, lasts = codes[np.concatenate([[0], breaks])], codes[np.concatenate([breaks - 1, [len(codes) - 1]])]
    return np.stack([firsts, lasts + 1], axis=1)
