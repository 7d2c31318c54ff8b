"""Workbooks: .xlsx, .xls and .ods, one sheet of them, as the text that a person sees in it."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.archives import is_workbook
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.header_detection import Header, detect_header, make_unique_names
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.raw_table_builder import RawTableBuilder
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.workbook_limits import WorkbookFindings, check_workbook, find_errors

FIRST_RECORDS = 200  # among which the header is looked for, by judgement
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls
MAX_WHOLE_NUMBER = 10**15  # a float tells whole numbers apart up to 2**53, some 9 × 10**15


class ExcelReader(Reader):
    """A workbook's first sheet that is not empty, or the one that the options name."""

    name = "Excel"
    extensions = (".xlsx", ".xls", ".ods", ".xlsm")

    def matches(self, content: bytes) -> bool:
        return content.startswith(OLE) or (content.startswith(b"PK\x03\x04") and is_workbook(content))

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        if not content.startswith(OLE):
            check_workbook(content)
        try:
            return self._read(content, options)
        except (CalamineError, OSError, ValueError, OverflowError) as error:
            raise IncidentsInvalid(f"cannot be read as a workbook: {error}.") from None
        except BaseException as error:
            # A panic of the parser (Rust) is no Exception, and must end no more than this file.
            if type(error).__name__ != "PanicException":
                raise
            raise IncidentsInvalid("cannot be read as a workbook: it is damaged. Save it as CSV UTF-8.") from None

    def _read(self, content: bytes, options: ImportOptions) -> RawTable:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = _select_sheet(book, options)
        findings = WorkbookFindings() if content.startswith(OLE) else find_errors(content, sheet.name)
        header, width = _read_header(sheet, findings, options)
        builder = RawTableBuilder(header)
        heading = None
        for number, cells in _iter_records(sheet, findings, width):
            if number == header.row:
                heading = cells
            elif number < header.first:
                if header.is_above(number):
                    builder.reject(
                        number, _join_cells(cells), f"stands above the header in row {header.row}, as another table."
                    )
            elif cells == heading:
                builder.reject(number, _join_cells(cells), "repeats the header.")
            else:
                builder.add(number, cells)
        notes = (*_workbook_notes(book, sheet, findings, content), *header.notes)
        return RawTable(self.name, builder.cells(), header.row, builder.rejections(), notes)


def _select_sheet(book: CalamineWorkbook, options: ImportOptions) -> CalamineSheet:
    if options.sheet:
        if options.sheet not in book.sheet_names:
            raise IncidentsInvalid(f"has no sheet {options.sheet!r}. Its sheets: {', '.join(book.sheet_names)}.")
        return book.get_sheet_by_name(options.sheet)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            return sheet
    raise IncidentsInvalid("is empty. A header with the column names is needed.")


def _read_header(sheet: CalamineSheet, findings: WorkbookFindings, options: ImportOptions) -> tuple[Header, int]:
    """The header, and how many columns the sheet has."""
    first: list[Record] = []
    width = 0
    for number, cells in _iter_records(sheet, findings, sheet.end[1] + 1 if sheet.end else 0):
        width = max(width, _width_of(cells))
        if len(first) < FIRST_RECORDS:
            first.append((number, cells))
    if not first:
        raise IncidentsInvalid("is empty. A header with the column names is needed.")
    # A stray remark far to the right makes no wider table.
    widths = sorted((_width_of(cells) for _, cells in first), reverse=True)
    usual_width = widths[min(1, len(widths) - 1)]
    header = detect_header([(number, cells[:usual_width]) for number, cells in first], options)
    if width == len(header.names):
        return header, width
    names, header_notes = make_unique_names([*header.names, *[""] * (width - len(header.names))])
    return Header(header.row, names, header.first, (*header.notes, *header_notes), header.above), width


def _iter_records(sheet: CalamineSheet, findings: WorkbookFindings, width: int) -> Iterator[Record]:
    """The rows that hold anything, with their numbers in the sheet."""
    errors: dict[int, dict[int, str]] = {}
    for (row, column), text in findings.errors.items():
        errors.setdefault(row, {})[column] = text
    left = sheet.start[1] if sheet.start else 0  # the rows begin with the first column that holds anything
    for row, values in enumerate(sheet.iter_rows()):
        cells = ([""] * left + [_to_text(value) for value in values])[:width]
        for column, text in errors.get(row, {}).items():
            cells[column : column + 1] = [text] if column < len(cells) else []
        if any(cells):
            yield row + 1, cells


def _to_text(value: object) -> str:
    """A cell as text: dates as ISO writes them, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < MAX_WHOLE_NUMBER else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _width_of(cells: Sequence[str]) -> int:
    return max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)


def _join_cells(cells: Sequence[str]) -> str:
    return "; ".join(filter(None, cells))


def _workbook_notes(
    book: CalamineWorkbook, sheet: CalamineSheet, findings: WorkbookFindings, content: bytes
) -> tuple[str, ...]:
    other_sheets = [f"“{name[:40]}”" for name in book.sheet_names if name != sheet.name]
    n_merged = 0 if content.startswith(OLE) else len(sheet.merged_cell_ranges or ())
    conditions = {
        f"The sheet “{sheet.name[:40]}” is read; the file also has {', '.join(other_sheets)}.": bool(other_sheets),
        f"Errors such as #N/A stay as text, in {pluralize(len(findings.errors), 'cell')}.": bool(findings.errors),
        f"Formulas without a value are blank, in {pluralize(findings.n_uncomputed, 'cell')}.": bool(
            findings.n_uncomputed
        ),
        f"A merged range has its value in its first cell only: {pluralize(n_merged, 'range')}.": bool(n_merged),
        "Cells with an error are blank in files of this old kind (.xls).": content.startswith(OLE),
    }
    return tuple(sentence for sentence, is_true in conditions.items() if is_true)
