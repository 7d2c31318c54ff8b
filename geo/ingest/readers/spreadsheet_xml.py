"""The XML that Excel 2003 writes and many systems hand out as .xls (SpreadsheetML)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.grid_table import build_grid_table
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.table_choice import TableNoun, take_tables
from geo.ingest.readers.table_limits import MAX_COLUMNS, check_blanks, check_tables
from geo.ingest.readers.xml_elements import first_element, iter_elements

NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
HEAD_BYTES = 4_000
SHEETS = TableNoun("sheet", "sheets")
TAGS = frozenset(["Row"])
MAX_ROWS = 1_048_576  # of an Excel sheet


class SpreadsheetXMLReader(Reader):
    """The sheet that reads best, or the one that the options name by its number."""

    name = "Excel XML"
    extensions = (".xml",)

    def matches(self, content: bytes) -> bool:
        head = content[:HEAD_BYTES].replace(b"\x00", b"")
        return first_element(content) == "Workbook" and NAMESPACE in head

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        sheets = _collect_sheets(content)
        if not sheets:
            raise IncidentsInvalid("is a workbook without rows.")
        tables = {number: build_grid_table(self.name, records, options, ()) for number, records in sheets.items()}
        return take_tables(tables, options, SHEETS)


def _collect_sheets(content: bytes) -> dict[str, list[Record]]:
    """The rows of each sheet with their numbers, by the sheet's number."""
    sheets: dict[int, list[Record]] = {}
    n_cells = n_values = 0
    for path, row in iter_elements(content, TAGS, SpreadsheetXMLReader.name):
        sheet = next((ancestor.number for ancestor in path if ancestor.tag == "Worksheet"), 0)
        records = sheets.setdefault(sheet, [])
        check_tables(len(sheets), SHEETS.many)
        before = records[-1][0] if records else 0
        cells = list(_iter_cells(row))
        n_cells, n_values = n_cells + len(cells), n_values + len(row)
        check_blanks(n_cells, n_values, "its sheets")
        records.append((_position(row, before + 1, MAX_ROWS), cells))
    return {str(number): records for number, records in enumerate(sheets.values(), start=1)}


def _iter_cells(row: Element) -> Iterator[str]:
    """The cells of a row; those that it leaves out are blank."""
    column = 0
    for cell in row.iterfind("Cell"):
        position = _position(cell, column + 1, MAX_COLUMNS)
        yield from [""] * (position - column - 1)
        yield _to_text(cell.find("Data"))
        column = position


def _position(element: Element, usual: int, limit: int) -> int:
    """Where a row or cell stands: at the next place, or farther where it says so."""
    text = element.get("Index", "")
    stated = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual
    if stated > limit:
        raise IncidentsInvalid(f"has a row or cell at place {stated:,}; {limit:,} are read at most.")
    return max(stated, usual)


def _to_text(data: Element | None) -> str:
    """A cell as text; a day without a time as a date alone."""
    text = "" if data is None else "".join(data.itertext())
    kind = data.get("Type") if data is not None else None
    if kind == "DateTime":
        return text.removesuffix("T00:00:00.000")
    return {"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "Boolean" else text
