"""Two selections to compare: the one on the page, here, and another, there, that is a word or a query of its own."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from geo.analysis.comparison.periods import (
    Period,
    default_period,
    last_day,
    period_of,
    previous_default_period,
    with_period,
)
from geo.errors import ValueRefused
from geo.query.index import Index
from geo.query.selection import MAX_FIELDS, Problem, Selection

BEFORE, YEAR_BEFORE, ALL = "before", "year-before", "all"
EARLIER_PERIODS = (BEFORE, YEAR_BEFORE)
BASELINE_WORDS = (*EARLIER_PERIODS, ALL)
ACCEPTED = "before, year-before, all, or the query of a selection such as country=Iran&from=2024-01-01"
SELECTION, BASELINE = "Here", "There"
MAX_CHARACTERS = 20_000
# What an address of a page or of a file holds beside its selection.
OPTIONS = frozenset(
    {"incident", "with", "by", "tolls", "drawn", "measure", "per", "scale", "rows", "columns", "v", "data"}
)
ADDRESS = re.compile(r"[a-z]+://|/", re.IGNORECASE)


@dataclass(frozen=True)
class SelectionPair:
    """The selection here and the one there. `other`: the word or query that the one there came from.

    `usually`: no first day is set here, so that it was taken for the twelve months up to its last.
    """

    selection: Selection
    baseline: Selection
    source: str
    is_default_period: bool = False

    def sides(self) -> tuple[tuple[str, Selection], tuple[str, Selection]]:
        """Both under their names."""
        return (SELECTION, self.selection), (BASELINE, self.baseline)

    @property
    def aligned(self) -> bool:
        """Whether the two are laid over each other by the days since each begins; else by the calendar."""
        return bool(self.selection.get("from") and self.baseline.get("from"))


def parse_baseline(given: str) -> tuple[str, tuple[Problem, ...]]:
    """The other selection as an address has it, and what of it cannot be read.

    `given` is a word, a query, a whole address, or blank for all incidents; the text is empty where none of it can be
    read.
    """
    text = given.strip()
    if text in (*BASELINE_WORDS, ""):
        return text or ALL, ()
    is_address = bool(ADDRESS.match(text)) or "?" in text
    if len(text) > MAX_CHARACTERS or not (is_address or "=" in text):
        return "", (Problem("with", text[:60], ACCEPTED),)
    query = text.partition("?")[2].partition("#")[0] if is_address else text
    selection = Selection.from_query(_filters(query))
    problems = tuple(Problem(f"with: {each.key}", each.value, each.accepted) for each in selection.problems)
    if selection.values or problems:
        return selection.to_query(), problems
    return ALL, ()


def resolve_baseline(index: Index, selection: Selection, source: str = BEFORE) -> SelectionPair:
    """The selection and the other one, as `read_other` gives it; by default the period just before.

    Raises ValueRefused where there is no such period.
    """
    if source not in EARLIER_PERIODS:
        return SelectionPair(selection, Selection() if source == ALL else Selection.from_query(source), source)
    period, usually = period_of(selection, index), not selection.get("from")
    if usually:
        period = default_period(selection.get("to") or last_day(index))
    if period is None:
        raise ValueRefused(source, accepted="another selection, for no incident has a date and no period was before")
    earlier = _earlier(period, source, usually=usually)
    if earlier is None:
        raise ValueRefused(source, accepted="another selection, for the calendar does not reach back before this one")
    return SelectionPair(
        with_period(selection, period), with_period(selection, earlier), source, is_default_period=usually
    )


def _earlier(period: Period, other: str, *, usually: bool) -> Period | None:
    if other == YEAR_BEFORE:
        return period.year_before()
    return previous_default_period(period) if usually else period.previous()


def _filters(query: str) -> str:
    """The query without what is no filter."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return query
    return urlencode([pair for pair in pairs if pair[0] not in OPTIONS])
