"""An Excel workbook: the incidents, the dictionary of their columns, and what the file is.

XlsxWriter makes the workbook with everything but the rows of incidents; these are put into its sheets, which takes a
sixth of the time that its cells take one by one (docs/decisions/0050).
"""

import datetime
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.core.formatting import pluralize
from geo.exports.about import RowCounts, describe_file, dictionary_rows
from geo.exports.cells import GEOMETRY
from geo.exports.excel_cells import CUT, MAX_CHARACTERS, SheetRows, count_long_texts, shorten
from geo.exports.exporter import Exporter, ExportJob
from geo.exports.temporary_files import iter_file, temporary_folder

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # Microsoft, “Excel specifications and limits”
# Of a sheet's XML: with a batch more it stays below 2 GB, beyond which .zip needs a form that Excel takes for a damaged
# file (XlsxWriter, “Workbook.use_zip64”).
MAX_SHEET_BYTES = 1_000_000_000
LEVEL = 1  # of deflate, 1 to 9: measured in docs/decisions/0050
CREATED = datetime.datetime(1980, 1, 1)  # in every file, so that the same job gives the same bytes
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
WIDTHS = {"incident_id": 18, "title": 40, "summary": 60, "notes": 40}  # in characters, by judgement
DICTIONARY_HEADER = ("column", "name", "meaning", "values")
DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')  # of the header alone; it may be left out
DAY_STYLE = re.compile(rb'<col [^>]*style="(\d+)"')  # only columns of days have one


class Excel(Exporter):
    """The sheets Incidents, Dictionary and About; of more rows than a sheet has, the others are on Incidents 2 …"""

    label = "Excel"
    extension = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    purpose = "For Excel and LibreOffice: dates and numbers as such, the dictionary as a sheet."
    losses = (
        f"A text of more than {MAX_CHARACTERS:,} characters is cut and ends in “{CUT.strip()}”; the sheet About counts "
        f"these cells.",
        f"A sheet has {MAX_ROWS:,} rows, fewer of long texts: the others are on the sheets Incidents 2, Incidents 3 …",
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
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive,
        closing(_IncidentSheets(archive, job.head)) as sheets,
    ):
        for rows in job.batches():
            sheets.add(rows)
            del rows
            yield b""
        sheets.end()
        lines = describe_file(job, exporter) | sheets.counts.describe() | sheets.describe_cuts()
        _copy_others(archive, _make_workbook(job.head, sheets.n_sheets, lines))


class _IncidentSheets:
    """The sheets of incidents, filled from the top; a further one begins where one is full."""

    def __init__(self, archive: zipfile.ZipFile, head: gpd.GeoDataFrame) -> None:
        self.counts, self.n_sheets = RowCounts(), 0
        self._archive, self._names = archive, _column_names(head)
        self._cuts: Counter[str] = Counter()
        self._row: int = 0
        self._models = [_SheetModel.read(_make_workbook(head, 2, {}), number) for number in (1, 2)]
        self._rows = SheetRows(head, self._models[0].day_style)
        self._begin()

    def add(self, rows: gpd.GeoDataFrame) -> None:
        """Write some rows more."""
        self.counts.add(rows)
        self._cuts.update({name: count_long_texts(rows[name]) for name in self._names})
        start = 0
        while start < len(rows):
            if self._row >= MAX_ROWS or self._n_bytes >= MAX_SHEET_BYTES:
                self.end()
                self._begin()
            part = rows.iloc[start : start + MAX_ROWS - self._row]
            self._n_bytes += self._sheet.write(self._rows.encode(part, self._row + 1))
            self._row, start = self._row + len(part), start + len(part)

    def end(self) -> None:
        """Write the end of the sheet."""
        self._sheet.write(self._model.end)
        self.close()

    def close(self) -> None:
        """Let go of the sheet, whether it is whole or not."""
        self._sheet.close()

    def describe_cuts(self) -> dict[str, str]:
        """How many cells were cut, by column; none where all fit."""
        cuts = sorted((name, count) for name, count in self._cuts.items() if count)
        return {f"Texts cut in {name}": pluralize(count, "cell") for name, count in cuts}

    def _begin(self) -> None:
        self._model = self._models[min(self.n_sheets, 1)]
        self.n_sheets += 1
        self._sheet = self._archive.open(_sheet_path(self.n_sheets), "w")  # of 1 January 1980
        self._n_bytes, self._row = self._sheet.write(self._model.start), 1  # the row of the header


