"""Dates of a provider's table: swapped halves, early ends and years that contradict are asked about or found."""

import pandas as pd

from geo.ingest.date_questions import SWAPPED_DATES
from geo.ingest.fields import Fields
from geo.ingest.options import ImportOptions
from geo.ingest.providers.provider_dates import parse_provider_dates


def fields(**columns: list[str]) -> Fields:
    n_rows = len(next(iter(columns.values())))
    return Fields(pd.DataFrame(columns, index=pd.RangeIndex(2, 2 + n_rows), dtype="str"))


def test_a_half_that_a_spreadsheet_converted_is_asked_about() -> None:
    table = fields(event_date=["2024-05-03", "2024-12-03", "2024-01-03", "13/03/2024", "25/03/2024"])
    dates = parse_provider_dates(table, ["event_date"], ImportOptions())
    assert [(question.topic, question.n_rows) for question in dates.questions] == [(SWAPPED_DATES, 3)]
    assert dates.rejected["row"].tolist() == [2, 3, 4]
    answers = ImportOptions(answers=((SWAPPED_DATES, "event_date", "swapped"),))
    answered = parse_provider_dates(table, ["event_date"], answers)
    assert answered.dates["event_date"].start.iloc[0] == pd.Timestamp("2024-03-05")
    assert answered.questions == ()


def test_a_last_day_before_the_first_is_unknown_and_found() -> None:
    table = fields(date_start=["2024-01-16", "2024-01-16"], date_end=["2024-01-12", "2024-01-18"])
    dates = parse_provider_dates(table, ["date_start", "date_end"], ImportOptions())
    assert dates.dates["date_end"].end.isna().tolist() == [True, False]
    assert [(finding.column, list(finding.rows)) for finding in dates.findings] == [("date_end", [2])]
    assert dates.rejected.empty


def test_a_year_that_says_otherwise_is_found() -> None:
    table = fields(event_date=["16 January 2024", "17 January 2024"], year=["2024", "2023"])
    findings = parse_provider_dates(table, ["event_date"], ImportOptions()).findings
    assert [(finding.text, list(finding.rows)) for finding in findings] == [
        ("In 1 row “year” says another year than the date.", [3])
    ]
