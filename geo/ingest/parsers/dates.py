"""A column of dates as people write them: in five languages and three calendars, in any order of day and month.

The order of day and month is decided for the whole column: by a value that can be read in one order only, else by the
person. Nothing depends on today's date or on this machine's time zone: of a time with a zone the day counts as written.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import DATE
from geo.errors import DateParseError
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, normalize, truncate
from geo.ingest.parsers.clock_times import remove_clock
from geo.ingest.parsers.date_patterns import (
    ALL_SHORT,
    NO_YEAR,
    NUMERIC,
    PERHAPS_NO_YEAR,
    SERIAL_NUMBER,
    UNREADABLE,
    mark_short_year,
    normalize_date,
    parse_span,
)
from geo.ingest.parsers.date_spans import (
    CALENDAR_NOTES,
    PLACEHOLDER,
    SHORT_YEAR_FIRST,
    DateSpan,
    UnknownDate,
)
from geo.ingest.parsers.date_words import ISLAMIC, PERSIAN
from geo.ingest.parsers.half_converted_dates import MAX_CHANCE, Conversion, chance_of_parting, find_conversion
from geo.ingest.parsers.missing_words import MISSING_WORDS
from geo.ingest.parsers.timestamps import are_serials, are_time_stamps, serial_days, time_stamp_days

_CLOCK = r"^\s*(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\s*$"
_SAME_EITHER_WAY = re.compile(r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d")  # of a date without an order: 05/05/2024
NOT_A_TIME = "nat"  # as pandas writes a missing date
ASK = "may be {} or {}; say whether the day stands before the month in this column"
AS_ANSWERED = "as you said"
OTHER_COLUMN = "because another column of the same rows can be read in no other order"
SWAPPED = (
    "may have its day and month swapped, as a spreadsheet of another country does; answer the question on this column"
)
PERHAPS_SWAPPED = "a spreadsheet may have swapped day and month of this date"
# The first days of computers' and databases' calendars, which they write where no date is known, unless other dates of
# the column lie within two years of them.
_FIRST_DAYS = tuple(date(year, 1, 1) for year in (1900, 1970))
_MAX_GAP_DAYS = 731  # by judgement
MONTH_COLUMN = "because the column of months beside it agrees with no other order"
ASK_CALENDAR = (
    "may be of the Persian or of the Islamic calendar, as the column holds years of both; add the era after the date"
)


Result = DateSpan | UnknownDate | str  # what a text means, or the reason that it means nothing


@dataclass(frozen=True, eq=False)
class ParsedDates:
    """A column of dates, aligned to the texts.

    `start`, `end`: first and last day (datetime64[us], missing where unknown or unread). `precision`: one of
    `geo.core.schema.DATE_PRECISIONS` (missing where unread). `reasons`: why a text could not be read, else missing.
    `notes`: what to know about one that was, else missing. `ambiguous` (bool): the text can be read as soon as the
    order of day and month is known. `proofs`: the only order in which the text can be read, else missing. `order`: “day
    first”, “month first”, or empty where it did not matter or is not known. `column_notes`: what was decided for the
    whole column, in sentences.
    """

    start: pd.Series
    end: pd.Series
    precision: pd.Series
    reasons: pd.Series
    notes: pd.Series
    ambiguous: pd.Series
    proofs: pd.Series
    order: str = ""
    column_notes: tuple[str, ...] = ()

    @property
    def yearless(self) -> pd.Series:
        """Whether each text would be a date if it named its year (bool)."""
        return self.reasons.isin([NO_YEAR, PERHAPS_NO_YEAR]).fillna(False).astype(bool)

    @property
    def swapped(self) -> pd.Series:
        """Whether each text was left unread, as a spreadsheet has probably swapped its day and month (bool)."""
        return self.reasons.eq(SWAPPED).fillna(False).astype(bool)

    @property
    def serials(self) -> pd.Series:
        """Whether each text was left unread, as it may be a spreadsheet's number of a day (bool)."""
        return self.reasons.eq(SERIAL_NUMBER).fillna(False).astype(bool)

    def has_note(self, note: str) -> pd.Series:
        """Whether each text has this note (bool)."""
        return self.notes.eq(note).fillna(False).astype(bool)


