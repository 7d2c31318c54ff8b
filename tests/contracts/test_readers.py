"""Every registered format keeps the same promises: cells of text by row number, rows accounted for, loud damage."""

import io
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geo.core.csv_table import to_csv_bytes
from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers import EXTENSIONS, READERS, Reader, read_table
from geo.ingest.readers.raw_table import REJECTIONS
from tests.workbooks import workbook

EACH = pytest.mark.parametrize("each", READERS, ids=lambda each: each.name)
NAMES = ["name", "note"]
ROWS = [["Zabol", "x; y, z"], ["زابل", "two\nlines"], ["O'Hara", '"quoted"'], ["007", ""], ["  a ", "=1+1"]]


def file_of(each: Reader, rows: list[list[str]]) -> bytes:
    if each.name == "GeoJSON":
        features = [
            {"type": "Feature", "geometry": None, "properties": dict(zip(NAMES, row, strict=True))} for row in rows
        ]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    if each.name == "GeoParquet":
        file = io.BytesIO()
        pq.write_table(pa.Table.from_pandas(pd.DataFrame(rows, columns=NAMES)), file, write_page_checksum=True)
        return file.getvalue()
    if each.name == "Excel":
        return workbook([NAMES, *rows])
    return to_csv_bytes([NAMES, *rows]).replace(b"'=", b"=")


@EACH
def test_a_format_is_recognised_by_its_bytes_and_by_no_earlier_one(each: Reader) -> None:
    content = file_of(each, ROWS)
    assert next(other for other in READERS if other.matches(content)) is each
    assert read_table(content).format == each.name


@EACH
def test_cells_are_text_as_it_stood_and_rows_are_numbered(each: Reader) -> None:
    sheet = read_table(file_of(each, ROWS))
    assert sheet.cells[NAMES].fillna("").to_numpy().tolist() == ROWS
    first = sheet.cells.index[0]
    assert list(sheet.cells.index) == list(range(first, first + len(ROWS)))
    assert first in (sheet.header_row, sheet.header_row + 1)
    assert (sheet.n_rows, list(sheet.rejected.columns)) == (len(ROWS), list(REJECTIONS))


@EACH
@pytest.mark.parametrize("share", [0.3, 0.6, 0.93])
def test_a_file_that_is_cut_off_is_refused_or_says_so(each: Reader, share: float) -> None:
    rows = [[f"row {number}", "text, with\na line break"] for number in range(50)]
    content = file_of(each, rows)
    try:
        sheet = read_table(content[: int(len(content) * share)])
    except IncidentsInvalid:
        return
    # Of text the rows before the cut are there; the one it went through is not taken for whole.
    kept = sheet.cells[NAMES].to_numpy().tolist()
    assert each.name == "CSV"
    assert kept == rows[: len(kept)]
    assert len(sheet.rejected) > 0 or "cut off" in " ".join(sheet.notes)


@EACH
def test_answers_that_do_not_concern_a_format_change_nothing(each: Reader) -> None:
    content = file_of(each, ROWS)
    pd.testing.assert_frame_equal(read_table(content).cells, read_table(content, ImportOptions(provider="Table")).cells)


def test_extensions_are_of_lower_case_and_each_has_one_format() -> None:
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)
    assert [each for each in EXTENSIONS if not each.startswith(".") or each != each.lower()] == []
