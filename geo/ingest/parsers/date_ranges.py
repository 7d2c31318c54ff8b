"""The forms of spans and of lists of days, each a pattern and what it means."""

import re
from datetime import timedelta

from geo.errors import DateParseError
from geo.ingest.parsers.date_match import (
    DAY,
    FULL_YEAR,
    MONTH,
    MONTH_NAME,
    SEPARATOR,
    UNREADABLE,
    YEAR,
    DateMatch,
    Handler,
)
from geo.ingest.parsers.date_spans import DateSpan, day_span, join_spans, year_span

# A span without its first year, as “30 December to 2 January 2024”, began in the year before where it is no longer
# than this; by judgement.
LONGEST_TURN_OF_YEAR = timedelta(days=122)
_HALF = r"\d{1,2}[ ./-]*@[gpi]\d\d|@[gpi]\d\d[ .]*\d{1,2}|@[gpi]\d\d"
_DATE = r"\d{4}[/.-]\d\d?[/.-]\d\d?"
_OTHER_DAYS = r"(?P<others>(?:[ ~/.-]{1,3}\d{1,2}){1,9})"


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


RANGE_FORMS: tuple[tuple[str, Handler], ...] = (
    (rf"{DAY}\.? ?[~/-] ?{DAY}{SEPARATOR}{MONTH}{SEPARATOR}{YEAR}", _parse_days_of_month),
    (rf"{MONTH}{SEPARATOR}{DAY} ?[~/-] ?{DAY}[ ,./-]+{YEAR}", _parse_month_with_days),
    (rf"(?P<day>\d{{1,2}}){_OTHER_DAYS}{SEPARATOR}{MONTH_NAME}{SEPARATOR}{FULL_YEAR}", _parse_list_of_days),
    (rf"{MONTH_NAME}{SEPARATOR}(?P<day>\d{{1,2}}){_OTHER_DAYS}[ ,./-]+{FULL_YEAR}", _parse_list_of_days),
    (rf"{DAY}\.? ?[~-] ?{DAY} ?[/.] ?(\d\d?) ?[/.] ?(\d{{4}}|\d\d)", _parse_days_of_numeric_month),
    (r"(\d\d?[/.]\d\d?\.?) ?[~-] ?(\d\d?[/.]\d\d?)[/.](\d{4})", _parse_numeric_span_in_year),
    (rf"(?P<first>{_DATE}) ?[~/] ?(?P<last>\d\d?(?:[/.-]\d\d?)?)", _parse_later_day),
    (rf"({_HALF}) ?[~/-] ?({_HALF}),? (\d{{4}})", _parse_span_in_year),
    (r"(\d{4}) ?[~-] ?(\d{4})", _parse_two_years),
    (r"([^~]{4,}?) ?~ ?([^~]{4,})", _parse_two_dates),
    (rf"({_DATE}|\d{{4}}-\d\d)/({_DATE}|\d{{4}}-\d\d)", _parse_two_dates),
    (r"([^~-]{6,}?) ?- ?([^~-]{6,})", _parse_two_dates),
)
