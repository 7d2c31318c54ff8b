"""The names of columns stand in one row or in two, as merged cells leave them."""

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.delimited import DelimitedReader
from geo.ingest.readers.header_detection import detect_header

VALUES = [["2024-01-16", "Kunduz", "Archi", "2", "1", "x"], ["2024-01-17", "Kunduz", "Archi", "0", "3", "y"]]


def header(*rows: list[str]) -> tuple[int, tuple[str, ...]]:
    detected = detect_header(list(enumerate([*rows, *VALUES], start=1)), ImportOptions())
    return detected.row, detected.names


def test_names_in_two_rows_are_joined() -> None:
    upper = ["Date", "Where", "", "Casualties", "", "Remarks"]
    lower = ["", "Province", "District", "Killed", "Injured", ""]
    assert header(upper, lower) == (2, ("Date", "Province", "District", "Killed", "Injured", "Remarks"))


def test_a_part_is_named_with_its_group() -> None:
    upper = ["Date", "Where", "", "Killed", "", "Remarks"]
    lower = ["", "Province", "District", "Civilians", "Police", ""]
    assert header(upper, lower)[1][3:5] == ("Killed Civilians", "Killed Police")


def test_a_single_row_of_names_stays_one() -> None:
    names = ["Date", "Province", "District", "Killed", "Injured", "Remarks"]
    assert header(names) == (1, tuple(names))


def test_a_row_of_data_with_blanks_is_no_second_row_of_names() -> None:
    names = ["Date", "Province", "District", "Killed", "Injured", "Remarks"]
    assert header(names, ["", "Kunduz", "Archi", "", "", "none"])[0] == 1


@pytest.mark.parametrize("header", ["a,b,c,", "a,b,,c", ",a,b,c", "a,b,c,,,", '"a","b","","c"'])
def test_a_header_with_blank_names_too_many_leaves_them_out(header: str) -> None:
    table = DelimitedReader().read(f"{header}\n1,2,x\n3,4,y\n".encode(), ImportOptions())
    assert table.column_names == ("a", "b", "c")
    assert table.cells["c"].tolist() == ["x", "y"]
    assert any("and the rows have 3; what is blank in the header is left out" in note for note in table.notes)


@pytest.mark.parametrize("text", ["a,b,c,\n1,2,x,y\n3,4,y\n", "a,b,,\n1,2,3\n3,4,5\n", "a,b,c,d\n1,2,3\n3,4,5\n"])
def test_where_blank_names_do_not_make_the_difference_none_is_left_out(text: str) -> None:
    try:
        table = DelimitedReader().read(text.encode(), ImportOptions())
    except IncidentsInvalid:
        return
    assert not any("left out" in note for note in table.notes)
    assert len(table.column_names) == 4
