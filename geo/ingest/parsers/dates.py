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
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, MISSING_WORDS, map_unique, normalize, truncate
from geo.ingest.parsers.date_patterns import ALL_SHORT, NO_YEAR, NUMERIC, PERHAPS_NO_YEAR, span_of, wording_of
from geo.ingest.parsers.date_spans import NOTES, SHORT_YEAR_FIRST, Span
from geo.ingest.parsers.date_words import ISLAMIC, PERSIAN

_SERIAL = r"\d{5}(?:\.\d+)?"
_SERIALS = (20_000, 60_000)  # the days of 1954 to 2064 as spreadsheets number them
_CLOCK = r"^\s*(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\s*$"
ASK = "may be {} or {}; say whether the day stands before the month in this column"
OTHER_COLUMN = "because another column of the same rows can be read in no other order"
ASK_CALENDAR = (
    "may be of the Persian or of the Islamic calendar, as the column holds years of both; write its era behind it"
)


@dataclass(frozen=True, eq=False)
class ParsedDates:
    """A column of dates read, aligned to the texts.

    `start`, `end`: first and last day (datetime64[us], missing where unknown or unread); `precision` of
    `geo.schema.DATE_PRECISIONS` (missing where unread); `reasons` why a text could not be read, else missing; `notes`
    what to know about one that was; `ambiguous`: the text is read as soon as the order of day and month is told.
    `order`: the order that was taken, “day first”, “month first” or empty where it did not matter or is not known;
    `told` says in sentences what was decided for the whole column.
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
class _Both:
    """What one text means with the day first and with the month first: a span or the reason that there is none."""

    day_first: Span | str
    month_first: Span | str

    @property
    def differs(self) -> bool:
        return self.day_first != self.month_first

    @property
    def proves(self) -> str:
        """Which order the text can only be read in, empty where it proves none."""
        if not self.differs or isinstance(self.day_first, str) == isinstance(self.month_first, str):
            return ""
        return "month first" if isinstance(self.day_first, str) else "day first"

    @property
    def asks(self) -> bool:
        """Whether the order of the column decides what the text means."""
        return self.differs and len(self.spans) == 2

    def taken(self, order: str) -> Span | str:
        order = self.proves or order
        if not self.differs or order == "day first":
            return self.day_first
        if order == "month first" or isinstance(self.day_first, str) or isinstance(self.month_first, str):
            return self.month_first
        return ASK.format(f"{self.day_first.start:%Y-%m-%d}", f"{self.month_first.start:%Y-%m-%d}")

    @property
    def spans(self) -> list[Span]:
        return [each for each in (self.day_first, self.month_first) if isinstance(each, Span)]


def parse_dates(texts: pd.Series, *, day_first: bool | None = None, reason: str = "as told") -> ParsedDates:
    """Read a column of dates; `day_first` answers for a column in which nothing proves the order of day and month.

    `because` is what is said where that answer is taken.
    A value that can be read in one order only is read so whatever the answer is. Years of two digits are 1950 to 2049.
    Numbers of five digits are spreadsheets' days where the whole column holds nothing else.
    """
    if pd.api.types.is_datetime64_any_dtype(texts.dtype):
        return _of_times(texts)
    texts = texts.astype("str")
    # A column of moments may hold a million different ones, but only so many days.
    days = pd.Series(pc.replace_substring_regex(pa.array(texts), _CLOCK, r"\1"), index=texts.index, dtype="str")
    if _all_serials(days):
        return _of_serials(days)
    read = _short_years_apart(map_unique(days, _both))
    order = _order(read.values(), day_first)
    unclear = _calendars_mixed(read.values())
    taken = {text: _settled(both.taken(order), unclear) for text, both in read.items()}
    asked = {text: both.asks and not order for text, both in read.items()}
    mattered = order if any(both.differs for both in read.values()) else ""
    told = _told(read.values(), order, reason if day_first is not None else "")
    return ParsedDates(**_aligned(days, taken, asked), order=mattered, column_notes=told)


def _both(text: str) -> _Both:
    text = normalize(truncate(text))
    if text in MISSING_WORDS:
        return _Both("", "")
    try:
        wording, calendar = wording_of(text)
    except DateParseError as reason:
        return _Both(str(reason), str(reason))
    day_first = _span_or_reason(wording, calendar, True)
    numeric = NUMERIC.search(wording) is not None
    return _Both(day_first, _span_or_reason(wording, calendar, False) if numeric else day_first)


def _span_or_reason(wording: str, calendar: str, day_first: bool) -> Span | str:
    try:
        return span_of(wording, calendar, day_first)
    except DateParseError as reason:
        return str(reason)


def _order(read: Iterable[_Both], day_first: bool | None) -> str:
    if day_first is not None:
        return "day first" if day_first else "month first"
    proofs = {both.proves for both in read} - {""}
    return proofs.pop() if len(proofs) == 1 else ""


def _short_years_apart(read: dict[str, _Both]) -> dict[str, _Both]:
    """Where one date begins with a year of two digits, none like it is read with the year behind."""
    if not any(both.day_first == SHORT_YEAR_FIRST for both in read.values()):
        return read
    refused = _Both(SHORT_YEAR_FIRST, SHORT_YEAR_FIRST)
    return {text: refused if ALL_SHORT.search(normalize(text[:MAX_LENGTH])) else both for text, both in read.items()}


def _calendars_mixed(read: Iterable[_Both]) -> bool:
    """Whether years that are Islamic by their number stand beside such as may be either calendar's."""
    numbered = {span.calendar for both in read for span in both.spans if not span.sure}
    return {PERSIAN, ISLAMIC} <= numbered


