"""Facts of a row in words: its date, its toll, as precisely as the source lets them be known and no more."""

from datetime import datetime

import pandas as pd

UNKNOWN = "unknown"
UNSTATED = "not stated"
Number = int | None


def format_date(start: datetime | None, end: datetime | None, precision: str) -> str:
    """The date as precisely as it is known, such as “January 2024, between 1 and 15” or “2019”."""
    if start is None or end is None or pd.isna(start) or precision == UNKNOWN:
        return "date unknown"
    if precision == "year" and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return _month(start, end)
    if precision == "week":
        return f"week of {_span(start, end)}"
    return _span(start, end)


def _month(start: datetime, end: datetime) -> str:
    whole = start.day == 1 and end.day == pd.Timestamp(end).days_in_month
    month = f"{start:%B} {start.year}"
    return month if whole else f"{month}, between {start.day} and {end.day}"


def _span(start: datetime, end: datetime) -> str:
    last = f"{end.day} {end:%B} {end.year}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    if start.year == end.year:
        return f"{start.day} {start:%B} – {last}"
    return f"{start.day} {start:%B} {start.year} – {last}"


def format_count(low: Number, best: Number, high: Number, *, zero_means_unknown: bool = False) -> str:
    """A number of people as a range, such as “11”, “at least 91”, “27 (25–30)” or “not stated”; unknown is never 0."""
    low, best, high = map(_number, (low, best, high))
    if zero_means_unknown and {low, best, high} <= {0, None}:
        return "0 or not reported"
    known = {number for number in (low, best, high) if number is not None}
    if not known:
        return UNSTATED
    if best is not None:
        return f"{best:,}" if known == {best} else f"{best:,} ({_range(low, high)})"
    return f"{low:,}" if low == high else _range(low, high)


def _number(given: Number) -> Number:
    return None if given is None or pd.isna(given) else int(given)


def _range(low: Number, high: Number) -> str:
    if high is None:
        return f"at least {low:,}"
    if low is None:
        return f"at most {high:,}"
    return f"{low:,}–{high:,}"


def pluralize(number: int, noun: str) -> str:
    """The number with its noun, such as “1 incident” and “2 incidents”."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
