"""A wording that has one of the forms of dates, and the pieces that the patterns of the forms share."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from geo.errors import DateParseError
from geo.ingest.parsers.date_spans import DateSpan, UnknownDate
from geo.ingest.parsers.date_words import GREGORIAN

SEPARATOR = r"[ ./-]*"
DAY, MONTH, YEAR = r"(\d{1,2})", r"@([gpi])(\d\d)", r"'?(\d{4}|\d\d)"
FULL_YEAR = r"(?P<year>\d{4})"
MONTH_NAME = r"@(?P<calendar>[gpi])(?P<month>\d\d)"
UNREADABLE = "is not a date; write it as 2024-01-16, or as 2024-01 where only the month is known"


@dataclass(frozen=True)
class DateMatch:
    """A wording that has one of the forms, the calendar that its era names (“” for none), and the order of numbers.

    `parser` reads the parts of the wording that are dates by themselves.
    """

    match: re.Match[str]
    calendar: str
    day_first: bool
    parser: "Parser"

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
        span = self.parser(part, self.calendar, self.day_first)
        if isinstance(span, UnknownDate):
            raise DateParseError(UNREADABLE)
        return span


Parser = Callable[[str, str, bool], DateSpan | UnknownDate]  # of a wording, a calendar and whether the day is first
Handler = Callable[[DateMatch], DateSpan | UnknownDate]
