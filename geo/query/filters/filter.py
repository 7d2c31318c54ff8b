"""What a filter is: one parameter of the query, and everything that can be asked of it."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Generic, TypeVar

import narwhals as nw
import pandas as pd

from geo.errors import ValueRefused
from geo.query.filters.geometry import Region

Value = TypeVar("Value", bound=Hashable)

MAX_TEXT = 300  # characters in one value; the longest name in use has under 150
MAX_VALUES = 100  # values of one parameter
ROW_WEIGHT = "incidents"  # a column that tells how many incidents have the values of a row


class Control(Enum):
    """How a filter is offered to a person."""

    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    DRAWN = "drawn"


@dataclass(frozen=True, eq=False)
class Condition:
    """What a row must say: an expression over these columns and no others.

    With `holds`, the expression says that the one column, folded, holds this text.
    """

    columns: tuple[str, ...]
    expression: nw.Expr
    contains: str = ""


@dataclass(frozen=True, eq=False)
class Clause:
    """One way for a row to match: it says all of this, and its point lies in the region where there is one.

    An index answers each piece where it is cheap: what is said once per distinct value, a region once per cell.
    """

    conditions: tuple[Condition, ...] = ()
    region: Region | None = None

    def expression(self) -> nw.Expr:
        """The part as one expression."""
        placed = [self.region.expression()] if self.region else []
        return reduce(and_, [*(each.expression for each in self.conditions), *placed])


def clause(column: str, expression: nw.Expr) -> Clause:
    """The part that asks one column only."""
    return Clause((Condition((column,), expression),))


class Filter(ABC, Generic[Value]):
    """One parameter of the query: its text form, its predicate and its words.

    `repeatable` parameters may stand several times in a query and match any of their values;
    `accepts_typed` ones take names beyond the choices on offer, such as an alias. `lacking` names what a row must
    have to match at all, in words and as the columns that hold it, where a reader should be told how many do not;
    `caution` what else a reader should know of the rows that match.
    """

    key: str
    label: str
    help: str
    control: Control
    repeatable: bool = False
    accepts_free_text: bool = False
    required_columns: tuple[str, tuple[str, ...]] = ("", ())
    facet_columns: tuple[str, ...] = ()
    matches_regions: bool = False
    caveat: str = ""

    @abstractmethod
    def parse(self, texts: tuple[str, ...]) -> Value:
        """Read the value from the texts of a query; raises ValueRefused."""

    @abstractmethod
    def write(self, value: Value) -> tuple[str, ...]:
        """The texts that `parse` reads back as `value`."""

    @abstractmethod
    def clauses(self, value: Value) -> tuple[Clause, ...]:
        """The ways for a row to match, any of which is enough; a row whose field is unknown does not match."""

    def predicate(self, value: Value) -> nw.Expr:
        """The rows that match."""
        return reduce(or_, (part.expression() for part in self.clauses(value)))

    @abstractmethod
    def describe(self, value: Value) -> str:
        """The value as a phrase of the selection's sentence. Plain text, as hostile as the value."""

    def caveat_for(self, value: Value) -> str:
        """What else a reader should know of the rows that match the value; empty for nothing."""
        return self.caveat

    def display(self, choice: str) -> str:
        """One choice as a person reads it, where its text is made for machines."""
        return choice

    def from_control(self, control_value: object) -> Value | None:
        """The value that a form control holds, or None where it is left empty; raises ValueRefused."""
        if control_value is None or control_value is False or control_value == "" or control_value == []:
            return None
        texts = tuple(map(str, control_value)) if isinstance(control_value, list | tuple) else (str(control_value),)
        return self.parse(texts)

    def to_control(self, value: Value | None) -> object:
        """What a form control shows for the value."""
        return value

    def facet_values(self, frame: pd.DataFrame) -> pd.Series:
        """The choices that each row offers: one value an entry, indexed by row label; none by default.

        It reads no more than the columns `offers_from`, and STANDS_FOR where a row stands for several incidents.
        With `offers_regions`, rows that match for where their point lies are not among them.
        """
        return pd.Series(dtype="str")


def single_value(texts: tuple[str, ...], *, accepted: str) -> str:
    """The only text of a parameter that may stand once."""
    if len(texts) != 1:
        raise ValueRefused(", ".join(texts), accepted=f"one value: {accepted}")
    return clean_text(texts[0], accepted=accepted)


def clean_text(text: str, *, accepted: str, limit: int = MAX_TEXT) -> str:
    """The text without outer blanks; refuses empty, overlong and unprintable ones."""
    text = text.strip()
    if not text:
        raise ValueRefused("an empty value", accepted=accepted)
    if len(text) > limit:
        raise ValueRefused(text, accepted=f"at most {limit} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueRefused(text, accepted="text without control characters")
    return text
