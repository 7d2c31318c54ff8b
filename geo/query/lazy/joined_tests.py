"""Tests of rows joined into one: a tree that becomes one expression of the rows to read.

What is known of codes is a test of codes, however it came about: tests of one column join into one before any row is
read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import narwhals as nw
import numpy as np

from geo.query.filters.expressions import all_of, any_of
from geo.query.lazy.frames import Frame, Frames
from geo.query.lazy.row_test import (
    EVERYTHING,
    NOTHING,
    CodeTest,
    Flags,
    GatheredTest,
    KeyTest,
    Ranges,
    RowTest,
    code_test,
)

_NO_COLUMNS: frozenset[str] = frozenset()


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
