"""Workbooks: .xlsx, .xls and .ods, one sheet of them, as the text that a person sees in it."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from geo.core.formatting import pluralize
from geo.errors import IncidentsInvalid
from geo.ingest.import_result import Finding
from geo.ingest.options import ImportOptions
from geo.ingest.readers.archives import Archive, is_workbook
from geo.ingest.readers.csv_records import Record
from geo.ingest.readers.header_detection import Header, detect_header, make_unique_names
from geo.ingest.readers.merged_ranges import fill_merged_ranges
from geo.ingest.readers.opendocument import drop_layout_blanks
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.raw_table_builder import RawTableBuilder
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.sheet_selection import SheetRating, choose_sheets, join_sheets, rate_sheet
from geo.ingest.readers.table_limits import check_tables
from geo.ingest.readers.workbook_limits import WorkbookFindings, check_workbook, find_errors, sheet_paths

FIRST_RECORDS = 200  # among which the header is looked for, by judgement
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls
MAX_EXAMPLES = 3  # errors that a finding names
MAX_WHOLE_NUMBER = 10**15  # a float tells whole numbers apart up to 2**53, some 9 × 10**15


class ExcelReader(Reader):
    """The sheet of a workbook that reads best as a table of incidents, or those that a person names."""

    name = "Excel"
    extensions = (".xlsx", ".xls", ".ods", ".xlsm")

    def matches(self, content: bytes) -> bool:
        return content.startswith(OLE) or (content.startswith(b"PK\x03\x04") and is_workbook(content))

    def read(self, content: bytes, options: ImportOptions) -> RawTable:
        archive = None if content.startswith(OLE) else Archive(content)
        if archive:
            check_workbook(archive)
        try:
            return self._read(content, archive, options)
        except (CalamineError, OSError, ValueError, OverflowError) as error:
            raise IncidentsInvalid(f"cannot be read as a workbook: {error}.") from None
        except BaseException as error:
            # A panic of the parser (Rust) is no Exception, and must end no more than this file.
            if type(error).__name__ != "PanicException":
                raise
            raise IncidentsInvalid("cannot be read as a workbook: it is damaged. Save it as CSV UTF-8.") from None

    def _read(self, content: bytes, archive: Archive | None, options: ImportOptions) -> RawTable:
        paths = sheet_paths(archive) if archive else {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(drop_layout_blanks(content)))
        choice = choose_sheets(_rate_sheets(book), options)
        tables = [
            self._read_sheet(
                book.get_sheet_by_name(name),
                find_errors(archive, paths.get(name, "")) if archive else WorkbookFindings(),
                options,
                is_old=archive is None,
            )
            for name in choice.names
        ]
        table = tables[0] if len(tables) == 1 else join_sheets(tables, choice.names)
        notes = (*choice.notes, *table.notes)
        return replace(table, notes=notes, questions=(*choice.questions, *table.questions))

    def _read_sheet(
        self, sheet: CalamineSheet, marks: WorkbookFindings, options: ImportOptions, *, is_old: bool
    ) -> RawTable:
        header, width = _read_header(sheet, marks, options)
        builder = RawTableBuilder(header)
        heading = None
        for number, cells in _iter_records(sheet, marks, width):
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
        merged = fill_merged_ranges(builder.cells(), header, [] if is_old else sheet.merged_cell_ranges or [])
        notes = (*_sheet_notes(marks, is_old), *merged.notes, *header.notes)
        findings = (*_find_marked_cells(merged.cells, marks), *merged.findings)
        return RawTable(self.name, merged.cells, header.row, builder.rejections(), notes, findings)


def _rate_sheets(book: CalamineWorkbook) -> list[SheetRating]:
    """The ratings of all sheets that hold anything, in their order."""
    metadata = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    check_tables(len(metadata), "sheets")
    if len({item.name for item in metadata}) < len(metadata):
        raise IncidentsInvalid("has two sheets of one name: it is damaged. Save it anew in a spreadsheet program.")
    is_only = len(metadata) == 1
    ratings = []
    for item in metadata:
        sheet = book.get_sheet_by_name(item.name)
        if sheet.start is None or sheet.end is None:
            continue
        records = (
            [] if is_only else list(islice(_iter_records(sheet, WorkbookFindings(), sheet.end[1] + 1), FIRST_RECORDS))
        )
        is_visible = item.visible == SheetVisibleEnum.Visible
        ratings.append(rate_sheet(item.name, records, n_rows=sheet.height, is_visible=is_visible))
    return ratings


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


def _sheet_notes(marks: WorkbookFindings, is_old: bool) -> tuple[str, ...]:
    hidden = [
        pluralize(number, noun)
        for number, noun in ((marks.n_hidden_rows, "row"), (marks.n_hidden_columns, "column"))
        if number
    ]
    reason = " by a filter" if marks.is_filtered else ""
    conditions = {
        f"Hidden in the sheet{reason}: {' and '.join(hidden)}; what is hidden is read as well.": bool(hidden),
        "Cells with an error are blank in files of this old kind (.xls).": is_old,
    }
    return tuple(sentence for sentence, is_true in conditions.items() if is_true)


def _find_marked_cells(cells: pd.DataFrame, marks: WorkbookFindings) -> tuple[Finding, ...]:
    """The cells that hold an error or a formula without a value, one finding a kind and column."""
    kinds = {
        "an error such as {} instead of a value: it is unknown.": marks.errors,
        "a formula without a value: it is unknown. Open the file in a spreadsheet program, and save it.": dict.fromkeys(
            marks.uncomputed, ""
        ),
    }
    findings = []
    for sentence, places in kinds.items():
        for position, name in enumerate(map(str, cells.columns)):
            texts = {row + 1: text for (row, column), text in places.items() if column == position}
            rows = cells.index.intersection(list(texts))
            if len(rows):
                verb = "holds" if len(rows) == 1 else "hold"
                examples = list(dict.fromkeys(texts[row] for row in rows if texts[row]))
                text = f"{pluralize(len(rows), 'cell')} {verb} {sentence.format(', '.join(examples[:MAX_EXAMPLES]))}"
                findings.append(Finding(text, name, rows))
    return tuple(findings)
