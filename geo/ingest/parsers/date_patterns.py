"""The forms in which people write a date, each a pattern and what it means."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.errors import DateParseError
from geo.ingest.parsers import calendars
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.clock_times import remove_clock
from geo.ingest.parsers.date_marks import clean_marks
from geo.ingest.parsers.date_spans import (
    OPEN_ENDED,
    PLACEHOLDER,
    SHORT_YEAR_FIRST,
    DateSpan,
    UnknownDate,
    day_span,
    join_spans,
    month_span,
    week_span,
    widen_span,
    year_span,
)
from geo.ingest.parsers.date_words import GREGORIAN, normalize_date_words

ALL_SHORT = re.compile(r"(?<!\d)\d\d ?[/.-] ?\d\d ?[/.-] ?\d\d(?!\d)")
PLAIN = re.compile(r"\d{1,4}[/.-]\d\d?[/.-]\d{1,4}")  # nothing but numbers, so that there are no words to look for
NUMERIC = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|'?\d\d)(?!\d)")
_SEPARATOR = r"[ ./-]*"
_DAY, _MONTH, _YEAR = r"(\d{1,2})", r"@([gpi])(\d\d)", r"'?(\d{4}|\d\d)"
# Dates that databases, spreadsheets and cameras write where none is known.
_PLACEHOLDERS = re.compile(
    "|".join(
        (
            r"(?:0000|0001|9999)(?:[/.-]\d\d?){0,2}",
            r"\d\d?[/.-]\d\d?[/.-](?:0000|0001|9999)",
            r"1899[/.-]12[/.-]3[01]|3[01][/.-]12[/.-]1899|12[/.-]3[01][/.-]1899",
            r"1900[/.-]0?1[/.-]00?|0?[01][/.-]00?[/.-]1900|00?[/.-]0?1[/.-]1900",
            r"(?:99[/.-]){2}99(?:99)?|00[/.-]00[/.-]00|0{8}|9{8}|#{3,}|#[a-z/]{3,6}[!?]",
        )
    )
)
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # the days that a month has at most
ABOUT = "the source says about"
ABOUT_DAYS = 3  # on both sides of “about 16 January”, which makes a week; by judgement
DOUBT = "the source doubts the date"
SEASON = "the source names a season, read as three months of the northern hemisphere"
WEEK_NUMBER = "the week is numbered as ISO 8601 does, from Monday to Sunday"
PART_OF_MONTH = "the source tells a part of the month"
# A span without its first year, as “30 December to 2 January 2024”, began in the year before where it is no longer
# than this; by judgement.
LONGEST_TURN_OF_YEAR = timedelta(days=122)
NO_YEAR = "has no year; write it with the date, as 2024-01-16"
PERHAPS_NO_YEAR = "may be a month of a year or a day without a year; write the year with four digits"
ABOUT_A_SPAN = "is about a span; write the days that it may be, as 2024-01-14 to 2024-01-18"
SERIAL_NUMBER = "may be the number that a spreadsheet gives a day; answer the question on this column"
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
        span = parse_span(part, self.calendar, self.day_first)
        if isinstance(span, UnknownDate):
            raise DateParseError(UNREADABLE)
        return span


Handler = Callable[[DateMatch], DateSpan | UnknownDate]


def normalize_date(text: str) -> tuple[str, str]:
    """A text in normal form without its time, in the wording of all languages, and the calendar that its era names.

    Raises DateParseError where it is too long.
    """
    if len(text) > MAX_LENGTH:
        raise DateParseError("is too long for a date")
    if PLAIN.fullmatch(text):
        return text, ""
    text, has_doubt = clean_marks(text)
    text = remove_clock(text)
    wording, calendar = (text, "") if PLAIN.fullmatch(text) else normalize_date_words(text)
    return f"doubt {wording}" if has_doubt else wording, calendar


def parse_span(wording: str, calendar: str, day_first: bool) -> DateSpan | UnknownDate:
    """The days that a wording means, a day before its month or behind it where both are numbers.

    Raises DateParseError where it has none of the forms.
    """
    if _PLACEHOLDERS.fullmatch(wording):
        return UnknownDate(PLACEHOLDER)
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
    if re.fullmatch(r"[2-5]\d{4}(\.\d+)?", wording):
        return SERIAL_NUMBER
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
    note = PART_OF_MONTH if part else ""
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
    return _join_months(match, first, first + 2)


def _parse_about(match: DateMatch) -> DateSpan:
    span = match.parse_part(match[1])
    if span.precision not in ("day", "month", "year"):
        raise DateParseError(ABOUT_A_SPAN)
    return replace(widen_span(span, ABOUT_DAYS) if span.precision == "day" else span, note=ABOUT)


def _parse_doubt(match: DateMatch) -> DateSpan:
    return replace(match.parse_part(match[1]), note=DOUBT)


def _parse_part_of_day(match: DateMatch) -> DateSpan:
    """“Late 16 January 2024” is a part of the day."""
    span = match.parse_part(match[1])
    if span.precision != "day":
        raise DateParseError(UNREADABLE)
    return span


def _parse_open(match: DateMatch) -> UnknownDate:
    match.parse_part(match[1])
    return UnknownDate(OPEN_ENDED)


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


def _parse_week(match: DateMatch) -> DateSpan:
    return week_span(_parse_day(match).start)


def _parse_week_end(match: DateMatch) -> DateSpan:
    return week_span(_parse_day(match).start - timedelta(days=6))


def _parse_day(match: DateMatch) -> DateSpan:
    """The day, or the few days, that a week is told by; a month has several weeks."""
    span = match.parse_part(match[1])
    if span.precision not in ("day", "days", "week"):
        raise DateParseError("does not say which week; write its first day, as 2024-01-15")
    return span


def _parse_ordinal_day(match: DateMatch) -> DateSpan:
    year, day = match.groups
    first = year_span(GREGORIAN, year)
    moment = first.start + timedelta(days=int(day) - 1)
    if not first.start <= moment <= first.end:
        raise DateParseError("has no day of that number")
    return DateSpan(moment, moment, "day")


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


def _parse_two_short_years(match: DateMatch) -> DateSpan:
    """“2023/24”, where the second follows the first and can be no month."""
    year = int(match[1])
    if int(match[2]) != (year + 1) % 100 or int(match[2]) <= 12:
        raise DateParseError("has no month of that number")
    return join_spans(year_span(GREGORIAN, match[1]), year_span(GREGORIAN, str(year + 1)))


def _parse_list_of_days(match: DateMatch) -> DateSpan:
    days = [int(match["day"]), *map(int, re.findall(r"\d+", match["others"]))]
    if days != sorted(set(days)):
        raise DateParseError(UNREADABLE)
    calendar, year = match.check_calendar(match["calendar"], match["year"]), match["year"]
    return _join_days(calendar, year, int(match["month"]), str(days[0]), str(days[-1]))


def _parse_days_of_numeric_month(match: DateMatch) -> DateSpan:
    """“16-17/01/2024”: only the day can stand before the month."""
    if not match.day_first:
        raise DateParseError(UNREADABLE)
    first, last, month, year = match.groups
    return _join_days(match.calendar, year, int(month), first, last)


def _parse_numeric_span_in_year(match: DateMatch) -> DateSpan:
    first, last, year = match.groups
    return _join_across_years(match, f"{first.rstrip('.')}/{{}}", f"{last.rstrip('.')}/{{}}", year)


def _parse_later_day(match: DateMatch) -> DateSpan:
    """“2024-01-16 to 18”, “2024-01-16/01-18”: the last day without what it shares with the first."""
    first, last = match["first"], match["last"]
    shared = re.split(r"[/.-]", first)[: 3 - len(re.split(r"[/.-]", last))]
    return join_spans(match.parse_part(first), match.parse_part("-".join((*shared, re.sub(r"[/.]", "-", last)))))


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
    return _join_across_years(match, f"{first} {{}}", f"{last} {{}}", year)


def _join_across_years(match: DateMatch, first: str, last: str, year: str) -> DateSpan:
    """The span in the year, or from the year before where that is short; `first`, `last`: forms that lack a year."""
    start, end = match.parse_part(first.format(year)), match.parse_part(last.format(year))
    if end.end < start.start and len(year) == 4:
        earlier = match.parse_part(first.format(int(year) - 1))
        start = earlier if end.end - earlier.start <= LONGEST_TURN_OF_YEAR else start
    return join_spans(start, end)


def _parse_two_dates(match: DateMatch) -> DateSpan:
    return join_spans(match.parse_part(match[1]), match.parse_part(match[2]))


def _parse_two_years(match: DateMatch) -> DateSpan:
    return join_spans(year_span(match.calendar, match[1]), year_span(match.calendar, match[2]))


_HALF = r"\d{1,2}[ ./-]*@[gpi]\d\d|@[gpi]\d\d[ .]*\d{1,2}|@[gpi]\d\d"
_FULL_YEAR = r"(?P<year>\d{4})"
_NAMED_MONTH = r"@(?P<calendar>[gpi])(?P<month>\d\d)"
# Q as in English, T as in French and Spanish (trimestre, trimestre); H a half, S a semester.
_QUARTERS = (r"[qt] ?(?P<quarter>[1-4])", r"(?P<quarter>[1-4])\.? ?(?:q|quarter)", r"quarter ?(?P<quarter>[1-4])")
_HALVES = (r"[hs] ?(?P<half>[12])", r"(?P<half>[12])\.? ?(?:h|half)", r"half ?(?P<half>[12])")
_DATE = r"\d{4}[/.-]\d\d?[/.-]\d\d?"
_SEASON = r"season(?P<first>\d\d)"
_YEARS = r"(?P<year>\d{4})(?: ?[/-] ?(?P<last>\d{4}|\d\d))?"
_OTHER_DAYS = r"(?P<others>(?:[ ~/.-]{1,3}\d{1,2}){1,9})"
_RAW_FORMS: tuple[tuple[str, Handler], ...] = (
    (r"(\d{4}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{1,2})", _parse_year_first),
    (r"(\d{4})(\d\d)(\d\d)(?:\d{6})?", _parse_year_first),
    (r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?'?(\d{4}|\d\d)", _parse_year_last),
    (rf"{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}", _parse_day_month_year),
    (rf"{_MONTH}{_SEPARATOR}{_DAY}[ ,./-]+{_YEAR}", _parse_month_day_year),
    (rf"(\d{{4}}){_SEPARATOR}{_MONTH}{_SEPARATOR}{_DAY}", _parse_year_month_day),
    (rf"(?:(part)[ -]*)?{_MONTH}{_SEPARATOR}{_YEAR}", _parse_month_year),
    (rf"(\d{{4}}){_SEPARATOR}{_MONTH}", _parse_year_month),
    (r"(?:(part)[ -]*)?(\d{4})(?:\.0+)?", _parse_year),
    (r"(\d{4}) ?[/-] ?(1[3-9]|[2-9]\d)", _parse_two_short_years),
    (r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d\d?)", _parse_numeric_month),
    (r"(?P<month>\d\d?) ?[/.-] ?(?P<year>\d{4})", _parse_numeric_month),
    # Six digits are a year and a month where the third and fourth can be neither a month nor a day of a shorter year.
    (r"(?P<year>(?:19|20)(?:1[3-9]|[2-9]\d))(?P<month>0[1-9]|1[0-2])", _parse_numeric_month),
    *((rf"{quarter}{_SEPARATOR}{_FULL_YEAR}", _parse_quarter) for quarter in _QUARTERS),
    *((rf"{_FULL_YEAR}{_SEPARATOR}{quarter}", _parse_quarter) for quarter in _QUARTERS),
    *((rf"{half}{_SEPARATOR}{_FULL_YEAR}", _parse_half_year) for half in _HALVES),
    *((rf"{_FULL_YEAR}{_SEPARATOR}{half}", _parse_half_year) for half in _HALVES),
    *((rf"{half}{_SEPARATOR}{_NAMED_MONTH}{_SEPARATOR}{_FULL_YEAR}", _parse_half_month) for half in _HALVES),
    (rf"(?P<week>[1-5]) week {_NAMED_MONTH}{_SEPARATOR}{_FULL_YEAR}", _parse_week_of_month),
    (rf"{_SEASON} {_YEARS}", _parse_season),
    (rf"{_YEARS} {_SEASON}", _parse_season),
    (r"about (.+)", _parse_about),
    (r"doubt (.+)", _parse_doubt),
    (r"open (.+)", _parse_open),
    (r"part (.+)", _parse_part_of_day),
    (rf"{_FULL_YEAR}-?w(?P<week>\d\d)(?:-?(?P<day>[1-7]))?", _parse_iso_week),
    (rf"(?:w|week) ?(?P<week>\d\d?){_SEPARATOR}{_FULL_YEAR}", _parse_week_number),
    (rf"{_FULL_YEAR}{_SEPARATOR}(?:w|week) ?(?P<week>\d\d?)", _parse_week_number),
    (r"week (.+)", _parse_week),
    (r"weekto (.+)", _parse_week_end),
    (r"(\d{4})-(\d{3})", _parse_ordinal_day),
    (rf"{_DAY}\.? ?[~/-] ?{_DAY}{_SEPARATOR}{_MONTH}{_SEPARATOR}{_YEAR}", _parse_days_of_month),
    (rf"{_MONTH}{_SEPARATOR}{_DAY} ?[~/-] ?{_DAY}[ ,./-]+{_YEAR}", _parse_month_with_days),
    (rf"(?P<day>\d{{1,2}}){_OTHER_DAYS}{_SEPARATOR}{_NAMED_MONTH}{_SEPARATOR}{_FULL_YEAR}", _parse_list_of_days),
    (rf"{_NAMED_MONTH}{_SEPARATOR}(?P<day>\d{{1,2}}){_OTHER_DAYS}[ ,./-]+{_FULL_YEAR}", _parse_list_of_days),
    (rf"{_DAY}\.? ?[~-] ?{_DAY} ?[/.] ?(\d\d?) ?[/.] ?(\d{{4}}|\d\d)", _parse_days_of_numeric_month),
    (r"(\d\d?[/.]\d\d?\.?) ?[~-] ?(\d\d?[/.]\d\d?)[/.](\d{4})", _parse_numeric_span_in_year),
    (rf"(?P<first>{_DATE}) ?[~/] ?(?P<last>\d\d?(?:[/.-]\d\d?)?)", _parse_later_day),
    (rf"({_HALF}) ?[~/-] ?({_HALF}),? (\d{{4}})", _parse_span_in_year),
    (r"(\d{4}) ?[~-] ?(\d{4})", _parse_two_years),
    (r"([^~]{4,}?) ?~ ?([^~]{4,})", _parse_two_dates),
    (rf"({_DATE}|\d{{4}}-\d\d)/({_DATE}|\d{{4}}-\d\d)", _parse_two_dates),
    (r"([^~-]{6,}?) ?- ?([^~-]{6,})", _parse_two_dates),
)
FORMS = tuple((re.compile(pattern), handler) for pattern, handler in _RAW_FORMS)
