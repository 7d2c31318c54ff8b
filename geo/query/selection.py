"""The selection: what to show, as a value that is also a query string, a sentence and a predicate."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import narwhals as nw
import pandas as pd

from geo.errors import ValueRefused
from geo.query.filters import FILTER, FILTERS
from geo.query.filters.evidence import with_titles
from geo.query.filters.expressions import all_of
from geo.query.filters.extents import AnyFrame, Inside
from geo.query.filters.inside import INSIDE

Frame = TypeVar("Frame")
MAX_FIELDS = 500  # parameters of one query; chosen by judgement, to bound the work of one request
CONTRADICTION = "a name either to include or, behind “!”, to exclude, but not both: the exclusion counts"
IN_UTF8 = "text in UTF-8, each byte that is no letter, digit or mark as % and two hex digits"
MAX_REPEATED = 60  # characters of an unknown parameter that a problem repeats


@dataclass(frozen=True)
class Problem:
    """A parameter of a query that was left out, and why. `value` is as hostile as the query."""

    key: str
    value: str
    accepted: str

    def __str__(self) -> str:
        return f"{self.key}: {self.value!r} is not accepted. Accepted: {self.accepted}."

    def to_dict(self) -> dict[str, str]:
        """The problem as the API reports it."""
        return {"key": self.key, "given": self.value, "accepted": self.accepted}


@dataclass(frozen=True)
class Selection:
    """What to show: the values of the filters that are set, in the filters' order.

    `inside` is among them only where it changes what a filter by place or region selects. Equal selections write equal
    queries. `problems` lists the parameters of a query that could not be read; it is
    ignored by equality.
    """

    values: tuple[tuple[str, Hashable], ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def from_query(cls, query: str) -> "Selection":
        """Parse a query string; what cannot be read is left out and listed in `problems`."""
        fields, problems = _parse_fields(query)
        values: dict[str, Hashable] = {}
        for key, texts in fields.items():
            try:
                values[key] = FILTER[key].parse(tuple(texts))
                problems += [Problem(key, name, CONTRADICTION) for name in FILTER[key].contradictions(tuple(texts))]
            except KeyError:
                known = f"the parameters {', '.join(FILTER)}"
                problems.append(Problem(key[:MAX_REPEATED], texts[0][:MAX_REPEATED], known))
            except ValueRefused as error:
                problems.append(Problem(key, error.value, error.accepted))
        return cls(_in_filter_order(values), tuple(problems))._drop_early_end()

    def to_query(self) -> str:
        """The query string that `from_query` reads back as this selection, without a question mark."""
        pairs = [(key, text) for key, value in self.values for text in FILTER[key].write(value)]
        return urlencode(pairs, safe=",/!")

    def get(self, key: str) -> Any:
        """The value of a filter, or None where it is not set."""
        return dict(self.values).get(key)

    @property
    def inside(self) -> Inside:
        """How surely incidents must lie inside the places and regions of the selection."""
        return self.get(INSIDE) or Inside.CERTAIN

    @property
    def filters(self) -> tuple[tuple[str, Any], ...]:
        """The keys and values of the filters that select rows: all but `inside`."""
        return tuple((key, value) for key, value in self.values if key != INSIDE)

    def only(self, key: str) -> "Selection":
        """The selection by one of its filters alone."""
        return self.without(*(other for other, _ in self.filters if other != key))

    def with_filter(self, key: str, value: Hashable | None) -> "Selection":
        """The selection with one filter set to a value, or removed if it is None."""
        values = {name: old for name, old in self.values if name != key}
        return Selection(_in_filter_order(values if value is None else values | {key: value}))

    def without(self, *keys: str) -> "Selection":
        """The selection without these filters."""
        return Selection(_in_filter_order({key: value for key, value in self.values if key not in keys}))

    def predicate(self, frame: AnyFrame) -> nw.Expr | None:
        """The rows of a frame to show, as one expression; None for all of them (`nw.lit(True)` is refused on DuckDB).

        Filters by place and region read the distinct places of the frame, which lie inside or not.
        """
        if not self.filters:
            return None
        return all_of(FILTER[key].predicate(value, frame, self.inside) for key, value in self.filters)

    def apply(self, frame: Frame) -> Frame:
        """The selected rows of any frame that Narwhals reads, in their order and as the same kind of frame.

        In memory, a name is read once a text instead of by its expression; both select the same rows.
        """
        if not self.filters:
            return frame
        if isinstance(frame, pd.DataFrame):
            masks = [FILTER[key].mask(frame, value, self.inside) for key, value in self.filters]
            return frame.loc[reduce(and_, masks)]  # type: ignore[no-any-return]
        rows = nw.from_native(frame)  # type: ignore[call-overload]
        return rows.filter(self.predicate(rows)).to_native()  # type: ignore[no-any-return]

    def describe(self) -> str:
        """The selection as a sentence: plain text, unescaped, as hostile as its values."""
        return f"Incidents {self.describe_filters()}." if self.values else "All incidents."

    def describe_filters(self, titles: Mapping[str, str] | None = None) -> str:
        """The filters in words, such as “in Iran, from 1 December 2023”; empty for none, as hostile as their values.

        `titles`: what chains are called, by identifier.
        """
        phrases = {key: self._describe_filter(key, value, titles or {}) for key, value in self.filters}
        if {"from", "to"} <= phrases.keys():  # one phrase, without a comma between
            phrases["from"] = f"{phrases['from']} {phrases.pop('to')}"
        return ", ".join(phrases.values())

    def _describe_filter(self, key: str, value: Hashable, titles: Mapping[str, str]) -> str:
        filter_ = with_titles(FILTER[key], titles)
        is_possible = filter_.matches_regions and self.inside is Inside.POSSIBLE
        return filter_.describe_possible(value) if is_possible else filter_.describe(value)

    def _drop_early_end(self) -> "Selection":
        """Without `to` if it lies before `from`, which is a problem."""
        start, end = self.get("from"), self.get("to")
        if start is None or end is None or start <= end:
            return self
        problem = Problem("to", end.isoformat(), f"a day on or after the first one, {start.isoformat()}")
        return Selection(self.without("to").values, (*self.problems, problem))


def _parse_fields(query: str) -> tuple[dict[str, list[str]], list[Problem]]:
    """The texts of each parameter in order, and a problem if there are too many of them."""
    try:
        pairs = parse_pairs(query)
    except ValueError:
        return {}, [Problem("query", f"{len(query)} characters", f"at most {MAX_FIELDS} parameters")]
    fields: dict[str, list[str]] = {}
    for key, text in pairs:
        if is_readable(key + text):
            fields.setdefault(key, []).append(text)
    unreadable = [pair for pair in pairs if not is_readable("".join(pair))]
    return fields, [Problem(_replace_bytes(key), _replace_bytes(text), IN_UTF8) for key, text in unreadable]


def parse_pairs(query: str) -> list[tuple[str, str]]:
    """The parameters of a query string in order; bytes that are no UTF-8 stand as surrogates. Raises ValueError."""
    text = query.removeprefix("?")
    return parse_qsl(text, keep_blank_values=True, errors="surrogateescape", max_num_fields=MAX_FIELDS)


def is_readable(text: str) -> bool:
    """Whether a text of a query was UTF-8."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _replace_bytes(text: str) -> str:
    """A text that can be shown, with � for each byte that is no UTF-8."""
    return text[:MAX_REPEATED].encode(errors="surrogateescape").decode(errors="replace")


def _in_filter_order(values: dict[str, Hashable]) -> tuple[tuple[str, Hashable], ...]:
    """The values in their order, without those that are defaults, and without `inside` where nothing has a region."""
    pairs = ((filter_, values[filter_.key]) for filter_ in FILTERS if filter_.key in values)
    set_values = tuple((filter_.key, value) for filter_, value in pairs if value != filter_.default)
    has_region = any(FILTER[key].matches_regions for key, _ in set_values)
    return tuple((key, value) for key, value in set_values if has_region or key != INSIDE)
