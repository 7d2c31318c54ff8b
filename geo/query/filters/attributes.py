"""Filters on what a row says: its toll, whether it is contested, whether it repeats another, its words."""

import narwhals as nw
import pandas as pd

from geo.core.casefold import casefold, casefold_expr
from geo.errors import ValueRefused
from geo.query.filters.filter import Clause, Condition, Control, Filter, clause, single_value

SEARCHED = ("title", "summary", "place_name", "actor_a", "actor_b", "other_actors", "notes", "incident_id")
MOST_KILLED = 10_000_000


class MinimumKilled(Filter[int]):
    """Rows in which at least so many people were killed: by the best number, or the low one where there is no best."""

    key, label, control = "min_killed", "Killed, at least", Control.NUMBER
    help = "A whole number; by the best number given, or the low one where there is no best"
    required_columns = ("number of people killed", ("killed_best", "killed_low"))

    def parse(self, texts: tuple[str, ...]) -> int:
        accepted = f"a whole number from 0 to {MOST_KILLED:,}"
        text = single_value(texts, accepted=accepted)
        if not (text.isascii() and text.isdigit()) or len(text) > 8 or int(text) > MOST_KILLED:
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


class Contested(Filter[bool]):
    """Rows on which the parties disagree."""

    key, label, control = "contested", "Contested only", Control.FLAG
    help = "1 for incidents on which the parties disagree"
    facet_columns = ("contested",)

    def parse(self, texts: tuple[str, ...]) -> bool:
        text = single_value(texts, accepted="1")
        if text not in ("1", "True"):
            raise ValueRefused(text, accepted="1 (leave it out for all)")
        return True

    def write(self, value: bool) -> tuple[str, ...]:
        return ("1",)

    def clauses(self, value: bool) -> tuple[Clause, ...]:
        return (clause("contested", nw.col("contested").fill_null(False)),)

    def describe(self, value: bool) -> str:
        return "that are contested"

    def to_control(self, value: bool | None) -> object:
        return bool(value)

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        contested = frame["contested"].fillna(False).astype(bool)
        return pd.Series("1", index=frame.index[contested], dtype="str")


class ExcludeDuplicates(Filter[bool]):
    """Rows that repeat no other one: of incidents that a person has linked as one event, the one that stands for all.

    A blank is an answer here: nobody has said that the row repeats another.
    """

    key, label, control = "once", "Linked duplicates counted once", Control.FLAG
    help = "1 to leave out the incidents that a person has linked to another one as the same event"
    facet_columns = ("duplicate_of",)

    def parse(self, texts: tuple[str, ...]) -> bool:
        text = single_value(texts, accepted="1")
        if text not in ("1", "True"):
            raise ValueRefused(text, accepted="1 (leave it out to count every row)")
        return True

    def write(self, value: bool) -> tuple[str, ...]:
        return ("1",)

    def clauses(self, value: bool) -> tuple[Clause, ...]:
        return (clause("duplicate_of", nw.col("duplicate_of").is_null()),)

    def describe(self, value: bool) -> str:
        return "with linked duplicates counted once"

    def to_control(self, value: bool | None) -> object:
        return bool(value)

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        return pd.Series("1", index=frame.index[frame["duplicate_of"].isna()], dtype="str")


class TextSearch(Filter[str]):
    """Rows that contain the text, in title, summary, place, actors, notes or identifier."""

    key, label, control = "q", "Text", Control.TEXT
    help = "Text to find in title, summary, place, actors, notes or identifier"

    def parse(self, texts: tuple[str, ...]) -> str:
        return single_value(texts, accepted="some text")

    def write(self, value: str) -> tuple[str, ...]:
        return (value,)

    def clauses(self, value: str) -> tuple[Clause, ...]:
        wanted = casefold(value)
        found = (casefold_expr(name).str.contains(wanted, literal=True).fill_null(False) for name in SEARCHED)
        return tuple(
            Clause((Condition((name,), each, contains=wanted),)) for name, each in zip(SEARCHED, found, strict=True)
        )

    def describe(self, value: str) -> str:
        return f"that mention “{value}”"

    def to_control(self, value: str | None) -> object:
        return value or ""


ROWS: tuple[Filter[int] | Filter[bool] | Filter[str], ...] = (
    MinimumKilled(),
    Contested(),
    ExcludeDuplicates(),
    TextSearch(),
)
