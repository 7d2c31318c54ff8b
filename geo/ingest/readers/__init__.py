"""Files to raw tables. To add a format, write its Reader in a file of its own and put it into READERS."""

from dataclasses import replace

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.archive_tables import read_archive
from geo.ingest.readers.archives import ZIP_BEGINNINGS, decompress, is_archive, list_members
from geo.ingest.readers.dbase import DbaseReader
from geo.ingest.readers.delimited import DelimitedReader
from geo.ingest.readers.esri_shapefile import ShapefileReader
from geo.ingest.readers.excel import ExcelReader
from geo.ingest.readers.foreign_formats import find_foreign_archive, refuse_foreign_format, refuse_unknown_xml
from geo.ingest.readers.geojson import GeoJSONReader
from geo.ingest.readers.geopackage import GeoPackageReader
from geo.ingest.readers.geoparquet import GeoParquetReader
from geo.ingest.readers.gpx import GPXReader
from geo.ingest.readers.html_table import HTMLTableReader
from geo.ingest.readers.hxl import drop_hxl_row
from geo.ingest.readers.json_records import JSONReader
from geo.ingest.readers.kml import KMLReader
from geo.ingest.readers.label_rows import drop_label_rows
from geo.ingest.readers.mojibake import repair_mojibake
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.single_column import split_single_column
from geo.ingest.readers.spreadsheet_xml import SpreadsheetXMLReader
from geo.ingest.readers.toll_pairs import split_toll_pairs
from geo.ingest.readers.total_rows import drop_total_rows

# The first that recognises a file reads it: binary formats by their first bytes, then text by its beginning.
READERS: tuple[Reader, ...] = (
    GeoParquetReader(),
    GeoPackageReader(),
    ShapefileReader(),
    ExcelReader(),
    DbaseReader(),
    GeoJSONReader(),
    JSONReader(),
    KMLReader(),
    GPXReader(),
    SpreadsheetXMLReader(),
    HTMLTableReader(),
    DelimitedReader(),
)
PACKED = (".zip", ".gz")
EXTENSIONS = (*(extension for reader in READERS for extension in reader.extensions), *PACKED)

__all__ = ["EXTENSIONS", "PACKED", "READERS", "RawTable", "Reader", "read_table"]


def read_table(content: bytes, options: ImportOptions = ImportOptions()) -> RawTable:
    """A file as a raw table, read as what its bytes are, decompressed first if need be.

    Raises IncidentsInvalid where it cannot be read at all.
    """
    content, notes = decompress(content)
    table = read_archive(content, options, _read) if is_archive(content) else _read(content, options)
    return replace(table, notes=(*notes, *table.notes)) if notes else table


def _read(content: bytes, options: ImportOptions) -> RawTable:
    """The content of a file that is not packed as a raw table."""
    refuse_foreign_format(content)
    if content.startswith(ZIP_BEGINNINGS) and (
        foreign := find_foreign_archive([member.filename for member in list_members(content)])
    ):
        raise IncidentsInvalid(foreign)
    reader = next(reader for reader in READERS if reader.matches(content))
    if isinstance(reader, DelimitedReader):
        refuse_unknown_xml(content)
    table = repair_mojibake(split_single_column(reader.read(content, options)), options)
    return drop_total_rows(split_toll_pairs(drop_label_rows(drop_hxl_row(table))))
