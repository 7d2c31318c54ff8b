"""Tables of web pages, which many systems hand out under the name .xls; nothing that a page links to is loaded."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd
from lxml import etree

from geo.errors import IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.encodings import detect_encoding
from geo.ingest.readers.grid_table import build_grid_table
from geo.ingest.readers.html_text import parse_html, text_of_node
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.table_choice import TableNoun, take_tables
from geo.ingest.readers.table_limits import check_blanks, check_tables, check_width
from geo.ingest.readers.xml_elements import first_element

ELEMENTS = frozenset(
    [
        "html",
        "head",
        "body",
        "table",
        "meta",
        "title",
        "style",
        "script",
        "div",
        "center",
        "font",
        "p",
        "h1",
        "h2",
        "h3",
    ]
)
DOCTYPE = re.compile(rb"\s*<!doctype\s+html", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
HEAD_BYTES = 10_000  # in which the encoding is named, by judgement; browsers look at 1,024
TABLES = TableNoun("table", "tables")
OPENING, CLOSING = re.compile("<table", re.IGNORECASE), re.compile("</table", re.IGNORECASE)
CUT_OFF = "The web page ends in the middle of a table: it is cut off, and rows are missing. Download it again."
WEB_PAGE = "The file is a web page (HTML), whatever its name; its table is read."
MAX_SPAN = 1_000  # columns of one cell and rows of one cell, as HTML's own limit for columns
MAX_SHOWN = 100  # characters of a page's title
# HTML calls Latin-1 what is Windows-1252: https://encoding.spec.whatwg.org/#names-and-labels
BROWSER_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030"}


class HTMLTableReader(Reader):
    """The table of a web page that reads best; merged cells have their value in every row and column of theirs."""

    name = "HTML"
    extensions = (".html", ".htm")

    def matches(self, content: bytes) -> bool:
        return first_element(content).casefold() in ELEMENTS or bool(
            DOCTYPE.match(content.removeprefix(codecs.BOM_UTF8))
        )

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        text = _decode(content, options)
        root = parse_html(text)
        if root is None:
            raise IncidentsInvalid(
                "is a web page that cannot be read. Open it and save its table as .xlsx or CSV UTF-8."
            )
        built = {f"table {number}": _build(grid, options) for number, grid in enumerate(_read_grids(root), start=1)}
        tables = {name: table for name, table in built.items() if table is not None}
        if not tables:
            raise IncidentsInvalid(_explain_empty(root))
        table = take_tables(tables, options, TABLES)
        table = replace(table, notes=(WEB_PAGE, *table.notes))
        return _drop_last_row(table) if _is_cut_off(text) else table


def _is_cut_off(text: str) -> bool:
    """Whether a table begins and never ends: the parser closes it without a word."""
    return len(OPENING.findall(text)) > len(CLOSING.findall(text))


def _drop_last_row(table: RawTable) -> RawTable:
    """The table of a page that is cut off, without the row that the cut went through."""
    if table.cells.empty:
        return table
    row, value = int(table.cells.index[-1]), str(table.cells.iloc[-1, 0])
    last = build_rejections([(row, str(table.cells.columns[0]), value, "is the last row of a page that is cut off")])
    rejected = pd.concat([table.rejected, last], ignore_index=True) if len(table.rejected) else last
    return replace(table, cells=table.cells.iloc[:-1], rejected=rejected, findings=(*table.findings, Finding(CUT_OFF)))


def _build(grid: list[Record], options: ImportOptions) -> RawTable | None:
    try:
        return build_grid_table(HTMLTableReader.name, grid, options, ())
    except IncidentsInvalid:
        return None


def _decode(content: bytes, options: ImportOptions) -> str:
    """The text of a page, in the encoding that it names, if it is that."""
    match = CHARSET.search(content[:HEAD_BYTES])
    if (
        match
        and not options.encoding
        and not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    ):
        try:
            name = codecs.lookup(match[1].decode()).name
            return content.decode(BROWSER_NAMES.get(name, name))
        except (LookupError, UnicodeError):
            pass  # browsers guess then, and so do we
    encoding = detect_encoding(content, options)
    return content[encoding.mark_length :].decode(encoding.name, "replace")


def _find_tables(root: etree._Element) -> list[etree._Element]:
    """The tables that hold no other: those that do only arrange a page."""
    tables = list(root.iter("table"))
    outer = {next(table.iterancestors("table"), None) for table in tables}
    return [table for table in tables if table not in outer]


def _read_grids(root: etree._Element) -> list[list[Record]]:
    """The rows of each table of more than one row, once all limits are known to hold."""
    tables = [table for table in _find_tables(root) if sum(1 for _ in islice(table.iter("tr"), 2)) > 1]
    check_tables(len(tables), TABLES.many)
    size = _Size()
    return [_to_records(table, size) for table in tables]


class _Size:
    """How many cells all tables of a page have, and how many they fill with their spans."""

    def __init__(self) -> None:
        self._n_values = self._n_cells = 0

    def count(self, row: etree._Element, cells: Sequence[str]) -> None:
        """Take in a row; raises IncidentsInvalid where it is too wide, or spans make too much of the page by now."""
        check_width(len(cells))
        self._n_values += len(row)
        self._n_cells += len(cells)
        check_blanks(self._n_cells, self._n_values, "its tables")


def _to_records(table: etree._Element, size: _Size) -> list[Record]:
    """The rows of a table with their numbers; a merged cell has its value wherever it reaches."""
    records: list[Record] = []
    below: dict[int, tuple[int, str]] = {}  # column → how many more rows its merged cell takes, and its text
    for number, row in enumerate(table.iter("tr"), start=1):
        cells: list[str] = []
        for cell in (element for element in row if element.tag in ("td", "th")):
            _fill_from_above(cells, below)
            text = text_of_node(cell) or ""
            columns, rows = _span(cell, "colspan"), _span(cell, "rowspan")
            for _ in range(columns):
                if rows > 1:
                    below[len(cells)] = (rows - 1, text)
                cells.append(text)
            check_width(len(cells))
        _fill_from_above(cells, below)
        size.count(row, cells)
        records.append((number, cells))
    return records


def _fill_from_above(cells: list[str], below: dict[int, tuple[int, str]]) -> None:
    while (column := len(cells)) in below:
        n_rows, text = below.pop(column)
        if n_rows > 1:
            below[column] = (n_rows - 1, text)
            cells.append(text)
            continue
        cells.append(text)


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _explain_empty(root: etree._Element) -> str:
    title = " ".join(root.xpath("string(.//title)").split())
    title_clause = f", “{title[:MAX_SHOWN]}”," if title else ""
    return (
        f"is a web page{title_clause} without a table: perhaps a login or an error page that was saved instead of the "
        "data. Download the data again, as .xlsx or CSV."
    )
