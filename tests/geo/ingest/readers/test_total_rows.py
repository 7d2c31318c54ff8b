"""Totals are no data rows wherever they stand, labelled or known by arithmetic; what may be a row stays one."""

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.ingest.readers import read_table
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.total_rows import BELOW_TABLE, BY_ARITHMETIC, drop_total_rows
from tests.workbooks import parts, rows_of

# A table, how many of its rows are data, and what their numbers of killed add up to.
TABLES = {
    "unlabelled": (
        (
            "Date,Province,Place,Killed,Injured\n"
            "2024-01-14,Balochistan,Quetta,2,1\n"
            "2024-01-15,Sindh,Karachi,1,4\n"
            ",,,3,5\n"
        ),
        2,
        3,
    ),
    "label_province": (
        (
            "Date,Province,Place,Killed,Injured\n"
            "2024-01-14,Balochistan,Quetta,2,1\n"
            "2024-01-15,Balochistan,Turbat,0,0\n"
            ",Balochistan Total,,2,1\n"
        ),
        2,
        2,
    ),
    "subtotals": (
        (
            "Date,Province,Place,Killed,Injured\n"
            "2024-01-14,Balochistan,Quetta,2,1\n"
            "2024-01-15,Balochistan,Turbat,4,0\n"
            ",Subtotal,,6,1\n"
            "2024-01-14,Sindh,Karachi,3,1\n"
            "2024-01-18,Sindh,Karachi,1,1\n"
            ",Subtotal,,4,2\n"
            ",Grand total,,10,3\n"
        ),
        4,
        10,
    ),
    "subtotals_unlabelled": (
        (
            "Date,Province,Place,Killed,Injured\n"
            "2024-01-14,Balochistan,Quetta,2,1\n"
            "2024-01-15,Balochistan,Turbat,4,0\n"
            ",,,6,1\n"
            "2024-01-14,Sindh,Karachi,3,1\n"
            "2024-01-18,Sindh,Karachi,1,1\n"
            ",,,4,2\n"
            ",,,10,3\n"
        ),
        4,
        10,
    ),
    "top": (
        (
            "Date,Province,Place,Killed,Injured\n"
            ",,,6,2\n"
            "2024-01-14,Balochistan,Quetta,2,1\n"
            "2024-01-15,Balochistan,Turbat,4,1\n"
        ),
        2,
        6,
    ),
    "total_2024": (
        ("Date,Province,Killed\n2024-01-14,Balochistan,5\n2024-01-15,Balochistan,2\nTotal 2024,,7\n"),
        2,
        7,
    ),
    "total_january": (
        ("Date,Province,Killed\n2024-01-14,Balochistan,5\n2024-01-15,Balochistan,2\nTotal for January 2024,,7\n"),
        2,
        7,
    ),
    "total_colon": (
        ("Date,Province,Place,Killed\n2024-01-14,Balochistan,Quetta,5\n2024-01-15,Balochistan,Turbat,2\n,,TOTAL:,7\n"),
        2,
        7,
    ),
    "sum_in_place": (
        ("Date,Place,Killed,Injured\n2024-01-14,Quetta,5,1\n2024-01-15,Turbat,2,1\n,Overall,7,2\n"),
        2,
        7,
    ),
    "real_undated": (
        ("Date,Place,Killed,Injured\n2024-01-14,Quetta,5,1\n2024-01-15,Turbat,2,1\n,Khuzdar,7,2\n"),
        3,
        14,
    ),
    "total_with_mean": (
        ("Date,Place,Killed\n2024-01-14,Quetta,5\n2024-01-15,Turbat,2\nTotal,,7\nAverage,,3.5\n"),
        2,
        7,
    ),
    "place_total": (
        ("Date,Place,Killed\n2024-01-14,Totalán,5\n2024-01-15,Sumar,2\n2024-01-16,Summit,1\n"),
        3,
        8,
    ),
    "xl_numbered_total": (
        ("S.No,Date,Place,Killed\n1,2024-01-14,Quetta,5\n2,2024-01-15,Turbat,2\n,Total,,7\n"),
        2,
        7,
    ),
    "numbered_unknown": (
        ("S.No,Date,Place,Killed\n1,2024-01-14,Quetta,5\n2,2024-01-15,Turbat,2\n3,,,7\n"),
        3,
        14,
    ),
    "grp_label_all": (
        (
            "Province,Date,Place,Killed\n"
            "Balochistan,2024-01-14,Quetta,5\n"
            "Balochistan,2024-01-15,Turbat,2\n"
            "Balochistan,,Total,7\n"
            "Sindh,2024-01-16,Karachi,1\n"
            "Sindh,,Total,1\n"
            ",,Grand Total,8\n"
        ),
        3,
        8,
    ),
    "place_total_real": (
        ("Date,Place,Actor,Killed\n2024-01-14,Quetta,BLA,5\n2024-01-14,Total,BLA,2\n2024-01-14,Turbat,BLA,2\n"),
        3,
        9,
    ),
    "undated_rows": (
        ("Date,Place,Killed,Injured\n2024-01-14,Quetta,5,1\n,Turbat,2,3\n2024-01-16,Kech,,2\n,,0,0\n"),
        4,
        7,
    ),
    "pct": (
        ("Date,Place,Killed,Injured\n2024-01-14,Quetta,5,1\n2024-01-15,Turbat,5,3\nTotal,,10,4\n%,,71,29\n"),
        2,
        10,
    ),
    "thousand": (
        ('Date,Place,Killed,Injured\n2024-01-14,Quetta,"1,000",5\n2024-01-15,Turbat,"2,000",6\n,,"3,000",11\n'),
        2,
        3000,
    ),
    "mid_single": (
        ("Date,Place,Killed\n2024-01-14,Quetta,1\n2024-01-15,Turbat,1\n,,2\n2024-01-17,Kech,1\n"),
        4,
        5,
    ),
    "sum_of": (
        ("Date,Place,Killed\n2024-01-14,Quetta,5\n2024-01-15,Turbat,2\n,Sum of all rows,7\n"),
        2,
        7,
    ),
    "overall_total_top": (
        ("Date,Place,Killed\nOverall total,,7\n2024-01-14,Quetta,5\n2024-01-15,Turbat,2\n"),
        2,
        7,
    ),
    "title_total": (
        ("Date,Place,Killed,Title\n2024-01-14,Quetta,5,Total blackout after strike\n2024-01-15,Turbat,2,Total\n"),
        2,
        7,
    ),
    "note": (
        (
            "Date,Place,Killed\n"
            "2024-01-14,Quetta,5\n"
            "2024-01-15,Turbat,2\n"
            "Note: figures are provisional,,\n"
            "Source: press,,\n"
        ),
        2,
        7,
    ),
}


