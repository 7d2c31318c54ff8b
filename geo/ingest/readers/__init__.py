"""Files to raw tables. To add a format, write its Reader in a file of its own and put it into READERS."""

from dataclasses import replace

from geo.ingest.options import ImportOptions
from geo.ingest.readers.archives import decompress
from geo.ingest.readers.delimited import DelimitedReader
from geo.ingest.readers.excel import ExcelReader
from geo.ingest.readers.geojson import GeoJSONReader
from geo.ingest.readers.geoparquet import GeoParquetReader
from geo.ingest.readers.hxl import drop_hxl_row
from geo.ingest.readers.json_records import JSONReader
from geo.ingest.readers.raw_table import RawTable
from geo.ingest.readers.reader import Reader
from geo.ingest.readers.single_column import split_single_column
from geo.ingest.readers.total_rows import drop_total_rows

READERS: tuple[Reader, ...] = (GeoParquetReader(), ExcelReader(), GeoJSONReader(), JSONReader(), DelimitedReader())
PACKED = (".zip", ".gz")
EXTENSIONS = (*(extension for reader in READERS for extension in reader.extensions), *PACKED)

__all__ = ["EXTENSIONS", "PACKED", "READERS", "RawTable", "Reader", "read_table"]


def read_table(content: bytes, options: ImportOptions = ImportOptions()) -> RawTable:
    """A file as a raw table, read as what its bytes are, decompressed first if need be.

    Raises IncidentsInvalid where it cannot be read at all.
    """
    content, notes = decompress(content)
    reader = next(reader for reader in READERS if reader.matches(content))
    table = drop_total_rows(drop_hxl_row(split_single_column(reader.read(content, options))))
    return replace(table, notes=(*notes, *table.notes)) if notes else table
