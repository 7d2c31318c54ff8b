"""An Excel workbook: the incidents, the dictionary of their columns, and what the file is.

XlsxWriter writes a row at a time into temporary files. Texts are texts: never a formula, a link or a number.
"""

import datetime
import html
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.core.formatting import pluralize
from geo.exports.about import RowCounts, describe_file, dictionary_rows
from geo.exports.cells import GEOMETRY
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.temporary_files import iter_file, temporary_folder

# Microsoft, “Excel specifications and limits”.
MAX_ROWS, MAX_COLUMNS, MAX_CHARACTERS = 1_048_576, 16_384, 32_767
FIRST_DAY = datetime.date(1900, 3, 1)  # before it Excel counts a 29 February 1900 that there was not
CREATED = datetime.datetime(1980, 1, 1)  # in every file, so that the same job gives the same bytes
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTHS = {"incident_id": 18, "title": 40, "summary": 60, "notes": 40}  # in characters, by judgement
CUT = " […]"
DICTIONARY_HEADER = ("column", "name", "meaning", "values")


class Excel(Exporter):
    """The sheets Incidents, Dictionary and About; of more rows than a sheet has, the others are on Incidents 2 …"""

    label = "Excel"
    extension = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    purpose = "For Excel and LibreOffice: dates and numbers as such, the dictionary as a sheet."
    losses = (
        f"A text of more than {MAX_CHARACTERS:,} characters is cut and ends in “{CUT.strip()}”; the sheet About counts "
        f"these cells.",
        f"A sheet has {MAX_ROWS:,} rows: of more incidents, the others are on the sheets Incidents 2, Incidents 3 …",
        "Excel has no days before March 1900: they are texts.",
        "Numbers have 16 digits: coordinates may differ by less than a millionth of a millimetre.",
    )
    max_columns = MAX_COLUMNS

    def iter_chunks(self, job: ExportJob) -> Iterator[bytes]:
        self.check_columns(job)
        with temporary_folder() as folder:
            path = folder / "incidents.xlsx"
            yield from _fill_workbook(path, job, self)
            yield from iter_file(path)


def _fill_workbook(path: Path, job: ExportJob, exporter: Exporter) -> Iterator[bytes]:
    """Write the workbook, with an empty chunk a batch."""
    workbook = xlsxwriter.Workbook(str(path), {**OPTIONS, "tmpdir": str(path.parent)})
    try:
        workbook.set_properties({"title": "Faultline incidents", "created": CREATED})
        sheets = _IncidentSheets(workbook, [str(name) for name in job.head.columns if name != GEOMETRY])
        dictionary, about = workbook.add_worksheet("Dictionary"), workbook.add_worksheet("About")
        for rows in job.batches():
            sheets.add(rows)
            del rows
            yield b""
        _write_texts(dictionary, [DICTIONARY_HEADER, *dictionary_rows(sheets.names)], sheets.bold, (24, 24, 80, 60))
        lines = describe_file(job, exporter) | sheets.counts.describe() | sheets.describe_cuts()
        _write_texts(about, [("about this file", ""), *lines.items()], sheets.bold, (40, 120))
        workbook.close()
    finally:
        for sheet in workbook.worksheets():  # of a workbook that was not finished
            if not sheet.row_data_fh.closed:
                sheet.row_data_fh.close()


@dataclass(eq=False)
class _IncidentSheets:
    """The sheets of incidents, filled from the top; a further one begins where one is full."""

    workbook: Any
    names: list[str]
    counts: RowCounts = field(default_factory=RowCounts)
    cut_cells: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.bold = self.workbook.add_format({"bold": True})
        self.day = self.workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.sheet, self.row, self.n_sheets = self._begin_sheet("Incidents"), 1, 1

    def add(self, rows: gpd.GeoDataFrame) -> None:
        """Write some rows more."""
        self.counts.add(rows)
        columns = [_cells(rows[name]) for name in self.names]
        writers = [self._writer(rows[name]) for name in self.names]
        for number in range(len(rows)):
            if self.row >= MAX_ROWS:
                self.n_sheets += 1
                self.sheet, self.row = self._begin_sheet(f"Incidents {self.n_sheets}"), 1
            for column, (cells, write) in enumerate(zip(columns, writers, strict=True)):
                if cells[number] is not None:
                    write(column, cells[number])
            self.row += 1

    def describe_cuts(self) -> dict[str, str]:
        """How many cells were cut, by column; none where all fit."""
        return {f"Texts cut in {name}": pluralize(count, "cell") for name, count in sorted(self.cut_cells.items())}

    def _begin_sheet(self, title: str) -> Worksheet:
        sheet: Worksheet = self.workbook.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(self.names):
            sheet.set_column(column, column, WIDTHS.get(name, 14))
            sheet.write_string(0, column, defuse(name), self.bold)
        return sheet

    def _writer(self, values: pd.Series) -> Callable[[int, Any], None]:
        dtype, name = values.dtype, str(values.name)
        if pd.api.types.is_datetime64_any_dtype(dtype):
            return self._write_day
        if pd.api.types.is_bool_dtype(dtype):
            return lambda column, flag: _discard(self.sheet.write_boolean(self.row, column, flag))
        if pd.api.types.is_numeric_dtype(dtype):
            return lambda column, number: _discard(self.sheet.write_number(self.row, column, number))
        return lambda column, text: self._write_text(column, text, name)

    def _write_day(self, column: int, day: datetime.datetime) -> None:
        if day.date() >= FIRST_DAY:
            self.sheet.write_datetime(self.row, column, day, self.day)
        else:
            self.sheet.write_string(self.row, column, day.date().isoformat())

    def _write_text(self, column: int, text: str, name: str) -> None:
        short = shorten(text)
        self.cut_cells.update([name] if short is not text else [])
        self.sheet.write_string(self.row, column, defuse(short))


def _cells(values: pd.Series) -> list[Any]:
    """The values of a column as Python's own, None for the unknown."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [None if day is pd.NaT else day for day in values.astype("object")]
    return list(values.astype("object").where(values.notna(), None))


def shorten(text: str) -> str:
    """The text as far as a cell has room for it; Excel counts UTF-16 units."""
    if len(text) <= MAX_CHARACTERS // 2 or len(text.encode("utf-16-le")) // 2 <= MAX_CHARACTERS:
        return text
    units = text.encode("utf-16-le")[: 2 * (MAX_CHARACTERS - len(CUT))]
    return units.decode("utf-16-le", "ignore") + CUT


def defuse(text: str) -> str:
    """The text as XlsxWriter must get it, which writes what looks like its own notation of rich text into the XML."""
    if not (text.startswith("<r>") and text.endswith("</r>")):
        return text
    return f'<r><t xml:space="preserve">{html.escape(text, quote=False)}</t></r>'


def _write_texts(sheet: Worksheet, rows: list[tuple[str, ...]], header: Format, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, defuse(shorten(text)), None if number else header)


def _discard(_code: int) -> None:
    """XlsxWriter's writers return a code, which is 0: the limits have been looked at before."""
