"""The forms in which people write a date, each a pattern and what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.date_spans import (
    SHORT_YEAR_FIRST,
    Span,
    joined,
    of_day,
    of_month,
    of_week,
    of_year,
)
from geo.ingest.parsers.date_words import GREGORIAN, normalize_date_words

_CLOCK = r"(?:[01]?\d|2[0-4])(?:(?::[0-5]\d){1,2}(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?|h(?:[0-5]\d)?)"
_COMPACT_CLOCK = r"(?<=\d)t[0-2]\d(?:[0-5]\d){1,2}"
_ZONE = r"(?: ?(?:z|utc|gmt)?(?: ?[+-]\d\d:?\d\d)?)?"
TIME = re.compile(rf"(?:(?:[ ,]+(?:at |a )?|(?<=\d)t){_CLOCK}|{_COMPACT_CLOCK}){_ZONE}$")
ALL_SHORT = re.compile(r"(?<!\d)\d\d ?[/.-] ?\d\d ?[/.-] ?\d\d(?!\d)")
NUMERIC = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|'?\d\d)(?!\d)")
_S = r"[ ./-]*"
_D, _M, _Y = r"(\d{1,2})", r"@([gpi])(\d\d)", r"'?(\d{4}|\d\d)"
NO_YEAR = "has no year; write it with the date, as 2024-01-16"
PERHAPS_NO_YEAR = "may be a month of a year or a day without a year; write the year with four digits"
UNREADABLE = "is not a date; write it as 2024-01-16, or as 2024-01 where only the month is known"


@dataclass(frozen=True)
class Found:
    """A text that has one of the forms; the calendar that it names behind the date, and the order of day and month."""

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

    def agreed(self, system: str, year: str) -> str:
        """The calendar of a named month, which no era may contradict."""
        if self.calendar and self.calendar != system:
            raise DateParseError("names a month of one calendar and the era of another")
        if system != GREGORIAN and len(year) < 4:
            raise DateParseError("has a year of two digits in a calendar that needs four")
        return system

    def again(self, part: str) -> Span:
        """What a part of the text means by itself."""
        return span_of(part, self.calendar, self.day_first)


Reader = Callable[[Found], Span]


def wording_of(text: str) -> tuple[str, str]:
    """A plain text in the wording of all languages, and the calendar that it names; raises Unreadable."""
    if len(text) > MAX_LENGTH:
        raise DateParseError("is too long for a date")
    return normalize_date_words(TIME.sub("", text))


def span_of(wording: str, calendar: str, day_first: bool) -> Span:
    """The days that a wording means, a day before its month or behind it where both are numbers; raises Unreadable."""
    for pattern, reader in FORMS:
        if found := pattern.fullmatch(wording):
            return reader(Found(found, calendar, day_first))
    raise DateParseError(_why_not(wording))


def _why_not(wording: str) -> str:
    if re.fullmatch(rf"{_D}{_S}{_M}|{_M}{_S}{_D}|\d\d?[/.-]\d\d?", wording):
        return NO_YEAR
    if re.fullmatch(r"\d{5}(\.\d+)?", wording):
        return "may be a spreadsheet's number of a day, which is read only where the whole column holds such numbers"
    return UNREADABLE


def _year_first(found: Found) -> Span:
    year, month, number = found.groups
    return of_day(found.calendar, year, int(month), int(number))


def _year_last(found: Found) -> Span:
    one, other, year = found.groups
    if len(year) == 2 and int(one) > 31:
        raise DateParseError(SHORT_YEAR_FIRST)
    number, month = (one, other) if found.day_first else (other, one)
    return of_day(found.calendar, year, int(month), int(number))


def _day_named(found: Found) -> Span:
    number, system, month, year = found.groups
    return of_day(found.agreed(system, year), year, int(month), int(number))


def _name_first(found: Found) -> Span:
    system, month, number, year = found.groups
    return of_day(found.agreed(system, year), year, int(month), int(number))


def _year_named(found: Found) -> Span:
    year, system, month, number = found.groups
    return of_day(found.agreed(system, year), year, int(month), int(number))


def _month_named(found: Found) -> Span:
    part, system, month, year = found.groups
    if len(year) == 2 and "'" not in found.text:
        raise DateParseError(PERHAPS_NO_YEAR)
    return of_month(
        found.agreed(system, year), year, int(month), "the source tells a part of the month" if part else ""
    )


def _month_named_last(found: Found) -> Span:
    year, system, month = found.groups
    return of_month(found.agreed(system, year), year, int(month))


def _month(found: Found) -> Span:
    return of_month(found.calendar, found["year"], int(found["month"]))


def _year(found: Found) -> Span:
    return of_year(found.calendar, found[2], "the source tells a part of the year" if found[1] else "")


def _iso_week(found: Found) -> Span:
    try:
        return of_week(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        raise DateParseError("has no week of that number") from None


def _week_of(found: Found) -> Span:
    return of_week(found.again(found[1]).start)


def _days_of_month(found: Found) -> Span:
    first, last, system, month, year = found.groups
    system = found.agreed(system, year)
    return joined(of_day(system, year, int(month), int(first)), of_day(system, year, int(month), int(last)))


def _month_with_days(found: Found) -> Span:
    system, month, first, last, year = found.groups
    system = found.agreed(system, year)
    return joined(of_day(system, year, int(month), int(first)), of_day(system, year, int(month), int(last)))


def _in_one_year(found: Found) -> Span:
    """A span whose year stands behind its end only: “28 February to 3 March 2024”, “March–April 2024”."""
    first, last, year = found.groups
    return joined(found.again(f"{first} {year}"), found.again(f"{last} {year}"))


def _span(found: Found) -> Span:
    return joined(found.again(found[1]), found.again(found[2]))


def _years(found: Found) -> Span:
    return joined(of_year(found.calendar, found[1]), of_year(found.calendar, found[2]))


_HALF = r"\d{1,2}[ ./-]*@[gpi]\d\d|@[gpi]\d\d[ .]*\d{1,2}|@[gpi]\d\d"
FORMS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (r"(\d{4}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{1,2})", _year_first),
        (r"(\d{4})(\d\d)(\d\d)(?:\d{6})?", _year_first),
        (r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?'?(\d{4}|\d\d)", _year_last),
        (rf"{_D}{_S}{_M}{_S}{_Y}", _day_named),
        (rf"{_M}{_S}{_D}[ ,./-]+{_Y}", _name_first),
        (rf"(\d{{4}}){_S}{_M}{_S}{_D}", _year_named),
        (rf"(?:(part)[ -]*)?{_M}{_S}{_Y}", _month_named),
        (rf"(\d{{4}}){_S}{_M}", _month_named_last),
        (r"(?:(part)[ -]*)?(\d{4})(?:\.0+)?", _year),
        (r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d\d?)", _month),
        (r"(?P<month>\d\d?) ?[/.-] ?(?P<year>\d{4})", _month),
        (r"(\d{4})-?w(\d\d)", _iso_week),
        (r"week (.+)", _week_of),
        (rf"{_D} ?[~-] ?{_D}{_S}{_M}{_S}{_Y}", _days_of_month),
        (rf"{_M}{_S}{_D} ?[~-] ?{_D}[ ,./-]+{_Y}", _month_with_days),
        (rf"({_HALF}) ?[~-] ?({_HALF}),? (\d{{4}})", _in_one_year),
        (r"(\d{4}) ?[~-] ?(\d{4})", _years),
        (r"([^~]{4,}?) ?~ ?([^~]{4,})", _span),
        (r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", _span),
        (r"([^~-]{6,}?) ?- ?([^~-]{6,})", _span),
    )
)
