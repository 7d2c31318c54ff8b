"""Files to cells. To add a format, write its Format in a file of its own and put it into FORMATS."""

from geo.answers import Answers
from geo.sheets.base import Format, Sheet
from geo.sheets.delimited import Delimited
from geo.sheets.geojson import GeoJSON
from geo.sheets.geoparquet import GeoParquet

FORMATS: tuple[Format, ...] = (GeoParquet(), GeoJSON(), Delimited())
EXTENSIONS = tuple(extension for each in FORMATS for extension in each.extensions)

__all__ = ["EXTENSIONS", "FORMATS", "Format", "Sheet", "sheet_of"]


def sheet_of(content: bytes, answers: Answers = Answers()) -> Sheet:  # noqa: B008
    """A file as cells, read as what its bytes are; raises IncidentsInvalid."""
    return next(each for each in FORMATS if each.holds(content)).sheet(content, answers)
