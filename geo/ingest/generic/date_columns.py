"""The dates of a table's rows, from one column of dates, two of them, or columns of year, month and day."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.column_names import normalize_column_name
from geo.ingest.import_result import MISSING_YEAR, Question
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.parsers.date_spans import CALENDAR_NOTES
from geo.ingest.parsers.date_words import PERSIAN
from geo.ingest.parsers.dates import OTHER_COLUMN, ParsedDates, parse_dates
from geo.ingest.readers.raw_table import build_rejections

# The most days of a span, and the precision that it has.
_PRECISIONS = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
MAX_EXAMPLES = 5
DAY_FIRST = "day first"
# In English, French (jour) and Spanish a day is d or j, a month m, a year y or a.
_ORDER_IN_NAME = re.compile(r"\b(?:(?P<day>[dj]{1,2}) ?m{1,4}|m{1,4} ?[dj]{1,2}) ?[ya]{1,4}\b")


@dataclass(frozen=True, eq=False)
class DateColumns:
    """Dates of rows as columns of the incident table, with what could not be read.

    `rejected` has the cells that fail their rows, `questions` what a person must answer, `row_notes` the remarks on
    rows (each a column of text, missing where there is none), `notes` sentences on whole columns.
    """

    cells: Mapping[str, pd.Series]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    row_notes: tuple[pd.Series, ...]
    notes: tuple[str, ...] = ()


def parse_date_columns(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> DateColumns:
    """Return the dates of rows; `columns`: target → the column that holds it."""
    start = columns.get("date_start") or columns.get(YEAR)
    if start is None:
        return DateColumns({}, build_rejections(), (), ())
    day_first = {**_orders_in_names(columns.values()), **dict(options.day_first)}
    texts = _start_texts(cells, columns, dict(options.years))
    first = parse_dates(texts, day_first=day_first.get(start))
    end = columns.get("date_end")
    if end is None:
        date_cells = _to_cells(first.start, first.end, first.precision)
        rejected, questions = _reject(texts, start, first), _ask(start, texts, first)
        return DateColumns(date_cells, rejected, questions, (_row_notes(first),), _column_notes({start: first}))
    ends = _complete_years(cells[end], pd.Series(None, index=cells.index, dtype="str"), dict(options.years).get(end))
    first, last = _parse_with_one_order(first, texts, ends, day_first.get(start), day_first.get(end))
    row_notes = (_row_notes(first), _note_unread_ends(cells[end], last))
    rejected = pd.concat([_reject(texts, start, first), _reject_open(ends, end, last)], ignore_index=True)
    questions = (*_ask(start, texts, first), *_ask(end, ends, last))
    return DateColumns(_to_spans(first, last), rejected, questions, row_notes, _column_notes({start: first, end: last}))


def _start_texts(cells: pd.DataFrame, columns: Mapping[str, str], years: Mapping[str, int]) -> pd.Series:
    """The first dates as text: from a column of dates, completed by one of years, or from their parts."""
    start = columns.get("date_start")
    if start is None:
        return _join_parts(cells, columns)
    return _complete_years(cells[start], _part(cells, columns.get(YEAR)), years.get(start))


def _orders_in_names(columns: Iterable[str]) -> dict[str, bool]:
    """Whether the day stands first where a column's name says so, as “Date (DD/MM/YYYY)” does."""
    matches = {name: _ORDER_IN_NAME.search(normalize_column_name(name)) for name in columns}
    return {name: match["day"] is not None for name, match in matches.items() if match}


def _row_notes(dates: ParsedDates) -> pd.Series:
    """What to know about single dates; that the calendar is the Persian one is a note on the whole column."""
    return dates.notes.mask(dates.notes == CALENDAR_NOTES[PERSIAN])


def _column_notes(parsed: Mapping[str, ParsedDates]) -> tuple[str, ...]:
    return tuple(f"{column}: {note}" for column, dates in parsed.items() for note in dates.column_notes)


def _note_unread_ends(cells: pd.Series, last: ParsedDates) -> pd.Series:
    note = "the last day, written “" + cells.astype("str") + "”, could not be read"
    return pd.Series(None, index=cells.index, dtype="str").mask(last.reasons.notna(), note)


