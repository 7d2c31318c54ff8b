"""The dates of a table's rows, from one column of dates, two of them, or columns of year, month and day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.date_findings import (
    find_contradictions,
    find_doubtful_dates,
    find_early_ends,
    find_month_order,
    find_unused_dates,
)
from geo.ingest.date_questions import DateAnswers, ask_about_dates
from geo.ingest.fields import is_one_of
from geo.ingest.generic.date_names import find_order, find_year, is_of_reports, is_of_week_ends, is_of_weeks
from geo.ingest.generic.date_parts import find_unnamed_days
from geo.ingest.generic.date_repeats import fill_repeats
from geo.ingest.import_result import MISSING_YEAR, Finding, Question
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.parsers.date_spans import CALENDAR_NOTES
from geo.ingest.parsers.date_words import PERSIAN
from geo.ingest.parsers.dates import MONTH_COLUMN, OTHER_COLUMN, ParsedDates, parse_dates
from geo.ingest.readers.raw_table import build_rejections

# The most days of a span, and the precision that it has.
_PRECISIONS = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
MAX_EXAMPLES = 5
DAYS_AFTER_FIRST = pd.Timedelta(days=6)  # of a week
DAY_FIRST = "day first"


@dataclass(frozen=True, eq=False)
class DateColumns:
    """Dates of rows as columns of the incident table, with what could not be read.

    `rejected` has the cells that fail their rows, `questions` what a person must answer, `row_notes` the remarks on
    rows (each a column of text, missing where there is none), `notes` sentences on whole columns, `findings` what a
    person should look at.
    """

    cells: Mapping[str, pd.Series]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    row_notes: tuple[pd.Series, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def parse_date_columns(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> DateColumns:
    """Return the dates of rows; `columns`: target → the column that holds it."""
    repeats = fill_repeats(cells, columns, options)
    dates = _parse_columns(repeats.cells, columns, options)
    about_days = _find_unnamed_days(cells, columns, options)
    questions = (*repeats.questions, *dates.questions)
    return replace(dates, questions=questions, findings=(*dates.findings, *repeats.findings, *about_days))


def _find_unnamed_days(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> tuple[Finding, ...]:
    """What was taken for days by its values alone, unless a person says what the column holds."""
    column = columns.get(DAY)
    is_guess = column is not None and "date_start" not in columns and column not in dict(options.columns)
    return find_unnamed_days(cells, column) if column is not None and is_guess else ()


def _parse_columns(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> DateColumns:
    start, end = columns.get("date_start") or columns.get(YEAR), columns.get("date_end")
    if start is None:
        return DateColumns({}, build_rejections(), (), (), findings=find_unused_dates(cells))
    texts = _start_texts(cells, columns, dict(options.years))
    first_answers = replace(_answers(options, start), may_have_day_second="date_start" in columns)
    first = _read_starts(cells, start, texts, first_answers)
    about_column = _find_in_name(start, texts)
    if end is None:
        first = _widen_weeks(start, first)
        findings = (*find_doubtful_dates(start, texts, first), *_contradictions(cells, columns, first), *about_column)
        date_cells = _to_cells(first.start, first.end, first.precision)
        rejected, questions = _reject(texts, start, first), _ask(start, texts, first)
        notes = _column_notes({start: first})
        return DateColumns(date_cells, rejected, questions, (_row_notes(first),), notes, findings)
    ends = _complete_years(cells[end], pd.Series(None, index=cells.index, dtype="str"), dict(options.years).get(end))
    last_answers = _answers(options, end)
    first, last = _parse_with_one_order(first, texts, ends, first_answers, last_answers)
    is_early = last.end < first.start
    row_notes = (_row_notes(first), _note_unread_ends(cells[end], last), _note_early_ends(ends, is_early))
    rejected = pd.concat([_reject(texts, start, first), _reject_open(ends, end, last)], ignore_index=True)
    questions = (*_ask(start, texts, first), *_ask(end, ends, last))
    findings = (
        *find_doubtful_dates(start, texts, first),
        *find_doubtful_dates(end, ends, last),
        *find_early_ends(end, ends, is_early),
        *_contradictions(cells, columns, first),
        *about_column,
    )
    notes = _column_notes({start: first, end: last})
    return DateColumns(_to_spans(first, last, is_early), rejected, questions, row_notes, notes, findings)


def _answers(options: ImportOptions, column: str) -> DateAnswers:
    """A person's answers on a column, else what its name says of the order of day and month."""
    answers = DateAnswers.of(options, column)
    return replace(answers, day_first=find_order(column)) if answers.day_first is None else answers


def _read_starts(cells: pd.DataFrame, column: str, texts: pd.Series, answers: DateAnswers) -> ParsedDates:
    """The first days; a column of months beside them may settle the order of day and month."""
    dates = answers.parse(texts)
    if not dates.ambiguous.any() or column not in cells.columns:
        return dates
    order = find_month_order(cells, column, texts)
    return replace(answers, day_first=order).parse(texts, MONTH_COLUMN) if order is not None else dates


def _contradictions(cells: pd.DataFrame, columns: Mapping[str, str], dates: ParsedDates) -> tuple[Finding, ...]:
    column = columns.get("date_start")
    return () if column is None else find_contradictions(cells, column, dates.start, dates.end)


