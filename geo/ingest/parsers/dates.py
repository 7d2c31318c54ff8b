"""A column of dates as people write them: in five languages and three calendars, in any order of day and month.

The order of day and month is decided for the whole column: by a value that can be read in one order only, else by the
person. Nothing depends on today's date or on this machine's time zone: of a time with a zone the day counts as written.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.core.schema import DATE
from geo.ingest.parsers.cell_normalization import map_unique
from geo.ingest.parsers.date_match import UNREADABLE
from geo.ingest.parsers.date_patterns import NO_YEAR, PERHAPS_NO_YEAR, SERIAL_NUMBER
from geo.ingest.parsers.date_readings import (
    Reading,
    Result,
    check_calendar,
    mixes_calendars,
    read_text,
    refuse_short_years_first,
    resolve_order,
    resolve_short_years,
    split_halves,
)
from geo.ingest.parsers.date_spans import CALENDAR_NOTES, PLACEHOLDER, DateSpan, UnknownDate
from geo.ingest.parsers.half_converted_dates import Conversion, find_conversion
from geo.ingest.parsers.timestamps import are_serials, are_time_stamps, serial_days, time_stamp_days
from geo.ingest.parsers.year_day_month import admit_year_day_month

_FIVE_DIGITS = re.compile(r"\d{5}")  # in which day numbers and time stamps begin
_CLOCK = r"^\s*(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\s*$"
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


def parse_dates(
    texts: pd.Series,
    *,
    day_first: bool | None = None,
    reason: str = AS_ANSWERED,
    is_swapped: bool | None = None,
    has_serials: bool | None = None,
    may_have_day_second: bool = True,
) -> ParsedDates:
    """Parse a column of dates.

    `day_first` answers for a column in which nothing proves the order of day and month; `reason` is what the column's
    note says where that answer is used. A value that can be read in one order only is read so whatever the answer is.
    `is_swapped` answers for a column of which a spreadsheet seems to have converted a half, `has_serials` for one that
    mixes numbers of five digits with other texts. `may_have_day_second`: dates with the year first may go on with the
    day, if the column shows it. Years of two digits are 1950 to 2049. Where the whole column holds
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
    readings = _answer_serials(refuse_short_years_first(resolve_short_years(map_unique(days, read_text))), has_serials)
    readings = admit_year_day_month(days, readings) if may_have_day_second else readings
    order = resolve_order(readings, day_first)
    results = _resolve_readings(readings, order)
    ambiguous = {text: reading.is_ambiguous and not order for text, reading in readings.items()}
    conversion = find_conversion(*split_halves(readings))
    results = _unmask_placeholders(results | _resolve_swaps(results, conversion, is_swapped))
    order_that_mattered = order if any(reading.depends_on_order for reading in readings.values()) else ""
    notes = _column_notes(readings.values(), order, reason if day_first is not None else "")
    if conversion.spans and is_swapped:
        notes = (*notes, "day and month of the dates that a spreadsheet had swapped are changed back, as you said")
    proofs = {text: reading.proven_order or None for text, reading in readings.items()}
    return ParsedDates(**_align(days, results, ambiguous, proofs), order=order_that_mattered, column_notes=notes)


def _resolve_readings(readings: Mapping[str, Reading], order: str) -> dict[str, Result]:
    """What each text means in the column's order, where the column tells its calendar."""
    is_mixed = mixes_calendars(readings.values())
    return {text: check_calendar(reading.resolve(order), is_mixed) for text, reading in readings.items()}


def _from_numbers(texts: pd.Series) -> ParsedDates | None:
    """The dates of a column that holds nothing but day numbers or time stamps; None for any other."""
    known = texts.dropna()
    first = known.iloc[:1]
    if known.empty or not _FIVE_DIGITS.search(first.iloc[0]):
        return None  # as of most columns
    if are_serials(first).all() and are_serials(known).all():
        return _from_days(serial_days(texts), ("read as the day numbers of spreadsheets, which count from 1900",))
    if are_time_stamps(first).all() and are_time_stamps(known).all():
        return _from_days(
            time_stamp_days(texts), ("read as time stamps, which count from 1970; the day is that of UTC",)
        )
    return None


def _answer_serials(readings: dict[str, Reading], has_serials: bool | None) -> dict[str, Reading]:
    """The readings with a person's answer on day numbers among other texts; unread while it is open."""
    if has_serials is None:
        return readings
    texts = pd.Series([text for text, reading in readings.items() if reading.day_first == SERIAL_NUMBER], dtype="str")
    if not has_serials:
        return readings | dict.fromkeys(texts, Reading(UNREADABLE, UNREADABLE))
    spans = [DateSpan(day.date(), day.date(), "day") for day in serial_days(texts)]
    return readings | {text: Reading(span, span) for text, span in zip(texts, spans, strict=True)}


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


def _column_notes(readings: Collection[Reading], order: str, answer: str) -> tuple[str, ...]:
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
