"""Tests of the rows of a packed folder, each of one kind of value, that become an expression.

Long lists of codes and rows are joined as small tables, for an engine reads a list of values slowly.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.core.schema import COLUMN, TEXT
from geo.query.answers import Rows
from geo.query.filters.expressions import any_of
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
