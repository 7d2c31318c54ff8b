"""Lines that stand in one cell each are split, and a table of one column is left alone."""

import pytest

from geo.ingest import importing
from geo.ingest.readers import read_table
from tests.workbooks import parts, rows_of

LINES = [
    "latitude,longitude,date,city,note",
    '24.8607,67.0011,2014-06-08,Karachi,"one, and two"',
    "31.5497,74.3436,2016-03-27,Lahore,",
]


def quoted(lines: list[str]) -> bytes:
    return "".join('"' + line.replace('"', '""') + '"\r\n' for line in lines).encode()


def test_a_file_quoted_line_by_line() -> None:
    result = importing.read(quoted(LINES))
    assert result.names == ("latitude", "longitude", "date", "city", "note")
    assert result.rejected.empty
    assert result.accepted["table.note"].fillna("").tolist() == ["one, and two", ""]
    assert result.accepted["latitude"].tolist() == [24.8607, 31.5497]
    assert result.accepted.index.tolist() == [2, 3]
    assert "Each line stands in one cell; it was split at “,”." in result.notes


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_workbook_into_whose_first_column_a_csv_was_pasted(mark: str) -> None:
    lines = [line.replace('"one, and two"', "one").replace(",", mark) for line in LINES]
    table = read_table(parts({"S": rows_of([[line] for line in lines])}))
    assert table.column_names == ("latitude", "longitude", "date", "city", "note")
    assert table.cells["city"].tolist() == ["Karachi", "Lahore"]


def test_a_line_of_another_width_is_rejected_with_its_text() -> None:
    lines = [*LINES[:1], *(f"24.86,67.0,2014-06-{day:02},Karachi,x" for day in range(1, 20)), "24.86,67.0"]
    result = importing.read(quoted(lines))
    assert (result.rows_in, len(result.accepted)) == (20, 19)
    assert result.rejected[["row", "value", "reason"]].to_numpy().tolist() == [
        [21, "24.86,67.0", "has 2 cells where the header has 5"]
    ]


@pytest.mark.parametrize(
    "text", ["date, place\n2014-06-08\n", "a,b,c\n\n", "notes\none, two, three\n", '"a, b, c"\n"one"\n"two"\n']
)
def test_one_column_is_left_alone(text: str) -> None:
    table = read_table(text.encode())
    assert not any("it was split" in note for note in table.notes)
