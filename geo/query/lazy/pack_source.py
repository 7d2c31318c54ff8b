"""The rows and sums of a packed folder as an engine reads them: files of rows that pass a test, and cubes of the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.query.answers import Rows
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.curve_cover import CellWeights
from geo.query.lazy.frames import Frame, Frames
from geo.query.lazy.part_classes import ALL_ROWS, NO_ROWS, SOME_ROWS, PartClasses
from geo.query.lazy.row_test import EVERYTHING, RowTest, number_test, passes_all, passes_not, select_rows
from geo.query.packed.columns import KEY
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import WORLD_CUBE

Parts = NDArray[np.intp]  # numbers of partitions, ascending
COUNT = "n"
Keys = Mapping[str, nw.Expr]
Sums = Mapping[str, nw.Expr | None]


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
    def is_visible(self) -> RowTest:
        """The rows that are not hidden."""
        return passes_not(number_test(self.hidden)) if len(self.hidden) else EVERYTHING

    def read(self, test: RowTest, columns: Sequence[str]) -> pa.Table:
        """Some columns of the rows that pass a test, in no order."""
        frame = self.rows(test)
        if frame is None:
            return self._schema(columns).empty_table()
        return self.frames.collect(frame.select(*columns))

    def rows(self, test: RowTest, parts: Parts | None = None) -> Frame | None:
        """The rows that pass a test, of some partitions or of all that can have any; None where there are none."""
        if parts is None:
            parts = np.flatnonzero(self.classes.of(test) != NO_ROWS)
        if not len(parts):
            return None
        frame = self.frames.scan([self.folder.file(self.folder.manifest.partitions[part].path) for part in parts])
        return select_rows(frame, test, self.frames)

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

    def _schema(self, columns: Sequence[str]) -> pa.Schema:
        return pa.schema([self.folder.schema.field(name) for name in columns])


def add_up(frame: Frame, frames: Frames, keys: Keys, sums: Sums, extremes: Keys | None = None) -> pd.DataFrame:
    """The sums of a frame by some keys, int64, and minima and maxima as they come; the count of rows is a sum of None."""
    added = {name: _sum(value).cast(nw.Int64) for name, value in sums.items()}
    aggregates = [expression.alias(name) for name, expression in {**added, **(extremes or {})}.items()]
    if not keys:
        return frames.collect(frame.select(*aggregates)).to_pandas(date_as_object=False)
    return frames.collect(frame.with_columns(**keys).group_by(*keys).agg(*aggregates)).to_pandas(date_as_object=False)


def _sum(value: nw.Expr | None) -> nw.Expr:
    return nw.len() if value is None else value.cast(nw.Int64).sum()


def cell_of(level_of_column: int, level: int, column: str = KEY) -> nw.Expr:
    """The first key of the cell of a level that the key or cell in a column lies in, in the units of the column.

    By a remainder, for it is exact for whole numbers in every engine.
    """
    width = 4 ** (level_of_column - level)
    key = nw.col(column)
    return key - key % width if width > 1 else key


def to_codes(values: Any) -> NDArray[np.intp]:
    """A column of an answer as codes."""
    return np.asarray(values).astype(np.intp)