def _parse_with_one_order(
    first: ParsedDates, texts: pd.Series, ends: pd.Series, first_answer: bool | None, last_answer: bool | None
) -> tuple[ParsedDates, ParsedDates]:
    """Read both columns in one order: what one proves, or what a person answers for it, holds for the other too."""
    last = parse_dates(ends, day_first=last_answer)
    if first.ambiguous.any() and last.order:
        first = parse_dates(texts, day_first=last.order == DAY_FIRST, reason=OTHER_COLUMN)
    if last.ambiguous.any() and (first.order or first_answer is not None):
        is_day_first = first.order == DAY_FIRST if first.order else first_answer
        last = parse_dates(ends, day_first=is_day_first, reason=OTHER_COLUMN)
    return first, last


def _to_spans(first: ParsedDates, last: ParsedDates) -> dict[str, pd.Series]:
    end = last.end.fillna(first.end)
    days = (end - first.start).dt.days + 1
    precision = pd.Series("year", index=days.index, dtype="str").mask(first.start.isna(), first.precision)
    for max_days, name in reversed(_PRECISIONS):
        precision = precision.mask(days <= max_days, name)
    return _to_cells(first.start, end.where(first.start.notna()), precision.mask(last.end.isna(), first.precision))


def _to_cells(start: pd.Series, end: pd.Series, precision: pd.Series) -> dict[str, pd.Series]:
    return {"date_start": start, "date_end": end, "date_precision": precision}


def _complete_years(texts: pd.Series, years: pd.Series, answer: int | None) -> pd.Series:
    """The dates, where those that name no year get the one beside them, else the one that a person answered."""
    years = years if answer is None else years.fillna(str(answer))
    if years.isna().all() or not pd.api.types.is_string_dtype(texts.dtype):
        return texts
    is_yearless = parse_dates(texts).yearless & years.notna()
    has_words = texts.str.contains(r"[^\W\d]").fillna(False).astype(bool)
    separators = pd.Series("/", index=texts.index, dtype="str").mask(has_words, " ")
    return texts.mask(is_yearless, texts.str.strip() + separators + years)


def _join_parts(cells: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """Year, month and day as one date each: what is blank or 0 is unknown."""
    year, month, day = (_part(cells, columns.get(name)) for name in (YEAR, MONTH, DAY))
    is_numeric = month.str.fullmatch(r"\d+").fillna(False).astype(bool)
    numbers = year + ("-" + month).fillna("") + ("-" + day).where(month.notna()).fillna("")
    words = (day + " ").fillna("") + month + " " + year
    return numbers.where(is_numeric | month.isna(), words)


def _part(cells: pd.DataFrame, column: str | None) -> pd.Series:
    if column is None:
        return pd.Series(None, index=cells.index, dtype="str")
    texts = cells[column].astype("str").str.strip().str.replace(r"\.0+$", "", regex=True)
    return texts.mask(texts.isin(["", "0", "00", "-9", "-99"]))


def _reject(texts: pd.Series, column: str, dates: ParsedDates) -> pd.DataFrame:
    reasons = dates.reasons.dropna()
    values = texts.loc[reasons.index].astype("str").fillna("")
    return build_rejections(zip(reasons.index, [column] * len(reasons), values, reasons, strict=True))


def _reject_open(texts: pd.Series, column: str, last: ParsedDates) -> pd.DataFrame:
    """The last days that a question is open about: other ones that cannot be read do not lose their rows."""
    is_open = last.ambiguous | (last.yearless & _are_mostly_yearless(last))
    return _reject(texts, column, last).loc[lambda lines: lines["row"].isin(texts.index[is_open])]


def _ask(column: str, texts: pd.Series, dates: ParsedDates) -> tuple[Question, ...]:
    if _are_mostly_yearless(dates):
        yearless = texts[dates.yearless]
        count = f"{pluralize(len(yearless), 'date')} {'has' if len(yearless) == 1 else 'have'} no year"
        text = f"Which year are the dates in “{column}” in? {count}."
        return (Question(column, text, _examples(yearless), MISSING_YEAR),)
    if not dates.ambiguous.any():
        return ()
    ambiguous = texts[dates.ambiguous]
    count = f"{pluralize(len(ambiguous), 'date')} can be read both ways"
    text = f"In “{column}”, is it day/month or month/day? {count}, and no other date settles it."
    return (Question(column, text, _examples(ambiguous)),)


def _examples(texts: pd.Series) -> tuple[str, ...]:
    return tuple(pd.unique(texts)[:MAX_EXAMPLES])


def _are_mostly_yearless(dates: ParsedDates) -> bool:
    """Whether most dates name no year, as in a list of one year's attacks; single ones are slips and are rejected."""
    return 2 * int(dates.yearless.sum()) > int((dates.start.notna() | dates.reasons.notna()).sum())