@dataclass(frozen=True)
class _Reading:
    """What one text means with the day first and with the month first: a span, or the reason that there is none."""

    day_first: Result
    month_first: Result

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

    def resolve(self, order: str) -> Result:
        """The span in the column's order, or the reason that there is none; the text's own order goes first."""
        order = self.proven_order or order
        if not self.depends_on_order or order == "day first":
            return self.day_first
        if order == "month first" or len(self.spans) < 2:
            return self.month_first
        return ASK.format(*(f"{span.start:%Y-%m-%d}" for span in self.spans))


def parse_dates(
    texts: pd.Series,
    *,
    day_first: bool | None = None,
    reason: str = AS_ANSWERED,
    is_swapped: bool | None = None,
    has_serials: bool | None = None,
) -> ParsedDates:
    """Parse a column of dates.

    `day_first` answers for a column in which nothing proves the order of day and month; `reason` is what the column's
    note says where that answer is used. A value that can be read in one order only is read so whatever the answer is.
    `is_swapped` answers for a column of which a spreadsheet seems to have converted a half, `has_serials` for one that
    mixes numbers of five digits with other texts. Years of two digits are 1950 to 2049. Where the whole column holds
    nothing else, numbers of five digits are spreadsheets' days, and those of 10, 13, 16 and 19 digits are time since
    1970 in seconds, milli-, micro- and nanoseconds.
    """
    if pd.api.types.is_datetime64_any_dtype(texts.dtype):
        return _from_timestamps(texts)
    texts = texts.astype("str")
    numbers = _from_numbers(texts)
    if numbers is not None:
        return numbers
    # A column of moments may hold a million different ones, but only so many days.
    days = pd.Series(pc.replace_substring_regex(pa.array(texts), _CLOCK, r"\1"), index=texts.index, dtype="str")
    readings = _refuse_short_years_first(_resolve_short_years(map_unique(days, _read)))
    readings = _answer_serials(readings, has_serials)
    order = _resolve_order(readings, day_first)
    is_mixed = _mixes_calendars(readings.values())
    results = {text: _check_calendar(reading.resolve(order), is_mixed) for text, reading in readings.items()}
    ambiguous = {text: reading.is_ambiguous and not order for text, reading in readings.items()}
    conversion = find_conversion(*_halves(readings))
    results = _unmask_placeholders(results | _resolve_swaps(results, conversion, is_swapped))
    order_that_mattered = order if any(reading.depends_on_order for reading in readings.values()) else ""
    notes = _column_notes(readings.values(), order, reason if day_first is not None else "")
    if conversion.spans and is_swapped:
        notes = (*notes, "day and month of the dates that a spreadsheet had swapped are changed back, as you said")
    proofs = {text: reading.proven_order or None for text, reading in readings.items()}
    return ParsedDates(**_align(days, results, ambiguous, proofs), order=order_that_mattered, column_notes=notes)


def _from_numbers(texts: pd.Series) -> ParsedDates | None:
    """The dates of a column that holds nothing but day numbers or time stamps; None for any other."""
    known = texts.dropna()
    first = known.iloc[:1]  # most columns end here, and fast
    if known.empty:
        return None
    if are_serials(first).all() and are_serials(known).all():
        return _from_days(serial_days(texts), ("read as the day numbers of spreadsheets, which count from 1900",))
    if are_time_stamps(first).all() and are_time_stamps(known).all():
        return _from_days(
            time_stamp_days(texts), ("read as time stamps, which count from 1970; the day is that of UTC",)
        )
    return None


def _answer_serials(readings: dict[str, _Reading], has_serials: bool | None) -> dict[str, _Reading]:
    """The readings with a person's answer on day numbers among other texts; unread while it is open."""
    if has_serials is None:
        return readings
    texts = pd.Series([text for text, reading in readings.items() if reading.day_first == SERIAL_NUMBER], dtype="str")
    if not has_serials:
        return readings | dict.fromkeys(texts, _Reading(UNREADABLE, UNREADABLE))
    spans = [DateSpan(day.date(), day.date(), "day") for day in serial_days(texts)]
    return readings | {text: _Reading(span, span) for text, span in zip(texts, spans, strict=True)}


def _halves(readings: Mapping[str, _Reading]) -> tuple[dict[str, DateSpan], list[str], int]:
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


