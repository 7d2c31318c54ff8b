"""What only a workbook can hold: sheets, dates as numbers, errors, merged cells, and rectangles of any size."""

from collections.abc import Sequence

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import SHEET
from geo.ingest.options import ImportOptions
from geo.ingest.readers import archives, read_table
from geo.ingest.readers.sheet_selection import ALL_SHEETS
from tests.hostile_workbooks import xlsx_of_sheets
from tests.workbooks import DAY, cell, parts, rows_of, workbook

HEADER = ["id", "date", "killed"]


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def test_cells_are_as_a_person_sees_them() -> None:
    flag = '<c r="E2" t="b"><v>1</v></c>'
    cells = [cell("A2", "007"), cell("B2", 45307, DAY), cell("C2", 3), cell("D2", 0.1), flag, cell("F2", 45307.5, DAY)]
    cells.append(cell("G2", 201901010001))
    header = rows_of([["id", "date", "killed", "share", "flag", "when", "long"]])
    table = read_table(parts({"S": header + row(2, *cells)}))
    assert table.cells.loc[2].tolist() == [
        "007",
        "2024-01-16",
        "3",
        "0.1",
        "TRUE",
        "2024-01-16T12:00:00",
        "201901010001",
    ]


def test_rows_keep_their_numbers_hidden_ones_too() -> None:
    rows = row(3, *(cell(f"{letter}3", name) for letter, name in zip("BCD", HEADER, strict=True)))
    rows += row(6, cell("B6", "a"), cell("D6", 1), more=' hidden="1"') + row(9, cell("C9", "2024-01-16"))
    table = read_table(parts({"S": row(1, cell("B1", "Events of 2024")) + rows}))
    assert (table.header_row, list(table.cells.index)) == (3, [6, 9])
    assert table.cells[HEADER].fillna("").to_numpy().tolist() == [["a", "", "1"], ["", "2024-01-16", ""]]
    assert any("Events of 2024" in note for note in table.notes)


def test_the_first_sheet_that_holds_anything_is_read_or_the_one_named() -> None:
    content = parts(
        {"Empty": "", "Data": rows_of([HEADER, ["a", "2020-01-02", 1]]), "More": rows_of([["k", "m"], ["1", "2"]])}
    )
    assert read_table(content).column_names == tuple(HEADER)
    assert any("also has “More”" in note for note in read_table(content).notes)
    assert read_table(content, ImportOptions(sheet="More")).column_names == ("k", "m")
    with pytest.raises(IncidentsInvalid, match="no sheet 'Other'"):
        read_table(content, ImportOptions(sheet="Other"))
    with pytest.raises(IncidentsInvalid, match="is empty"):
        read_table(parts({"Empty": ""}))


STRIKES = rows_of(
    [["Date", "Place", "Country", "Killed"], ["2020-01-01", "Mosul", "Iraq", 1], ["2020-01-02", "Kirkuk", "Iraq", 2]]
)
OTHER_SHEETS: dict[str, Sequence[Sequence[object]]] = {
    "notes": [["This workbook was compiled by the project."], ["Please cite it."], ["Updated: 2021-01-01"]],
    "licence": [["License", "CC BY 4.0"], ["Attribution", "the project"], ["Date", "2024-01-01"]],
    "dictionary": [["Field", "Type", "Description", "Example"], ["Date", "date", "of the incident", "2020-01-01"]],
    "pivot": [
        ["Row Labels", "Sum of Killed", "Count of Date"],
        ["Mosul", 1, 1],
        ["Kirkuk", 2, 1],
        ["Grand Total", 3, 2],
    ],
    "months": [["Year", "Month", "Incidents", "Killed"], [2020, "January", 5, 7], [2020, "February", 3, 1]],
    "codes": [["Code", "Name"], [1, "Bombing"], [2, "Shooting"], [3, "Other"]],
    "daily counts": [["Date", "Place", "Country", "Number of events"], ["2020-01-01", "Mosul", "Iraq", 4]],
}


@pytest.mark.parametrize("other", OTHER_SHEETS)
def test_the_sheet_that_reads_best_is_taken_and_said(other: str) -> None:
    table = read_table(parts({"First": rows_of(OTHER_SHEETS[other]), "Strikes": STRIKES}))
    assert table.cells["Place"].tolist() == ["Mosul", "Kirkuk"]
    assert "The sheet “Strikes” is read; the file also has “First”." in table.notes


def test_sheets_of_one_shape_are_proposed_together_and_read_together() -> None:
    def year(number: int) -> str:
        return rows_of([["date", "place", "Killed "], [f"{number}-01-01", "Mosul", 1], ["Total", "", 1]])

    sheets = {"Read me": rows_of([["Please cite as …"]]), "2018": year(2018), "2019": year(2019), "2020": year(2020)}
    content = parts(sheets)
    (question,) = read_table(content).questions
    assert (question.topic, question.proposal, question.choices[0][0]) == (SHEET, ALL_SHEETS, ALL_SHEETS)
    assert [answer for answer, _ in question.choices] == [ALL_SHEETS, "2018", "2019", "2020"]
    table = read_table(content, ImportOptions(answers=((SHEET, "", ALL_SHEETS),)))
    assert table.cells["date"].tolist() == ["2018-01-01", "2019-01-01", "2020-01-01"]
    assert table.cells["sheet"].tolist() == ["2018", "2019", "2020"]
    assert (table.cells.index.tolist(), table.rejected["row"].tolist()) == ([2, 12, 22], [3, 13, 23])
    assert (table.questions, read_table(content, ImportOptions(sheet="2019")).questions) == ((), ())


