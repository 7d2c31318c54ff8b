"""OpenDocument sheets as the parser takes them: it stops at line breaks between cells, which GDAL and QGIS write."""

import io
import re
import zipfile

from geo.ingest.readers.archives import list_members, read_member

MIMETYPE, MANIFEST, CONTENT = "mimetype", "META-INF/manifest.xml", "content.xml"
BLANKS = re.compile(rb"(?<=>)[ \t\r\n]+(?=</?table:|<text:p\b)")  # before a cell or a paragraph; text stands in it


def drop_layout_blanks(content: bytes) -> bytes:
    """The workbook without blanks between its rows and cells; as it is where there are none, or it is no .ods file."""
    if not _is_opendocument(content):
        return content
    sheets = read_member(content, CONTENT)
    if not BLANKS.search(sheets):
        return content
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in (MIMETYPE, MANIFEST):  # first and uncompressed, as the format wants it
            archive.writestr(name, read_member(content, name))
        archive.writestr(CONTENT, BLANKS.sub(b"", sheets))
    return file.getvalue()


def _is_opendocument(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    return {MIMETYPE, MANIFEST, CONTENT} <= {member.filename for member in list_members(content)}
