"""Days as providers have written them over the years; day or month first is decided for a column as a whole."""

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.answers import Answers
from geo.schema import DATE
from geo.sheets.base import rejections
from geo.sources.base import Question
from geo.sources.fields import Fields

TIME = r"(?:[T ,]+[0-9]{1,2}:[0-9]{2}.*)?"
GAP = r"[\s\-/.,]+"
YEAR = r"([0-9]{4}|[0-9]{2})"
YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){TIME}")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
DAY_MONTH = re.compile(rf"([0-9]{{1,2}})(?:{GAP})?([^\W\d_]+){GAP}{YEAR}{TIME}|([0-9]{{1,2}})([^\W\d_]+)([0-9]{{4}})")
MONTH_DAY = re.compile(rf"([^\W\d_]+)\.?\s*([0-9]{{1,2}}),?\s+([0-9]{{4}}){TIME}")
NUMERIC = re.compile(rf"([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]{YEAR}{TIME}")
CENTURY_TURNS = 70  # GTD begins in 1970: 70–99 are of the last century
Both = tuple[date | None, date | None]  # with the day first, with the month first; the same where it is plain
NO_DAY = "is not a day such as 2024-01-16 or 16 January 2024"
QUESTION = "Does the day stand before the month in the column “{}”?"


@dataclass(frozen=True, eq=False)
class Read:
    """Columns of days: by the name asked for, what fails, and what a person must say."""

    days: dict[str, pd.Series]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]


def read(fields: Fields, names: Sequence[str], answers: Answers) -> Read:
    """The days of these columns, datetime64; what proves the order in one of them proves it for all."""
    texts = {name: fields.text(name) for name in names}
    distinct = {name: column.drop_duplicates().dropna() for name, column in texts.items()}
    known = {text: readings(text) for column in distinct.values() for text in column}
    proof = _order(list(known.values()))
    days, failures, questions = {}, [], []
    for name, column in texts.items():
        order = dict(answers.day_first).get(fields.actual(name), proof)
        days[name], reasons = _placed(column, known, order)
        failures += [(row, fields.actual(name), column.at[row], reason) for row, reason in reasons.items()]
        unclear = [text for text in distinct[name] if order is None and _is_ambiguous(known[text])]
        if unclear:
            text = QUESTION.format(fields.actual(name))
            questions.append(Question(fields.actual(name), text, tuple(unclear[:3])))
    return Read(days, rejections(failures), tuple(questions))


def readings(text: str) -> Both:
    """What day a text says if the day stands before the month, and if it stands after."""
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = found.groups()
        return _twice(_day(year, int(month), day))
    if found := DAY_MONTH.fullmatch(text):
        day, month, year = (part for part in found.groups() if part)
        return _twice(_day(year, _month(month), day))
    if found := MONTH_DAY.fullmatch(text):
        month, day, year = found.groups()
        return _twice(_day(year, _month(month), day))
    if found := NUMERIC.fullmatch(text):
        first, second, year = found.groups()
        return _day(year, int(second), first), _day(year, int(first), second)
    return None, None


def _placed(texts: pd.Series, known: dict[str, Both], day_first: bool | None) -> tuple[pd.Series, pd.Series]:
    codes, distinct = pd.factorize(texts)
    told = [_decided(known[str(text)], day_first) for text in distinct]
    days = np.array([day for day, _ in told] + [None], dtype="datetime64[us]")[codes]
    reasons = np.array([reason for _, reason in told] + [None], dtype=object)[codes]
    failing = pd.Series(reasons, index=texts.index, dtype=object).dropna()
    return pd.Series(days, index=texts.index, dtype=DATE), failing


def _decided(both: Both, day_first: bool | None) -> tuple[date | None, str | None]:
    first, second = both
    if first and second and first != second and day_first is None:
        either = f"{first.day} {first:%B} or {second.day} {second:%B} {second.year}"
        return None, f"can be {either}; say whether the day stands before the month in this column"
    day = (first if day_first else second) if _is_ambiguous(both) else first or second
    return day, None if day else NO_DAY


def _order(known: list[Both]) -> bool | None:
    """Whether the day stands first; None where nothing in the columns proves it, or both are proven."""
    day_first = any(first and not second for first, second in known)
    month_first = any(second and not first for first, second in known)
    return None if day_first == month_first else day_first


def _is_ambiguous(both: Both) -> bool:
    first, second = both
    return first is not None and second is not None and first != second


def _twice(day: date | None) -> Both:
    return day, day


def _day(year: str, month: int, day: str) -> date | None:
    full = int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= CENTURY_TURNS else 2000)
    try:
        return date(full, month, int(day))
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month by its English name or at least three letters of it; 0 for none."""
    word = word.casefold()
    return next((n for n in range(1, 13) if len(word) > 2 and month_name[n].casefold().startswith(word)), 0)


def month_of(days: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last day of the month of each day."""
    first = days.dt.normalize() - pd.to_timedelta(days.dt.day - 1, unit="D")
    return first.astype(DATE), (first + pd.offsets.MonthEnd(0)).astype(DATE)
