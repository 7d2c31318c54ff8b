"""Every registered format keeps the same promises: cells of text by row number, rows accounted for, loud damage."""

import pandas as pd
import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers import EXTENSIONS, READERS, Reader, read_table
from geo.ingest.readers.raw_table import REJECTIONS
from tests.geo.ingest.readers.format_writers import SHORT_NAMES, TRIMMED, write_table

EACH_READER = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
NAMES = ["name", "note"]
READERS_OF_ANY_NAME = ("CSV", "JSON", "GeoJSON", "KML", "HTML", "Excel XML")  # formats whose columns may have any name
ROWS = [["Zabol", "x; y, z"], ["زابل", "two\nlines"], ["O'Hara", '"quoted"'], ["007", ""], ["  a ", "=1+1"]]


def file_of(reader: Reader, rows: list[list[str]]) -> bytes:
    return write_table(reader.name, NAMES, rows)


def trim(reader: Reader, rows: list[list[str]]) -> list[list[str]]:
    """The rows without blanks around their cells, where the format cannot hold them."""
    return [[cell.strip() for cell in row] for row in rows] if reader.name in TRIMMED else rows


@EACH_READER
def test_a_format_is_recognised_by_its_bytes_and_by_no_earlier_one(reader: Reader) -> None:
    content = file_of(reader, ROWS)
    assert next(other for other in READERS if other.matches(content)) is reader
    assert read_table(content).format == reader.name


@EACH_READER
def test_cells_are_text_as_it_stood_and_rows_are_numbered(reader: Reader) -> None:
    table = read_table(file_of(reader, ROWS))
    cells = table.cells[NAMES].fillna("").to_numpy().tolist()
    assert trim(reader, cells) == trim(reader, ROWS)
    first = table.cells.index[0]
    assert list(table.cells.index) == list(range(first, first + len(ROWS)))
    assert first in (table.header_row, table.header_row + 1)
    assert (table.n_rows, list(table.rejected.columns)) == (len(ROWS), list(REJECTIONS))


@EACH_READER
@pytest.mark.parametrize("share", [0.3, 0.6, 0.93])
def test_a_file_that_is_cut_off_is_refused_or_says_so(reader: Reader, share: float) -> None:
    rows = [[f"row {number}", "text, with\na line break"] for number in range(50)]
    content = file_of(reader, rows)
    try:
        table = read_table(content[: int(len(content) * share)])
    except IncidentsInvalid:
        return
    # Of text the rows before the cut are there; the one it went through is not taken for whole.
    rows_read = table.cells[NAMES].to_numpy().tolist()
    assert reader.name in ("CSV", "HTML")
    assert rows_read == rows[: len(rows_read)]
    assert len(table.rejected) > 0 or "cut off" in " ".join(table.notes)


@pytest.mark.parametrize(
    "reader", [reader for reader in READERS if reader.name not in SHORT_NAMES], ids=lambda reader: reader.name
)
def test_a_cell_of_a_megabyte_is_whole_or_its_row_rejected(reader: Reader) -> None:
    table = read_table(file_of(reader, [["x " * 500_000 + "y", "short"], ["a", "b"]]))
    assert table.n_rows == 2
    assert set(table.cells["name"].str.len()) <= {1, 1_000_001}


@pytest.mark.parametrize(
    "reader", [reader for reader in READERS if reader.name in READERS_OF_ANY_NAME], ids=lambda reader: reader.name
)
def test_a_name_of_a_megabyte_is_read_or_refused(reader: Reader) -> None:
    names = ["name", "y " * 500_000]
    try:
        table = read_table(write_table(reader.name, names, ROWS))
    except IncidentsInvalid:
        return
    assert table.n_rows in (len(ROWS), len(ROWS) + 1)  # with a header that is taken for prose


@EACH_READER
def test_answers_that_do_not_concern_a_format_change_nothing(reader: Reader) -> None:
    content = file_of(reader, ROWS)
    pd.testing.assert_frame_equal(read_table(content).cells, read_table(content, ImportOptions(provider="Table")).cells)


def test_extensions_are_of_lower_case_and_each_has_one_format() -> None:
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)
    assert [name for name in EXTENSIONS if not name.startswith(".") or name != name.lower()] == []
