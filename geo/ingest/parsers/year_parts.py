"""The forms of quarters, halves, seasons and numbered weeks, each a pattern and what it means."""

from dataclasses import replace
from datetime import date, timedelta

from geo.errors import DateParseError
from geo.ingest.parsers import calendars
from geo.ingest.parsers.date_match import FULL_YEAR, MONTH_NAME, SEPARATOR, DateMatch, Handler
from geo.ingest.parsers.date_spans import DateSpan, join_spans, month_span, week_span
from geo.ingest.parsers.date_words import GREGORIAN

SEASON = "the source names a season, read as three months of the northern hemisphere"
WEEK_NUMBER = "the week is numbered as ISO 8601 does, from Monday to Sunday"
# Q as in English, T as in French and Spanish (trimestre, trimestre); H a half, S a semester.
_QUARTERS = (r"[qt] ?(?P<quarter>[1-4])", r"(?P<quarter>[1-4])\.? ?(?:q|quarter)", r"quarter ?(?P<quarter>[1-4])")
_HALVES = (r"[hs] ?(?P<half>[12])", r"(?P<half>[12])\.? ?(?:h|half)", r"half ?(?P<half>[12])")
_SEASON = r"season(?P<first>\d\d)"
_YEARS = r"(?P<year>\d{4})(?: ?[/-] ?(?P<last>\d{4}|\d\d))?"


def _parse_quarter(match: DateMatch) -> DateSpan:
    first = 3 * int(match["quarter"]) - 2
    return _join_months(match, first, first + 2)


def _parse_half_month(match: DateMatch) -> DateSpan:
    month = month_span(match.check_calendar(match["calendar"], match["year"]), match["year"], int(match["month"]))
    middle = month.start + timedelta(days=14)  # the fifteenth
    is_first = match["half"] == "1"
    return replace(month, end=middle) if is_first else replace(month, start=middle + timedelta(days=1))


def _parse_week_of_month(match: DateMatch) -> DateSpan:
    """The second week of January as its second seven days; the fifth is what is left."""
    month = month_span(match.check_calendar(match["calendar"], match["year"]), match["year"], int(match["month"]))
    first = month.start + timedelta(days=7 * int(match["week"]) - 7)
    if first > month.end:
        raise DateParseError("has no week of that number")
    note = "the weeks of a month are counted from its first day"
    return replace(month, start=first, end=min(first + timedelta(days=6), month.end), precision="week", note=note)


def _parse_half_year(match: DateMatch) -> DateSpan:
    first = 6 * int(match["half"]) - 5
    return _join_months(match, first, first + 5)


def _join_months(match: DateMatch, first: int, last: int) -> DateSpan:
    year, calendar = match["year"], match.calendar
    return join_spans(month_span(calendar, year, first), month_span(calendar, year, last))


def _parse_season(match: DateMatch) -> DateSpan:
    """Three months; a winter lies in two years, and one that names a single year may be either of two."""
    first_month, year, last_year = int(match["first"]), int(match["year"]), match["last"]
    if year < calendars.YEARS[GREGORIAN][0]:
        raise DateParseError("names a season of a year that is not Gregorian; write the months, as 2024-03 to 2024-05")
    if first_month != 12:
        if last_year:
            raise DateParseError("names two years for one season")
        return replace(_join_months(match, first_month, first_month + 2), note=SEASON)
    if last_year and int(last_year) % 100 != (year + 1) % 100:
        raise DateParseError("names two years that do not follow each other")
    first_year = year if last_year else year - 1
    first, last = month_span(GREGORIAN, str(first_year), 12), month_span(GREGORIAN, str(year + 1), 2)
    return replace(join_spans(first, last), precision="year", note=SEASON)


def _parse_iso_week(match: DateMatch) -> DateSpan:
    return _week_of_year(match["year"], match["week"], int(match["day"] or 0))


def _parse_week_number(match: DateMatch) -> DateSpan:
    return replace(_week_of_year(match["year"], match["week"]), note=WEEK_NUMBER)


def _week_of_year(year: str, week: str, day: int = 0) -> DateSpan:
    """A week by its ISO number, or one of its days (1 is Monday); raises DateParseError where there is none."""
    try:
        first = date.fromisocalendar(int(year), int(week), day or 1)
    except ValueError:
        raise DateParseError("has no week of that number") from None
    return DateSpan(first, first, "day") if day else week_span(first)


YEAR_PART_FORMS: tuple[tuple[str, Handler], ...] = (
    *((rf"{quarter}{SEPARATOR}{FULL_YEAR}", _parse_quarter) for quarter in _QUARTERS),
    *((rf"{FULL_YEAR}{SEPARATOR}{quarter}", _parse_quarter) for quarter in _QUARTERS),
    *((rf"{half}{SEPARATOR}{FULL_YEAR}", _parse_half_year) for half in _HALVES),
    *((rf"{FULL_YEAR}{SEPARATOR}{half}", _parse_half_year) for half in _HALVES),
    *((rf"{half}{SEPARATOR}{MONTH_NAME}{SEPARATOR}{FULL_YEAR}", _parse_half_month) for half in _HALVES),
    (rf"(?P<week>[1-5]) week {MONTH_NAME}{SEPARATOR}{FULL_YEAR}", _parse_week_of_month),
    (rf"{_SEASON} {_YEARS}", _parse_season),
    (rf"{_YEARS} {_SEASON}", _parse_season),
    (rf"{FULL_YEAR}-?w(?P<week>\d\d)(?:-?(?P<day>[1-7]))?", _parse_iso_week),
    (rf"(?:w|week) ?(?P<week>\d\d?){SEPARATOR}{FULL_YEAR}", _parse_week_number),
    (rf"{FULL_YEAR}{SEPARATOR}(?:w|week) ?(?P<week>\d\d?)", _parse_week_number),
)