def test_hidden_rows_and_columns_are_read_and_said() -> None:
    rows = rows_of([HEADER, ["a", "2024-01-16", 1]]) + row(3, cell("A3", "b"), more=' hidden="1"')
    table = read_table(parts({"S": rows}))
    assert table.cells["id"].tolist() == ["a", "b"]
    assert any("Hidden in the sheet: 1 row" in note for note in table.notes)


def test_errors_stay_and_formulas_without_value_are_told() -> None:
    error, formula = '<c r="B2" t="e"><v>#N/A</v></c>', '<c r="C2"><f>1+1</f></c>'
    table = read_table(parts({"S": rows_of([HEADER]) + row(2, cell("A2", "a"), error, formula)}))
    assert table.cells.loc[2].fillna("").tolist() == ["a", "#N/A", ""]
    error_finding, formula_finding = table.findings
    assert ("#N/A" in error_finding.text, error_finding.column, list(error_finding.rows)) == (True, "date", [2])
    assert ("formula without a value" in formula_finding.text, list(formula_finding.rows)) == (True, [2])


def test_merged_cells_are_told_and_totals_set_apart() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    rows: list[list[object]] = [[*HEADER], ["a", "2024-01-16", 1], ["", "2024-01-17", 2], ["Total", "", 3]]
    table = read_table(parts({"S": rows_of(rows)}, after=merged))
    assert list(table.cells.index) == [2, 3]
    assert list(table.rejected["row"]) == [4]
    assert table.cells["id"].tolist() == ["a", "a"]
    assert any("holds for each of its rows: 1 range." in note for note in table.notes)


def test_a_number_of_people_in_a_merged_cell_is_counted_once_and_named() -> None:
    merged = '<mergeCells count="2"><mergeCell ref="C2:C4"/><mergeCell ref="B3:B4"/></mergeCells>'
    rows: list[list[object]] = [[*HEADER], ["a", "2024-01-16", 7], ["b", "2024-01-17", ""], ["c", "", ""]]
    table = read_table(parts({"S": rows_of(rows)}, after=merged))
    assert table.cells["date"].tolist() == ["2024-01-16", "2024-01-17", "2024-01-17"]
    assert table.cells["killed"].fillna("").tolist() == ["7", "", ""]
    (finding,) = table.findings
    assert (finding.column, list(finding.rows)) == ("killed", [2, 3, 4])


def test_a_stray_cell_far_to_the_right_moves_nothing() -> None:
    table = read_table(parts({"S": rows_of([HEADER, ["a", "b", 1], ["c", "d", 2]]) + row(4, cell("J4", "stray"))}))
    assert table.column_names[:3] == tuple(HEADER)
    assert table.cells.loc[2].dropna().tolist() == ["a", "b", "1"]
    assert table.cells.loc[4].dropna().tolist() == ["stray"]


@pytest.mark.parametrize(
    "rows",
    [
        row(1, cell("A1", 1)) + row(1048576, cell("XFD1048576", 1)),
        row(1, "<c r='XFD1'><v>1</v></c>") + '<row><c r = "A1048576"><v>1</v></c></row>',
    ],
)
def test_one_cell_in_the_last_corner_is_no_rectangle_of_billions(rows: str) -> None:
    with pytest.raises(IncidentsInvalid, match="reaches to row 1,048,576 and column 16,384"):
        read_table(parts({"S": rows}))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "FREE_BYTES", 1_000_000)
    with pytest.raises(IncidentsInvalid, match="unpacks to more than 1 MB"):
        read_table(parts({"S": ""}, more={"xl/media/big.xml": b" " * 2_000_000}))


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
    with pytest.raises(IncidentsInvalid, match="declares entities"):
        read_table(parts({"S": rows_of([HEADER])}, more={"xl/other.xml": bomb}))


def test_no_flipped_bit_or_cut_ends_the_process_or_changes_a_cell() -> None:
    whole = workbook([HEADER, ["a", "2024-01-16", 1]])
    cells = read_table(whole).cells
    refused = 0
    for position in range(0, len(whole), 5):
        damaged = bytearray(whole)
        damaged[position] ^= 0x10
        try:
            assert read_table(bytes(damaged)).cells.equals(cells), position
        except IncidentsInvalid:
            refused += 1
    assert refused > 50
    for end in range(10, len(whole), 50):
        with pytest.raises(IncidentsInvalid):
            read_table(whole[:end])


def test_a_damaged_old_workbook_is_refused() -> None:
    with pytest.raises(IncidentsInvalid, match="cannot be read as a workbook"):
        read_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)


def test_ranges_that_overlap_are_filled_once() -> None:
    merged = (
        '<mergeCells count="3"><mergeCell ref="A2:A4"/><mergeCell ref="A3:A5"/><mergeCell ref="A5:A6"/></mergeCells>'
    )
    rows: list[list[object]] = [[*HEADER], ["a", 1], ["", 2], ["", 3], ["b", 4], ["", 5]]
    table = read_table(parts({"S": rows_of(rows)}, after=merged))
    assert table.cells["id"].fillna("").tolist() == ["a", "a", "a", "b", "b"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (xlsx_of_sheets([rows_of([HEADER, ["a"]])], n_listed=2), "lists one of its sheets twice"),
        (xlsx_of_sheets([rows_of([HEADER, ["a"]])] * 2, name="a"), "two sheets of one name"),
        (xlsx_of_sheets([row(1, cell("A1", "a")) + row(4_900, cell("ALL4900", "a"))] * 2), "and the sheets before it"),
    ],
)
def test_sheets_that_would_be_parsed_again_and_again_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(content)
