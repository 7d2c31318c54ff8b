"""The selection: what to show, as a value that is also an address, a sentence and a predicate."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

import narwhals as nw

from geo.errors import ValueRefused
from geo.query.filters import FILTER, FILTERS

Frame = TypeVar("Frame")
MAX_FIELDS = 500


@dataclass(frozen=True)
class Problem:
    """A part of a query that was left out, and why. `given` is as hostile as the query."""

    key: str
    value: str
    accepted: str

    def __str__(self) -> str:
        return f"{self.key}: {self.value!r} is not accepted. Accepted: {self.accepted}."


@dataclass(frozen=True)
class Selection:
    """What to show: the values of the filters that are set, in the filters' order.

    Equal selections write equal queries. `problems` tells what a query held that could not be read;
    it takes no part in equality.
    """

    values: tuple[tuple[str, Hashable], ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def from_query(cls, query: str) -> "Selection":
        """Read a query string; what cannot be read is left out and named in `problems`."""
        texts, problems = _fields(query)
        values: dict[str, Hashable] = {}
        for key, given in texts.items():
            try:
                values[key] = FILTER[key].parse(tuple(given))
            except KeyError:
                problems.append(Problem(key[:60], given[0][:60], f"the parameters {', '.join(FILTER)}"))
            except ValueRefused as refusal:
                problems.append(Problem(key, refusal.value, refusal.accepted))
        return cls(_in_order(values), tuple(problems))._in_sequence()

    def to_query(self) -> str:
        """The query string that `from_query` reads back as this selection, without a question mark."""
        pairs = [(key, text) for key, value in self.values for text in FILTER[key].write(value)]
        return urlencode(pairs, safe=",/")

    def get(self, key: str) -> Any:
        """The value of a filter, or None where it is not set."""
        return dict(self.values).get(key)

    def with_filter(self, key: str, value: Hashable | None) -> "Selection":
        """The selection with one filter set anew, or taken off where the value is None."""
        kept = {name: held for name, held in self.values if name != key}
        return Selection(_in_order(kept if value is None else kept | {key: value}))

    def without(self, *keys: str) -> "Selection":
        """The selection with these filters taken off."""
        return Selection(tuple((key, value) for key, value in self.values if key not in keys))

    def predicate(self) -> nw.Expr | None:
        """The rows to show, as one expression; None for all of them (`nw.lit(True)` is refused on DuckDB)."""
        if not self.values:
            return None
        return reduce(and_, (FILTER[key].predicate(value) for key, value in self.values))

    def apply(self, frame: Frame) -> Frame:
        """The rows of the frame to show, in its order; any frame that Narwhals reads, of the same kind."""
        predicate = self.predicate()
        if predicate is None:
            return frame
        return nw.from_native(frame).filter(predicate).to_native()  # type: ignore[call-overload, no-any-return]

    def describe(self) -> str:
        """The selection as a sentence of plain text, as hostile as its values."""
        if not self.values:
            return "All incidents."
        return f"Incidents {', '.join(FILTER[key].describe(value) for key, value in self.values)}."

    def _in_sequence(self) -> "Selection":
        since, until = self.get("from"), self.get("to")
        if since is None or until is None or since <= until:
            return self
        problem = Problem("to", until.isoformat(), f"a day on or after the first one, {since.isoformat()}")
        return Selection(self.without("to").values, (*self.problems, problem))


def _fields(query: str) -> tuple[dict[str, list[str]], list[Problem]]:
    try:
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return {}, [Problem("query", f"{len(query)} characters", f"at most {MAX_FIELDS} parameters")]
    texts: dict[str, list[str]] = {}
    for key, text in pairs:
        texts.setdefault(key, []).append(text)
    return texts, []


def _in_order(values: dict[str, Hashable]) -> tuple[tuple[str, Hashable], ...]:
    return tuple((each.key, values[each.key]) for each in FILTERS if each.key in values)
