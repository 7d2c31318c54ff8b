"""Columns of days in a provider's table: what proves the order of day and month in one proves it for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import DATE
from geo.ingest.fields import Fields
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers import dates

PROVEN = {"day first": True, "month first": False}
QUESTION = "Does the day stand before the month in the column “{}”?"
EXAMPLES = 3


@dataclass(frozen=True, eq=False)
class Read:
    """The columns of days by the name asked for, the cells that fail, what a person must say and what was decided."""

    days: dict[str, dates.ParsedDates]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    told: tuple[str, ...] = ()


def read(fields: Fields, names: Sequence[str], options: ImportOptions) -> Read:
    """The days of these columns; only an answer of a person overrules what the values prove."""
    # A column of compact days, 20191024, may be numbers in a Parquet file.
    texts = {name: fields.identifier(name) for name in names}
    proven = _proven(list(texts.values())) if len(texts) > 1 else None
    days, failures, questions = {}, [], []
    for name, column in texts.items():
        answer = dict(options.day_first).get(fields.name_in_file(name))
        days[name] = dates.parse_dates(column, day_first=answer)
        if answer is None and days[name].ambiguous.any():
            days[name] = dates.parse_dates(column, day_first=proven, reason=dates.OTHER_COLUMN)
        failures.append(fields.reject_with(days[name].reasons, name))
        unclear = column[days[name].ambiguous]
        if len(unclear):
            examples = tuple(unclear.drop_duplicates().iloc[:EXAMPLES])
            questions.append(Question(fields.name_in_file(name), QUESTION.format(fields.name_in_file(name)), examples))
    said = tuple(f"{fields.name_in_file(name)}: {each}" for name, read in days.items() for each in read.column_notes)
    return Read(days, pd.concat(failures, ignore_index=True), tuple(questions), said)


def _proven(columns: list[pd.Series]) -> bool | None:
    distinct = pd.concat([column.drop_duplicates() for column in columns], ignore_index=True)
    return PROVEN.get(dates.parse_dates(distinct).order)


def month_of(days: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The first and the last day of the month of each day."""
    first = days.dt.normalize() - pd.to_timedelta(days.dt.day - 1, unit="D")
    return first.astype(DATE), (first + pd.offsets.MonthEnd(0)).astype(DATE)
