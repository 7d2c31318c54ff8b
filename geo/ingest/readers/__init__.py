"""Files to cells. To add a format, write its Format in a file of its own and put it into FORMATS."""

from dataclasses import replace

from geo.ingest.options import Answers
from geo.ingest.readers.archives import opened
from geo.ingest.readers.delimited import Delimited
from geo.ingest.readers.excel import Excel
from geo.ingest.readers.geojson import GeoJSON
from geo.ingest.readers.geoparquet import GeoParquet
from geo.ingest.readers.hxl import without_tags
from geo.ingest.readers.reader import Format, Sheet
from geo.ingest.readers.single_column import taken_apart

FORMATS: tuple[Format, ...] = (GeoParquet(), Excel(), GeoJSON(), Delimited())
PACKED = (".zip", ".gz")
EXTENSIONS = (*(extension for each in FORMATS for extension in each.extensions), *PACKED)

__all__ = ["EXTENSIONS", "FORMATS", "PACKED", "Format", "Sheet", "sheet_of"]


def sheet_of(content: bytes, answers: Answers = Answers()) -> Sheet:  # noqa: B008
    """A file as cells, read as what its bytes are, unpacked first where it is packed; raises IncidentsInvalid."""
    content, told = opened(content)
    sheet = next(each for each in FORMATS if each.holds(content)).sheet(content, answers)
    sheet = without_tags(taken_apart(sheet))
    return replace(sheet, told=(*told, *sheet.told)) if told else sheet