def _widen_weeks(column: str, dates: ParsedDates) -> ParsedDates:
    """The dates of a column that is named for weeks as the weeks that begin, or end, with them."""
    if not is_of_weeks(column):
        return dates
    is_day, is_end = is_one_of(dates.precision, "day"), is_of_week_ends(column)
    start = dates.start.mask(is_day & is_end, dates.start - DAYS_AFTER_FIRST)
    end = dates.end.mask(is_day & (not is_end), dates.end + DAYS_AFTER_FIRST)
    return replace(dates, start=start, end=end, precision=dates.precision.mask(is_day, "week"))


def _find_in_name(column: str, texts: pd.Series) -> tuple[Finding, ...]:
    """What the name of the column says of its dates: that they are weeks, or days of reports."""
    examples = tuple(texts.dropna().astype("str").iloc[:1])
    findings = []
    if is_of_weeks(column):
        side = "last" if is_of_week_ends(column) else "first"
        findings.append(f"“{column}” is read as weeks: each day in it is taken for the {side} of seven.")
    if is_of_reports(column):
        findings.append(f"“{column}” seems to be when something was reported; it is taken for when it happened.")
    return tuple(Finding(text, column, texts.index[texts.notna()], examples) for text in findings)


def _start_texts(cells: pd.DataFrame, columns: Mapping[str, str], years: Mapping[str, int]) -> pd.Series:
    """The first dates as text: from a column of dates, completed by one of years, or from their parts."""
    start = columns.get("date_start")
    if start is None:
        return _join_parts(cells, columns)
    return _complete_years(cells[start], _part(cells, columns.get(YEAR)), years.get(start))


def _row_notes(dates: ParsedDates) -> pd.Series:
    """What to know about single dates; that the calendar is the Persian one is a note on the whole column."""
    return dates.notes.mask(dates.notes == CALENDAR_NOTES[PERSIAN])


def _column_notes(parsed: Mapping[str, ParsedDates]) -> tuple[str, ...]:
    return tuple(f"{column}: {note}" for column, dates in parsed.items() for note in dates.column_notes)


def _note_unread_ends(cells: pd.Series, last: ParsedDates) -> pd.Series:
    note = "the last day, written “" + cells.astype("str") + "”, could not be read"
    return pd.Series(None, index=cells.index, dtype="str").mask(last.reasons.notna(), note)


def _note_early_ends(ends: pd.Series, is_early: pd.Series) -> pd.Series:
    note = "the last day, written “" + ends.astype("str") + "”, lies before the first"
    return pd.Series(None, index=ends.index, dtype="str").mask(is_early, note)


def _parse_with_one_order(
    first: ParsedDates, texts: pd.Series, ends: pd.Series, first_answers: DateAnswers, last_answers: DateAnswers
) -> tuple[ParsedDates, ParsedDates]:
    """Read both columns in one order: what one proves, or what a person answers for it, holds for the other too."""
    last = last_answers.parse(ends)
    if first.ambiguous.any() and last.order:
        first = replace(first_answers, day_first=last.order == DAY_FIRST).parse(texts, OTHER_COLUMN)
    if last.ambiguous.any() and (first.order or first_answers.day_first is not None):
        is_day_first = first.order == DAY_FIRST if first.order else first_answers.day_first
        last = replace(last_answers, day_first=is_day_first).parse(ends, OTHER_COLUMN)
    return first, last


def _to_spans(first: ParsedDates, last: ParsedDates, is_early: pd.Series) -> dict[str, pd.Series]:
    """Both columns as spans; a last day before the first is unknown."""
    end = last.end.mask(is_early).fillna(first.end)
    days = (end - first.start).dt.days + 1
    precision = pd.Series("year", index=days.index, dtype="str").mask(first.start.isna(), first.precision)
    for max_days, name in reversed(_PRECISIONS):
        precision = precision.mask(days <= max_days, name)
    return _to_cells(
        first.start, end.where(first.start.notna()), precision.mask(last.end.isna() | is_early, first.precision)
    )


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
    is_open = last.ambiguous | last.swapped | last.serials | (last.yearless & _are_mostly_yearless(last))
    return _reject(texts, column, last).loc[lambda lines: lines["row"].isin(texts.index[is_open])]


def _ask(column: str, texts: pd.Series, dates: ParsedDates) -> tuple[Question, ...]:
    if _are_mostly_yearless(dates):
        yearless = texts[dates.yearless]
        count = f"{pluralize(len(yearless), 'date')} {'has' if len(yearless) == 1 else 'have'} no year"
        text = f"Which year are the dates in “{column}” in? {count}."
        return (Question(column, text, _examples(yearless), MISSING_YEAR, (), find_year(column), len(yearless)),)
    return ask_about_dates(column, texts, dates)


def _examples(texts: pd.Series) -> tuple[str, ...]:
    return tuple(pd.unique(texts)[:MAX_EXAMPLES])


def _are_mostly_yearless(dates: ParsedDates) -> bool:
    """Whether most dates name no year, as in a list of one year's attacks; single ones are slips and are rejected."""
    return 2 * int(dates.yearless.sum()) > int((dates.start.notna() | dates.reasons.notna()).sum())
