"""Dates that stand once for several rows: ditto marks are read and said, blanks below a date are asked about."""

import pandas as pd
import pytest

from geo.ingest.answers import accept_proposals
from geo.ingest.generic.date_repeats import DATES_BELOW, FILL_DOWN
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import Import
from geo.ingest.importing import build_import
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable


def dated(*dates: str | None) -> RawTable:
    towns = ["Quetta", "Gao", "Kech", "Zhob", "Kabul", "Herat", "Mosul"]
    rows = [[text, towns[row], "Attack", str(row)] for row, text in enumerate(dates)]
    cells = pd.DataFrame(rows, columns=["Date", "City", "Type", "Killed"], dtype="str")
    cells.index = pd.RangeIndex(2, 2 + len(rows))
    return RawTable("CSV", cells, 1)


def read(table: RawTable, options: ImportOptions | None = None) -> Import:
    imported = build_import(table, GenericTable(), options or ImportOptions())
    assert imported.rows_in == table.n_rows
    return imported


def days(imported: Import) -> list[str]:
    return list(imported.accepted["date_start"].dt.strftime("%Y-%m-%d").fillna(""))


def concerns(imported: Import) -> str:
    return " ".join(concern.text for concern in imported.concerns if concern.column == "Date")


@pytest.mark.parametrize("mark", ["-do-", "do", "Ditto", "ditto.", '"', "”", "〃", "''", "idem", "- do -", "ídem"])
def test_a_ditto_mark_is_the_date_above(mark: str) -> None:
    imported = read(dated("2024-01-16", mark, mark, "2024-01-18", "2024-01-19"))
    assert days(imported) == ["2024-01-16"] * 3 + ["2024-01-18", "2024-01-19"]
    assert "2 cells repeat the date of the row above" in concerns(imported)


def test_a_ditto_mark_below_a_blank_is_blank_and_one_in_the_first_row_is_refused() -> None:
    imported = read(dated("ditto", "2024-01-16", None, "ditto", "2024-01-18"))
    assert days(imported) == ["2024-01-16", "", "", "2024-01-18"]
    assert list(imported.rejected["row"]) == [2]


def test_ditto_marks_for_parts_of_dates_are_the_parts_above() -> None:
    rows = [["2023", "5", "4", "Gao"], ["-do-", "-do-", "16", "Quetta"], ['"', "6", '"', "Kech"]]
    cells = pd.DataFrame(rows, columns=["Year", "Month", "Day", "City"], dtype="str", index=pd.RangeIndex(2, 5))
    assert days(read(RawTable("CSV", cells, 1))) == ["2023-05-04", "2023-05-16", "2023-06-16"]


def test_blanks_below_a_date_are_asked_about_and_unknown_until_then() -> None:
    table = dated("2024-01-16", None, None, "2024-01-18", None, "2024-01-20")
    imported = read(table)
    assert days(imported) == ["2024-01-16", "", "", "2024-01-18", "", "2024-01-20"]
    question = next(question for question in imported.questions if question.topic == DATES_BELOW)
    assert (question.column, question.proposal, question.n_rows) == ("Date", FILL_DOWN, 3)
    answered = read(table, accept_proposals(ImportOptions(), imported.questions))
    assert days(answered) == ["2024-01-16"] * 3 + ["2024-01-18"] * 2 + ["2024-01-20"]
    assert answered.questions == ()
    assert "3 blank cells have the date above, as you said" in concerns(answered)
    unknown = read(table, ImportOptions(answers=((DATES_BELOW, "Date", "unknown"),)))
    assert (days(unknown), unknown.questions) == (days(imported), ())


@pytest.mark.parametrize(
    "dates",
    [
        (None, "2024-01-16", None, "2024-01-18"),
        ("2024-01-16", "2024-01-16", None, None, "2024-01-18"),
        ("2024-01-16", None, "2023-01-18", None, "2024-01-18"),
        ("2024-01-16", "2024-01-17", "2024-01-18", None, "2024-01-19", "2024-01-20"),
    ],
)
def test_other_blanks_are_unknown(dates: tuple[str | None, ...]) -> None:
    assert read(dated(*dates)).questions == ()
