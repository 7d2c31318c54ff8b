"""One date as a person types it into a field, where no column of others tells the order of day and month."""

from datetime import date

from geo.errors import ValueRefused
from geo.ingest.parsers.cell_normalization import MAX_LENGTH
from geo.ingest.parsers.date_readings import read_text
from geo.ingest.parsers.date_spans import DateSpan

ACCEPTED = "a day, a month or a year, such as 2024-01-16, 16.01.2024, 16 January 2024, January 2024 or 2024"


def read_typed_date(text: str) -> tuple[DateSpan, ...]:
    """The days that a text can mean: one span, or two where the day may stand before the month or behind it.

    Of a date such as 03/04/2024 the first of the two has the day first. Raises ValueRefused for a text that is no date.
    """
    if len(text) > MAX_LENGTH:  # of which the rest would be passed over
        raise ValueRefused(text, accepted=ACCEPTED)
    reading = read_text(text)
    spans = tuple(reading.spans if reading.depends_on_order else reading.spans[:1])
    if not spans:
        raise ValueRefused(text.strip() or "an empty date", accepted=ACCEPTED)
    return spans


def write_short_day(day: date) -> str:
    """The day as a field shows it, such as “16 Jan 2024”, which `read_typed_date` reads back."""
    return f"{day.day} {day:%b} {day.year:04d}"
