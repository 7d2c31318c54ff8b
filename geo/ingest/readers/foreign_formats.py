"""Formats that are not read, recognised by their first bytes, and how to convert each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geo.errors import IncidentsInvalid
from geo.ingest.readers.xml_elements import first_element

HEAD_BYTES = 4_096
TO_CSV = "Save its table as .xlsx or CSV UTF-8."
TO_GEOJSON = "Convert it to GeoJSON or GeoPackage, with QGIS or another GIS."
UNPACK = "Unpack it and give the file itself, or pack it as .zip."
PICTURE = "Pictures of tables are not read: type the table into a sheet, or find its data."
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".svg", ".ico", ".heic")


@dataclass(frozen=True)
class ForeignFormat:
    """A format that is not read: its name, what its first bytes match (a pattern), and how to convert it."""

    name: str
    beginning: bytes
    remedy: str

    def matches(self, head: bytes) -> bool:
        """Whether a file that begins so is of this format."""
        return re.match(self.beginning, head, re.DOTALL) is not None


FORMATS: tuple[ForeignFormat, ...] = (
    ForeignFormat("a .rar archive", rb"Rar!\x1a\x07", UNPACK),
    ForeignFormat("a .7z archive", rb"7z\xbc\xaf\x27\x1c", UNPACK),
    ForeignFormat("a .tar archive", rb".{257}ustar", UNPACK),
    ForeignFormat("an .xz archive", rb"\xfd7zXZ\x00", UNPACK),
    ForeignFormat("a .bz2 archive", rb"BZh[1-9]1AY&SY", UNPACK),
    ForeignFormat("a .zst archive", rb"\x28\xb5\x2f\xfd", UNPACK),
    ForeignFormat(
        "a PDF",
        rb"[\s\x00]{0,100}%PDF-",
        "Copy its table into a sheet, or export it with Tabula, and save it as .xlsx or CSV.",
    ),
    ForeignFormat("a text document (RTF)", rb"\s*\{\\rtf", TO_CSV),
    ForeignFormat("a picture (PNG)", rb"\x89PNG\r\n", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a picture (JPEG)", rb"\xff\xd8\xff", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a picture (GIF)", rb"GIF8[79]a", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a picture (TIFF)", rb"II\*\x00|MM\x00\*", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a picture (WebP)", rb"RIFF.{4}WEBP", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a picture (HEIC)", rb".{4}ftyp(?:heic|heix|mif1)", f"As an image it has no cells. {PICTURE}"),
    ForeignFormat("a database of Access", rb"\x00\x01\x00\x00Standard (?:Jet|ACE) DB", f"Open it in Access. {TO_CSV}"),
    ForeignFormat("a data file of SPSS", rb"\$FL[23]", f"Open it in SPSS, PSPP or R. {TO_CSV}"),
    ForeignFormat(
        "a data file of Stata", rb"<stata_dta>|[\x69-\x73][\x01\x02]\x01\x00", f"Open it in Stata or R. {TO_CSV}"
    ),
    ForeignFormat(
        "a data file of SAS", rb"\x00{12}\xc2\xea\x81\x60|HEADER RECORD\*{7}LIB", f"Open it in SAS or R. {TO_CSV}"
    ),
    ForeignFormat(
        "a data file of R",
        rb"RD[ABX][23]\n|[XA]\n\x00\x00\x00[\x02\x03]|A\n[23]\n",
        "Save its table as CSV, with write.csv.",
    ),
    ForeignFormat("a file of Arrow (Feather)", rb"ARROW1|FEA1", "Save it as Parquet or CSV, with pandas or R."),
    ForeignFormat("a file of ORC or Avro", rb"ORC|Obj\x01", "Save it as Parquet or CSV, with pandas or Spark."),
    ForeignFormat("a file of HDF or NetCDF", rb"\x89HDF\r\n|CDF[\x01\x02\x05]", "Save its table as CSV or Parquet."),
    ForeignFormat(
        "a pickle of Python or NumPy",
        rb"\x80[\x02-\x05].|\x93NUMPY",
        "Save its table as CSV or Parquet; a pickle would be run.",
    ),
    ForeignFormat(
        "a shapefile without its table",
        rb"\x00\x00\x27\x0a\x00{20}",
        "Pack the .shp together with its .dbf (and .prj, .cpg) into a .zip file and give that.",
    ),
    ForeignFormat("FlatGeobuf", rb"fgb\x03fgb", TO_GEOJSON),
    ForeignFormat("a MapInfo table", rb"!table\s|Version \d{3,4}\s{1,4}Charset ", TO_GEOJSON),
    ForeignFormat("a drawing (DXF or DWG)", rb"\s{0,4}0\r?\nSECTION|AC10\d\d", TO_GEOJSON),
    ForeignFormat(
        "a web archive (MHTML)",
        rb".{0,2000}?Content-Type:\s*multipart/related",
        "Open it in a browser or in Excel. " + TO_CSV,
    ),
    ForeignFormat("a calendar (iCalendar)", rb"\s*BEGIN:VCALENDAR", "Export its entries as CSV."),
    ForeignFormat(
        "a script of a database (SQL)",
        rb"-- (?:PostgreSQL|MySQL|MariaDB|phpMyAdmin)[^\n]{0,40}(?:dump|Dump)",
        "Export its table as CSV.",
    ),
    ForeignFormat(
        "a message of Outlook or another document", rb"From:[^\n]{0,500}\r?\n(?:.{0,2000}?)MIME-Version:", TO_CSV
    ),
    ForeignFormat("a program", rb"MZ.{58,}PE|\x7fELF", "Only tables are read."),
)
# The first element of XML that is not read, without case.
XML_ROOTS = {
    "topology": ("a map of topology", TO_GEOJSON),
    "featurecollection": ("GML", TO_GEOJSON),
    "gml": ("GML", TO_GEOJSON),
    "wfs_capabilities": ("the description of a map service, not its data", TO_GEOJSON),
    "exceptionreport": ("the error reply of a map service", "Ask it again and give its new answer."),
    "serviceexceptionreport": ("the error reply of a map service", "Ask it again and give its new answer."),
    "osm": ("a file of OpenStreetMap", TO_GEOJSON),
    "rss": ("a news feed (RSS)", "Its entries are no incidents. Save the table behind it as CSV."),
    "feed": ("a news feed (Atom)", "Its entries are no incidents. Save the table behind it as CSV."),
    "svg": ("a drawing (SVG)", "As an image it has no cells. " + PICTURE),
    "ogrvrtdatasource": ("a file of links to other files (VRT)", "Links are not followed: give the files themselves."),
}
# What the files in a .zip are called that is a document of its own kind.
ARCHIVE_MEMBERS: tuple[tuple[str, str, str], ...] = (
    (r"word/document\.xml", "a document of Word", f"Copy its table into a sheet. {TO_CSV}"),
    (r"ppt/presentation\.xml", "a presentation of PowerPoint", f"Copy its table into a sheet. {TO_CSV}"),
    (r"xl/workbook\.bin", "a binary workbook (.xlsb)", "Save it as .xlsx or as CSV UTF-8."),
    (
        r"Index/.{0,200}\.iwa|index\.apxl",
        "a document of Numbers or another program of Apple",
        "Export it as Excel or CSV.",
    ),
    (r".{0,500}\.gdb/.{0,200}\.gdbtable", "a file geodatabase of Esri", TO_GEOJSON),
    (r"META-INF/container\.xml", "a book (EPUB)", TO_CSV),
)
OLE, OLE_WORKBOOK = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    (b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", b"B\x00o\x00o\x00k\x00"),
)
OLE_DOCUMENTS = {
    b"W\x00o\x00r\x00d\x00D\x00o\x00c\x00": ("a document of Word", f"Copy its table into a sheet. {TO_CSV}"),
    b"P\x00o\x00w\x00e\x00r\x00P\x00o\x00i\x00n\x00t\x00": ("a presentation of PowerPoint", TO_CSV),
    b"_\x00_\x00n\x00a\x00m\x00e\x00i\x00d\x00": ("a message of Outlook", TO_CSV),
}
READ_XML = frozenset(["kml", "document", "folder", "placemark", "gpx", "workbook"])  # roots that a reader knows


def refuse_foreign_format(content: bytes) -> None:
    """Raise IncidentsInvalid, with how to convert it, where the content is of a known format that is not read."""
    head = content[:HEAD_BYTES]
    for foreign in FORMATS:
        if foreign.matches(head):
            raise IncidentsInvalid(_word(foreign.name, foreign.remedy))
    if content.startswith(OLE) and not any(name in content for name in OLE_WORKBOOK):
        for mark, (name, remedy) in OLE_DOCUMENTS.items():
            if mark in content:
                raise IncidentsInvalid(_word(name, remedy))


def refuse_unknown_xml(content: bytes) -> None:
    """Raise IncidentsInvalid where the content is XML that no reader knows."""
    root = first_element(content)
    if not root or not content[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return
    name, remedy = XML_ROOTS.get(
        root.casefold(), (f"XML of an unknown kind (<{root[:40]}>)", f"{TO_CSV} KML and GPX are read.")
    )
    raise IncidentsInvalid(_word(name, remedy))


def find_foreign_archive(names: Sequence[str]) -> str:
    """Why the files of a .zip are a document that is not read, empty where they are none."""
    for pattern, name, remedy in ARCHIVE_MEMBERS:
        if any(re.fullmatch(pattern, member[:1_000]) for member in names):
            return _word(name, remedy)
    return ""


def _word(name: str, remedy: str) -> str:
    return f"is {name}, which is not read. {remedy}"
