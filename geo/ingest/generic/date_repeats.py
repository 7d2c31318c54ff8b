"""Dates that a table writes once for several rows: ditto marks, and a date in the first row of each day alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import DAY, MONTH, YEAR, ImportOptions
from geo.ingest.parsers.dates import parse_dates

# The topic of the question: blank cells below a date may stand for it.
DATES_BELOW = "dates below"
FILL_DOWN, UNKNOWN = "fill down", "unknown"
_CHOICES = ((FILL_DOWN, "Each blank means the date above it"), (UNKNOWN, "Their dates are unknown"))
_MIN_BLANK_SHARE = 0.3  # of dates, from which blanks may be repeats and no gaps; by judgement
_MIN_FILLED_SHARE = 0.9  # of the cells beside the dates, in rows of events as in others; by judgement
_MAX_COLUMNS = 100  # that are compared with the dates
MAX_EXAMPLES = 3  # of a finding's values, by judgement
_TARGETS = ("date_start", "date_end", YEAR, MONTH, DAY)
_WORDS = (
    "do|ditto|dto|idem|ídem|id\\.|ibid|same|as above|same as above|same date|same day"
    "|le même jour|même date|misma fecha"
    "|نفسه|نفس التاريخ|ايضا|أيضا|أيضاً|ایضا|ایضاً|همان"
)
_DITTO = re.compile(rf"[-–—.\s]*(?:{_WORDS})[-–—.\s]*|-?[\"“”„″〃'′]{{1,2}}-?", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class RepeatedDates:
    """The cells with each date in the rows that repeat it, what a person must answer, and what to look at."""

    cells: pd.DataFrame
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()


def fill_repeats(cells: pd.DataFrame, columns: Mapping[str, str], options: ImportOptions) -> RepeatedDates:
    """Return the cells with the dates, or their parts, in the rows that repeat them; `columns`: target → column."""
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    for column in dict.fromkeys(columns[target] for target in _TARGETS if target in columns):
        texts, about_dittos = _fill_dittos(column, cells[column])
        about_blanks: tuple[Finding, ...] = ()
        if column == columns.get("date_start"):
            texts, questions, about_blanks = _fill_blanks(cells, column, texts, options)
        findings = (*findings, *about_dittos, *about_blanks)
        cells = cells.assign(**{column: texts}) if about_dittos or about_blanks else cells
    return RepeatedDates(cells, questions, findings)


def _fill_dittos(column: str, texts: pd.Series) -> tuple[pd.Series, tuple[Finding, ...]]:
    """The dates with that of the row above in place of each ditto mark, and where such marks were."""
    if not pd.api.types.is_string_dtype(texts.dtype):
        return texts, ()
    is_ditto = texts.str.fullmatch(_DITTO).fillna(False).astype(bool)
    if not is_ditto.any():
        return texts, ()
    n_rows = int(is_ditto.sum())
    marks = "1 cell repeats the date" if n_rows == 1 else f"{n_rows:,} cells repeat the date"
    text = f"{marks} of the row above by a ditto mark and {'is' if n_rows == 1 else 'are'} read so."
    examples = tuple(texts[is_ditto].drop_duplicates().iloc[:MAX_EXAMPLES])
    return _take_from_above(texts, is_ditto), (Finding(text, column, texts.index[is_ditto], examples),)


def _fill_blanks(
    cells: pd.DataFrame, column: str, texts: pd.Series, options: ImportOptions
) -> tuple[pd.Series, tuple[Question, ...], tuple[Finding, ...]]:
    """The dates with that above in place of each blank where a person says so, the question while it is open."""
    answer = options.answer(DATES_BELOW, column)
    is_blank = texts.isna()
    if answer == UNKNOWN or not (answer == FILL_DOWN or _may_repeat(cells, column, texts, is_blank)):
        return texts, (), ()
    n_blank = int(is_blank.sum())
    blanks = pluralize(n_blank, "blank cell")
    if answer is None:
        text = f"In “{column}”, does a blank cell mean the date above it? {blanks} {_STAND[n_blank != 1]} below a date."
        examples = tuple(texts.dropna().drop_duplicates().iloc[:MAX_EXAMPLES])
        return texts, (Question(column, text, examples, DATES_BELOW, _CHOICES, FILL_DOWN, n_blank),), ()
    text = f"{blanks} {_HAVE[n_blank != 1]} the date above, as you said."
    return _take_from_above(texts, is_blank), (), (Finding(text, column, texts.index[is_blank]),)


_STAND, _HAVE = ("stands", "stand"), ("has", "have")


def _may_repeat(cells: pd.DataFrame, column: str, texts: pd.Series, is_blank: pd.Series) -> bool:
    """Whether dates seem to stand in the first row of each day alone.

    The first row has one, no date stands twice in a row, they are in order, and the rows without one are as full as the
    others.
    """
    dates = texts.dropna().astype("str")
    if len(dates) < 2 or is_blank.iloc[0] or is_blank.mean() < _MIN_BLANK_SHARE or column not in cells.columns:
        return False
    days = parse_dates(dates).start.dropna()
    if bool((dates == dates.shift()).any()) or not (days.is_monotonic_increasing or days.is_monotonic_decreasing):
        return False
    others = cells.loc[:, [name for name in cells.columns[:_MAX_COLUMNS] if name != column]].notna()
    full = others.columns[others[~is_blank].mean() >= _MIN_FILLED_SHARE]
    return len(full) > 0 and bool(others.loc[is_blank, full].to_numpy().mean() >= _MIN_FILLED_SHARE)


def _take_from_above(texts: pd.Series, is_gap: pd.Series) -> pd.Series:
    """The texts, in each gap that of the last row above without one; in the first rows what stands there."""
    positions = np.maximum.accumulate(np.where(is_gap.to_numpy(), 0, np.arange(len(texts))))
    return pd.Series(texts.array.take(positions), index=texts.index, name=texts.name)