@dataclass(frozen=True)
class _SheetModel:
    """A sheet of incidents up to its first row and behind its last one, and the number of the format of days."""

    start: bytes
    end: bytes
    day_style: int

    @classmethod
    def read(cls, workbook: bytes, number: int) -> "_SheetModel":
        """That of a sheet without incidents, counted from 1."""
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            xml = DIMENSION.sub(b"", archive.read(_sheet_path(number)), count=1)
        start, mark, end = xml.rpartition(b"</sheetData>")
        style = DAY_STYLE.search(start)
        return cls(start, mark + end, int(style[1]) if style else 0)


def _make_workbook(head: gpd.GeoDataFrame, n_sheets: int, about: Mapping[str, str]) -> bytes:
    """The workbook with everything but the rows of incidents, on so many sheets."""
    content = io.BytesIO()
    with temporary_folder() as folder:  # for what XlsxWriter puts aside, and leaves there where it fails
        workbook = xlsxwriter.Workbook(content, {**OPTIONS, "tmpdir": str(folder)})
        try:
            _fill_sheets(workbook, head, n_sheets, about)
            workbook.close()
        except BaseException:
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()
            raise
    return content.getvalue()


def _fill_sheets(
    workbook: xlsxwriter.Workbook, head: gpd.GeoDataFrame, n_sheets: int, about: Mapping[str, str]
) -> None:
    workbook.set_properties({"title": "Faultline incidents", "created": CREATED})
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(1, n_sheets + 1):
        _write_header(workbook.add_worksheet(f"Incidents {number}" if number > 1 else "Incidents"), head, bold, day)
    dictionary = [DICTIONARY_HEADER, *dictionary_rows(_column_names(head))]
    _write_texts(workbook.add_worksheet("Dictionary"), dictionary, bold, (24, 24, 80, 60))
    _write_texts(workbook.add_worksheet("About"), [("about this file", ""), *about.items()], bold, (40, 120))


def _copy_others(archive: zipfile.ZipFile, workbook: bytes) -> None:
    """Copy what the workbook has beside the sheets of incidents."""
    sheets = set(archive.namelist())
    with zipfile.ZipFile(io.BytesIO(workbook)) as others:
        for member in others.infolist():
            if member.filename not in sheets:
                archive.writestr(zipfile.ZipInfo(member.filename), others.read(member), zipfile.ZIP_DEFLATED, LEVEL)


def _write_header(sheet: Worksheet, head: gpd.GeoDataFrame, bold: Format, day: Format) -> None:
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(_column_names(head)):
        is_day = pd.api.types.is_datetime64_any_dtype(head[name].dtype)
        sheet.set_column(column, column, WIDTHS.get(name, 14), day if is_day else None)
        sheet.write_string(0, column, defuse(shorten(name)), bold)


def _write_texts(sheet: Worksheet, rows: Sequence[tuple[str, ...]], header: Format, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, defuse(shorten(text)), None if number else header)


def defuse(text: str) -> str:
    """The text as XlsxWriter must get it, which writes what looks like its own notation of rich text into the XML."""
    if not (text.startswith("<r>") and text.endswith("</r>")):
        return text
    return f'<r><t xml:space="preserve">{html.escape(text, quote=False)}</t></r>'


def _column_names(head: gpd.GeoDataFrame) -> list[str]:
    return [str(name) for name in head.columns if name != GEOMETRY]


def _sheet_path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"
