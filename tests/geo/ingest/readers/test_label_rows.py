"""Rows below a header that only describe its columns are rejected with a reason; rows of data never are."""

import pytest

from geo.ingest.readers import read_table
from geo.ingest.readers.label_rows import REASON

HEADER = "Date,Place,Country,Killed,Injured\n"
BODY = "2020-01-01,Mosul,Iraq,1,4\n2020-01-02,Kirkuk,Iraq,2,5\n2020-01-03,Tikrit,Iraq,3,6\n"


@pytest.mark.parametrize(
    "label",
    [
        ",,,people,people",
        "(yyyy-mm-dd),(name),(name),(number),(number)",
        "التاريخ,المكان,البلد,القتلى,الجرحى",
        "Date,Lieu,Pays,Tués,Blessés",
        "date,text,text,integer,integer",
        "1,2,3,4,5",
        "Day of the incident,Name of the town,Country in which it lies,People killed,People injured",
    ],
)
def test_a_row_of_labels_is_no_data(label: str) -> None:
    table = read_table((HEADER + label + "\n" + BODY).encode())
    assert table.cells["Place"].tolist() == ["Mosul", "Kirkuk", "Tikrit"]
    assert table.rejected[["row", "reason"]].to_numpy().tolist() == [[2, REASON]]


def test_two_rows_of_labels_are_no_data() -> None:
    table = read_table((HEADER + "Jour,Lieu,Pays,Tués,Blessés\n,,,(people),(people)\n" + BODY).encode())
    assert (table.cells.index.tolist(), table.rejected["row"].tolist()) == ([4, 5, 6], [2, 3])


@pytest.mark.parametrize(
    "first",
    [
        "unknown,Gao,Mali,unknown,several",
        "2019-12-31,Hit,Iraq,several,some",
        ",Baghdad,Iraq,,",
        "early January 2020,Ramadi,Iraq,dozens,",
        "not given,Mosul,Iraq,many dead,x",
    ],
)
def test_a_first_row_in_words_is_data(first: str) -> None:
    table = read_table((HEADER + first + "\n" + BODY).encode())
    assert (len(table.cells), table.rejected.empty) == (4, True)


def test_names_of_groups_complete_names_that_say_little() -> None:
    text = ",Where,,Killed,,Injured,\nDate,Place,Country,Civilians,Total,Civilians,Total\n"
    table = read_table((text + "2020-01-01,Mosul,Iraq,0,1,2,3\n2020-01-02,Hit,Iraq,1,2,3,4\n").encode())
    assert table.column_names == (
        *("Date", "Place", "Country"),
        *("Killed Civilians", "Killed Total", "Injured Civilians", "Injured Total"),
    )
