"""Columns of dates in a provider's table: what proves the order of day and month in one proves it for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from geo.core.schema import DATE
from geo.ingest.fields import Fields
from geo.ingest.import_result import Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.dates import OTHER_COLUMN, ParsedDates, parse_dates

IS_DAY_FIRST = {"day first": True, "month first": False}
QUESTION = "In “{}”, is it day/month or month/day?"
MAX_EXAMPLES = 3  # shown with a question, by judgement


@dataclass(frozen=True, eq=False)
class ProviderDates:
    """The columns of dates by the name asked for, the cells that fail, open questions, and notes on whole columns."""

    dates: dict[str, ParsedDates]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()


def parse_provider_dates(fields: Fields, names: Sequence[str], options: ImportOptions) -> ProviderDates:
    """Return the dates of these columns; only a person's answer overrules what the values prove."""
    # A column of compact dates, 20191024, may be numbers in a Parquet file.
    texts = {name: fields.identifier(name) for name in names}
    shared_order = _proven_order(list(texts.values())) if len(texts) > 1 else None
    parsed, failures, questions = {}, [], []
    for name, column in texts.items():
        answer = dict(options.day_first).get(fields.name_in_file(name))
        parsed[name] = parse_dates(column, day_first=answer)
        if answer is None and parsed[name].ambiguous.any():
            parsed[name] = parse_dates(column, day_first=shared_order, reason=OTHER_COLUMN)
        failures.append(fields.reject_with(parsed[name].reasons, name))
        if parsed[name].ambiguous.any():
            questions.append(_ask_order(fields.name_in_file(name), column[parsed[name].ambiguous]))
    notes = tuple(
        f"{fields.name_in_file(name)}: {note}" for name, dates in parsed.items() for note in dates.column_notes
    )
    return ProviderDates(parsed, pd.concat(failures, ignore_index=True), tuple(questions), notes)


def _proven_order(columns: list[pd.Series]) -> bool | None:
    """Whether the day stands first, by the values of all columns together; None where they prove nothing."""
    distinct = pd.concat([column.drop_duplicates() for column in columns], ignore_index=True)
    return IS_DAY_FIRST.get(parse_dates(distinct).order)


def _ask_order(column: str, texts: pd.Series) -> Question:
    return Question(column, QUESTION.format(column), tuple(texts.drop_duplicates().iloc[:MAX_EXAMPLES]))


def month_span(days: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the first and the last day of the month of each day."""
    first = days.dt.normalize() - pd.to_timedelta(days.dt.day - 1, unit="D")
    return first.astype(DATE), (first + pd.offsets.MonthEnd(0)).astype(DATE)
