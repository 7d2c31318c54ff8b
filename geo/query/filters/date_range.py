"""Filters on the days on which an incident may have happened."""

import re
from datetime import date, datetime, time

import narwhals as nw

from geo.core.formatting import format_day
from geo.errors import ValueRefused
from geo.query.filters.filter import Clause, Control, Filter, clause, single_value

ACCEPTED = "an ISO date such as 2024-01-16"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class DateFrom(Filter[date]):
    """Rows that may have happened on the day or later."""

    key, label, help, control = "from", "From", "First day, as an ISO date", Control.DATE
    required_columns, required_value = ("date_start",), "a date"

    def parse(self, texts: tuple[str, ...]) -> date:
        return parse_iso_date(single_value(texts, accepted=ACCEPTED))

    def write(self, value: date) -> tuple[str, ...]:
        return (value.isoformat(),)

    def clauses(self, value: date) -> tuple[Clause, ...]:
        return (clause("date_end", nw.col("date_end") >= datetime.combine(value, time())),)

    def describe(self, value: date) -> str:
        return f"from {format_day(value)}"


class DateTo(DateFrom):
    """Rows that may have happened on the day or earlier."""

    key, label, help = "to", "To", "Last day, as an ISO date"

    def clauses(self, value: date) -> tuple[Clause, ...]:
        return (clause("date_start", nw.col("date_start") <= datetime.combine(value, time())),)

    def describe(self, value: date) -> str:
        return f"to {format_day(value)}"


def parse_iso_date(text: str) -> date:
    """Parse a date such as 2024-01-16. Raises ValueRefused."""
    if not ISO_DATE.fullmatch(text):
        raise ValueRefused(text, accepted=ACCEPTED)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueRefused(text, accepted=f"{ACCEPTED}, and a day that exists") from None


DATE_FILTERS: tuple[Filter[date], ...] = (DateFrom(), DateTo())
