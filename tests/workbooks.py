"""Small .xlsx files, written by hand: each part of one in a line."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DAY = 1  # the style of dates


def workbook(rows: Sequence[Sequence[object]], sheet: str = "Sheet1") -> bytes:
    """A workbook with one sheet of text and numbers."""
    return parts({sheet: rows_of(rows)})


def rows_of(rows: Sequence[Sequence[object]]) -> str:
    """Rows of cells as XML; blank cells are left out."""
    lines = []
    for number, cells in enumerate(rows, start=1):
        cells_xml = (cell(f"{letter(position)}{number}", value) for position, value in enumerate(cells) if value != "")
        lines.append(f'<row r="{number}">{"".join(cells_xml)}</row>')
    return "".join(lines)


def cell(reference: str, value: object, style: int = 0) -> str:
    """One cell as XML."""
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'<c r="{reference}" s="{style}" t="inlineStr">{text}</c>'
    return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'


def letter(position: int) -> str:
    """The letters of a column, counted from 0."""
    first, last = divmod(position, 26)
    return (letter(first - 1) if first else "") + chr(65 + last)


def parts(sheets: Mapping[str, str], after: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of these sheets' rows; `after` follows the rows in each, `more` are further members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        overrides = "".join(
            f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{TYPE}.worksheet+xml"/>'
            for number, _ in enumerate(sheets, start=1)
        )
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>{overrides}</Types>',
        )
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        sheets_xml = "".join(
            f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
            for number, name in enumerate(sheets, start=1)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets_xml}</sheets></workbook>'
        )
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number, _ in enumerate(sheets, start=1)]
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")]))
        styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
        for number, rows in enumerate(sheets.values(), start=1):
            text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
            archive.writestr(f"xl/worksheets/sheet{number}.xml", text)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    relations_xml = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{relations_xml}</Relationships>'
