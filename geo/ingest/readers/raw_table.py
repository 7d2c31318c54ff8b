"""A file as rows of text cells, before anybody knows what its columns mean."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.import_result import Finding, Question

REJECTIONS = ("row", "column", "value", "reason")


def build_rejections(rows: Iterable[tuple[int, str, str, str]] = ()) -> pd.DataFrame:
    """A table of cells that make their row fail: the row's number in the file, column, value as it stood, reason."""
    return pd.DataFrame(list(rows), columns=list(REJECTIONS))


@dataclass(frozen=True, eq=False)
class RawTable:
    """A file as cells.

    `cells` holds every row that has as many cells as the header names, as text (str, missing where blank; a Parquet
    file's columns may be typed already), indexed by the row's number in the file as a person counts it: the first line
    is row 1. `header_row` is the header's number, 0 where there is none. `rejected` holds the rows that do not fit
    (row, column, value, reason). `notes` are sentences on how the file was read: encoding, delimiter, rows above the
    header. `findings` are what a person should look at, and `questions` what only a person can answer, in how it was
    read. `shapes` are geometries (WGS 84, longitude first) of the rows that have a line or an area instead of a point,
    by row number: their longitude and latitude are a point in it. `n_tables` is how many tables of the file were built.
    """

    format: str
    cells: pd.DataFrame
    header_row: int
    rejected: pd.DataFrame = field(default_factory=build_rejections)
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    shapes: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))
    n_tables: int = 1

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(map(str, self.cells.columns))

    @property
    def n_rows(self) -> int:
        """How many rows the file holds below its header, the rejected ones too."""
        return len(self.cells) + int(self.rejected["row"].nunique())
