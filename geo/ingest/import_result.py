"""What reading a file gives: its rows in ours, what is wrong with the others, and what a person should look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

WARNING_COLUMNS = ("row", "column", "value", "doubt", "reason", "proposal", "sure")
# What `doubt` can be: COORDINATES are swapped, zero, out of range, not decimal, or contradict the named country;
# PLACE: a name that was looked up means this place, or perhaps another one.
COORDINATE_WARNING, PLACE_WARNING = "coordinates", "place"


def make_warnings(rows: Iterable[tuple[int, str, str, str, str, str, bool]] = ()) -> pd.DataFrame:
    """What a person should look at, one line a cell.

    Row, column, value as it stood, the kind of doubt, the reason in words, what is proposed instead
    (“latitude,longitude” or a place's identifier; empty for nothing), and whether that is sure.
    """
    return pd.DataFrame(list(rows), columns=list(WARNING_COLUMNS))


DAY_ORDER, MISSING_YEAR = "order", "year"  # what a question can be about


@dataclass(frozen=True)
class Question:
    """Something that only a person can say, asked once for a whole column: is 03/04 the third of April?

    `about` is ORDER, of day and month, or WHICH_YEAR, where dates name none.
    """

    column: str
    text: str
    examples: tuple[str, ...] = ()
    about: str = DAY_ORDER


@dataclass(frozen=True)
class Guess:
    """What one column of an unknown table seems to hold.

    `target` is a column of the incident table, COORDINATES, YEAR, MONTH or DAY, empty where the column is left out;
    `confidence` is between 0 and 1. Several columns may hold the parts of one toll, no others share a target.
    """

    column: str
    target: str
    confidence: float
    reason: str
    examples: tuple[str, ...] = ()
    part: bool = False


@dataclass(frozen=True, eq=False)
class Import:
    """A file after reading; rows in = accepted + rejected + duplicates.

    `accepted` holds checked rows with every core column and, behind them, the provider's own columns as
    “prefix.name”, indexed by the row's number in the file (a CSV's header is row 1); `rejected` has row, column, value,
    reason, one line a failing cell, with the file's own column names and values; `duplicates` the rows that repeat
    another, as row, column, value, reason. `doubts` (see `doubts`), `questions`, `guesses` and `told` are for a
    person.
    """

    provider: str
    header_row: int
    accepted: pd.DataFrame
    rejected: pd.DataFrame
    duplicates: pd.DataFrame
    warnings: pd.DataFrame = field(default_factory=make_warnings)
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()

    @property
    def rows_in(self) -> int:
        """How many rows the file held."""
        return len(self.accepted) + int(self.rejected["row"].nunique()) + len(self.duplicates)
