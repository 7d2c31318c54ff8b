"""A publication, and how it is called; what is unknown of it is left out."""

import datetime
import re
from dataclasses import dataclass

from geo.core.formatting import format_day
from geo.core.web_address import WebAddress, parse_address

UNNAMED = "publisher and title not stated"
YEAR_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
MAX_ISO = 40  # characters of the longest form, “2019-01-02T03:04:05.123456+05:30”, and some


@dataclass(frozen=True)
class Publication:
    """What is known of a publication; an empty text is unknown. Every text is as hostile as the row.

    `date`: in words. `day`: the same, where the very day is known. `paragraph`: where in it, such as “1–8; 11–13” or
    “sentence 2”. `quoted`: the whole citation in the provider's words, instead of its parts.
    """

    publisher: str = ""
    date: str = ""
    title: str = ""
    reference: str = ""
    paragraph: str = ""
    quoted: str = ""
    day: datetime.date | None = None

    @property
    def name(self) -> str:
        """What readers call it: publisher, title and date as far as they are known, else its address or reference."""
        parts = (self.publisher, self.title and f"“{self.title}”", self.date)
        label = self.quoted or ", ".join(filter(None, parts))
        if label or not self.reference:
            return label
        return self.reference if self.address else f"{self.reference} ({UNNAMED})"

    @property
    def address(self) -> WebAddress | None:
        """Where it can be read, if its reference is a safe address of the web."""
        return parse_address(self.reference)

    @property
    def place(self) -> str:
        """Which paragraphs: “paragraph 1” or “paragraphs 1–8; 11–13”; empty where that is unknown."""
        if not self.paragraph or self.paragraph[0].isalpha():
            return self.paragraph
        return f"paragraph{'' if self.paragraph.isdigit() else 's'} {self.paragraph}"

    @property
    def citation(self) -> str:
        """Its name and the paragraphs."""
        return ", ".join(filter(None, (self.name, self.place)))


def parse_iso_date(text: str) -> tuple[str, datetime.date | None]:
    """A date in any ISO form as words, with its day where it states one; any other text as it is."""
    short = text.strip()
    if not short.isascii() or not 4 <= len(short) <= MAX_ISO:
        return text, None
    month = YEAR_MONTH.fullmatch(short)
    if month:
        first = datetime.date(int(month[1]) or 1, int(month[2]), 1)
        return f"{first:%B} {month[1]}", None
    day = _parse_day(short)
    return (format_day(day), day) if day else (text, None)


def _parse_day(text: str) -> datetime.date | None:
    """The day of an ISO date, or of a date with a time in the writer's own zone; a year alone is none."""
    if text.isdigit() and len(text) != len("20190102"):
        return None
    try:
        return datetime.datetime.fromisoformat(text).date()
    except ValueError:
        return None
