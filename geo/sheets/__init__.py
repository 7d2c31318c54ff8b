"""Files to cells. To add a format, write its Format in a file of its own and put it into FORMATS."""

from dataclasses import replace

from geo.answers import Answers
from geo.sheets.archives import opened
from geo.sheets.base import Format, Sheet
from geo.sheets.delimited import Delimited
from geo.sheets.excel import Excel
from geo.sheets.geojson import GeoJSON
from geo.sheets.geoparquet import GeoParquet
from geo.sheets.lines import taken_apart
from geo.sheets.tags import without_tags

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
