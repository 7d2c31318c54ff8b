"""The forms in which people write a date, each a pattern and what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.date_spans import (
    SHORT_YEAR_FIRST,
    DateSpan,
    day_span,
    join_spans,
    month_span,
    week_span,
    year_span,
)
from geo.ingest.parsers.date_words import GREGORIAN, normalize_date_words

_CLOCK = r"(?:[01]?\d|2[0-4])(?:(?::[0-5]\d){1,2}(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?|h(?:[0-5]\d)?)"
_COMPACT_CLOCK = r"(?<=\d)t[0-2]\d(?:[0-5]\d){1,2}"
_ZONE = r"(?: ?(?:z|utc|gmt)?(?: ?[+-]\d\d:?\d\d)?)?"
TIME = re.compile(rf"(?:(?:[ ,]+(?:at |a )?|(?<=\d)t){_CLOCK}|{_COMPACT_CLOCK}){_ZONE}$")
ALL_SHORT = re.compile(r"(?<!\d)\d\d ?[/.-] ?\d\d ?[/.-] ?\d\d(?!\d)")
NUMERIC = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|'?\d\d)(?!\d)")
_SEPARATOR = r"[ ./-]*"
_DAY, _MONTH, _YEAR = r"(\d{1,2})", r"@([gpi])(\d\d)", r"'?(\d{4}|\d\d)"
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # the days that a month has at most
ABOUT = "the source says about"
NO_YEAR = "has no year; write it with the date, as 2024-01-16"
PERHAPS_NO_YEAR = "may be a month of a year or a day without a year; write the year with four digits"
ABOUT_A_DAY = "is about a day; write the days that it may be, as 2024-01-14 to 2024-01-18"
UNREADABLE = "is not a date; write it as 2024-01-16, or as 2024-01 where only the month is known"


@dataclass(frozen=True)
class DateMatch:
    """A wording that has one of the forms, the calendar that its era names (“” for none), and the order of numbers."""

    match: re.Match[str]
    calendar: str
    day_first: bool

    @property
    def groups(self) -> tuple[str, ...]:
        return self.match.groups()

    @property
    def text(self) -> str:
        return self.match.string

    def __getitem__(self, group: int | str) -> str:
        return self.match[group]

    def check_calendar(self, calendar: str, year: str) -> str:
        """The calendar of a named month; raises DateParseError where the era or the year contradicts it."""
        if self.calendar and self.calendar != calendar:
            raise DateParseError("names a month of one calendar and the era of another")
        if calendar != GREGORIAN and len(year) < 4:
            raise DateParseError("has a year of two digits in a calendar that needs four")
        return calendar

    def parse_part(self, part: str) -> DateSpan:
        """What a part of the wording means by itself; raises DateParseError."""
        return parse_span(part, self.calendar, self.day_first)


Handler = Callable[[DateMatch], DateSpan]


def normalize_date(text: str) -> tuple[str, str]:
    """A text in normal form without its time, in the wording of all languages, and the calendar that its era names.

    Raises DateParseError where it is too long.
    """
    if len(text) > MAX_LENGTH:
        raise DateParseError("is too long for a date")
    return normalize_date_words(TIME.sub("", text))


def parse_span(wording: str, calendar: str, day_first: bool) -> DateSpan:
    """The days that a wording means, a day before its month or behind it where both are numbers.

    Raises DateParseError where it has none of the forms.
    """
    for pattern, handler in FORMS:
        if match := pattern.fullmatch(wording):
            return handler(DateMatch(match, calendar, day_first))
    raise DateParseError(_explain(wording))


def mark_short_year(wording: str) -> str:
    """The wording with an apostrophe before its last two digits, which makes them a year."""
    return re.sub(r"(\d\d)$", r"'\1", wording)


def _explain(wording: str) -> str:
    """Why a wording is no date."""
    if re.fullmatch(rf"{_DAY}{_SEPARATOR}{_MONTH}|{_MONTH}{_SEPARATOR}{_DAY}|\d\d?[/.-]\d\d?", wording):
        return NO_YEAR
    if re.fullmatch(r"\d{5}(\.\d+)?", wording):
        return "may be a spreadsheet's day number, which is read only if the whole column holds such numbers"
    return UNREADABLE


def _parse_year_first(match: DateMatch) -> DateSpan:
    year, month, day = match.groups
    return day_span(match.calendar, year, int(month), int(day))


def _parse_year_last(match: DateMatch) -> DateSpan:
    first, second, year = match.groups
    if len(year) == 2 and int(first) > 31:
        raise DateParseError(SHORT_YEAR_FIRST)
    day, month = (first, second) if match.day_first else (second, first)
    return day_span(match.calendar, year, int(month), int(day))


def _parse_day_month_year(match: DateMatch) -> DateSpan:
    day, calendar, month, year = match.groups
    return day_span(match.check_calendar(calendar, year), year, int(month), int(day))


def _parse_month_day_year(match: DateMatch) -> DateSpan:
    calendar, month, day, year = match.groups
    return day_span(match.check_calendar(calendar, year), year, int(month), int(day))


def _parse_year_month_day(match: DateMatch) -> DateSpan:
    year, calendar, month, day = match.groups
    return day_span(match.check_calendar(calendar, year), year, int(month), int(day))


def _parse_month_year(match: DateMatch) -> DateSpan:
    part, calendar, month, year = match.groups
    is_short = len(year) == 2 and "'" not in match.text
    if is_short and (part or 1 <= int(year) <= LONGEST_MONTHS[int(month) - 1]):
        raise DateParseError(PERHAPS_NO_YEAR)
    note = "the source tells a part of the month" if part else ""
    span = month_span(match.check_calendar(calendar, year), year, int(month), note)
    return replace(span, has_short_year=is_short)


def _parse_year_month(match: DateMatch) -> DateSpan:
    year, calendar, month = match.groups
    return month_span(match.check_calendar(calendar, year), year, int(month))


def _parse_numeric_month(match: DateMatch) -> DateSpan:
    return month_span(match.calendar, match["year"], int(match["month"]))


def _parse_year(match: DateMatch) -> DateSpan:
    return year_span(match.calendar, match[2], "the source tells a part of the year" if match[1] else "")


def _parse_quarter(match: DateMatch) -> DateSpan:
    first = 3 * int(match["quarter"]) - 2
    year, calendar = match["year"], match.calendar
    return join_spans(month_span(calendar, year, first), month_span(calendar, year, first + 2))


def _parse_about(match: DateMatch) -> DateSpan:
    span = match.parse_part(match[1])
    if span.precision not in ("month", "year"):
        raise DateParseError(ABOUT_A_DAY)
    return replace(span, note=ABOUT)


def _parse_iso_week(match: DateMatch) -> DateSpan:
    try:
        return week_span(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        raise DateParseError("has no week of that number") from None


def _parse_week(match: DateMatch) -> DateSpan:
    return week_span(match.parse_part(match[1]).start)


def _parse_days_of_month(match: DateMatch) -> DateSpan:
    first, last, calendar, month, year = match.groups
    return _join_days(match.check_calendar(calendar, year), year, int(month), first, last)


def _parse_month_with_days(match: DateMatch) -> DateSpan:
    calendar, month, first, last, year = match.groups
    return _join_days(match.check_calendar(calendar, year), year, int(month), first, last)


def _join_days(calendar: str, year: str, month: int, first: str, last: str) -> DateSpan:
    return join_spans(day_span(calendar, year, month, int(first)), day_span(calendar, year, month, int(last)))


def _parse_span_in_year(match: DateMatch) -> DateSpan:
    """A span whose year stands behind its end only: “28 February to 3 March 2024”, “March–April 2024”."""
    first, last, year = match.groups
    return join_spans(match.parse_part(f"{first} {year}"), match.parse_part(f"{last} {year}"))


def _parse_two_dates(match: DateMatch) -> DateSpan:
    return join_spans(match.parse_part(match[1]), match.parse_part(match[2]))


def _parse_two_years(match: DateMatch) -> DateSpan:
    return join_spans(year_span(match.calendar, match[1]), year_span(match.calendar, match[2]))


_HALF = r"\d{1,2}[ ./-]*@[gpi]\d\d|@[gpi]\d\d[ .]*\d{1,2}|@[gpi]\d\d"
# Q as in English, T as in French and Spanish (trimestre, trimestre).
_QUARTER = r"[qt](?P<quarter>[1-4])"
FORMS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"(\d{4}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{1,2})", _parse_year_first),
        (r"(\d{4})(\d\d)(\d\d)(?:\d{6})?", _parse_year_first),
        (r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?'?(\d{4}|\d\d)", _parse_year_last),
        (rf"{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}", _parse_day_month_year),
        (rf"{_MONTH}{_SEPARATOR}{_DAY}[ ,./-]+{_YEAR}", _parse_month_day_year),
        (rf"(\d{{4}}){_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}", _parse_year_month_day),
        (rf"(?:(part)[ -]*)?{_MONTH}{_SEPARATOR}{_YEAR}", _parse_month_year),
        (rf"(\d{{4}}){_SEPARATOR}{_MONTH}", _parse_year_month),
        (r"(?:(part)[ -]*)?(\d{4})(?:\.0+)?", _parse_year),
        (r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d\d?)", _parse_numeric_month),
        (r"(?P<month>\d\d?) ?[/.-] ?(?P<year>\d{4})", _parse_numeric_month),
        (rf"{_QUARTER}{_SEPARATOR}(?P<year>\d{{4}})", _parse_quarter),
        (rf"(?P<year>\d{{4}}){_SEPARATOR}{_QUARTER}", _parse_quarter),
        (r"about (.+)", _parse_about),
        (r"(\d{4})-?w(\d\d)", _parse_iso_week),
        (r"week (.+)", _parse_week),
        (rf"{_DAY} ?[~-] ?{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}", _parse_days_of_month),
        (rf"{_MONTH}{_SEPARATOR}{_DAY} ?[~-] ?{_DAY}[ ,./-]+{_YEAR}", _parse_month_with_days),
        (rf"({_HALF}) ?[~-] ?({_HALF}),? (\d{{4}})", _parse_span_in_year),
        (r"(\d{4}) ?[~-] ?(\d{4})", _parse_two_years),
        (r"([^~]{4,}?) ?~ ?([^~]{4,})", _parse_two_dates),
        (r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", _parse_two_dates),
        (r"([^~-]{6,}?) ?- ?([^~-]{6,})", _parse_two_dates),
    )
)
