"""The columns of a table that may hold its tolls: their names tell of people, and their values are numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from rapidfuzz.distance import OSA

from geo.ingest.generic.name_normalization import normalize_column_name
from geo.ingest.generic.toll_names import EITHER, OUTCOMES, TollName, parse_bound_name, parse_toll_name
from geo.ingest.generic.value_fit import fit_score, sample_values
from geo.ingest.import_result import Guess
from geo.ingest.parsers.counts import parse_counts

BOUNDS = ("low", "best", "high")
BARE_BOUNDS = frozenset(BOUNDS)
MAX_COLUMNS = 100  # of tolls that are compared with each other, by judgement
_MIN_FIT = 0.2  # of a column's values that are numbers of people, from which its name is believed; by judgement
AGREEMENT = 0.9  # of the rows in which columns must bear each other out, by judgement
_MAX_USUAL_TOLL = 1_000  # of nearly all events, by judgement: GTD has six with more from 1970 to 2020
_BOUND_WORDS = {"min": "low", "max": "high", "low": "low", "high": "high", "minimum": "low", "maximum": "high"}


@dataclass(frozen=True)
class TollCandidate:
    """A column of numbers of people: its name in the file and what the name says."""

    name: str
    toll: TollName

    @property
    def dimensions(self) -> frozenset[str]:
        """What the parts are told apart by: side, sex, nationality."""
        return frozenset(dimension for dimension, _ in self.toll.parts)

    @property
    def is_total(self) -> bool:
        """Whether the name says that everybody is counted."""
        return not self.toll.parts and not self.toll.unknown_words


class Tolls:
    """The numbers of a table's toll columns, parsed when asked for."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self.cells = cells
        self._numbers: dict[str, pd.Series] = {}

    def numbers(self, name: str) -> pd.Series:
        """The numbers of one column (float64), NaN where unknown."""
        if name not in self._numbers:
            self._numbers[name] = parse_counts(self.cells[name]).best.astype("float64")
        return self._numbers[name]

    def sum(self, names: Iterable[str]) -> pd.Series:
        """The sum of columns, NaN where none of them is known."""
        return pd.concat([self.numbers(name) for name in names], axis=1).sum(axis=1, min_count=1)


def find_toll(cells: pd.DataFrame, guess: Guess) -> TollName | None:
    """What a column's name says of a toll; None where it says nothing, or its values or its guess speak against it."""
    toll = parse_toll_name(guess.column)
    if toll is None or not toll.outcomes:
        return None
    outcome, _, bound = guess.target.partition("_")
    is_other = guess.target and not (outcome in OUTCOMES and bound in BOUNDS)
    if is_other and (toll.unknown_words or toll.outcomes & {EITHER}):
        return None
    texts = sample_values(cells[guess.column])
    return toll if texts.empty or fit_score("killed_best", texts) >= _MIN_FIT else None


def find_bounds(cells: pd.DataFrame, guesses: Sequence[Guess]) -> list[TollCandidate]:
    """Return columns of small numbers that are named as bounds and name nobody, where the least is never the most."""
    # “low”, “best” and “high” side by side are UCDP's way to write a toll; one alone may be of anything.
    is_triple = {normalize_column_name(guess.column) for guess in guesses[:MAX_COLUMNS]} >= BARE_BOUNDS
    columns = [
        TollCandidate(guess.column, toll)
        for guess in guesses[:MAX_COLUMNS]
        if (not guess.target or guess.target.startswith("killed_"))
        and (toll := parse_bound_name(guess.column, may_be_bare=is_triple)) is not None
    ]
    tolls = Tolls(cells)
    by_bound = {column.toll.bound: tolls.numbers(column.name) for column in columns}
    if not {"low", "high"} <= by_bound.keys() or len(columns) > len(by_bound):
        return []
    difference = (by_bound["high"] - by_bound["low"]).dropna()
    is_small = difference.size > 0 and float(by_bound["high"].quantile(AGREEMENT)) <= _MAX_USUAL_TOLL
    return columns if is_small and float((difference >= 0).mean()) >= AGREEMENT else []


def strip_common_parts(columns: Sequence[TollCandidate]) -> list[TollCandidate]:
    """Return the columns without the parts that all of them have, where some have more: all count aid workers.

    A profession that all have is everybody: the table is about it.
    """
    common = frozenset.intersection(*(column.toll.parts for column in columns))
    has_more = any(column.toll.parts > common for column in columns)
    dropped = common if has_more else frozenset(pair for pair in common if pair[0] == "profession")
    return [replace(column, toll=replace(column.toll, parts=column.toll.parts - dropped)) for column in columns]


def part_victims_from_attackers(columns: Sequence[TollCandidate]) -> list[TollCandidate]:
    """Return the columns with victims as one side, where another column counts the attackers: “Victims killed”."""
    attackers = {column.toll.outcome for column in columns if ("side", "perpetrators") in column.toll.parts}
    return [
        replace(column, toll=replace(column.toll, parts=frozenset([("side", "victims")])))
        if EITHER in column.toll.outcomes and column.toll.outcome in attackers and column.is_total
        else column
        for column in columns
    ]


def correct_typing_errors(columns: Sequence[TollCandidate], tolls: Tolls) -> list[TollCandidate]:
    """Return the columns with misspelt bounds understood by the column beside: “Killed Mix” beside “Killed Min”."""
    return [_correct_bound(column, columns, tolls) for column in columns]


def _correct_bound(column: TollCandidate, columns: Sequence[TollCandidate], tolls: Tolls) -> TollCandidate:
    if len(column.toll.unknown_words) != 1 or column.toll.bound != "best":
        return column
    (word,) = column.toll.unknown_words
    if not any(OSA.distance(word, bound, score_cutoff=1) <= 1 for bound in _BOUND_WORDS):
        return column
    words = {*column.toll.words.split()} - {word}
    for other in columns:
        rest = {*other.toll.words.split()} - _BOUND_WORDS.keys()
        if rest == words and other.toll.bound != "best" and other.toll.parts == column.toll.parts:
            bound = "high" if other.toll.bound == "low" else "low"
            low, high = (other, column) if bound == "high" else (column, other)
            difference = (tolls.numbers(high.name) - tolls.numbers(low.name)).dropna()
            if (difference >= 0).mean() >= AGREEMENT or difference.empty:
                return replace(column, toll=replace(column.toll, bound=bound, unknown_words=()))
    return column
