"""The dates of a table with what stands beside them: what contradicts, lies far off or is no date is said."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from geo.ingest.answers import accept_proposals
from geo.ingest.date_questions import SPREADSHEET_DAYS, SWAPPED_DATES
from geo.ingest.generic.generic_table import GenericTable
from geo.ingest.import_result import DAY_ORDER, MISSING_YEAR, Import
from geo.ingest.importing import build_import
from geo.ingest.options import ImportOptions
from geo.ingest.readers import read_table
from geo.ingest.readers.raw_table import RawTable

HALF_CONVERTED = ["2024-05-03T00:00:00", "2024-12-03T00:00:00", "2024-01-03T00:00:00", "13/03/2024", "16/03/2024"]


def sheet(header: Sequence[str], *rows: Sequence[str | None]) -> RawTable:
    cells = pd.DataFrame(list(rows), columns=list(header), dtype="str")
    cells.index = pd.RangeIndex(2, 2 + len(rows))
    return RawTable("CSV", cells, 1)


def dated(*dates: str | None, name: str = "Date") -> RawTable:
    return sheet([name, "City", "Killed"], *([text, "Quetta", str(row)] for row, text in enumerate(dates)))


def read(table: RawTable, options: ImportOptions | None = None) -> Import:
    imported = build_import(table, GenericTable(), options or ImportOptions())
    assert imported.rows_in == table.n_rows
    return imported


def spans(imported: Import) -> list[tuple[str, str, str]]:
    rows = imported.accepted
    days = [rows[name].dt.strftime("%Y-%m-%d").fillna("") for name in ("date_start", "date_end")]
    return list(zip(*days, rows["date_precision"].astype("str"), strict=True))


def concerns(imported: Import, column: str = "Date") -> str:
    return " ".join(concern.text for concern in imported.concerns if concern.column == column)


def proposed(table: RawTable) -> Import:
    return read(table, accept_proposals(ImportOptions(), read(table).questions))


def test_a_half_converted_column_is_asked_about_and_its_rows_wait() -> None:
    imported = read(dated(*HALF_CONVERTED))
    assert [question.topic for question in imported.questions] == [SWAPPED_DATES]
    assert imported.questions[0].n_rows == 3
    assert spans(imported) == [("2024-03-13", "2024-03-13", "day"), ("2024-03-16", "2024-03-16", "day")]
    assert imported.rejected["reason"].str.contains("day and month swapped").sum() == 3
    answered = proposed(dated(*HALF_CONVERTED))
    assert [span[0] for span in spans(answered)][:3] == ["2024-03-05", "2024-03-12", "2024-03-01"]
    assert answered.questions == ()
    right = ImportOptions(answers=((SWAPPED_DATES, "Date", "right"),))
    assert [span[0] for span in spans(read(dated(*HALF_CONVERTED), right))][:2] == ["2024-05-03", "2024-12-03"]


def test_numbers_of_days_among_texts_are_asked_about_once() -> None:
    table = dated("43301", "43313", "3 MOIS")
    imported = read(table)
    assert [(question.topic, question.n_rows) for question in imported.questions] == [(SPREADSHEET_DAYS, 2)]
    assert "“43301” is 2018-07-20" in imported.questions[0].text
    assert spans(proposed(table)) == [("2018-07-20",) * 2 + ("day",), ("2018-08-01",) * 2 + ("day",)]


def test_the_order_is_proposed_with_its_reason() -> None:
    table = dated("01/05/2024", "05/05/2024", "02/06/2024", "09/06/2024", "03/07/2024")
    question = read(table).questions[0]
    assert (question.topic, question.proposal, question.n_rows) == (DAY_ORDER, "day first", 4)
    assert "order of time" in question.text
    assert spans(proposed(table))[0][0] == "2024-05-01"


def test_a_column_of_months_settles_the_order() -> None:
    for months, first in ((["5", "6"], "2024-05-03"), (["March", "April"], "2024-03-05")):
        rows = [["03/05/2024", months[0], "Quetta"], ["04/06/2024", months[1], "Gao"]]
        imported = read(sheet(["Date", "Month", "City"], *rows))
        assert spans(imported)[0][0] == first
        assert imported.questions == ()
        assert any("column of months" in note for note in imported.notes)


def test_a_year_in_the_name_is_proposed_where_dates_have_none() -> None:
    question = read(dated("3 January", "5 March", name="Date (2019)")).questions[0]
    assert (question.topic, question.proposal, question.n_rows) == (MISSING_YEAR, "2019", 2)


@pytest.mark.parametrize(
    ("title", "header", "year"),
    [
        ("Attacks on schools in 2019\n", "Date,City,Killed", "2019"),
        ("", "Date,City,Killed in 2019", "2019"),
        ("Attacks from 2018 to 2019\n", "Date,City,Killed", ""),
        ("Attacks on schools\n", "Date,City,Killed", ""),
    ],
)
def test_the_only_year_of_a_title_is_proposed_where_dates_have_none(title: str, header: str, year: str) -> None:
    file = f"{title}{header}\n5 March,Gao,3\n7 April,Kech,0\n16 May,Quetta,2\n"
    question = read(read_table(file.encode())).questions[0]
    assert (question.topic, question.proposal, question.n_rows) == (MISSING_YEAR, year, 3)


@pytest.mark.parametrize("note", ["Of the file, the sheet “2021” is read; it also has “2020”.", ""])
def test_the_year_of_the_sheet_is_proposed_where_dates_have_none(note: str) -> None:
    table = replace(dated("5 March", "7 April"), notes=(note,))
    options = ImportOptions(sheet="" if note else "2021")
    assert read(table, options).questions[0].proposal == "2021"


@pytest.mark.parametrize(
    "text",
    [
        "1900-01-00",
        "1/0/1900",
        "1899-12-30",
        "0000-00-00",
        "9999-12-31",
        "1900-01-01",
        "01/01/1970",
        "1970-01-01T00:00:00Z",
    ],
)
def test_what_programs_write_for_no_date_is_unknown_and_found(text: str) -> None:
    imported = read(dated("2024-01-16", text, "2024-01-17"))
    assert spans(imported)[1] == ("", "", "unknown")
    assert "1 date is what programs write where no date is known" in concerns(imported)


def test_a_first_of_january_among_others_of_its_time_is_one() -> None:
    imported = read(dated("1970-01-01", "1970-02-03", "1971-05-06"))
    assert spans(imported)[0][0] == "1970-01-01"
    assert concerns(imported) == ""


def test_open_ends_are_unknown_and_found() -> None:
    imported = read(dated("2024-01-16", "before 2024", "since 3 March 2024"))
    assert [span[2] for span in spans(imported)] == ["day", "unknown", "unknown"]
    assert "2 dates say only before or after which day it was" in concerns(imported)


def test_contradicting_orders_are_found_by_row() -> None:
    imported = read(dated("16/01/2024", "01/17/2024", "18/01/2024"))
    found = next(concern for concern in imported.concerns if concern.column == "Date")
    assert "1 date can only have the month first and 2 only the day first" in found.text
    assert (found.n_rows, found.examples) == (1, ("01/17/2024",))


@pytest.mark.parametrize("slip", ["2104-01-05", "1924-01-05", "2042-01-05"])
def test_a_year_far_from_all_others_is_found(slip: str) -> None:
    imported = read(dated("2024-01-16", "2024-02-16", slip, "2024-05-16", "2023-06-16", "2024-07-16"))
    assert "1 date lies years away from all others" in concerns(imported)


def test_one_day_years_behind_a_dense_list_is_found() -> None:
    dates = pd.date_range("2023-01-05", "2024-12-28", freq="9D").strftime("%Y-%m-%d")
    for slip in ("2032-05-04", "2026-03-01"):
        assert "1 date lies years away from all others" in concerns(read(dated(*dates, slip, name="Date")))
    assert concerns(read(dated(*dates, "2025-06-01"))) == ""


def test_a_chronology_of_decades_has_no_slips() -> None:
    imported = read(dated("1924-01-16", "1936-02-16", "1948-01-05", "1971-05-16", "1990-06-16", "2024-07-16"))
    assert concerns(imported) == ""


def test_years_and_months_beside_the_date_that_say_otherwise_are_found() -> None:
    rows = [
        ["2024-01-16", "2024", "January", "Quetta"],
        ["2024-02-16", "2023", "2", "Gao"],
        ["2024-03-16", "2024", "5", "Kech"],
        ["winter 2023-24", "2024", "1", "Zhob"],
    ]
    imported = read(sheet(["Date", "Year", "Month", "City"], *rows))
    assert "In 1 row “Year” says another year than the date." in concerns(imported)
    assert "In 1 row “Month” says another month than the date." in concerns(imported)


def test_an_end_before_the_start_is_unknown_and_loses_no_row() -> None:
    table = sheet(
        ["Start date", "End date", "City"], ["2024-01-16", "2024-01-12", "Gao"], ["2024-01-16", "2024-01-18", "Kech"]
    )
    imported = read(table)
    assert spans(imported) == [("2024-01-16", "2024-01-16", "day"), ("2024-01-16", "2024-01-18", "days")]
    assert "1 last day lies before the first day" in concerns(imported, "End date")
    assert "lies before the first" in imported.accepted["notes"].iloc[0]


@pytest.mark.parametrize(
    ("name", "text", "span"),
    [
        ("time", "2004-01-01 00:20:00", ("2004-01-01", "2004-01-01", "day")),
        ("timestamp", "1705429800000", ("2024-01-16", "2024-01-16", "day")),
        ("ts", "1705429800", ("2024-01-16", "2024-01-16", "day")),
        ("moment", "1705429800000", ("2024-01-16", "2024-01-16", "day")),
        ("event_dates", "2022/07/19:2022/07/21", ("2022-07-19", "2022-07-21", "days")),
        ("WEEK", "2024-01-13", ("2024-01-13", "2024-01-19", "week")),
        ("Week ending", "2024-01-19", ("2024-01-13", "2024-01-19", "week")),
        ("semaine", "2024-01-13", ("2024-01-13", "2024-01-19", "week")),
        ("occurred_at", "2024-01-16T18:30:00+05:00", ("2024-01-16", "2024-01-16", "day")),
    ],
)
def test_dates_are_found_under_any_name(name: str, text: str, span: tuple[str, str, str]) -> None:
    assert spans(read(dated(text, name=name)))[0] == span


def test_a_week_is_said_to_begin_or_end_with_its_date() -> None:
    assert "taken for the first of seven" in concerns(read(dated("2024-01-13", name="WEEK")), "WEEK")
    assert "taken for the last of seven" in concerns(read(dated("2024-01-13", name="Week ending")), "Week ending")


def test_a_day_of_the_event_goes_before_that_of_its_report() -> None:
    rows = [["2024-02-01", "2024-01-16", "Gao"], ["2024-02-02", "2024-01-17", "Kech"]]
    imported = read(sheet(["Date reported", "Date", "City"], *rows))
    assert spans(imported)[0][0] == "2024-01-16"
    only_report = read(dated("2024-02-01", name="Date reported"))
    assert spans(only_report)[0][0] == "2024-02-01"
    assert "taken for when it happened" in concerns(only_report, "Date reported")


def test_a_time_of_day_is_no_date() -> None:
    imported = read(sheet(["Time", "Date", "City"], ["18:30", "2024-01-16", "Gao"], ["19:30:00", "2024-01-17", "Kech"]))
    assert [span[0] for span in spans(imported)] == ["2024-01-16", "2024-01-17"]


def test_a_table_without_dates_says_so() -> None:
    imported = read(sheet(["City", "Killed"], ["Gao", "1"], ["Kech", "2"]))
    assert "No column holds the date, so no incident has one." in concerns(imported, "")
    numbers = read(sheet(["City", "stamp of it"], ["Gao", "1705429800"], ["Kech", "1705429811"]))
    assert "“stamp of it” looks like it" in concerns(numbers, "stamp of it")


@pytest.mark.parametrize(
    "name",
    [
        "DOB",
        "Date of birth",
        "birth_date",
        "BirthDate",
        "Born",
        "Né(e) le",
        "date de naissance",
        "Fecha de nacimiento",
        "تاريخ الميلاد",
        "تاریخ تولد",
        "Expiry date",
        "Date of enlistment",
        "Employment start date",
        "Founded",
    ],
)
def test_days_of_births_papers_and_bodies_are_no_days_of_incidents(name: str) -> None:
    rows = [["1981-03-04", "2024-01-16", "Gao"], ["1990-12-01", "2024-01-17", "Kech"]]
    assert [span[0] for span in spans(read(sheet([name, "Date", "City"], *rows)))] == ["2024-01-16", "2024-01-17"]
    alone = read(sheet([name, "City"], *([row[0], row[2]] for row in rows)))
    assert alone.accepted["date_start"].isna().all()
    assert alone.questions == ()
    assert "No column holds the date" in concerns(alone, "")


def test_a_date_of_an_attack_stays_one() -> None:
    for name in ("Date of attack", "Incident date", "Date"):
        assert spans(read(dated("2024-01-16", "2024-02-17", name=name)))[0][0] == "2024-01-16"
