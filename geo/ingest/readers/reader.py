"""What a sheet is: a file as cells, before anybody knows what they mean; and what a format is: how one is read."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.options import ImportOptions

REJECTIONS = ("row", "column", "value", "reason")


def build_rejections(rows: Iterable[tuple[int, str, str, str]] = ()) -> pd.DataFrame:
    """Cells that make their row fail: row number in the file, column, value as it stood, reason and what to do."""
    return pd.DataFrame(list(rows), columns=list(REJECTIONS))


@dataclass(frozen=True, eq=False)
class RawTable:
    """A file as cells.

    `cells` holds every row that has as many cells as the header names, as text (str, missing where blank; a Parquet
    file's columns may be typed already), indexed by the row's number in the file as a person counts it: the first line
    is row 1. `header_row` is the header's number, 0 where there is none. `rejected` holds the rows that do not fit
    (row, column, value, reason). `told` says what was found out about the file, in sentences: encoding, delimiter, rows
    above the header.
    """

    format: str
    cells: pd.DataFrame
    header_row: int
    rejected: pd.DataFrame = field(default_factory=build_rejections)
    notes: tuple[str, ...] = ()

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(map(str, self.cells.columns))

    @property
    def n_rows(self) -> int:
        """How many rows the file holds below its header."""
        return len(self.cells) + int(self.rejected["row"].nunique())


class Reader(ABC):
    """One kind of file: how it is recognised by its content, and how it is read."""

    name: str
    extensions: tuple[str, ...]

    @abstractmethod
    def matches(self, content: bytes) -> bool:
        """Whether the bytes are of this format: by what they are, never by the file's name."""

    @abstractmethod
    def read(self, content: bytes, answers: ImportOptions) -> RawTable:
        """The file as cells; raises IncidentsInvalid where it cannot be read at all."""
