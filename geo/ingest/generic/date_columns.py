"""The days of a table's rows, from a column of dates, two of them, or year, month and day apart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.ingest.generic.column_names import wording
from geo.ingest.import_result import MISSING_YEAR, Question
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.parsers.date_spans import CALENDAR_NOTES
from geo.ingest.parsers.date_words import PERSIAN
from geo.ingest.parsers.dates import OTHER_COLUMN, ParsedDates, parse_dates
from geo.ingest.readers.raw_table import build_rejections

_STEPS = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
EXAMPLES = 5
# In English, French (jour) and Spanish a day is d or j, a month m, a year y or a.
_ORDER = re.compile(r"\b(?:(?P<day>[dj]{1,2}) ?m{1,4}|m{1,4} ?[dj]{1,2}) ?[ya]{1,4}\b")


@dataclass(frozen=True, eq=False)
class Dated:
    """Days of rows as columns of the incident table, those that cannot be read, what is asked and what was decided."""

    cells: Mapping[str, pd.Series]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    notes: tuple[pd.Series, ...]
    told: tuple[str, ...] = ()


def dated(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> Dated:
    """Read the dates of rows; `columns`: what is held → its column."""
    blank = pd.Series(None, index=cells.index, dtype="str")
    start = columns.get("date_start") or columns.get(YEAR)
    day_first = {**_named(columns.values()), **dict(options.day_first)}
    if start is None:
        return Dated({}, build_rejections(), (), ())
    years = dict(options.years)
    beside = _part(cells, columns.get(YEAR))
    texts = _with_year(cells[start], beside, years.get(start)) if "date_start" in columns else _joined(cells, columns)
    first = parse_dates(texts, day_first=day_first.get(start))
    end = columns.get("date_end")
    if end is None:
        held = _columns(first.start, first.end, first.precision)
        refused = _refused(texts, start, first)
        return Dated(held, refused, _asked(start, texts, first), (_notes(first),), _said({start: first}))
    ends = _with_year(cells[end], blank, years.get(end))
    first, last = _agreeing(first, texts, ends, day_first.get(start), day_first.get(end))
    told = {start: (texts, first), end: (ends, last)}
    questions = tuple(question for name, (given, days) in told.items() for question in _asked(name, given, days))
    # An end that cannot be read does not lose the row; one that is asked about does until the answer comes.
    waits = last.ambiguous | (last.yearless & _mostly(last))
    asked = _refused(ends, end, last).loc[lambda lines: lines["row"].isin(cells.index[waits])]
    written = "the last day, written “" + cells[end].astype("str") + "”, could not be read"
    rejected = pd.concat([_refused(texts, start, first), asked], ignore_index=True)
    notes = (_notes(first), blank.mask(last.reasons.notna(), written))
    return Dated(_spans(first, last), rejected, questions, notes, _said({start: first, end: last}))


def _named(columns: Iterable[str]) -> dict[str, bool]:
    """The order of day and month where a column's name tells it, as “Date (DD/MM/YYYY)” does."""
    orders = {name: _ORDER.search(wording(name)) for name in columns}
    return {name: found["day"] is not None for name, found in orders.items() if found}


def _notes(days: ParsedDates) -> pd.Series:
    """What to know about single dates; that the calendar is the Persian one is said once for the column."""
    return days.notes.mask(days.notes == CALENDAR_NOTES[PERSIAN])


def _said(days: Mapping[str, ParsedDates]) -> tuple[str, ...]:
    return tuple(f"{column}: {each}" for column, read in days.items() for each in read.column_notes)


def _agreeing(
    first: ParsedDates, texts: pd.Series, ends: pd.Series, first_answer: bool | None, last_answer: bool | None
) -> tuple[ParsedDates, ParsedDates]:
    """Both columns of one sheet are written in one order: what one proves, or is answered, holds for the other too."""
    last = parse_dates(ends, day_first=last_answer)
    if first.ambiguous.any() and last.order:
        first = parse_dates(texts, day_first=last.order == "day first", reason=OTHER_COLUMN)
    if last.ambiguous.any() and (first.order or first_answer is not None):
        order = first.order == "day first" if first.order else first_answer
        last = parse_dates(ends, day_first=order, reason=OTHER_COLUMN)
    return first, last


def _spans(first: ParsedDates, last: ParsedDates) -> dict[str, pd.Series]:
    end = last.end.fillna(first.end)
    days = (end - first.start).dt.days + 1
    precision = pd.Series("year", index=days.index, dtype="str").mask(first.start.isna(), first.precision)
    for most, name in reversed(_STEPS):
        precision = precision.mask(days <= most, name)
    return _columns(first.start, end.where(first.start.notna()), precision.mask(last.end.isna(), first.precision))


def _columns(start: pd.Series, end: pd.Series, precision: pd.Series) -> dict[str, pd.Series]:
    return {"date_start": start, "date_end": end, "date_precision": precision}


def _with_year(texts: pd.Series, beside: pd.Series, said: int | None) -> pd.Series:
    """The dates; behind those that lack their year, that which stands beside them or which a person said."""
    years = beside if said is None else beside.fillna(str(said))
    if years.isna().all() or not pd.api.types.is_string_dtype(texts.dtype):
        return texts
    lacking = parse_dates(texts).yearless & years.notna()
    named = texts.str.contains(r"[^\W\d]").fillna(False).astype(bool)
    between = pd.Series("/", index=texts.index, dtype="str").mask(named, " ")
    return texts.mask(lacking, texts.str.strip() + between + years)


def _joined(cells: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """Year, month and day as one date each: what is blank or 0 is unknown."""
    parts = {name: _part(cells, columns.get(name)) for name in (YEAR, MONTH, DAY)}
    month, day = parts[MONTH], parts[DAY]
    numbered = month.str.fullmatch(r"\d+").fillna(False).astype(bool)
    numbers = parts[YEAR] + ("-" + month).fillna("") + ("-" + day).where(month.notna()).fillna("")
    words = (day + " ").fillna("") + month + " " + parts[YEAR]
    return numbers.where(numbered | month.isna(), words)


def _part(cells: pd.DataFrame, column: str | None) -> pd.Series:
    if column is None:
        return pd.Series(None, index=cells.index, dtype="str")
    texts = cells[column].astype("str").str.strip().str.replace(r"\.0+$", "", regex=True)
    return texts.mask(texts.isin(["", "0", "00", "-9", "-99"]))


def _refused(texts: pd.Series, column: str, days: ParsedDates) -> pd.DataFrame:
    reasons = days.reasons.dropna()
    values = texts.loc[reasons.index].astype("str").fillna("")
    return build_rejections(zip(reasons.index, [column] * len(reasons), values, reasons, strict=True))


def _asked(column: str, texts: pd.Series, days: ParsedDates) -> tuple[Question, ...]:
    if _mostly(days):
        asked = texts[days.yearless]
        text = f"In which year are the dates of the column {column}? {len(asked):,} of them name none."
        return (Question(column, text, tuple(pd.unique(asked)[:EXAMPLES]), MISSING_YEAR),)
    if not days.ambiguous.any():
        return ()
    asked = texts[days.ambiguous]
    text = (
        f"In the column {column}, does the day stand before the month? {len(asked):,} of its dates can be read"
        " both ways, and no other date of the column tells."
    )
    return (Question(column, text, tuple(pd.unique(asked)[:EXAMPLES])),)


def _mostly(days: ParsedDates) -> bool:
    """Whether most dates name no year, as in a list of one year's attacks; single ones are slips and are refused."""
    return 2 * int(days.yearless.sum()) > int((days.start.notna() | days.reasons.notna()).sum())
