"""Dates with the year first of which the second number may be the day, as in 2023-16-05.

The year first is followed by the month nearly everywhere. So a column is read otherwise only where its own dates show
it: some have no thirteenth month to lie in, or the rows are in order of time in no other way.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TypeGuard

from geo.ingest.parsers.date_readings import Reading, Result, read_text
from geo.ingest.parsers.date_spans import DateSpan

LAST_MONTH = 12
# The share of the dates with a number above 12 of which it must be the second, for the others of the column to be in
# doubt; below it a few are slips. By judgement.
_MIN_SHARE = 0.1
_MIN_BESIDE = 4  # different dates, of which one alone may prove the order; by judgement
_MIN_DATES = 5  # different ones, which lie in order by chance once in 120 times
_YEAR_FIRST = re.compile(r"\s*(\d{4})(?:([-/.])(\d\d?)\2(\d\d?)|(\d\d)(\d\d))(?=\s*$|[T ]\s*\d\d?:)")


def admit_year_day_month(texts: Iterable[str], readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Return the readings, of dates with the year first both ones where the column may have the day behind the year.

    `texts`: the cells in the order of the rows; `readings`: distinct text → what it means with the month behind the
    year. In the result such a date has the day first as year, day and month.
    """
    readings = dict(readings)
    swaps = {text: swap for text, reading in readings.items() if _is_odd(reading) and (swap := _swap(text)) is not None}
    odd = {text for text, swap in swaps.items() if isinstance(read_text(swap).day_first, DateSpan)}
    if not (_are_proof(odd, readings) if odd else _are_in_order_only_swapped(texts, readings)):
        return readings
    others = {text: swap for text in readings if (swap := _swap(text)) is not None}
    return readings | {
        text: Reading(read_text(swap).day_first, readings[text].day_first) for text, swap in others.items()
    }


def _are_proof(odd: Collection[str], readings: Mapping[str, Reading]) -> bool:
    """Whether dates that have no other order speak for the whole column, and are no slips in it."""
    n_plain = sum(map(_has_late_day, readings.values()))
    n_dates = sum(1 for text in readings if _swap(text) is not None)
    return (len(odd) > 1 or n_dates >= _MIN_BESIDE) and len(odd) >= _MIN_SHARE * (len(odd) + n_plain)


def _swap(text: str) -> str | None:
    """A text that begins with a year and two numbers, those numbers changed; None for another."""
    match = _YEAR_FIRST.match(text[:100])
    if match is None:
        return None
    year, mark, second, third = match[1], match[2] or "", match[3] or match[5], match[4] or match[6]
    return f"{year}{mark}{third}{mark}{second}{text[match.end() :]}"


def _is_odd(reading: Reading) -> bool:
    """Whether the text is no date with the month behind the year."""
    return isinstance(reading.day_first, str) and bool(reading.day_first)


def _has_late_day(reading: Reading) -> bool:
    span = reading.day_first
    return isinstance(span, DateSpan) and not reading.depends_on_order and span.start.day > LAST_MONTH


def _are_in_order_only_swapped(texts: Iterable[str], readings: Mapping[str, Reading]) -> bool:
    """Whether each row is as late as the one before or later as year, day and month, and not as year, month and day."""
    if len(readings) < _MIN_DATES or any(map(_has_late_day, readings.values())):
        return False
    distinct = {text: read_text(swap).day_first for text in readings if (swap := _swap(text)) is not None}
    rows = [text for text in texts if text in readings]
    pairs = [(readings[text].day_first, distinct.get(text, "")) for text in rows]
    days = [(plain.start, swap.start) for plain, swap in pairs if _is_span(plain) and _is_span(swap)]
    plain_days, swapped_days = ([pair[side] for pair in days] for side in (0, 1))
    is_whole = len(days) == len(rows) and len(set(swapped_days)) >= _MIN_DATES
    return is_whole and swapped_days == sorted(swapped_days) and plain_days != sorted(plain_days)


def _is_span(result: Result) -> TypeGuard[DateSpan]:
    return isinstance(result, DateSpan)