def _settled(taken: Span | str, unclear: bool) -> Span | str:
    return (
        ASK_CALENDAR if unclear and isinstance(taken, Span) and taken.calendar == PERSIAN and not taken.sure else taken
    )


def _aligned(texts: pd.Series, taken: Mapping[str, Span | str], asked: Mapping[str, bool]) -> dict[str, pd.Series]:
    """One value a distinct text, spread over all rows of it; a blank cell is an unknown date."""
    codes, distinct = pd.factorize(texts)
    spans = [taken[text] for text in distinct] + [""]  # the last one is that of blank cells, whose code is -1
    known = [each if isinstance(each, Span) else None for each in spans]

    def spread(values: list[object], dtype: str) -> pd.Series:
        return pd.Series(pd.Series(values, dtype=dtype).array.take(codes % len(spans)), index=texts.index)

    return {
        "start": spread([each and each.start for each in known], DATE),
        "end": spread([each and each.end for each in known], DATE),
        "precision": spread([_precision(each) for each in spans], "str"),
        "reasons": spread([each if isinstance(each, str) and each else None for each in spans], "str"),
        "notes": spread([(each.note or None) if each else None for each in known], "str"),
        "ambiguous": spread([*(asked[text] for text in distinct), False], "bool"),
    }


def _precision(taken: Span | str) -> str | None:
    if isinstance(taken, Span):
        return taken.precision
    return None if taken else "unknown"


def _told(read: Collection[_Both], order: str, answered: str) -> tuple[str, ...]:
    """What was decided for the column as a whole."""
    differing = [both for both in read if both.differs]
    proofs = [both.proves for both in differing]
    said = []
    if differing and order:
        because = answered or f"because {proofs.count(order):,} of its values can be read in no other order"
        said.append(f"read with the {order}, {because}")
    if len(set(proofs) - {""}) == 2:
        said.append("holds dates that can only have the day first and others that can only have the month first")
    notes = sorted({span.note for both in read for span in both.spans if span.note in NOTES.values()} - {""})
    return (*said, *notes)


def _all_serials(texts: pd.Series) -> bool:
    given = texts.dropna()
    if given.empty or not given.str.fullmatch(_SERIAL).all():
        return False
    return bool(given.astype("float64").between(*_SERIALS).all())


def _of_serials(texts: pd.Series) -> ParsedDates:
    numbers = pd.to_numeric(texts).astype("float64")
    days = pd.Series(pd.Timestamp("1899-12-30"), index=texts.index) + pd.to_timedelta(np.floor(numbers), unit="D")
    return _certain(days, ("read as the numbers by which spreadsheets count days from 1900 on",))


def _of_times(times: pd.Series) -> ParsedDates:
    naive = times.dt.tz_localize(None) if isinstance(times.dtype, pd.DatetimeTZDtype) else times
    return _certain(naive.dt.normalize(), ())


def _certain(days: pd.Series, told: tuple[str, ...]) -> ParsedDates:
    days = days.astype(DATE)
    blank = pd.Series(None, index=days.index, dtype="str")
    precision = blank.mask(days.notna(), "day").fillna("unknown")
    return ParsedDates(days, days, precision, blank, blank, pd.Series(False, index=days.index), column_notes=told)
