"""What a source is: one kind of file that incidents come in."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Import:
    """A file after reading; rows in = accepted + rejected + duplicates.

    `accepted` holds checked rows, indexed by the row's number in the file (a CSV's header is row 1);
    `rejected` has row, column, value, reason, one line a failing cell; `duplicates` the rows that repeat
    an identifier, as row, column, value, reason.
    """

    provider: str
    header_row: int
    accepted: pd.DataFrame
    rejected: pd.DataFrame
    duplicates: pd.DataFrame

    @property
    def rows_in(self) -> int:
        """How many rows the file held."""
        return len(self.accepted) + int(self.rejected["row"].nunique()) + len(self.duplicates)


class Source(ABC):
    """One file format: how it is recognised and how its cells are read."""

    provider: str
    extensions: tuple[str, ...]

    @abstractmethod
    def cells(self, content: bytes) -> pd.DataFrame:
        """Every row as text cells, indexed by its number in the file; raises IncidentsInvalid."""
