"""Looks into a workbook before it is parsed: whether it is a zip bomb, and which cells hold errors.

The parser keeps every sheet as a full rectangle: one cell in the last row and column would take 500 GB and end the
process, so the extent is counted here first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from geo.errors import IncidentsInvalid
from geo.ingest.readers.archives import Archive

MAX_BYTES = 1_000_000_000  # of all members, unpacked, by judgement
MAX_CELLS = (
    36_000_000  # of a sheet's rectangle: more than a million rows, which is all a sheet has, of ACLED's 31 columns
)
# Blank cells of the rectangle cost the parser 24 bytes each and the file none: 120 MB of them are free.
FREE_CELLS, MAX_CELLS_PER_VALUE = 5_000_000, 20
CHUNK_BYTES = 1 << 24  # 16 MB at a time, by judgement, not measured
OVERLAP = 4096  # bytes of a chunk that are read again with the next: more than a cell's tags
COLUMN = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,4})\d")
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"'](\d+)")
CELL_ROW = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"'][A-Z]+(\d+)")
ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Z]+)(\d+)[^>]*>.{0,2000}?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
UNCOMPUTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]{0,400}/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\bhidden\s*=\s*[\"'](?:1|true)[\"']")
HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\b[^>]{0,400}?\bhidden\s*=\s*[\"'](?:1|true)[\"'][^>]{0,400}")
COLUMN_BOUND = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d{1,5})[\"']")
MAX_HIDDEN_COLUMN = 16_384  # the last column of a sheet: up to there all that hold nothing are hidden at once
REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,4})(\d{1,7})[\"']")
ODS_SHEET = b"<table:table "
MAX_TAG_BYTES = 400  # of a cell's opening tag, by judgement
REPEATED = re.compile(rb"number-(columns|rows)-repeated\s*=\s*[\"'](\d+)[\"']")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class WorkbookFindings:
    """What the parser of one sheet does not tell.

    `errors` by row and column, both counted from 0; `uncomputed`: the cells of formulas without a value; how many rows
    and columns are hidden, and whether the sheet is filtered.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: tuple[tuple[int, int], ...] = ()
    n_hidden_rows: int = 0
    n_hidden_columns: int = 0
    is_filtered: bool = False


def check_workbook(archive: Archive) -> None:
    """Raise IncidentsInvalid where a zipped workbook would take too much to read."""
    names = [member.filename for member in archive.members]
    if any(name.endswith(".bin") and "workbook" in name for name in names):
        raise IncidentsInvalid("is a binary workbook (.xlsb). Save it as .xlsx or as CSV UTF-8.")
    extent = _Extent()
    size = 0
    for member in archive.members:
        for chunk in archive.iter_chunks(member, CHUNK_BYTES):
            size += len(chunk)
            if size > min(MAX_BYTES, archive.limit):
                raise IncidentsInvalid(
                    f"unpacks to more than {min(MAX_BYTES, archive.limit) / 1e6:,.0f} MB. Save the sheet as CSV UTF-8."
                )
            if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                raise IncidentsInvalid("declares entities, which no spreadsheet does.")
            extent.extend(member.filename, chunk)
        extent.end_sheet()


def find_errors(archive: Archive, path: str) -> WorkbookFindings:
    """What the parser does not tell of a sheet, by its path in an .xlsx file; nothing where it is ""."""
    errors: dict[tuple[int, int], str] = {}
    uncomputed: dict[tuple[int, int], None] = {}
    n_hidden_rows, n_hidden_columns, is_filtered, before = 0, 0, False, b""
    for chunk in archive.iter_chunks(path, CHUNK_BYTES) if path else ():
        text = before[-OVERLAP:] + chunk
        for column, row, value in ERROR.findall(text):
            errors[int(row) - 1, _column_number(column) - 1] = value.decode("utf-8", "replace")
        uncomputed |= dict.fromkeys(_find_uncomputed(text))
        n_hidden_rows += len(HIDDEN_ROW.findall(chunk))
        n_hidden_columns += sum(int(last) - int(first) + 1 for first, last in _hidden_columns(chunk))
        is_filtered = is_filtered or b"<filterColumn" in chunk
        before = chunk
    return WorkbookFindings(errors, tuple(uncomputed), n_hidden_rows, n_hidden_columns, is_filtered)


