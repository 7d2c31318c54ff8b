"""Dates, numbers of people and counts in words: as precise as the source is, and no more."""

from datetime import date, datetime

import pandas as pd

UNKNOWN = "unknown"
UNSTATED = "not stated"
Number = int | None


def format_date(start: datetime | None, end: datetime | None, precision: str) -> str:
    """The date as precisely as it is known, such as “January 2024, between 1 and 15” or “2019”.

    `precision` is a code of `geo.core.schema.DATE_PRECISIONS`.
    """
    if start is None or end is None or pd.isna(start) or precision == UNKNOWN:
        return "date unknown"
    if precision == "year" and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return _format_month(start, end)
    if precision == "week":
        return f"week of {_format_span(start, end)}"
    return _format_span(start, end)


def format_day(day: datetime | date) -> str:
    """The day in words, such as “16 January 2024”."""
    return f"{day.day} {day:%B} {day.year}"


def _format_month(start: datetime, end: datetime) -> str:
    is_whole = start.day == 1 and end.day == pd.Timestamp(end).days_in_month
    month = f"{start:%B} {start.year}"
    return month if is_whole else f"{month}, between {start.day} and {end.day}"


def _format_span(start: datetime, end: datetime) -> str:
    last = format_day(end)
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {last}"
    return f"{format_day(start)} – {last}"


def format_count(low: Number, best: Number, high: Number, *, zero_means_unknown: bool = False) -> str:
    """A number of people as a range, such as “11”, “at least 91”, “27 (25–30)” or “not stated”; unknown is never 0."""
    low, best, high = map(_to_int, (low, best, high))
    if zero_means_unknown and {low, best, high} <= {0, None}:
        return "0 or not reported"
    stated_numbers = {number for number in (low, best, high) if number is not None}
    if not stated_numbers:
        return UNSTATED
    if best is not None:
        return f"{best:,}" if stated_numbers == {best} else f"{best:,} ({_format_range(low, high)})"
    return f"{low:,}" if low == high else _format_range(low, high)


def _to_int(number: Number) -> Number:
    return None if number is None or pd.isna(number) else int(number)


def _format_range(low: Number, high: Number) -> str:
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"at most {high:,}"
    return f"{low:,}–{high:,}"


def pluralize(number: int, noun: str) -> str:
    """The number with its noun, such as “1 incident” and “2 incidents”; only for nouns that take a plain -s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
