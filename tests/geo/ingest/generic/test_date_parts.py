"""Years, months and days in columns of their own, whatever short names they have."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from geo.ingest.generic.column_inference import infer_columns
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Import
from geo.ingest.importing import build_import
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable

TOWNS = ("Quetta", "Gao", "Kabul", "Mosul")
YEARS, MONTHS, DAYS = ("2023", "2023", "2024", "2024"), ("5", "11", "2", "7"), ("4", "16", "29", "30")


def table(columns: Mapping[str, Sequence[str]]) -> RawTable:
    cells = pd.DataFrame({**columns, "City": list(TOWNS), "Killed": ["3", "0", "12", "1"]}, dtype="str")
    cells.index = pd.RangeIndex(2, 2 + len(cells))
    return RawTable("CSV", cells, 1)


def days(raw: RawTable) -> list[str]:
    imported: Import = build_import(raw, GenericTable(), ImportOptions())
    assert imported.rows_in == raw.n_rows
    return list(imported.accepted["date_start"].dt.strftime("%Y-%m-%d").fillna(""))


NAMES = "Yr,Mon,Dy Yr,Mo,Dy YYYY,MM,DD Y,M,D yy,mm,dd Año,Mes,Día Année,Mois,Jour A,M,J Year,Month,D"


@pytest.mark.parametrize("names", NAMES.split())
def test_year_month_and_day_are_the_date_under_short_names(names: str) -> None:
    columns = dict(zip(names.split(","), (YEARS, MONTHS, DAYS), strict=True))
    assert days(table(columns)) == ["2023-05-04", "2023-11-16", "2024-02-29", "2024-07-30"]


def test_the_day_may_stand_first_and_months_may_be_words() -> None:
    columns = {"D": DAYS, "M": ("May", "Nov", "February", "Jul"), "Y": YEARS}
    assert days(table(columns)) == ["2023-05-04", "2023-11-16", "2024-02-29", "2024-07-30"]


def test_days_without_a_known_name_beside_year_and_month_are_the_days() -> None:
    raw = table({"Year": YEARS, "Month": MONTHS, "Dtm": DAYS})
    assert days(raw)[1] == "2023-11-16"
    concerns = build_import(raw, GenericTable(), ImportOptions()).concerns
    assert [concern.n_rows for concern in concerns if "“Dtm” is read as the day of the month" in concern.text] == [4]


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Dtm", ("4", "16", "0", "30")),
        ("Dtm", ("4", "16", "32", "30")),
        ("Attacks", DAYS),
        ("Quake No", DAYS),
        ("Age", DAYS),
    ],
)
def test_other_numbers_beside_year_and_month_are_no_days(name: str, numbers: Sequence[str]) -> None:
    guesses = infer_columns(table({"Year": YEARS, "Month": MONTHS, name: numbers}))
    assert next(guess.target for guess in guesses if guess.column == name) != "day"


def test_short_names_without_the_others_or_with_other_values_are_no_parts_of_dates() -> None:
    guesses = infer_columns(table({"Y": ("34.51", "36.1", "33.3", "35.7"), "M": MONTHS, "D": DAYS}))
    assert not {guess.target for guess in guesses} & {"year", "month", "day"}
