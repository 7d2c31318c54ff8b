"""A column of dates as people write them: in five languages and three calendars, in any order of day and month.

The order of day and month is decided for the whole column: by a value that can be read in one order only, else by the
person. Nothing depends on today's date or on this machine's time zone: of a time with a zone the day counts as written.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import DATE
from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, normalize, truncate
from geo.ingest.parsers.date_patterns import (
    ALL_SHORT,
    NO_YEAR,
    NUMERIC,
    PERHAPS_NO_YEAR,
    mark_short_year,
    normalize_date,
    parse_span,
)
from geo.ingest.parsers.date_spans import CALENDAR_NOTES, SHORT_YEAR_FIRST, DateSpan
from geo.ingest.parsers.date_words import ISLAMIC, PERSIAN
from geo.ingest.parsers.missing_words import MISSING_WORDS

_SERIAL = r"\d{5}(?:\.\d+)?"
# The days of 1954 to 2064 as spreadsheets number them: chosen to cover what two-digit years cover, and no postcode
# or amount below 20,000.
_SERIALS = (20_000, 60_000)
_SERIAL_EPOCH = pd.Timestamp("1899-12-30")  # not the 31st: spreadsheets give 1900 a 29 February
_CLOCK = r"^\s*(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\s*$"
ASK = "may be {} or {}; say whether the day stands before the month in this column"
OTHER_COLUMN = "because another column of the same rows can be read in no other order"
ASK_CALENDAR = (
    "may be of the Persian or of the Islamic calendar, as the column holds years of both; add the era after the date"
)


@dataclass(frozen=True, eq=False)
class ParsedDates:
    """A column of dates, aligned to the texts.

    `start`, `end`: first and last day (datetime64[us], missing where unknown or unread). `precision`: one of
    `geo.core.schema.DATE_PRECISIONS` (missing where unread). `reasons`: why a text could not be read, else missing.
    `notes`: what to know about one that was, else missing. `ambiguous` (bool): the text can be read as soon as the
    order of day and month is known. `order`: “day first”, “month first”, or empty where it did not matter or is not
    known. `column_notes`: what was decided for the whole column, in sentences.
    """

    start: pd.Series
    end: pd.Series
    precision: pd.Series
    reasons: pd.Series
    notes: pd.Series
    ambiguous: pd.Series
    order: str = ""
    column_notes: tuple[str, ...] = ()

    @property
    def yearless(self) -> pd.Series:
        """Whether each text would be a date if it named its year (bool)."""
        return self.reasons.isin([NO_YEAR, PERHAPS_NO_YEAR]).fillna(False).astype(bool)


@dataclass(frozen=True)
class _Reading:
    """What one text means with the day first and with the month first: a span, or the reason that there is none."""

    day_first: DateSpan | str
    month_first: DateSpan | str

    @property
    def depends_on_order(self) -> bool:
        return self.day_first != self.month_first

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

    def resolve(self, order: str) -> DateSpan | str:
        """The span in the column's order, or the reason that there is none; the text's own order goes first."""
        order = self.proven_order or order
        if not self.depends_on_order or order == "day first":
            return self.day_first
        if order == "month first" or isinstance(self.day_first, str) or isinstance(self.month_first, str):
            return self.month_first
        return ASK.format(f"{self.day_first.start:%Y-%m-%d}", f"{self.month_first.start:%Y-%m-%d}")


def parse_dates(texts: pd.Series, *, day_first: bool | None = None, reason: str = "as you said") -> ParsedDates:
    """Parse a column of dates.

    `day_first` answers for a column in which nothing proves the order of day and month; `reason` is what the column's
    note says where that answer is used. A value that can be read in one order only is read so whatever the answer is.
    Years of two digits are 1950 to 2049. Numbers of five digits are spreadsheets' days where the whole column holds
    nothing else.
    """
    if pd.api.types.is_datetime64_any_dtype(texts.dtype):
        return _from_timestamps(texts)
    texts = texts.astype("str")
    # A column of moments may hold a million different ones, but only so many days.
    days = pd.Series(pc.replace_substring_regex(pa.array(texts), _CLOCK, r"\1"), index=texts.index, dtype="str")
    if _are_serials(days):
        return _from_serials(days)
    readings = _refuse_short_years_first(_resolve_short_years(map_unique(days, _read)))
    order = _resolve_order(readings.values(), day_first)
    is_mixed = _mixes_calendars(readings.values())
    results = {text: _check_calendar(reading.resolve(order), is_mixed) for text, reading in readings.items()}
    ambiguous = {text: reading.is_ambiguous and not order for text, reading in readings.items()}
    order_that_mattered = order if any(reading.depends_on_order for reading in readings.values()) else ""
    notes = _column_notes(readings.values(), order, reason if day_first is not None else "")
    return ParsedDates(**_align(days, results, ambiguous), order=order_that_mattered, column_notes=notes)


def _read(text: str, ends_in_year: bool = False) -> _Reading:
    """Both readings of a text; `ends_in_year`: its last two digits are a year, as the column proves."""
    text = normalize(truncate(text))
    if text in MISSING_WORDS:
        return _Reading("", "")
    try:
        wording, calendar = normalize_date(text)
    except DateParseError as error:
        return _Reading(str(error), str(error))
    wording = mark_short_year(wording) if ends_in_year else wording
    day_first = _span_or_reason(wording, calendar, True)
    is_numeric = NUMERIC.search(wording) is not None
    return _Reading(day_first, _span_or_reason(wording, calendar, False) if is_numeric else day_first)


def _span_or_reason(wording: str, calendar: str, day_first: bool) -> DateSpan | str:
    try:
        return parse_span(wording, calendar, day_first)
    except DateParseError as error:
        return str(error)


def _resolve_order(readings: Iterable[_Reading], day_first: bool | None) -> str:
    if day_first is not None:
        return "day first" if day_first else "month first"
    proofs = {reading.proven_order for reading in readings} - {""}
    return proofs.pop() if len(proofs) == 1 else ""


def _resolve_short_years(readings: dict[str, _Reading]) -> dict[str, _Reading]:
    """Where “Jan-75” or “Jan-00” proves that the column writes its years so, “Jan-24” is a month too."""
    if not any(span.has_short_year for reading in readings.values() for span in reading.spans):
        return readings
    return {
        text: _read(text, ends_in_year=True) if reading.day_first == PERHAPS_NO_YEAR else reading
        for text, reading in readings.items()
    }


def _refuse_short_years_first(readings: dict[str, _Reading]) -> dict[str, _Reading]:
    """Where one date begins with a year of two digits, none like it is read with the year behind."""
    if not any(reading.day_first == SHORT_YEAR_FIRST for reading in readings.values()):
        return readings
    refused = _Reading(SHORT_YEAR_FIRST, SHORT_YEAR_FIRST)
    return {
        text: refused if ALL_SHORT.search(normalize(text[:MAX_LENGTH])) else reading
        for text, reading in readings.items()
    }


def _mixes_calendars(readings: Iterable[_Reading]) -> bool:
    """Whether years that are Islamic by their number stand beside such as may be of either calendar."""
    calendars = {span.calendar for reading in readings for span in reading.spans if not span.is_calendar_explicit}
    return {PERSIAN, ISLAMIC} <= calendars


def _check_calendar(result: DateSpan | str, is_mixed: bool) -> DateSpan | str:
    """The result, or the question where its calendar is Persian only by the number of its year in a mixed column."""
    is_guess = isinstance(result, DateSpan) and result.calendar == PERSIAN and not result.is_calendar_explicit
    return ASK_CALENDAR if is_mixed and is_guess else result


def _align(
    texts: pd.Series, results: Mapping[str, DateSpan | str], ambiguous: Mapping[str, bool]
) -> dict[str, pd.Series]:
    """One value a distinct text, spread over all rows that have it; a blank cell is an unknown date."""
    codes, distinct = pd.factorize(texts)
    values = [results[text] for text in distinct] + [""]  # the last is for blank cells, whose code is -1
    spans = [value if isinstance(value, DateSpan) else None for value in values]

    def spread(column: list[object], dtype: str) -> pd.Series:
        return pd.Series(pd.Series(column, dtype=dtype).array.take(codes % len(values)), index=texts.index)

    return {
        "start": spread([span and span.start for span in spans], DATE),
        "end": spread([span and span.end for span in spans], DATE),
        "precision": spread([_precision(value) for value in values], "str"),
        "reasons": spread([value if isinstance(value, str) and value else None for value in values], "str"),
        "notes": spread([(span.note or None) if span else None for span in spans], "str"),
        "ambiguous": spread([*(ambiguous[text] for text in distinct), False], "bool"),
    }


def _precision(result: DateSpan | str) -> str | None:
    if isinstance(result, DateSpan):
        return result.precision
    return None if result else "unknown"


def _column_notes(readings: Collection[_Reading], order: str, answer: str) -> tuple[str, ...]:
    """What was decided for the column as a whole."""
    dependent = [reading for reading in readings if reading.depends_on_order]
    proofs = [reading.proven_order for reading in dependent]
    notes = []
    if dependent and order:
        reason = answer or f"because {proofs.count(order):,} of its values can be read in no other order"
        notes.append(f"read with the {order}, {reason}")
    if len(set(proofs) - {""}) == 2:
        notes.append("holds dates that can only have the day first and others that can only have the month first")
    if any(span.has_short_year for reading in readings for span in reading.spans):
        notes.append("two digits after a month are read as its year, because some cannot be a day")
    span_notes = {span.note for reading in readings for span in reading.spans}
    return (*notes, *sorted(span_notes & set(CALENDAR_NOTES.values()) - {""}))


def _are_serials(texts: pd.Series) -> bool:
    numbers = texts.dropna()
    if numbers.empty or not numbers.str.fullmatch(_SERIAL).all():
        return False
    return bool(numbers.astype("float64").between(*_SERIALS).all())


def _from_serials(texts: pd.Series) -> ParsedDates:
    numbers = pd.to_numeric(texts).astype("float64")
    days = pd.Series(_SERIAL_EPOCH, index=texts.index) + pd.to_timedelta(np.floor(numbers), unit="D")
    return _from_days(days, ("read as the day numbers of spreadsheets, which count from 1900",))


def _from_timestamps(times: pd.Series) -> ParsedDates:
    naive = times.dt.tz_localize(None) if isinstance(times.dtype, pd.DatetimeTZDtype) else times
    return _from_days(naive.dt.normalize(), ())


def _from_days(days: pd.Series, column_notes: tuple[str, ...]) -> ParsedDates:
    days = days.astype(DATE)
    blank = pd.Series(None, index=days.index, dtype="str")
    precision = blank.mask(days.notna(), "day").fillna("unknown")
    no = pd.Series(False, index=days.index)
    return ParsedDates(days, days, precision, blank, blank, no, column_notes=column_notes)
