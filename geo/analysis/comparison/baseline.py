"""The two selections of a comparison: the one shown, and its baseline, which is an earlier period or a query."""

import re
from dataclasses import dataclass

from geo.analysis.comparison.periods import (
    Period,
    default_period,
    last_day,
    period_of,
    previous_default_period,
    with_period,
)
from geo.errors import ValueRefused
from geo.query.engine import Engine
from geo.query.parameters import parse_query
from geo.query.selection import Problem, Selection

BEFORE, YEAR_BEFORE, ALL = "before", "year-before", "all"
EARLIER_PERIODS = (BEFORE, YEAR_BEFORE)
BASELINE_WORDS = (*EARLIER_PERIODS, ALL)
ACCEPTED = "before, year-before, all, or the query of a selection such as country=Iran&from=2024-01-01"
SELECTION, BASELINE = "selection", "baseline"  # the sides in tables, JSON and CSV
# What a reader sees for the two sides, by the word that the baseline comes from; a query is an other selection.
LABELS = {
    BEFORE: ("this period", "the period before"),
    YEAR_BEFORE: ("this period", "the period a year earlier"),
}
QUERY_LABELS = ("this selection", "the other selection")
MAX_CHARACTERS = 20_000  # chosen by judgement: far more than any selection on the pages needs, and quick to parse
MAX_CHARACTERS_REPEATED = 60  # of a refused text, in the message that refuses it
ADDRESS = re.compile(r"[a-z]+://|/", re.IGNORECASE)


@dataclass(frozen=True)
class SelectionPair:
    """A selection and its baseline. `source`: the word or query that the baseline comes from.

    `is_default_period`: the selection sets no first day, so the twelve months up to its last day are compared.
    """

    selection: Selection
    baseline: Selection
    source: str
    is_default_period: bool = False

    def sides(self) -> tuple[tuple[str, Selection], tuple[str, Selection]]:
        """Both selections, each with the name of its side."""
        return (SELECTION, self.selection), (BASELINE, self.baseline)

    @property
    def labels(self) -> dict[str, str]:
        """What a reader sees for each side, as within a sentence: “this period” and “the period before”."""
        return dict(zip((SELECTION, BASELINE), LABELS.get(self.source, QUERY_LABELS), strict=True))

    @property
    def titles(self) -> dict[str, str]:
        """The labels as at the start of a sentence: “This period” and “The period before”."""
        return {side: f"{label[0].upper()}{label[1:]}" for side, label in self.labels.items()}

    @property
    def aligned(self) -> bool:
        """Whether the sides are laid over each other by the days since each starts; else by the calendar."""
        return bool(self.selection.get("from") and self.baseline.get("from"))


def parse_baseline(text: str) -> tuple[str, tuple[Problem, ...]]:
    """The source of a baseline in its shortest form, and what of the text cannot be read.

    `text` is one of BASELINE_WORDS, a query, a whole address, or blank for all incidents. The source is empty where
    none of it can be read.
    """
    text = text.strip()
    if text in (*BASELINE_WORDS, ""):
        return text or ALL, ()
    is_address = bool(ADDRESS.match(text)) or "?" in text
    if len(text) > MAX_CHARACTERS or not (is_address or "=" in text):
        return "", (Problem("with", text[:MAX_CHARACTERS_REPEATED], ACCEPTED),)
    parsed = parse_query(text.partition("?")[2].partition("#")[0] if is_address else text)
    problems = tuple(Problem(f"with: {problem.key}", problem.value, problem.accepted) for problem in parsed.problems)
    if parsed.selection.values or problems:
        return parsed.selection.to_query(), problems
    return ALL, ()


def resolve_baseline(engine: Engine, selection: Selection, source: str = BEFORE) -> SelectionPair:
    """The selection and the baseline that a source, from `parse_baseline`, stands for; by default the period before.

    Raises ValueRefused where there is no such period.
    """
    if source not in EARLIER_PERIODS:
        return SelectionPair(selection, Selection() if source == ALL else Selection.from_query(source), source)
    period, is_default = period_of(selection, engine), not selection.get("from")
    if is_default:
        period = default_period(selection.get("to") or last_day(engine))
    if period is None:
        raise ValueRefused(source, accepted="another selection: no incident has a date, so there is no earlier period")
    earlier = _earlier_period(period, source, is_default=is_default)
    if earlier is None:
        raise ValueRefused(source, accepted="another selection: the calendar has no such period before this one")
    return SelectionPair(with_period(selection, period), with_period(selection, earlier), source, is_default)


def _earlier_period(period: Period, source: str, *, is_default: bool) -> Period | None:
    if source == YEAR_BEFORE:
        return period.year_before()
    return previous_default_period(period) if is_default else period.previous()
