"""The days that one written date means, with how closely it tells them; and those it may mean."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.errors import DateParseError
from geo.ingest.parsers import calendars
from geo.ingest.parsers.date_words import GREGORIAN, ISLAMIC, PERSIAN

PIVOT = 50  # of years in two digits: 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999
SHORT_YEAR_FIRST = "begins with a year of two digits; write all four"
NO_DAY = "is not a day of the calendar"
# The official Saudi calendar (Umm al-Qura) of 1343 to 1500 lies so far from the reckoned one at most.
EARLIER, LATER = timedelta(days=2), timedelta(days=1)
NOTES = {
    GREGORIAN: "",
    PERSIAN: "the date is of the Persian calendar",
    ISLAMIC: "the date is of the Islamic calendar and reckoned, so it may be two days earlier or one later",
}


@dataclass(frozen=True)
class Span:
    """First and last day, a precision of `geo.core.schema.DATE_PRECISIONS`, what to know about it, and its calendar.

    `sure`: the calendar is told by the name of a month or an era, not by the number of the year.
    """

    start: date
    end: date
    precision: str
    note: str = ""
    calendar: str = GREGORIAN
    sure: bool = True


def of_day(system: str, year: str, month: int, number: int) -> Span:
    """A day; the whole month or year where the day, or the month too, is written 0."""
    calendar, counted = _counted(system, year)
    if number == 0:
        return of_month(system, year, month) if month else of_year(system, year)
    found = calendars.day(calendar, counted, month, number)
    if found is None:
        raise DateParseError(NO_DAY)
    if calendar == ISLAMIC:
        return Span(found - EARLIER, found + LATER, "days", NOTES[calendar], calendar, bool(system))
    return Span(found, found, "day", NOTES[calendar], calendar, bool(system))


def of_month(system: str, year: str, month: int, note: str = "") -> Span:
    """A whole month."""
    calendar, counted = _counted(system, year)
    if not 1 <= month <= 12:
        raise DateParseError("has no month of that number")
    first, last = calendars.first_of_month(calendar, counted, month), calendars.last_of_month(calendar, counted, month)
    return Span(first, last, "month", note or NOTES[calendar], calendar, bool(system))


def of_year(system: str, year: str, note: str = "") -> Span:
    """A whole year."""
    calendar, counted = _counted(system, year)
    first, last = calendars.first_of_month(calendar, counted, 1), calendars.last_of_month(calendar, counted, 12)
    return Span(first, last, "year", note or NOTES[calendar], calendar, bool(system))


def of_week(first: date) -> Span:
    """Seven days from one on."""
    return Span(first, first + timedelta(days=6), "week")


def joined(first: Span, last: Span) -> Span:
    """From the first day of one to the last day of another."""
    if last.end < first.start:
        raise DateParseError("ends before it begins")
    days = (last.end - first.start).days + 1
    steps = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
    precision = next((name for most, name in steps if days <= most), "year")
    return replace(first, end=last.end, precision=precision)


def _counted(system: str, year: str) -> tuple[str, int]:
    """The calendar and the full number of a year."""
    number = int(year)
    if len(year) < 4:
        return GREGORIAN, number + (2000 if number < PIVOT else 1900)
    calendar = system or _calendar_of(number)
    first, last = calendars.YEARS[calendar]
    if not first <= number <= last:
        raise DateParseError(f"has a year that is not between {first} and {last}")
    return calendar, number


def _calendar_of(year: int) -> str:
    # 1421 and later years were Islamic ones from 2000 on, and will be Persian ones from 2042 on.
    if 1300 <= year <= 1420:
        return PERSIAN
    return ISLAMIC if 1421 <= year <= 1460 else GREGORIAN