def read(text: str) -> RawTable:
    return read_table(text.encode())


@pytest.mark.parametrize("name", TABLES)
def test_totals_are_dropped_and_rows_stay(name: str) -> None:
    text, n_rows, killed = TABLES[name]
    table = read(text)
    assert len(table.cells) == n_rows
    assert len(table.cells) + len(table.rejected) == len(text.splitlines()) - 1
    numbers = table.cells["Killed"].str.replace(",", "").dropna().astype(int)
    assert numbers.sum() == killed


@pytest.mark.parametrize("name", TABLES)
def test_workbooks_are_read_alike(name: str) -> None:
    text, n_rows, _ = TABLES[name]
    if '"' not in text:
        table = read_table(parts({"S": rows_of([line.split(",") for line in text.splitlines()])}))
        assert len(table.cells) == n_rows


def test_a_total_known_by_arithmetic_is_a_finding() -> None:
    table = read("Date,Place,Killed,Injured\n2024-01-14,Quetta,2,1\n2024-01-15,Turbat,1,4\n,,3,5\n")
    assert table.rejected.to_numpy().tolist() == [[4, "", "3,5", BY_ARITHMETIC]]
    (finding,) = table.findings
    assert list(finding.rows) == [4]


def test_a_sum_may_be_out_of_date_or_count_a_repeated_row_once() -> None:
    rows = [
        "1,2024-01-14,Quetta,4,10,1",
        "2,2024-01-15,Turbat,5,10,2",
        "2,2024-01-15,Turbat,5,10,2",
        "3,2024-01-16,Kech,1,9,0",
    ]
    table = read("\n".join(["No,Date,Place,Low,High,Injured", *rows, ",,,10,28,3"]) + "\n")
    assert table.rejected["row"].tolist() == [6]


def test_an_undated_row_whose_numbers_are_no_sums_stays() -> None:
    table = read("Date,Place,Killed,Injured\n2024-01-14,Quetta,5,1\n2024-01-15,Turbat,2,1\n,,3,4\n")
    assert len(table.cells) == 3


def test_a_last_row_without_a_day_at_the_place_above_stays() -> None:
    table = read("Date,Place,Killed\n2024-01-14,Quetta,2\n,Quetta,3\n,Quetta,5\n")
    assert len(table.cells) == 3


