"""Workbooks as their parts, for files that no program writes."""

import io
import zipfile
from collections.abc import Mapping, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0"?>'
TYPES = f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
SHEET = f'{XML}<worksheet xmlns="{MAIN}">{{}}</worksheet>'
EXCEL_XML = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>{}</Table></Worksheet></Workbook>'
)


def zip_of(members: Mapping[str, bytes | str], level: int = 6) -> bytes:
    """The members as a .zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def xlsx_of_sheets(
    sheets: Sequence[str], *, n_listed: int = 0, name: str = "", after: str = "", text: str = ""
) -> bytes:
    """A workbook of sheets with these rows.

    The first is listed `n_listed` times where that is stated; all are called `name`, or else by their numbers; `after`
    stands below the rows, and `text` is its only shared text.
    """
    numbers = range(1, n_listed + 1) if n_listed else range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{name or f"s{n}"}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    relations = "".join(_relation(f"r{n}", "worksheet", f"worksheets/s{1 if n_listed else n}.xml") for n in numbers)
    shared = {"xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'} if text else {}
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations(_relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(relations + _relation("r0", "sharedStrings", "sharedStrings.xml")),
        **{
            f"xl/worksheets/s{number}.xml": SHEET.format(f"<sheetData>{rows}</sheetData>{after}")
            for number, rows in enumerate(sheets, start=1)
        },
        **shared,
    }
    return zip_of(members)


def ods_of(sheets: Sequence[str]) -> bytes:
    """An OpenDocument workbook of sheets with these rows."""
    tables = "".join(f'<table:table table:name="s{n}">{rows}</table:table>' for n, rows in enumerate(sheets))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content>{body}</office:document-content>",
        }
    )


def cell_of(reference: str, text: str = "a") -> str:
    """A cell of a sheet with its text."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def letters_of(number: int) -> str:
    """The letters of a column by its number: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _relations(relations: str) -> str:
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
