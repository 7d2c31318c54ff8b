"""The parameter `datetime`: incidents that may have happened then, and those whose date is not known too.

Incidents have days and no hours; an instant stands for its day in UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import narwhals as nw

from geo.errors import ValueRefused
from geo.query.filters.filter import Clause, Condition

ACCEPTED = (
    "a date or an instant by RFC 3339, such as 2024-01-16T00:00:00Z, or two of them with a slash between, of which one "
    "may be `..` or nothing"
)
OPEN = ("..", "")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2}))?", re.ASCII)
DATES = ("date_start", "date_end")


@dataclass(frozen=True)
class TimeInterval:
    """Days from the first to the last; None where the interval is open."""

    first: date | None
    last: date | None

    @classmethod
    def parse(cls, text: str) -> "TimeInterval":
        """Read an instant or an interval; raises ValueRefused."""
        parts = text.split("/")
        if len(parts) == 1:
            day = _parse_day(text)
            return cls(day, day)
        days = [None if part in OPEN else _parse_day(part) for part in parts]
        if len(days) != 2 or not any(days):
            raise ValueRefused(text, accepted=ACCEPTED)
        first, last = days
        if first is not None and last is not None and first > last:
            raise ValueRefused(text, accepted=f"{ACCEPTED}, the earlier first")
        return cls(first, last)

    def clauses(self) -> tuple[Clause, ...]:
        """The ways for a row to match: its days touch those of the interval, or it has none."""
        start, end = map(nw.col, DATES)
        limits = []
        if self.first is not None:
            limits.append(Condition(("date_end",), end >= datetime.combine(self.first, time())))
        if self.last is not None:
            limits.append(Condition(("date_start",), start <= datetime.combine(self.last, time())))
        return Clause(tuple(limits)), Clause((Condition(("date_start",), start.is_null()),))


def _parse_day(text: str) -> date:
    """The day of an instant in UTC; raises ValueRefused."""
    if not INSTANT.fullmatch(text):
        raise ValueRefused(text, accepted=ACCEPTED)
    try:
        instant = datetime.fromisoformat(text.upper())
        return instant.astimezone(UTC).date() if instant.tzinfo else instant.date()
    except (ValueError, OverflowError):
        raise ValueRefused(text, accepted=f"{ACCEPTED}, of a day that exists") from None