def _find_uncomputed(text: bytes) -> Iterator[tuple[int, int]]:
    """The row and column of each formula without a value."""
    for match in UNCOMPUTED.finditer(text):
        start = text.rfind(b"<", 0, match.start()) if match.group().startswith(b"</") else match.start()
        opening = max(text.rfind(sign, max(start - OVERLAP, 0), match.start()) for sign in (b"<c ", b":c "))
        reference = REFERENCE.search(text[opening : opening + MAX_TAG_BYTES]) if opening >= 0 else None
        if reference:
            yield int(reference.group(2)) - 1, _column_number(reference.group(1)) - 1


def _hidden_columns(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The first and the last of each run of hidden columns."""
    for tag in HIDDEN_COLUMNS.findall(text):
        bounds = dict(COLUMN_BOUND.findall(tag))
        if {b"min", b"max"} <= bounds.keys() and int(bounds[b"max"]) < MAX_HIDDEN_COLUMN:
            yield bounds[b"min"], bounds[b"max"]


class _Extent:
    """How far the cells of a sheet reach, and how many cells all sheets before it have."""

    def __init__(self) -> None:
        self._rows = self._columns = 1
        self._n_values = self._n_before = 0
        self._before = b""

    def end_sheet(self) -> None:
        """Begin with another sheet."""
        self._n_before += self._rows * self._columns if self._rows * self._columns > 1 else 0
        self._rows = self._columns = 1
        self._before = b""

    def extend(self, name: str, chunk: bytes) -> None:
        """Take in a chunk of a member's text; raises IncidentsInvalid where its cells reach too far."""
        text = self._before + chunk
        # The opening and the closing tag of a value, or of a text beside its cell; in .ods each has its type.
        self._n_values += (chunk.count(b"v>") + chunk.count(b"is>")) // 2 + chunk.count(b"office:value-type")
        if name.endswith("content.xml"):
            first, *others = text.split(ODS_SHEET)
            self._extend_ods(first)
            for sheet in others:
                self.end_sheet()
                self._extend_ods(sheet)
        elif "sheet" in name and name.endswith(".xml"):
            rows = {*map(int, ROW.findall(text)), *map(int, CELL_ROW.findall(text)), self._rows}
            self._rows = max(rows)
            self._columns = max(self._columns, *map(_column_number, {*COLUMN.findall(text), b"A"}))
            self._check()
        self._before = text[-200:]

    def _extend_ods(self, text: bytes) -> None:
        """The longest run of repeated cells that hold something, times the longest run of rows."""
        for cell in re.finditer(rb"<table:table-cell\b[^>]*office:value-type[^>]*>", text):
            for kind, number in REPEATED.findall(cell.group()):
                self._columns = max(self._columns, int(number) if kind == b"columns" else 1)
        for row in re.finditer(rb"<table:table-row\b([^>]*)>.{0,400}?office:value-type", text, re.DOTALL):
            for _, number in REPEATED.findall(row.group(1)):
                self._rows = max(self._rows, int(number))
        self._check()

    def _check(self) -> None:
        n_cells = self._n_before + self._rows * self._columns
        if n_cells > min(MAX_CELLS, FREE_CELLS + MAX_CELLS_PER_VALUE * self._n_values):
            before = " and the sheets before it" if self._n_before else ""
            raise IncidentsInvalid(
                f"reaches to row {self._rows:,} and column {self._columns:,}{before}, mostly empty or too large. "
                "Delete stray cells, or save the sheet as CSV UTF-8."
            )


def sheet_paths(archive: Archive) -> dict[str, str]:
    """The member of an .xlsx file that holds each sheet, by the sheet's name.

    Raises IncidentsInvalid where a sheet is listed twice: each would be parsed as often.
    """
    names = {member.filename for member in archive.members}
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = _parse_xml(archive, "xl/_rels/workbook.xml.rels").iter()
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    sheets = [element for element in _parse_xml(archive, "xl/workbook.xml").iter() if element.tag.endswith("}sheet")]
    paths = {str(sheet.get("name")): targets.get(sheet.get(RELATION), "") for sheet in sheets}
    paths = {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in paths.items() if path}
    if len(set(paths.values())) < len(paths):
        raise IncidentsInvalid("lists one of its sheets twice: it is damaged. Save it anew in a spreadsheet program.")
    return paths


def _parse_xml(archive: Archive, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(archive.read(name))
    except ElementTree.ParseError as error:
        raise IncidentsInvalid(f"cannot be read as a workbook: {error}. It may be cut off or damaged.") from None


def _column_number(letters: bytes) -> int:
    """A column's number by its letters: A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
