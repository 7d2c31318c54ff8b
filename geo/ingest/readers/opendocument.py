"""OpenDocument sheets as the parser takes them: it stops at line breaks between cells, which GDAL and QGIS write."""

import io
import re
import zipfile

from geo.ingest.readers.archives import read_member

MIMETYPE, CONTENT = "mimetype", "content.xml"
BLANKS = re.compile(rb"(?<=>)[ \t\r\n]+(?=</?table:)")  # before a tag of a table; text stands in other elements


def drop_layout_blanks(content: bytes) -> bytes:
    """The workbook without blanks between its rows and cells; as it is where there are none, or it is no .ods file."""
    if not _is_opendocument(content):
        return content
    sheets = read_member(content, CONTENT)
    if not BLANKS.search(sheets):
        return content
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(MIMETYPE, read_member(content, MIMETYPE))  # the first member, uncompressed
        archive.writestr(CONTENT, BLANKS.sub(b"", sheets))
    return file.getvalue()


def _is_opendocument(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    return MIMETYPE in names and CONTENT in names