@pytest.mark.parametrize(
    "label", ["January 2022", "Jan-22", "2022-01", "01/2022", "يناير 2022", "enero de 2022", "2022"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_sums_labelled_by_a_period_are_no_rows(label: str, place: int) -> None:
    def month(number: int, sums: str) -> str:
        cells = [label if place == column else "" for column in range(3)]
        first, second = (f"2022-0{number}-0{day},Sindh,Karachi,{day},{day + 2}\n" for day in (4, 9))
        return f"{first}{second}{','.join(cells)},{sums}\n"

    table = read(f"Date,Province,Place,Killed,Injured\n{month(1, '13,17')}{month(2, '13,17')}{month(3, '13,17')}")
    assert (len(table.cells), len(table.rejected)) == (6, 3)
    assert [len(finding.rows) for finding in table.findings] == [3]


@pytest.mark.parametrize(
    ("text", "n_sums"),
    [
        ("Date,Place,Killed\n2017-01-03,A,10\n2017-03-09,B,2\n2017,,12\n2018-01-03,A,1\n2018-03-09,B,4\n2018,,5\n", 2),
        (
            "Year,Date,Place,Killed\n2017,3 Jan,A,10\n2017,9 Mar,B,2\n2017,,,12\n"
            "2018,3 Jan,A,1\n2018,9 Mar,B,4\n2018,,,5\n",
            2,
        ),
        ("Date,Province,Killed\n2017-01-03,Sindh,10\n2017-03-09,Sindh,2\n,Sindh,12\n2018-01-03,Punjab,1\n", 1),
        (
            "Date,Province,Place,Killed\n2017-01-03,Sindh,A,10\n2017-03-09,Punjab,B,2\n2017-03-11,Sindh,C,7\n"
            "2017-03-14,Punjab,B,2\n,Sindh,,17\n,Punjab,,4\n",
            2,
        ),
    ],
    ids=["years", "column of years", "area", "areas below"],
)
def test_sums_of_one_column_labelled_by_a_year_or_an_area_are_no_rows(text: str, n_sums: int) -> None:
    table = read(text)
    assert len(table.rejected) == n_sums
    assert len(table.cells) == text.count("\n") - 1 - n_sums


@pytest.mark.parametrize(
    "row",
    ["January 2022,,,13,18", "14 January 2022,,,13,17", "January 2022,Sindh,,13,17", "Karachi,,,13,17", "2022,,,13,0"],
)
def test_a_row_with_more_than_a_period_or_with_other_numbers_stays(row: str) -> None:
    rows = "2022-01-04,Sindh,Karachi,4,6\n2022-01-09,Punjab,Lahore,9,11\n"
    table = read(f"Date,Province,Place,Killed,Injured\n{rows}{row}\n2022-02-09,Punjab,Lahore,9,11\n")
    assert len(table.cells) == 4


def test_one_row_of_a_month_is_no_sum() -> None:
    table = read(
        "Date,Province,Place,Killed\n2022-01-04,Sindh,Karachi,4\nJanuary 2022,,,4\n2022-02-09,Sindh,Karachi,3\n"
    )
    assert len(table.cells) == 3


def test_remarks_below_the_table_are_no_rows() -> None:
    table = read("Date,Place,Killed\n2024-01-14,Quetta,5\nNote: provisional,,\nSource: press,,\n")
    assert table.rejected["reason"].tolist() == [BELOW_TABLE, BELOW_TABLE]


def test_typed_columns_are_summed_too() -> None:
    dates = [dt.date(2024, 1, 14), dt.date(2024, 1, 15), None]
    cells = pd.DataFrame({"date": dates, "killed": [2, 3, 5], "injured": [1.0, 1.0, 2.0]}, index=[2, 3, 4])
    assert drop_total_rows(RawTable("Parquet", cells, 0)).rejected["row"].tolist() == [4]


@pytest.mark.parametrize("label", ["", "Total"])
def test_a_total_of_a_very_wide_table_is_known(label: str) -> None:
    names = [f"Killed {number}" for number in range(700)]
    rows = [["2024-01-14", "Gao", *["1"] * 700], ["2024-01-15", "Mopti", *["2"] * 700]]
    cells = pd.DataFrame([*rows, [label or None, None, *["3"] * 700]], columns=["Date", "Place", *names], dtype="str")
    assert drop_total_rows(RawTable("CSV", cells, 1)).rejected["row"].tolist() == [2]


def test_a_row_with_a_text_in_the_last_of_many_columns_is_no_total() -> None:
    cells = pd.DataFrame({f"Killed {number}": ["1", "2", "3"] for number in range(700)}, dtype="str")
    cells = cells.assign(Date=["2024-01-14", "2024-01-15", None], Place=["Gao", "Mopti", None])
    cells["Sex, killed"] = pd.Series(["1", "2", "unknown"], dtype="str")
    assert drop_total_rows(RawTable("CSV", cells, 1)).rejected.empty


def test_a_sparse_table_is_no_table_of_totals() -> None:
    cells = pd.DataFrame({"date": ["2024-01-14", None, None], "killed": ["1", "1", "2"]}, dtype="str")
    assert len(drop_total_rows(RawTable("CSV", pd.concat([cells] * 20_000, ignore_index=True), 1)).cells) > 59_990


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 90), st.integers(1, 90)), min_size=2, max_size=5), min_size=1, max_size=4
    )
)
def test_subtotals_and_the_grand_total_of_any_groups_are_known(groups: list[list[tuple[int, int]]]) -> None:
    lines = ["Date,Place,Killed,Injured"]
    for group in groups:
        lines += [f"2024-01-14,Place {place},{killed},{injured}" for place, (killed, injured) in enumerate(group)]
        lines.append(f",,{sum(killed for killed, _ in group)},{sum(injured for _, injured in group)}")
    table = read("\n".join(lines) + "\n")
    assert len(table.cells) == sum(map(len, groups))
    assert len(table.cells) + len(table.rejected) == len(lines) - 1
