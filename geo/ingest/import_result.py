"""What reading a file gives: its incidents, the rows that were refused, and what a person should look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import msgspec
import pandas as pd

from geo.core.incidents import check_companion
from geo.core.schema import COMPANION_TABLES

WARNING_COLUMNS = ("row", "column", "value", "kind", "reason", "proposal", "sure")
# The kinds of warnings. COORDINATE_WARNING: coordinates are swapped, zero, out of range, not decimal, or contradict the
# named country. PLACE_WARNING: a name was looked up and may mean another place.
COORDINATE_WARNING, PLACE_WARNING = "coordinates", "place"
# The topics of questions. DAY_ORDER: day or month first. MISSING_YEAR: dates that name no year. COLUMN: what a column
# holds. ENCODING and SHEET: how the file is read. Each other topic is named beside the code that asks it.
DAY_ORDER, MISSING_YEAR, COLUMN, ENCODING, SHEET = "order", "year", "column", "encoding", "sheet"


def make_warnings(rows: Iterable[tuple[int, str, str, str, str, str, bool]] = ()) -> pd.DataFrame:
    """Return a table of cells that a person should look at, one line a cell.

    Columns: row (its number in the file), column, value (as written), kind, reason (a sentence), proposal
    (“latitude,longitude” or a place's identifier; empty for none) and sure (whether the proposal is certain).
    """
    return pd.DataFrame(list(rows), columns=list(WARNING_COLUMNS))


class Question(msgspec.Struct, frozen=True):
    """A question about a whole column that only a person can answer: is 03/04 the third of April?

    `column` is empty for a question about the whole file. `choices` are the answers that are accepted, each with its
    label; empty where any text may be the answer. `proposal` is the answer that we would give, empty for none. `n_rows`
    is how many rows hang on it: while it is open, their values of this column are unknown, or the rows are rejected.
    """

    column: str
    text: str
    examples: tuple[str, ...] = ()
    topic: str = msgspec.field(default=DAY_ORDER, name="about")
    choices: tuple[tuple[str, str], ...] = ()
    proposal: str = ""
    n_rows: int = 0


@dataclass(frozen=True, eq=False)
class Finding:
    """What a person should look at in a column, or in the whole file where `column` is empty: one sentence.

    `rows` are the numbers of the rows that hang on it; `examples` are a few of its values as they stand in the file.
    """

    text: str
    column: str = ""
    rows: Sequence[int] | pd.Index = ()
    examples: tuple[str, ...] = ()


class Concern(msgspec.Struct, frozen=True):
    """A finding, ranked: how many rows hang on it, and how many people were killed in those that are accepted."""

    text: str
    column: str = ""
    examples: tuple[str, ...] = ()
    n_rows: int = 0
    n_killed: int = 0


class Guess(msgspec.Struct, frozen=True):
    """What one column of an unknown table seems to hold.

    `target` is a column of the incident table, COORDINATES, YEAR, MONTH or DAY, empty where the column is left out;
    `confidence` is between 0 and 1. Where `is_part`, several columns may share one target: the casualties of one party
    each. No others do.
    """

    column: str
    target: str
    confidence: float
    reason: str = msgspec.field(name="because")
    examples: tuple[str, ...] = ()
    is_part: bool = msgspec.field(default=False, name="part")


def make_companion(kind: str) -> pd.DataFrame:
    """Return an empty companion table: “claims”, “publications” or “links”."""
    return check_companion(pd.DataFrame(), COMPANION_TABLES[kind]).accepted


@dataclass(frozen=True, eq=False)
class Import:
    """A file after reading; rows in = accepted + rejected + duplicates.

    `accepted` holds checked rows with every core column and, behind them, the provider's own columns as
    “prefix.name”, indexed by the row's number in the file (a CSV's header is row 1). `rejected` has row, column, value,
    reason, one line a failing cell, with the file's own column names and values; `duplicates` has the rows that repeat
    another in the same columns. For a person: `warnings` (see `make_warnings`), open `questions` and `concerns` (what
    to look at), both ordered by how many rows and dead hang on them, `notes` (sentences on the whole file that need no
    look) and `guesses` (one a column of an unknown table). `names` are the file's columns in their order.

    `claims`, `publications` and `links` are companion tables about the accepted rows, as `geo.core.schema` has them:
    what a provider's own columns state that may contradict itself. What they only report, and what they rest on, is
    worked out of the columns when it is asked for.
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
    concerns: tuple[Concern, ...] = ()
    claims: pd.DataFrame = field(default_factory=partial(make_companion, "claims"))
    publications: pd.DataFrame = field(default_factory=partial(make_companion, "publications"))
    links: pd.DataFrame = field(default_factory=partial(make_companion, "links"))

    @property
    def rows_in(self) -> int:
        """How many rows the file has."""
        return len(self.accepted) + int(self.rejected["row"].nunique()) + len(self.duplicates)
