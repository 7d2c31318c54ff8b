"""What each text of a column of dates means with the day first and with the month first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize, truncate
from geo.ingest.parsers.clock_times import remove_clock
from geo.ingest.parsers.date_patterns import (
    ALL_SHORT,
    NUMERIC,
    PERHAPS_NO_YEAR,
    mark_short_year,
    normalize_date,
    parse_span,
)
from geo.ingest.parsers.date_spans import SHORT_YEAR_FIRST, DateSpan, UnknownDate
from geo.ingest.parsers.date_words import ISLAMIC, PERSIAN
from geo.ingest.parsers.half_converted_dates import MAX_CHANCE, chance_of_parting
from geo.ingest.parsers.missing_words import MISSING_WORDS

_SAME_EITHER_WAY = re.compile(r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d")  # of a date without an order: 05/05/2024
NOT_A_TIME = "nat"  # as pandas writes a missing date
ASK = "may be {} or {}; say whether the day stands before the month in this column"
ASK_CALENDAR = (
    "may be of the Persian or of the Islamic calendar, as the column holds years of both; add the era after the date"
)

Result = DateSpan | UnknownDate | str  # what a text means, or the reason that it means nothing


@dataclass(frozen=True)
class Reading:
    """What one text means with the day first and with the month first: a span, or the reason that there is none."""

    day_first: Result
    month_first: Result

    @property
    def depends_on_order(self) -> bool:
        # They are one object where the text holds no two numbers; comparing spans takes ten times as long.
        return self.day_first is not self.month_first and self.day_first != self.month_first

    @property
    def proven_order(self) -> str:
        """The only order in which the text can be read, empty where it proves none."""
        if not self.depends_on_order or isinstance(self.day_first, str) == isinstance(self.month_first, str):
            return ""
        return "month first" if isinstance(self.day_first, str) else "day first"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the text is a date in either order, and not the same one."""
        return self.depends_on_order and len(self.spans) == 2

    @property
    def spans(self) -> list[DateSpan]:
        return [span for span in (self.day_first, self.month_first) if isinstance(span, DateSpan)]

    def resolve(self, order: str) -> Result:
        """The span in the column's order, or the reason that there is none; the text's own order goes first."""
        order = self.proven_order or order
        if not self.depends_on_order or order == "day first":
            return self.day_first
        if order == "month first" or len(self.spans) < 2:
            return self.month_first
        return ASK.format(*(f"{span.start:%Y-%m-%d}" for span in self.spans))


def read_text(text: str, ends_in_year: bool = False) -> Reading:
    """Both readings of a text; `ends_in_year`: its last two digits are a year, as the column proves."""
    text = normalize(truncate(text))
    if text in MISSING_WORDS or text == NOT_A_TIME:
        return Reading("", "")
    try:
        wording, calendar = normalize_date(text)
    except DateParseError as error:
        return Reading(str(error), str(error))
    wording = mark_short_year(wording) if ends_in_year else wording
    day_first = _span_or_reason(wording, calendar, True)
    is_numeric = NUMERIC.search(wording) is not None
    return Reading(day_first, _span_or_reason(wording, calendar, False) if is_numeric else day_first)


def _span_or_reason(wording: str, calendar: str, day_first: bool) -> Result:
    try:
        return parse_span(wording, calendar, day_first)
    except DateParseError as error:
        return str(error)


def resolve_order(readings: Mapping[str, Reading], day_first: bool | None) -> str:
    """The order of day and month in the column: as a person says, else as its texts prove; empty where it is open."""
    if day_first is not None:
        return "day first" if day_first else "month first"
    proofs = {reading.proven_order for reading in readings.values()} - {""}
    return proofs.pop() if len(proofs) == 1 and not _are_notations_apart(readings) else ""


def _are_notations_apart(readings: Mapping[str, Reading]) -> bool:
    """Whether all dates that prove the order are written in one way and all others in another.

    “05/03/2024” beside “13-03-2024” is what a spreadsheet leaves that has converted one half, so that the one proves
    nothing for the other.
    """
    proving = [text for text, reading in readings.items() if reading.proven_order]
    ambiguous = [text for text, reading in readings.items() if reading.is_ambiguous]
    if not proving or chance_of_parting(len(ambiguous), len(proving)) > MAX_CHANCE:
        return False
    return not set(map(_notation, proving)) & set(map(_notation, ambiguous))


def _notation(text: str) -> str:
    """How a date is written: its marks, and whether its year has two digits or four."""
    parts = re.sub(r"\d{3,}", "Y", remove_clock(normalize(truncate(text))))
    return re.sub(r"\d+", "0", parts)


def resolve_short_years(readings: dict[str, Reading]) -> dict[str, Reading]:
    """Where “Jan-75” or “Jan-00” proves that the column writes its years so, “Jan-24” is a month too."""
    if not any(span.has_short_year for reading in readings.values() for span in reading.spans):
        return readings
    return {
        text: read_text(text, ends_in_year=True) if reading.day_first == PERHAPS_NO_YEAR else reading
        for text, reading in readings.items()
    }


def refuse_short_years_first(readings: dict[str, Reading]) -> dict[str, Reading]:
    """Where one date begins with a year of two digits, none like it is read with the year behind."""
    if not any(reading.day_first == SHORT_YEAR_FIRST for reading in readings.values()):
        return readings
    refused = Reading(SHORT_YEAR_FIRST, SHORT_YEAR_FIRST)
    return {
        text: refused if ALL_SHORT.search(normalize(text[:MAX_LENGTH])) else reading
        for text, reading in readings.items()
    }


def mixes_calendars(readings: Iterable[Reading]) -> bool:
    """Whether years that are Islamic by their number stand beside such as may be of either calendar."""
    calendars = {span.calendar for reading in readings for span in reading.spans if not span.is_calendar_explicit}
    return {PERSIAN, ISLAMIC} <= calendars


def check_calendar(result: Result, is_mixed: bool) -> Result:
    """The result, or the question where its calendar is Persian only by the number of its year in a mixed column."""
    is_guess = isinstance(result, DateSpan) and result.calendar == PERSIAN and not result.is_calendar_explicit
    return ASK_CALENDAR if is_mixed and is_guess else result


def split_halves(readings: Mapping[str, Reading]) -> tuple[dict[str, DateSpan], list[str], int]:
    """The texts that are dates in any order, the orders that others prove, and how many prove none."""
    certain = {
        text: reading.day_first
        for text, reading in readings.items()
        if isinstance(reading.day_first, DateSpan) and not reading.depends_on_order
    }
    proofs = [reading.proven_order for reading in readings.values() if reading.proven_order]
    same_either_way = sum(1 for text in certain if _SAME_EITHER_WAY.search(text))
    n_ambiguous = sum(reading.is_ambiguous for reading in readings.values())
    return certain, proofs, n_ambiguous + same_either_way