def _resolve_swaps(results: Mapping[str, Result], conversion: Conversion, is_swapped: bool | None) -> dict[str, Result]:
    """What becomes of the dates that a spreadsheet may have converted."""
    if is_swapped is not None:
        return dict(conversion.spans) if is_swapped else {}
    if conversion.is_likely:
        return dict.fromkeys(conversion.spans, SWAPPED)
    spans = {text: results[text] for text in conversion.spans}
    return {
        text: replace(span, note=span.note or PERHAPS_SWAPPED) if isinstance(span, DateSpan) else span
        for text, span in spans.items()
    }


def _unmask_placeholders(results: dict[str, Result]) -> dict[str, Result]:
    """The results, where the first day of a computer's calendar that lies far from all other dates is none."""
    spans = {text: span for text, span in results.items() if isinstance(span, DateSpan)}
    suspects = {text for text, span in spans.items() if span.start in _FIRST_DAYS and span.precision == "day"}
    others = [span.start.toordinal() for text, span in spans.items() if text not in suspects]
    far = {
        text
        for text in suspects
        if not any(abs(day - spans[text].start.toordinal()) <= _MAX_GAP_DAYS for day in others)
    }
    return results | dict.fromkeys(far, UnknownDate(PLACEHOLDER))


def _read(text: str, ends_in_year: bool = False) -> _Reading:
    """Both readings of a text; `ends_in_year`: its last two digits are a year, as the column proves."""
    text = normalize(truncate(text))
    if text in MISSING_WORDS or text == NOT_A_TIME:
        return _Reading("", "")
    try:
        wording, calendar = normalize_date(text)
    except DateParseError as error:
        return _Reading(str(error), str(error))
    wording = mark_short_year(wording) if ends_in_year else wording
    day_first = _span_or_reason(wording, calendar, True)
    is_numeric = NUMERIC.search(wording) is not None
    return _Reading(day_first, _span_or_reason(wording, calendar, False) if is_numeric else day_first)


def _span_or_reason(wording: str, calendar: str, day_first: bool) -> Result:
    try:
        return parse_span(wording, calendar, day_first)
    except DateParseError as error:
        return str(error)


def _resolve_order(readings: Mapping[str, _Reading], day_first: bool | None) -> str:
    if day_first is not None:
        return "day first" if day_first else "month first"
    proofs = {reading.proven_order for reading in readings.values()} - {""}
    return proofs.pop() if len(proofs) == 1 and not _are_notations_apart(readings) else ""


def _are_notations_apart(readings: Mapping[str, _Reading]) -> bool:
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


def _check_calendar(result: Result, is_mixed: bool) -> Result:
    """The result, or the question where its calendar is Persian only by the number of its year in a mixed column."""
    is_guess = isinstance(result, DateSpan) and result.calendar == PERSIAN and not result.is_calendar_explicit
    return ASK_CALENDAR if is_mixed and is_guess else result


def _align(
    texts: pd.Series,
    results: Mapping[str, Result],
    ambiguous: Mapping[str, bool],
    proofs: Mapping[str, str | None],
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
        "notes": spread([_note(value) for value in values], "str"),
        "ambiguous": spread([*(ambiguous[text] for text in distinct), False], "bool"),
        "proofs": spread([*(proofs[text] for text in distinct), None], "str"),
    }


def _precision(result: Result) -> str | None:
    if isinstance(result, DateSpan):
        return result.precision
    return "unknown" if result == "" or isinstance(result, UnknownDate) else None


def _note(result: Result) -> str | None:
    if isinstance(result, UnknownDate):
        return result.reason
    return (result.note or None) if isinstance(result, DateSpan) else None


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


def _from_timestamps(times: pd.Series) -> ParsedDates:
    naive = times.dt.tz_localize(None) if isinstance(times.dtype, pd.DatetimeTZDtype) else times
    return _from_days(naive.dt.normalize(), ())


def _from_days(days: pd.Series, column_notes: tuple[str, ...]) -> ParsedDates:
    days = days.astype(DATE)
    blank = pd.Series(None, index=days.index, dtype="str")
    precision = blank.mask(days.notna(), "day").fillna("unknown")
    no = pd.Series(False, index=days.index)
    return ParsedDates(days, days, precision, blank, blank, no, blank, column_notes=column_notes)
