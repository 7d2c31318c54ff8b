"""What is left out of a page that would be too large, in this order: long texts first, and never an incident."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from geo.core.excerpts import shorten
from geo.core.formatting import pluralize
from geo.handover.records import Records

Fitting = TypeVar("Fitting")


class Reduction(ABC):
    """A way to make records smaller. `subject`: what it shortens, once in the list of what was left out."""

    subject: str

    @abstractmethod
    def apply(self, records: Records) -> Records:
        """The records with less."""

    @abstractmethod
    def count(self, records: Records) -> int:
        """How many incidents it takes something from."""

    @abstractmethod
    def describe(self, number: int) -> str:
        """What it took from a number of incidents, as a sentence."""


@dataclass(frozen=True)
class ShorterTexts(Reduction):
    """The texts of a column of at most `limit` characters; of 0, without them."""

    subject: str
    column: str
    limit: int

    def apply(self, records: Records) -> Records:
        texts = [_cut(text, self.limit) for text in records.columns[self.column]]
        return replace(records, columns=records.columns | {self.column: texts})

    def count(self, records: Records) -> int:
        return sum(len(text) > self.limit for text in records.columns[self.column])

    def describe(self, number: int) -> str:
        return f"{self.subject} of {pluralize(number, 'incident')}: {_describe_limit(self.limit)}."


@dataclass(frozen=True)
class ShorterEntries(Reduction):
    """The texts of what lies beside incidents, such as `claims`, of at most `limit` characters."""

    subject: str
    table: str
    limit: int

    def apply(self, records: Records) -> Records:
        return _with_entries(
            records, self.table, lambda entries: [_shorten_values(each, self.limit) for each in entries]
        )

    def count(self, records: Records) -> int:
        return sum(any(map(self._is_longer, entries)) for entries in getattr(records, self.table).values())

    def describe(self, number: int) -> str:
        return f"{self.subject} of {pluralize(number, 'incident')}: {_describe_limit(self.limit)}."

    def _is_longer(self, entry: dict[str, Any]) -> bool:
        return any(isinstance(text, str) and len(text) > self.limit for text in entry.values())


@dataclass(frozen=True)
class FewerEntries(Reduction):
    """At most `limit` of what lies beside each incident, such as claims."""

    subject: str
    table: str
    limit: int

    def apply(self, records: Records) -> Records:
        return _with_entries(records, self.table, lambda entries: entries[: self.limit])

    def count(self, records: Records) -> int:
        return sum(len(entries) > self.limit for entries in getattr(records, self.table).values())

    def describe(self, number: int) -> str:
        rest = f"the first {self.limit} only" if self.limit else "left out"
        return f"{self.subject} of {pluralize(number, 'incident')}: {rest}."


@dataclass(frozen=True)
class ShorterNames(Reduction):
    """Titles, places, names of actors and every other text of an incident of at most `limit` characters."""

    subject: str
    limit: int

    def apply(self, records: Records) -> Records:
        columns = {name: [self._cut_value(value) for value in column] for name, column in records.columns.items()}
        return replace(records, columns=columns | {"id": records.columns["id"]})

    def count(self, records: Records) -> int:
        rows = zip(*(column for name, column in records.columns.items() if name != "id"), strict=True)
        return sum(any(self._cut_value(value) != value for value in row) for row in rows)

    def describe(self, number: int) -> str:
        return f"{self.subject} of {pluralize(number, 'incident')}: {_describe_limit(self.limit)}."

    def _cut_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return _cut(value, self.limit)
        if isinstance(value, dict):
            return _shorten_values(value, self.limit)
        return [self._cut_value(each) for each in value] if isinstance(value, list) else value


# Limits chosen by judgement. Notes go first, then our own words, then what others say, then names.
REDUCTIONS: tuple[Reduction, ...] = (
    *(ShorterTexts("Notes", "notes", limit) for limit in (4_000, 1_500, 600, 240, 0)),
    *(ShorterTexts("Summaries", "summary", limit) for limit in (1_500, 600, 240, 0)),
    *(ShorterEntries("Words of claims", "claims", limit) for limit in (600, 240, 120)),
    *(ShorterEntries("Citations", "publications", limit) for limit in (400, 160)),
    *(FewerEntries("Publications", "publications", limit) for limit in (10, 3, 1)),
    *(FewerEntries("Claims", "claims", limit) for limit in (10, 3)),
    FewerEntries("Lines of what is agreed", "positions", 0),
    *(ShorterEntries("Titles of linked incidents", "links", limit) for limit in (120,)),
    *(FewerEntries("Links", "links", limit) for limit in (20, 4)),
    *(ShorterEntries("Words of corrections", "changes", limit) for limit in (400, 80)),
    *(FewerEntries("Corrections", "changes", limit) for limit in (10,)),
    *(ShorterNames("Titles and names", limit) for limit in (160, 80, 40)),
)


def reduce_until(
    records: Records, fit: Callable[[Records], Fitting | None]
) -> tuple[Records, tuple[str, ...], Fitting | None]:
    """The records with no more left out than it takes until `fit` gives something, what was left out, and that thing.

    `fit` gives None for records that are too large; the last of the three is None where all that can go is not enough.
    """
    sentences: dict[str, str] = {}
    numbers: dict[str, int] = {}
    fitting = fit(records)
    for reduction in REDUCTIONS:
        if fitting is not None:
            break
        number = reduction.count(records)
        if not number:
            continue
        # Whoever was shortened before is shortened again.
        numbers[reduction.subject] = max(number, numbers.get(reduction.subject, 0))
        sentences[reduction.subject] = reduction.describe(numbers[reduction.subject])
        records = reduction.apply(records)
        fitting = fit(records)
    return records, tuple(sentences.values()), fitting


def _with_entries(
    records: Records, table: str, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]
) -> Records:
    changes: dict[str, Any] = {table: {id_: change(entries) for id_, entries in getattr(records, table).items()}}
    return replace(records, **changes)


def _shorten_values(entry: dict[str, Any], limit: int) -> dict[str, Any]:
    """The entry with its texts shortened; an address that is cut would lead elsewhere, and is left out."""
    return {
        name: _cut(value, limit) if isinstance(value, str) else value
        for name, value in entry.items()
        if name != "address" or len(value) <= limit
    } | ({"id": entry["id"]} if "id" in entry else {})


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else shorten(text, limit) if limit else ""


def _describe_limit(limit: int) -> str:
    return f"cut at {limit:,} characters" if limit else "left out"
