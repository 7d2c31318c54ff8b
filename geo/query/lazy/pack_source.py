"""The rows and sums of a packed folder as an engine reads them: files of rows that pass a test, and cubes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.answers import Rows
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.curve_cover import CellWeights
from geo.query.lazy.frames import Frame, Frames
from geo.query.lazy.joined_tests import gathered_part, passes_all, passes_not, select_rows
from geo.query.lazy.part_classes import ALL_ROWS, NO_ROWS, SOME_ROWS, PartClasses
from geo.query.lazy.row_test import EVERYTHING, RowTest, number_test
from geo.query.packed.columns import CIRCLE_KM, KEY, ROW
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import WORLD_CUBE
from geo.query.point_index import BITS

Parts = NDArray[np.intp]  # numbers of partitions, ascending
COUNT = "n"
KEY_PREFIX = "key_"  # a key may be called as the column that it is made of


@dataclass(frozen=True, eq=False)
class Term:
    """An expression over some columns of a file, which alone are read."""

    expression: nw.Expr
    columns: tuple[str, ...]


Keys = Mapping[str, Term]
Sums = Mapping[str, Term | None]  # None counts rows


@dataclass(frozen=True, eq=False)
class PackSource:
    """A packed folder, without the rows that are `hidden`, and the frames that read it."""

    folder: PackedFolder
    frames: Frames
    codebook: Codebook
    hidden: Rows = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @cached_property
    def classes(self) -> PartClasses:
        """Which partitions a test takes."""
        return PartClasses(self.folder.manifest, self.codebook)

    @cached_property
    def weights(self) -> CellWeights:
        """How many rows lie in each coarse cell of the curve."""
        cells = self.folder.read(WORLD_CUBE, ["cell", COUNT])
        return CellWeights.from_counts(cells["cell"].to_numpy(), cells[COUNT].to_numpy())

    @cached_property
    def widest_km(self) -> float:
        """The radius of the widest circle that a row lies in; 0 without any. One column of all rows is read, once."""
        frame = self.rows(EVERYTHING, (CIRCLE_KM,))
        if frame is None:
            return 0.0
        widest = add_up(frame, self.frames, {}, {}, {"km": highest(CIRCLE_KM)})["km"].iloc[0]
        return 0.0 if pd.isna(widest) else float(widest)

    @cached_property
    def is_visible(self) -> RowTest:
        """The rows that are not hidden."""
        return passes_not(number_test(self.hidden)) if len(self.hidden) else EVERYTHING

    def read(self, test: RowTest, columns: Sequence[str]) -> pa.Table:
        """Some columns of the rows that pass a test, in no order."""
        frame = self.rows(test, columns)
        if frame is None:
            return pa.schema([self.folder.schema.field(name) for name in columns]).empty_table()
        return self.frames.collect(frame.select(*columns))

    def read_some(self, test: RowTest, columns: Sequence[str], limit: int) -> pa.Table | None:
        """The same; None where they are more than a limit."""
        frame = self.rows(test, columns)
        if frame is None:
            return self.read(test, columns)
        table = self.frames.collect(frame.select(*columns).head(limit + 1))
        return table if len(table) <= limit else None

    def rows(self, test: RowTest, columns: Iterable[str], parts: Parts | None = None) -> Frame | None:
        """These columns of the rows that pass a test, of some partitions or of all that can have any; None for none.

        A frame of few columns is planned many times as quickly as one of all.
        """
        gathered, further = gathered_part(test)
        needed = sorted({*columns, *further.read_columns} or {ROW})
        if gathered is not None and set(needed) <= set(gathered.table.column_names):
            return select_rows(self.frames.frame(gathered.table.select(needed)), further, self.frames)
        if parts is None:
            parts = np.flatnonzero(self.classes.of(test) != NO_ROWS)
        if not len(parts):
            return None
        frame = self.frames.scan([self.folder.file(self.folder.manifest.partitions[part].path) for part in parts])
        return select_rows(frame.select(*sorted({*columns, *test.read_columns} or {ROW})), test, self.frames)

    def cube(self, name: str, parts: Parts) -> Frame:
        """The rows of a cube for some partitions."""
        frame = self.frames.scan([self.folder.file(name)])
        if len(parts) == len(self.folder.manifest.partitions):
            return frame
        return frame.filter(nw.col("partition").is_in(parts.tolist()))

    def split(self, test: RowTest) -> tuple[Parts, Parts]:
        """The partitions of which all rows pass a test, and those of which some may."""
        classes = self.classes.of(test)
        return np.flatnonzero(classes == ALL_ROWS), np.flatnonzero(classes == SOME_ROWS)

    def visible(self, test: RowTest) -> RowTest:
        """The rows of a test that are not hidden."""
        return passes_all([test, self.is_visible])


def add_up(frame: Frame, frames: Frames, keys: Keys, sums: Sums, extremes: Keys | None = None) -> pd.DataFrame:
    """The sums of a frame by some keys, int64, with minima and maxima; the count of rows is a sum of None."""
    added = {name: _sum(value).cast(nw.Int64) for name, value in sums.items()}
    joint = added | {name: value.expression for name, value in (extremes or {}).items()}
    aggregates = [expression.alias(name) for name, expression in joint.items()]
    if not keys:
        return frames.collect(frame.select(*aggregates)).to_pandas(date_as_object=False)
    read = sorted(columns_of({}, sums, extremes or {}))
    keyed = frame.select(*read, **{f"{KEY_PREFIX}{name}": key.expression for name, key in keys.items()})
    answers = frames.collect(keyed.group_by(*(f"{KEY_PREFIX}{name}" for name in keys)).agg(*aggregates))
    return answers.rename_columns([name.removeprefix(KEY_PREFIX) for name in answers.column_names]).to_pandas(
        date_as_object=False
    )


def columns_of(*terms: Mapping[str, Term | None]) -> set[str]:
    """The columns that some terms read."""
    return {column for named in terms for term in named.values() if term is not None for column in term.columns}


def _sum(value: Term | None) -> nw.Expr:
    return nw.len() if value is None else value.expression.cast(nw.Int64).sum()


def term(column: str) -> Term:
    """A column as it is."""
    return Term(nw.col(column), (column,))


def terms(**columns: str) -> dict[str, Term]:
    """Columns as they are, by other names."""
    return {name: term(column) for name, column in columns.items()}


def lowest(column: str) -> Term:
    """The minimum of a column."""
    return Term(nw.col(column).min(), (column,))


def highest(column: str) -> Term:
    """The maximum of a column."""
    return Term(nw.col(column).max(), (column,))


def cell_of(level_of_column: int, level: int, column: str = KEY) -> Term:
    """The first key of the cell of a level that the key or cell in a column lies in, as a key.

    By a remainder, for it is exact for whole numbers in every engine.
    """
    width, factor = 4 ** (level_of_column - level), 4 ** (BITS - level_of_column)
    key = nw.col(column)
    cell = key - key % width if width > 1 else key
    return Term(cell * factor if factor > 1 else cell, (column,))
