"""What a person should look at in a column of dates that was read."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from geo.core.formatting import pluralize
from geo.ingest.generic.column_names import match_names
from geo.ingest.generic.date_names import is_of_other_days
from geo.ingest.generic.value_fit import fit_score, sample_values
from geo.ingest.import_result import Finding
from geo.ingest.options import MONTH, YEAR
from geo.ingest.parsers.cell_normalization import MAX_LENGTH, map_unique, normalize
from geo.ingest.parsers.date_spans import OPEN_ENDED, PLACEHOLDER
from geo.ingest.parsers.date_words import normalize_date_words
from geo.ingest.parsers.dates import PERHAPS_SWAPPED, ParsedDates, parse_dates

MAX_EXAMPLES = 3  # of a finding's values, by judgement
_MAX_COLUMNS = 100  # that are compared with the dates; a table has its year among the first
_MIN_DATE_SCORE = 0.5  # of a column that looks like dates, by judgement
# Years that are slips: a few rows that lie further from all others than those lie apart, and ten years at least. By
# judgement; chronologies have gaps of their own.
_MIN_DATES, _MAX_SHARE, _MIN_GAP_YEARS = 5, 0.02, 10
# Last dates that are slips: a few rows that lie more than a year behind all others, and several times longer than any
# two of those lie apart. By judgement; no incident happens after its table is made, so less is needed here.
_MIN_LATE_DAYS, _MIN_GAPS = 366, 5


def find_doubtful_dates(column: str, texts: pd.Series, dates: ParsedDates) -> tuple[Finding, ...]:
    """Return what is doubtful in a column of dates by itself; `texts`: its cells, indexed by the numbers of rows."""
    findings = (
        _find_note(
            column, texts, dates, PLACEHOLDER, "{} {} what programs write where no date is known: left unknown."
        ),
        _find_note(column, texts, dates, OPEN_ENDED, "{} {} only before or after which day it was: left unknown."),
        _find_note(
            column,
            texts,
            dates,
            PERHAPS_SWAPPED,
            "{} {} perhaps swapped by a spreadsheet, day for month: look at them.",
        ),
        _find_minority(column, texts, dates),
        _find_far_years(column, texts, dates),
    )
    return tuple(finding for finding in findings if finding is not None)


def find_contradictions(cells: pd.DataFrame, column: str, start: pd.Series, end: pd.Series) -> tuple[Finding, ...]:
    """Return where a column of years or of months beside the dates says otherwise."""
    findings = []
    for name in cells.columns[:_MAX_COLUMNS]:
        targets = {match.target for match in match_names(str(name)) if match.closeness == 1.0}
        for target, read in _PARTS.items():
            if name != column and target in targets:
                findings.append(_compare(str(name), target, read(cells[name]), column, start, end, cells[column]))
    return tuple(finding for finding in findings if finding is not None)


def find_month_order(cells: pd.DataFrame, column: str, texts: pd.Series) -> bool | None:
    """Return whether the day stands first, by a column of months beside the dates; None where none settles it."""
    starts = {is_day_first: parse_dates(texts, day_first=is_day_first).start for is_day_first in (True, False)}
    for name in cells.columns[:_MAX_COLUMNS]:
        if name != column and MONTH in {match.target for match in match_names(str(name)) if match.closeness == 1.0}:
            months = _read_months(cells[name])
            agrees = [is_day_first for is_day_first, days in starts.items() if _agree(months, days.dt.month)]
            if len(agrees) == 1:
                return agrees[0]
    return None


def _agree(months: pd.Series, months_of_dates: pd.Series) -> bool:
    is_known = months.notna() & months_of_dates.notna()
    return bool(is_known.any() and (months == months_of_dates)[is_known].all())


def find_unused_dates(cells: pd.DataFrame) -> tuple[Finding, ...]:
    """Return that no row has a date, and which columns hold what looks like one although none is used."""
    looks = [name for name in cells.columns[:_MAX_COLUMNS] if _looks_like_dates(str(name), cells[name])]
    columns = ", ".join(f"“{name}”" for name in looks[:MAX_EXAMPLES])
    text = "No column holds the date, so no incident has one."
    if looks:
        verb = "looks" if len(looks) == 1 else "look"
        text = f"No incident has a date, although {columns} {verb} like it: say which column holds it."
    return (Finding(text, str(looks[0]) if looks else "", cells.index),)


def _looks_like_dates(name: str, cells: pd.Series) -> bool:
    if is_of_other_days(name):
        return False
    if any(match.target == "date_start" for match in match_names(name)):
        return True
    sample = sample_values(cells)
    return not sample.empty and fit_score("date_start", sample) >= _MIN_DATE_SCORE


def find_early_ends(column: str, texts: pd.Series, is_early: pd.Series) -> tuple[Finding, ...]:
    """Return the rows whose last day lies before the first."""
    if not is_early.any():
        return ()
    count = pluralize(int(is_early.sum()), "last day")
    text = f"{count} {'lies' if is_early.sum() == 1 else 'lie'} before the first day: left unknown."
    return (_finding(text, column, texts, is_early),)


def _find_note(column: str, texts: pd.Series, dates: ParsedDates, note: str, sentence: str) -> Finding | None:
    has_note = dates.has_note(note)
    if not has_note.any():
        return None
    verbs = {PLACEHOLDER: ("is", "are"), OPEN_ENDED: ("says", "say"), PERHAPS_SWAPPED: ("was", "were")}[note]
    n_rows = int(has_note.sum())
    return _finding(sentence.format(pluralize(n_rows, "date"), verbs[n_rows != 1]), column, texts, has_note)


def _find_minority(column: str, texts: pd.Series, dates: ParsedDates) -> Finding | None:
    """The dates that can only have the rarer order of day and month, where others can only have the other one."""
    counts = dates.proofs.value_counts()
    if len(counts) < 2:
        return None
    is_rarer = dates.proofs.eq(str(counts.index[1])).fillna(False).astype(bool)
    rarer = f"{pluralize(int(counts.iloc[1]), 'date')} can only have the {counts.index[1]}"
    text = f"{rarer} and {int(counts.iloc[0]):,} only the {counts.index[0]}: each is read in its own order."
    return _finding(text, column, texts, is_rarer)


def _find_far_years(column: str, texts: pd.Series, dates: ParsedDates) -> Finding | None:
    years = dates.start.dt.year
    known = np.sort(years.dropna().to_numpy())
    if len(known) < _MIN_DATES:
        return None
    most = max(1, int(_MAX_SHARE * len(known)))
    is_far = (years <= _last_before_gap(known, most)) | (years >= -_last_before_gap(-known[::-1], most))
    is_far |= dates.start > _last_before_late_days(dates.start)
    if not is_far.any():
        return None
    n_far = int(is_far.sum())
    text = f"{pluralize(n_far, 'date')} {'lies' if n_far == 1 else 'lie'} years away from all others, as slips do."
    return _finding(text, column, texts, is_far)


def _last_before_gap(years: np.ndarray, most: int) -> float:
    """The last of at most so many first years, ascending, behind which a wide gap lies; minus infinity for none."""
    span = years[-1 - most] - years[most]
    gaps = np.diff(years[: most + 1])
    wide = np.flatnonzero(gaps > max(span, _MIN_GAP_YEARS))
    return float(years[wide[-1]]) if len(wide) else -np.inf


def _last_before_late_days(days: pd.Series) -> pd.Timestamp:
    """The last of the days behind which only a few lie, long after; the last of all for none."""
    known = np.sort(days.dropna().to_numpy())
    most = max(1, int(_MAX_SHARE * len(known)))
    gaps = np.diff(known) / np.timedelta64(1, "D")
    n_before = len(gaps) - most
    if n_before <= 0:
        return pd.Timestamp(known[-1])
    least = max(_MIN_GAPS * gaps[:n_before].max(), _MIN_LATE_DAYS)
    late = np.flatnonzero(gaps[n_before:] > least)
    return pd.Timestamp(known[n_before + late[0]] if len(late) else known[-1])


def _compare(
    name: str, target: str, parts: pd.Series, column: str, start: pd.Series, end: pd.Series, texts: pd.Series
) -> Finding | None:
    first, last = (days.dt.year if target == YEAR else days.dt.month for days in (start, end))
    is_within = parts.between(first, last)
    if target == MONTH:  # a span over the turn of the year has its months on both sides
        is_within |= (first > last) | (start.dt.year < end.dt.year)
    differs = parts.notna() & start.notna() & ~is_within.fillna(False).astype(bool)
    if not differs.any():
        return None
    text = f"In {pluralize(int(differs.sum()), 'row')} “{name}” says another {target} than the date."
    return _finding(text, column, texts, differs)


def _read_years(cells: pd.Series) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce").astype("float64")
    return numbers.where(numbers.between(1000, 9999))


def _read_months(cells: pd.Series) -> pd.Series:
    texts = cells.astype("str")
    words = map_unique(texts, lambda text: normalize_date_words(normalize(text[:MAX_LENGTH]))[0].removeprefix("@g"))
    numbers = pd.to_numeric(texts.map(words), errors="coerce").astype("float64")
    return numbers.where(numbers.between(1, 12))


_PARTS: dict[str, Callable[[pd.Series], pd.Series]] = {YEAR: _read_years, MONTH: _read_months}


def _finding(text: str, column: str, texts: pd.Series, rows: pd.Series) -> Finding:
    examples = texts[rows].astype("str").dropna().drop_duplicates().iloc[:MAX_EXAMPLES]
    return Finding(text, column, texts.index[rows], tuple(examples))
