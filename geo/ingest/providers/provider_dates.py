"""Columns of dates in a provider's table: what proves the order of day and month in one proves it for all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from geo.core.schema import DATE
from geo.ingest.date_findings import find_contradictions, find_doubtful_dates, find_early_ends
from geo.ingest.date_questions import DateAnswers, ask_about_dates
from geo.ingest.fields import Fields
from geo.ingest.import_result import Finding, Question
from geo.ingest.options import ImportOptions
from geo.ingest.parsers.dates import OTHER_COLUMN, ParsedDates, parse_dates

IS_DAY_FIRST = {"day first": True, "month first": False}


@dataclass(frozen=True, eq=False)
class ProviderDates:
    """Columns of dates by the name asked for, the cells that fail, open questions, notes and findings on columns."""

    dates: dict[str, ParsedDates]
    rejected: pd.DataFrame
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def parse_provider_dates(fields: Fields, names: Sequence[str], options: ImportOptions) -> ProviderDates:
    """Return the dates of these columns, the first days and perhaps the last ones.

    Only a person's answer overrules what the values prove. A last day before the first is unknown.
    """
    # A column of compact dates, 20191024, may be numbers in a Parquet file.
    texts = {name: fields.identifier(name) for name in names}
    shared_order = _proven_order(list(texts.values())) if len(texts) > 1 else None
    parsed: dict[str, ParsedDates] = {}
    failures: list[pd.DataFrame] = []
    questions: list[Question] = []
    findings: list[Finding] = []
    for name, column in texts.items():
        in_file = fields.name_in_file(name)
        answers = DateAnswers.of(options, in_file)
        dates = answers.parse(column)
        if answers.day_first is None and dates.ambiguous.any() and shared_order is not None:
            dates = replace(answers, day_first=shared_order).parse(column, OTHER_COLUMN)
        parsed[name] = dates
        failures.append(fields.reject_with(dates.reasons, name))
        questions += ask_about_dates(in_file, column, dates)
        findings += find_doubtful_dates(in_file, column, dates)
    parsed, contradictions = _compare_columns(fields, texts, parsed)
    notes = tuple(
        f"{fields.name_in_file(name)}: {note}" for name, dates in parsed.items() for note in dates.column_notes
    )
    rejected = pd.concat(failures, ignore_index=True)
    return ProviderDates(parsed, rejected, tuple(questions), notes, (*findings, *contradictions))


def _compare_columns(
    fields: Fields, texts: dict[str, pd.Series], parsed: dict[str, ParsedDates]
) -> tuple[dict[str, ParsedDates], tuple[Finding, ...]]:
    """The dates without last days that lie before the first, and what contradicts them."""
    first_name, last_name = next(iter(texts)), next(reversed(texts))
    first, last = parsed[first_name], parsed[last_name]
    is_early = last.end < first.start
    column = fields.name_in_file(first_name)
    contradictions = (
        find_contradictions(fields.cells, column, first.start, last.end.mask(is_early).fillna(first.end))
        if column in fields.cells
        else ()
    )
    early = find_early_ends(fields.name_in_file(last_name), texts[last_name], is_early)
    if is_early.any():
        parsed = parsed | {last_name: replace(last, start=last.start.mask(is_early), end=last.end.mask(is_early))}
    return parsed, (*early, *contradictions)


def _proven_order(columns: list[pd.Series]) -> bool | None:
    """Whether the day stands first, by the values of all columns together; None where they prove nothing."""
    distinct = pd.concat([column.drop_duplicates() for column in columns], ignore_index=True)
    return IS_DAY_FIRST.get(parse_dates(distinct).order)


def month_span(days: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the first and the last day of the month of each day."""
    first = days.dt.normalize() - pd.to_timedelta(days.dt.day - 1, unit="D")
    return first.astype(DATE), (first + pd.offsets.MonthEnd(0)).astype(DATE)
