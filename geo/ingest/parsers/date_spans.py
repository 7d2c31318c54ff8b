"""The days that one written date means, with how closely it tells them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.errors import DateParseError
from geo.ingest.parsers import calendars
from geo.ingest.parsers.date_words import GREGORIAN, ISLAMIC, PERSIAN

PIVOT = 50  # 00 to 49 are 2000 to 2049, 50 to 99 are 1950 to 1999, by no clock: docs/decisions/0012
SHORT_YEAR_FIRST = "begins with a year of two digits; write all four"
NO_DAY = "is not a day of the calendar"
# The official Saudi calendar of 1343 to 1500 never lies further from the computed one: docs/decisions/0012.
DAYS_EARLIER, DAYS_LATER = timedelta(days=2), timedelta(days=1)
CALENDAR_NOTES = {
    GREGORIAN: "",
    PERSIAN: "the date is of the Persian calendar",
    ISLAMIC: "the date is of the Islamic calendar and reckoned, so it may be two days earlier or one later",
}


OPEN_ENDED = "the source tells only that it was before or after a date"
PLACEHOLDER = "the date is one that programs write where none is known"


@dataclass(frozen=True)
class UnknownDate:
    """A text from which no day follows though it can be read; `reason`, OPEN_ENDED or PLACEHOLDER, says why."""

    reason: str


@dataclass(frozen=True)
class DateSpan:
    """First and last day, a precision of `geo.core.schema.DATE_PRECISIONS`, a note for the reader, and the calendar.

    `is_calendar_explicit`: a month's name or an era states the calendar; else it is inferred from the year.
    `has_short_year`: a month and two digits that cannot be a day, as in “Jan-75”.
    """

    start: date
    end: date
    precision: str
    note: str = ""
    calendar: str = GREGORIAN
    is_calendar_explicit: bool = True
    has_short_year: bool = False


def day_span(calendar: str, year: str, month: int, day: int) -> DateSpan:
    """A day; the whole month or year where the day, or the month too, is written 0.

    `calendar` is "" where the year must tell it. Raises DateParseError where the calendar has no such day.
    """
    if day == 0:
        return month_span(calendar, year, month) if month else year_span(calendar, year)
    if month == 0 and day > 12:  # a lower number may be the month
        return year_span(calendar, year, "the source names a day and no month")
    system, number = _resolve_year(calendar, year)
    moment = calendars.to_gregorian(system, number, month, day)
    if moment is None:
        raise DateParseError(NO_DAY)
    if system == ISLAMIC:
        return DateSpan(
            moment - DAYS_EARLIER, moment + DAYS_LATER, "days", CALENDAR_NOTES[system], system, bool(calendar)
        )
    return DateSpan(moment, moment, "day", CALENDAR_NOTES[system], system, bool(calendar))


def month_span(calendar: str, year: str, month: int, note: str = "") -> DateSpan:
    """A whole month; raises DateParseError where there is no such month or year."""
    system, number = _resolve_year(calendar, year)
    if not 1 <= month <= 12:
        raise DateParseError("has no month of that number")
    first, last = calendars.first_of_month(system, number, month), calendars.last_of_month(system, number, month)
    return DateSpan(first, last, "month", note or CALENDAR_NOTES[system], system, bool(calendar))


def year_span(calendar: str, year: str, note: str = "") -> DateSpan:
    """A whole year; raises DateParseError where it is not in the calendar's range."""
    system, number = _resolve_year(calendar, year)
    first, last = calendars.first_of_month(system, number, 1), calendars.last_of_month(system, number, 12)
    return DateSpan(first, last, "year", note or CALENDAR_NOTES[system], system, bool(calendar))


def week_span(first: date) -> DateSpan:
    """Seven days, beginning with the first."""
    return DateSpan(first, first + timedelta(days=6), "week")


def join_spans(first: DateSpan, last: DateSpan) -> DateSpan:
    """From the first day of one to the last day of another; raises DateParseError where that ends before it begins."""
    if last.end < first.start:
        raise DateParseError("ends before it begins")
    days = (last.end - first.start).days + 1
    steps = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
    precision = next((name for most, name in steps if days <= most), "year")
    return replace(first, end=last.end, precision=precision)


def widen_span(span: DateSpan, days: int) -> DateSpan:
    """The span with as many days more on both sides."""
    margin = timedelta(days=days)
    return join_spans(
        replace(span, start=span.start - margin, end=span.start), replace(span, start=span.end, end=span.end + margin)
    )


def _resolve_year(calendar: str, year: str) -> tuple[str, int]:
    """The calendar of a year and its number in full; raises DateParseError where the calendar's range lacks it."""
    number = int(year)
    if len(year) < 4:
        return GREGORIAN, number + (2000 if number < PIVOT else 1900)
    system = calendar or _guess_calendar(number)
    first, last = calendars.YEARS[system]
    if not first <= number <= last:
        raise DateParseError(f"has a year that is not between {first} and {last}")
    return system, number


def _guess_calendar(year: int) -> str:
    """The calendar of a bare number: years of incidents do not meet before 2042 (docs/decisions/0012).

    1300 to 1420 are 1921 to 2042 in the Persian calendar; 1421 to 1460 are 2000 to 2038 in the Islamic one.
    """
    if 1300 <= year <= 1420:
        return PERSIAN
    return ISLAMIC if 1421 <= year <= 1460 else GREGORIAN
