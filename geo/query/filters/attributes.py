"""Filters on single attributes: people killed, contested or not, duplicate or not."""

import narwhals as nw

from geo.errors import ValueRefused
from geo.query.filters.filter import Clause, Condition, Control, Filter, FlagFilter, single_value

MAX_KILLED = 10_000_000  # well above any single event; keeps the number within Int32


class MinimumKilled(Filter[int]):
    """Rows with at least so many people killed: by the best figure, or the low one where there is no best."""

    key, label, control = "min_killed", "Killed, at least", Control.NUMBER
    help = "A whole number, compared with the best figure, or with the low one where there is no best"
    required_columns, required_value = ("killed_best", "killed_low"), "a number of people killed"

    def parse(self, texts: tuple[str, ...]) -> int:
        accepted = f"a whole number from 0 to {MAX_KILLED:,}"
        text = single_value(texts, accepted=accepted)
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(MAX_KILLED)) or int(text) > MAX_KILLED:
            raise ValueRefused(text, accepted=accepted)
        return int(text)

    def write(self, value: int) -> tuple[str, ...]:
        return (str(value),)

    def clauses(self, value: int) -> tuple[Clause, ...]:
        best, low = nw.col("killed_best"), nw.col("killed_low")
        enough = ((best >= value) | (best.is_null() & (low >= value))).fill_null(False)
        return (Clause((Condition(("killed_best", "killed_low"), enough),)),)

    def describe(self, value: int) -> str:
        return f"with at least {value:,} killed"


class Contested(FlagFilter):
    """Rows on which the parties disagree."""

    key, label = "contested", "Contested only"
    help = "1 for incidents on which the parties disagree"
    column, phrase, default_hint = "contested", "that are contested", "for all"
    facet_columns = ("contested",)

    def expression(self) -> nw.Expr:
        return nw.col("contested").fill_null(False)


class ExcludeDuplicates(FlagFilter):
    """Rows that are no duplicates: of incidents that a person has linked as one event, the representative.

    A blank does not mean unknown here, but that nobody has marked the row as a duplicate.
    """

    key, label = "once", "Count linked duplicates once"
    help = "1 to leave out incidents that a person has linked to another one as the same event"
    column, phrase, default_hint = "duplicate_of", "with linked duplicates counted once", "to count every row"
    facet_columns = ("duplicate_of",)

    def expression(self) -> nw.Expr:
        return nw.col("duplicate_of").is_null()


ATTRIBUTE_FILTERS: tuple[Filter[int] | Filter[bool], ...] = (MinimumKilled(), Contested(), ExcludeDuplicates())
