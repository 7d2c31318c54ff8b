"""What a filter is: one parameter of the query, with its text form, its predicate and its words."""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Generic, TypeVar

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import ValueRefused
from geo.query.filters import extents
from geo.query.filters.expressions import all_of, any_of, evaluate
from geo.query.filters.extents import AnyFrame, Inside
from geo.query.filters.facet_choice import FacetChoice
from geo.query.filters.faceted import Faceted
from geo.query.filters.region import Region

Value = TypeVar("Value", bound=Hashable)

MAX_TEXT = 300  # characters in one value; the longest name in use has under 150
MAX_VALUES = 100  # values of one parameter; chosen by judgement, to bound the work of one query


class Control(Enum):
    """The kind of form control that a filter is shown as."""

    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Reading:
    """What an expression over one column means, by a function of one text: it reads `value` or one of `further` in it.

    The function answers a text always alike, so that an index asks it once a text, for all values together.
    """

    read: Callable[[str], Iterable[str]]
    value: str
    further: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Condition:
    """A boolean expression over these columns and no others.

    With `contains`, the expression means that the one column, casefolded, contains this text; with `reading`, that the
    value is read in the one column.
    """

    columns: tuple[str, ...]
    expression: nw.Expr
    contains: str = ""
    reading: Reading | None = None

    def mask(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether each row of a frame in memory meets the condition; a reading is asked once a text."""
        if self.reading is None:
            return evaluate(frame[list(self.columns)], self.expression)
        texts = frame[self.columns[0]].astype("str")
        values = frozenset((self.reading.value, *self.reading.further))
        answers = {text: not values.isdisjoint(self.reading.read(text)) for text in texts.dropna().unique()}
        mask: NDArray[np.bool_] = texts.map(answers).eq(True).to_numpy(dtype=bool)
        return mask


@dataclass(frozen=True, eq=False)
class Clause:
    """One way for a row to match: all conditions hold and, if there is a region, its place lies inside.

    `inside`: certainly, or at least possibly. `precisions`: only places that are known so closely; empty for all.
    An index evaluates each piece where it is cheap: a condition once per distinct value, a region once per cell.
    """

    conditions: tuple[Condition, ...] = ()
    region: Region | None = None
    inside: Inside = Inside.CERTAIN
    precisions: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the conditions read."""
        return frozenset(column for condition in self.conditions for column in condition.columns)

    def expression(self, frame: AnyFrame) -> nw.Expr:
        """The clause as one expression over this frame."""
        lies_inside = [extents.expression(frame, self.region, self.inside, self.precisions)] if self.region else []
        return all_of([*(condition.expression for condition in self.conditions), *lies_inside])

    def mask(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether each row of a frame in memory matches the clause; the same rows as by its expression."""
        lies_inside = [extents.mask(frame, self.region, self.inside, self.precisions)] if self.region else []
        return reduce(and_, [*(condition.mask(frame) for condition in self.conditions), *lies_inside])


def clause(column: str, expression: nw.Expr) -> Clause:
    """A clause with one condition on one column."""
    return Clause((Condition((column,), expression),))


class Filter(Faceted, ABC, Generic[Value]):
    """One parameter of the query.

    key, label, help: its name in the query; its name for readers; what it accepts.
    repeatable: it may stand several times in a query, and a row matches if it matches any of the values, or any at all
        where all values exclude, and none that excludes (exclusion.py).
    accepts_free_text: it takes names beyond the listed choices, such as an alias.
    required_columns, required_value: a row that is blank in all of these columns cannot match; what it lacks, in
        words, such as “a date”. Empty where a reader need not be told how many rows lack it.
    facet_columns: the columns that `facet_values` reads.
    matches_regions: rows can match by where they lie, certainly or only possibly.
    default: the value that leaving the parameter out means, which no selection holds; None if there is none.
    """

    key: str
    label: str
    help: str
    control: Control
    repeatable: bool = False
    accepts_free_text: bool = False
    required_columns: tuple[str, ...] = ()
    required_value: str = ""
    facet_columns: tuple[str, ...] = ()
    matches_regions: bool = False
    default: Value | None = None

    @abstractmethod
    def parse(self, texts: tuple[str, ...]) -> Value:
        """Parse the value from the texts of a query. Raises ValueRefused."""

    @abstractmethod
    def write(self, value: Value) -> tuple[str, ...]:
        """The texts that `parse` reads back as `value`."""

    @abstractmethod
    def clauses(self, value: Value) -> tuple[Clause, ...]:
        """The ways for a row to match, any of which is enough; a row whose field is unknown does not match."""

    def possible_clauses(self, value: Value) -> tuple[Clause, ...]:
        """The ways for a row to match at least possibly: those of `clauses` and more where rows match by region."""
        return self.clauses(value)

    def alternatives(self, value: Value, inside: Inside) -> tuple[Clause, ...]:
        """The clauses of a selection of what lies inside certainly or at least possibly."""
        return self.possible_clauses(value) if inside is Inside.POSSIBLE else self.clauses(value)

    def exclusions(self, value: Value, inside: Inside) -> tuple[Clause, ...]:
        """The ways for a row to be left out; none by default. Without `alternatives` beside them, all others match."""
        return ()

    def contradictions(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The names that the texts of a query both include and exclude, of which `parse` only excludes them."""
        return ()

    def predicate(self, value: Value, frame: AnyFrame, inside: Inside = Inside.CERTAIN) -> nw.Expr:
        """The rows of a frame that match, as one expression; what is unknown of a row does not exclude it."""
        included = [alternative.expression(frame) for alternative in self.alternatives(value, inside)]
        excluded = [exclusion.expression(frame) for exclusion in self.exclusions(value, inside)]
        remaining = [~any_of(excluded).fill_null(False)] if excluded else []
        return all_of([*([any_of(included)] if included else []), *remaining])

    def similar_names(self, name: str) -> tuple[str, ...]:
        """Names that one which is not understood may misspell, whether rows have them or not."""
        return ()

    def is_understood(self, name: str) -> bool:
        """Whether a name of a filter that takes free text means something, also where no row has it."""
        return True

    def mask(self, frame: pd.DataFrame, value: Value, inside: Inside = Inside.CERTAIN) -> NDArray[np.bool_]:
        """Whether each row of a frame in memory matches; the same rows as by the predicate."""
        return self.mask_by(lambda clauses: reduce(or_, (each.mask(frame) for each in clauses)), value, inside)

    def mask_by(
        self, any_mask: Callable[[tuple[Clause, ...]], NDArray[np.bool_]], value: Value, inside: Inside
    ) -> NDArray[np.bool_]:
        """Whether each row matches, by a function that says of clauses whether it matches any of them."""
        included, excluded = self.alternatives(value, inside), self.exclusions(value, inside)
        masks = [any_mask(included)] if included else []
        return reduce(and_, [*masks, *([~any_mask(excluded)] if excluded else [])])

    @abstractmethod
    def describe(self, value: Value) -> str:
        """The value as a phrase of the selection's sentence: plain text, unescaped, as hostile as the value."""

    def describe_possible(self, value: Value) -> str:
        """The same phrase where it is enough that a row may lie inside."""
        return f"certainly or possibly {self.describe(value)}"

    def display(self, choice: str) -> str:
        """A choice as readers see it, where it is a code or an identifier; a name, without the mark of an exclusion."""
        return choice

    def from_control(self, control_value: object) -> Value | None:
        """The value of a form control, or None where it is left empty. Raises ValueRefused."""
        if control_value is None or control_value is False or control_value == "" or control_value == []:
            return None
        values = control_value if isinstance(control_value, list | tuple) else (control_value,)
        return self.parse(tuple(map(str, values)))

    def to_control(self, value: Value | None) -> object:
        """What a form control shows for the value."""
        return value


class FlagFilter(Filter[bool]):
    """A filter that is on or off: rows of which an expression over one column holds."""

    control = Control.FLAG
    column: str
    phrase: str
    default_hint: str  # what leaving the parameter out does

    @abstractmethod
    def expression(self) -> nw.Expr:
        """The rows to show while it is on."""

    def parse(self, texts: tuple[str, ...]) -> bool:
        text = single_value(texts, accepted="1")
        if text not in ("1", "True"):  # True is what a checkbox holds
            raise ValueRefused(text, accepted=f"1 (leave it out {self.default_hint})")
        return True

    def write(self, value: bool) -> tuple[str, ...]:
        return ("1",)

    def clauses(self, value: bool) -> tuple[Clause, ...]:
        return (clause(self.column, self.expression()),)

    def describe(self, value: bool) -> str:
        return self.phrase

    def to_control(self, value: bool | None) -> object:
        return bool(value)

    def facet_matches(self, frame: pd.DataFrame, choices: Collection[FacetChoice]) -> pd.Series:
        mask = evaluate(frame[[self.column]], self.expression())
        return pd.Series("1", index=frame.index[mask], dtype="str")


def single_value(texts: tuple[str, ...], *, accepted: str) -> str:
    """The only text of a parameter that may stand once, cleaned. Raises ValueRefused."""
    if len(texts) != 1:
        raise ValueRefused(", ".join(texts), accepted=f"one value: {accepted}")
    return clean_text(texts[0], accepted=accepted)


def clean_text(text: str, *, accepted: str, limit: int = MAX_TEXT) -> str:
    """The text without outer blanks. Raises ValueRefused if it is empty, too long or has control characters."""
    text = text.strip()
    if not text:
        raise ValueRefused("an empty value", accepted=accepted)
    if len(text) > limit:
        raise ValueRefused(text, accepted=f"at most {limit} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueRefused(text, accepted="text without control characters")
    return text
