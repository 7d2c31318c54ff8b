"""What a source is: one provider's way of telling incidents in a table, and what a file is after reading."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from geo.ingest.options import Answers
from geo.ingest.readers.reader import Sheet, rejections

DOUBTS = ("row", "column", "value", "doubt", "reason", "proposal", "sure")
# What `doubt` can be: COORDINATES are swapped, zero, out of range, not decimal, or contradict the named country;
# PLACE: a name that was looked up means this place, or perhaps another one.
COORDINATES, PLACE = "coordinates", "place"


def doubts(rows: Iterable[tuple[int, str, str, str, str, str, bool]] = ()) -> pd.DataFrame:
    """What a person should look at, one line a cell.

    Row, column, value as it stood, the kind of doubt, the reason in words, what is proposed instead
    (“latitude,longitude” or a place's identifier; empty for nothing), and whether that is sure.
    """
    return pd.DataFrame(list(rows), columns=list(DOUBTS))


ORDER, WHICH_YEAR = "order", "year"  # what a question can be about


@dataclass(frozen=True)
class Question:
    """Something that only a person can say, asked once for a whole column: is 03/04 the third of April?

    `about` is ORDER, of day and month, or WHICH_YEAR, where dates name none.
    """

    column: str
    text: str
    examples: tuple[str, ...] = ()
    about: str = ORDER


@dataclass(frozen=True)
class Guess:
    """What one column of an unknown table seems to hold.

    `target` is a column of the incident table, COORDINATES, YEAR, MONTH or DAY, empty where the column is left out;
    `confidence` is between 0 and 1. Several columns may hold the parts of one toll, no others share a target.
    """

    column: str
    target: str
    confidence: float
    because: str
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
    doubts: pd.DataFrame = field(default_factory=doubts)
    questions: tuple[Question, ...] = ()
    told: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()

    @property
    def rows_in(self) -> int:
        """How many rows the file held."""
        return len(self.accepted) + int(self.rejected["row"].nunique()) + len(self.duplicates)


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """A provider's rows in our columns.

    `cells` has columns of the incident table, as text or in their type, indexed as the sheet's cells; those of a row
    that is in `rejected` may be anything. `origin`: our column → the file's column that it was read from. `rejected`:
    cells that the provider's own rules refuse, named as in the file. `duplicates`: rows that only repeat another one in
    the provider's own way (ACLED's monadic form). `questions`: what a person must say before these rows can be taken;
    `told`: what was decided for whole columns, in sentences. `guesses`: what the columns of a table that no provider
    knows were taken for, one each.
    """

    cells: pd.DataFrame
    origin: Mapping[str, str]
    rejected: pd.DataFrame = field(default_factory=rejections)
    duplicates: pd.DataFrame = field(default_factory=rejections)
    questions: tuple[Question, ...] = ()
    told: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()


class Provider(ABC):
    """One provider: how its tables are recognised by their columns and values, and what they mean in our columns."""

    name: str
    prefix: str  # of the provider's own columns in our table
    licence: str = ""
    citation: str = ""

    @abstractmethod
    def recognises(self, sheet: Sheet) -> bool:
        """Whether the table is this provider's, by its columns and values."""

    @abstractmethod
    def crosswalk(self, sheet: Sheet, answers: Answers) -> Crosswalk:
        """The rows in our columns."""
