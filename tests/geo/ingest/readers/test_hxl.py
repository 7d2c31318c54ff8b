"""A row of HXL tags is recognised in every format, and nothing else is taken for one."""

import pytest

from geo.ingest import importing
from geo.ingest.import_report import NOTHING_TO_DO, report_lines
from geo.ingest.readers import read_table
from geo.ingest.readers.hxl import REASON
from tests.workbooks import parts, rows_of

HEADER = "id,type_of_violence,side_a,side_b,date_start,date_end,latitude,longitude,best,low,high"
TAGS = "#event+id,,#group+name+first,#group + name + second,#date+start,#date+end,#geo+lat,#geo+lon,#affected+killed,,"
ROW = "7,1,Invented Government,Invented Front,2014-01-22,2014-01-22,50.45,30.52,5,4,6"


def test_the_row_is_apart_and_counted() -> None:
    result = importing.read(f"{HEADER}\n{TAGS}\n{ROW}\n".encode())
    assert (result.provider, result.rows_in, len(result.accepted)) == ("UCDP", 2, 1)
    assert result.rejected[["row", "column", "value", "reason"]].to_numpy().tolist() == [[2, "id", "#event+id", REASON]]
    assert result.accepted.index.tolist() == [3]
    assert report_lines(result)["what_to_do"].tolist() == [NOTHING_TO_DO, ""]


def test_a_workbook_has_one_too() -> None:
    table = read_table(parts({"S": rows_of([line.split(",") for line in (HEADER, TAGS, ROW)])}))
    assert table.rejected["row"].tolist() == [2]
    assert table.cells.index.tolist() == [3]


def test_a_file_of_nothing_but_tags_has_no_rows() -> None:
    result = importing.read(f"{HEADER}\n{TAGS}\n".encode())
    assert (result.rows_in, len(result.accepted)) == (1, 0)


@pytest.mark.parametrize("row", ["#1,#2", "#protest,", "#protest,march", "# a note,# another one here", "a,b"])
def test_other_signs_are_cells(row: str) -> None:
    table = read_table(f"date,title\n{row}\n2024-01-16,x\n".encode())
    assert table.rejected.empty
    assert len(table.cells) == 2
