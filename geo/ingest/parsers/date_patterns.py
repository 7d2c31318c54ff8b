"""The forms in which people write a date, each a pattern and what it means."""

import re
from dataclasses import replace
from datetime import timedelta

from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.clock_times import remove_clock
from geo.ingest.parsers.date_marks import clean_marks
from geo.ingest.parsers.date_match import DAY, MONTH, SEPARATOR, UNREADABLE, YEAR, DateMatch, Handler
from geo.ingest.parsers.date_ranges import RANGE_FORMS
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
from geo.ingest.parsers.date_words import GREGORIAN, normalize_date_words, normalize_plain_date
from geo.ingest.parsers.year_parts import YEAR_PART_FORMS

ALL_SHORT = re.compile(r"(?<!\d)\d\d ?[/.-] ?\d\d ?[/.-] ?\d\d(?!\d)")
PLAIN = re.compile(r"\d{1,4}[/.-]\d\d?[/.-]\d{1,4}")  # nothing but numbers, so that there are no words to look for
NUMERIC = re.compile(r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|'?\d\d)(?!\d)")
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
PART_OF_MONTH = "the source tells a part of the month"
NO_YEAR = "has no year; write it with the date, as 2024-01-16"
PERHAPS_NO_YEAR = "may be a month of a year or a day without a year; write the year with four digits"
ABOUT_A_SPAN = "is about a span; write the days that it may be, as 2024-01-14 to 2024-01-18"
SERIAL_NUMBER = "may be the number that a spreadsheet gives a day; answer the question on this column"


def normalize_date(text: str) -> tuple[str, str]:
    """A text in normal form without its time, in the wording of all languages, and the calendar that its era names.

    Raises DateParseError where it is too long.
    """
    if len(text) > MAX_LENGTH:
        raise DateParseError("is too long for a date")
    if PLAIN.fullmatch(text):
        return text, ""
    if plain := normalize_plain_date(text):
        return plain, ""
    text, has_doubt = clean_marks(text)
    text = remove_clock(text)
    plain = text if PLAIN.fullmatch(text) else normalize_plain_date(text)
    wording, calendar = (plain, "") if plain else normalize_date_words(text)
    return f"doubt {wording}" if has_doubt else wording, calendar


def parse_span(wording: str, calendar: str, day_first: bool) -> DateSpan | UnknownDate:
    """The days that a wording means, a day before its month or behind it where both are numbers.

    Raises DateParseError where it has none of the forms.
    """
    if _PLACEHOLDERS.fullmatch(wording):
        return UnknownDate(PLACEHOLDER)
    for pattern, handler in WORD_FORMS if "@" in wording else NUMERIC_FORMS:
        if match := pattern.fullmatch(wording):
            return handler(DateMatch(match, calendar, day_first, parse_span))
    raise DateParseError(_explain(wording))


def mark_short_year(wording: str) -> str:
    """The wording with an apostrophe before its last two digits, which makes them a year."""
    return re.sub(r"(\d\d)$", r"'\1", wording)


def _explain(wording: str) -> str:
    """Why a wording is no date."""
    if re.fullmatch(rf"{DAY}{SEPARATOR}{MONTH}|{MONTH}{SEPARATOR}{DAY}|\d\d?[/.-]\d\d?", wording):
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


def _parse_two_short_years(match: DateMatch) -> DateSpan:
    """“2023/24”, where the second follows the first and can be no month."""
    year = int(match[1])
    if int(match[2]) != (year + 1) % 100 or int(match[2]) <= 12:
        raise DateParseError("has no month of that number")
    return join_spans(year_span(GREGORIAN, match[1]), year_span(GREGORIAN, str(year + 1)))


_RAW_FORMS: tuple[tuple[str, Handler], ...] = (
    (r"(\d{4}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{1,2})", _parse_year_first),
    (r"(\d{4})(\d\d)(\d\d)(?:\d{6})?", _parse_year_first),
    (r"(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?'?(\d{4}|\d\d)", _parse_year_last),
    (rf"{DAY}{SEPARATOR}{MONTH}{SEPARATOR}{YEAR}", _parse_day_month_year),
    (rf"{MONTH}{SEPARATOR}{DAY}[ ,./-]+{YEAR}", _parse_month_day_year),
    (rf"(\d{{4}}){SEPARATOR}{MONTH}{SEPARATOR}{DAY}", _parse_year_month_day),
    (rf"(?:(part)[ -]*)?{MONTH}{SEPARATOR}{YEAR}", _parse_month_year),
    (rf"(\d{{4}}){SEPARATOR}{MONTH}", _parse_year_month),
    (r"(?:(part)[ -]*)?(\d{4})(?:\.0+)?", _parse_year),
    (r"(\d{4}) ?[/-] ?(1[3-9]|[2-9]\d)", _parse_two_short_years),
    (r"(\d{4})-(\d{3})", _parse_ordinal_day),
    (r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d\d?)", _parse_numeric_month),
    (r"(?P<month>\d\d?) ?[/.-] ?(?P<year>\d{4})", _parse_numeric_month),
    # Six digits are a year and a month where the third and fourth can be neither a month nor a day of a shorter year.
    (r"(?P<year>(?:19|20)(?:1[3-9]|[2-9]\d))(?P<month>0[1-9]|1[0-2])", _parse_numeric_month),
    *YEAR_PART_FORMS,
    (r"about (.+)", _parse_about),
    (r"doubt (.+)", _parse_doubt),
    (r"open (.+)", _parse_open),
    (r"part (.+)", _parse_part_of_day),
    (r"week (.+)", _parse_week),
    (r"weekto (.+)", _parse_week_end),
    *RANGE_FORMS,
)
FORMS = tuple((re.compile(pattern), handler) for pattern, handler in _RAW_FORMS)
# A date without a month's name can have no form that needs one, and a date with one no form without a gap for it.
NUMERIC_FORMS = tuple(form for form in FORMS if "@" not in form[0].pattern)
WORD_FORMS = tuple(form for form in FORMS if re.search(r"@|\.\+|\[\^", form[0].pattern))
