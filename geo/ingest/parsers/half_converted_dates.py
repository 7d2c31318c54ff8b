"""Columns of which a spreadsheet of another country has converted a half.

Where “13/03/2024” is pasted into a spreadsheet that puts the month first, it stays text, for there is no thirteenth
month, and “05/03/2024” beside it becomes the third of May. So the dates that are written with the year first or with
the month's name never lie behind the twelfth, and the others never before the thirteenth.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from geo.ingest.parsers.date_spans import DateSpan
from geo.ingest.parsers.date_words import GREGORIAN

LAST_MONTH = 12
_SHARE_OF_LOW_DAYS = 12 * 12 / 365.25  # of the days of a year that lie on the 1st to the 12th
# How likely the halves may lie apart by chance for us to ask; above it we only say so. By judgement: six dates of a
# small sheet are asked about, two are not.
MAX_CHANCE = 0.1


@dataclass(frozen=True)
class Conversion:
    """The converted dates as text → the span with day and month changed back, and whether chance explains it badly."""

    spans: Mapping[str, DateSpan]
    is_likely: bool


def find_conversion(certain: Mapping[str, DateSpan], proofs: Collection[str], n_ambiguous: int) -> Conversion:
    """What a spreadsheet has converted.

    `certain`: text → span of those that are read alike in any order; `proofs`: the order that each other text proves;
    `n_ambiguous`: how many texts prove none.
    """
    days = {span.start for span in certain.values()}
    are_days = all(span.precision == "day" and span.calendar == GREGORIAN for span in certain.values())
    if not (days and proofs) or n_ambiguous or len(set(proofs)) > 1 or not are_days:
        return Conversion({}, False)
    if any(day.day > LAST_MONTH for day in days):
        return Conversion({}, False)
    spans = {text: _swap(span) for text, span in certain.items() if span.start.day != span.start.month}
    return Conversion(spans, chance_of_parting(len(days), len(proofs)) <= MAX_CHANCE)


def chance_of_parting(n_low: int, n_high: int) -> float:
    """How likely so many dates lie on days 1 to 12, and so many others on later ones, if days are spread evenly."""
    return float(_SHARE_OF_LOW_DAYS**n_low * (1 - _SHARE_OF_LOW_DAYS) ** n_high)


def _swap(span: DateSpan) -> DateSpan:
    day = span.start.replace(month=span.start.day, day=span.start.month)
    return replace(span, start=day, end=day)
