"""Files of many tables, and of cells that reach far: what each costs must follow from the bytes of the file.

Each is made in memory by a function, a few MB at most, and is either refused or read honestly.
"""

import io
import zipfile
from collections.abc import Callable

from tests.hostile_workbooks import EXCEL_XML, cell_of, letters_of, ods_of, xlsx_of_sheets, zip_of

TABLE = "<table><tr><td>date</td></tr><tr><td>{}</td></tr></table>"
FAR_CELL = f'<row r="1">{cell_of("A1")}</row><row r="4900">{cell_of("ALL4900")}</row>'
ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>a</text:p></table:table-cell>'


def _page(body: str) -> bytes:
    return f"<html>{body}</html>".encode()


def _many_entries(number: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for n in range(number):
            archive.writestr(str(n), b"")
    return file.getvalue()


def _merged(number: int) -> bytes:
    rows = "".join(f'<row r="{row}">{cell_of(f"A{row}")}</row>' for row in range(1, 20_001))
    merged = f'<mergeCells count="{number}">' + "".join(
        f'<mergeCell ref="A{n % 9 + 2}:A20000"/>' for n in range(number)
    )
    return xlsx_of_sheets([rows], after=merged + "</mergeCells>")


MANY_TABLES: dict[str, Callable[[], bytes]] = {
    "many tables of a page": lambda: _page(TABLE.format(1) * 20_000),
    "many different tables of a page": lambda: _page("".join(TABLE.format(n) for n in range(20_000))),
    "tables of a page at the limit": lambda: _page(
        "".join(TABLE.format(f"2020-01-{n % 28 + 1:02}") for n in range(1_000))
    ),
    "tables of columns of their own": lambda: _page(
        "".join(f"<table><tr><td>k{n}<td>a<tr><td>{n}<td>1</table>" for n in range(1_000))
    ),
    "tables of one row": lambda: _page("<table><tr><td>a</td></tr></table>" * 100_000),
    "tables in a table": lambda: _page(f"<table><tr><td>{TABLE.format(1) * 20_000}</td></tr></table>"),
    "tables that each hold the next": lambda: _page("<table><tr><td>a<td>" * 240 + "x" * 1_000_000),
    "rows in rows": lambda: _page("<table>" + "<tr><td>a<div>" * 2_000 + "x" * 100_000),
    "columns that cells span": lambda: _page("<table>" + '<tr><td colspan="1000">a</td></tr>' * 36_000 + "</table>"),
    "spans in many tables": lambda: _page(("<table>" + '<tr><td colspan="1000">a</td></tr>' * 40 + "</table>") * 900),
    "rows that cells span": lambda: _page(
        "<table>" + ("<tr>" + '<td rowspan="1000">a</td>' * 1_000 + "</tr>" + "<tr></tr>" * 999) * 30 + "</table>"
    ),
    "a cell of many elements": lambda: _page(f"<table><tr><td>a<tr><td>{'<b>x</b>' * 300_000}</table>"),
    "many footnotes": lambda: _page(
        "<table><tr><td>date<td>place"
        + "".join(f"<tr><td>2020-01-01<td>Kabul<sup><a href='#{n}'>[{n}]</a></sup>" for n in range(20_000))
        + "</table>"
    ),
    "many sheets of Excel XML": lambda: _sheets_of_excel_xml(20_000, "date"),
    "sheets of Excel XML with columns of their own": lambda: _sheets_of_excel_xml(1_000, "k{}"),
    "blanks in sheets of Excel XML": lambda: EXCEL_XML.format(
        ('<Row><Cell Index="999"><Data>a</Data></Cell></Row>' * 6 + "</Table></Worksheet><Worksheet><Table>") * 999
    ).encode(),
    "many sheets": lambda: xlsx_of_sheets(
        [f'<row r="1">{cell_of("A1", "date")}</row><row r="2">{cell_of("A2", "1")}</row>'] * 900
    ),
    "one sheet listed often": lambda: xlsx_of_sheets(
        ["".join(f'<row r="{n}">{cell_of(f"A{n}")}</row>' for n in range(1, 50_000))], n_listed=900
    ),
    "sheets of one name": lambda: xlsx_of_sheets([FAR_CELL] * 900, name="a"),
    "a far cell in many sheets": lambda: xlsx_of_sheets([FAR_CELL] * 900),
    "many merged ranges": lambda: _merged(50_000),
    "a long text in many cells": lambda: _shared_text(1_000_000, 50_000),
    "many sheets of OpenDocument": lambda: ods_of(
        [f"<table:table-row>{ODS_CELL.format('')}</table:table-row>" * 2] * 20_000
    ),
    "repeated cells in many sheets": lambda: ods_of(
        [
            '<table:table-row table:number-rows-repeated="4900">'
            + ODS_CELL.format(' table:number-columns-repeated="1000"')
            + "</table:table-row>"
        ]
        * 500
    ),
    "different tables in a zip": lambda: zip_of({f"{n}.csv": f"date,k{n}\n2020-01-01,1\n" for n in range(900)}),
    "pages of tables in a zip": lambda: zip_of({f"{n}.html": _page(TABLE.format(n) * 900) for n in range(300)}, 9),
    "workbooks of sheets in a zip": lambda: zip_of(
        {
            f"{n}.xlsx": xlsx_of_sheets(
                [f'<row r="1">{cell_of("A1", "date")}</row><row r="2">{cell_of("A2", str(n))}</row>'] * 50
            )
            for n in range(50)
        }
    ),
    "pages in a zip": lambda: zip_of({f"{n}.html": "<html><p>no table</p></html>" for n in range(999)}),
    "a directory of many files": lambda: _many_entries(150_000),
}


def _sheets_of_excel_xml(number: int, name: str) -> bytes:
    row = "<Row><Cell><Data>{}</Data></Cell><Cell><Data>a</Data></Cell></Row>"
    sheets = (row.format(name.format(n)) + row.format(n) for n in range(number))
    return EXCEL_XML.format("</Table></Worksheet><Worksheet><Table>".join(sheets)).encode()


def _shared_text(n_letters: int, n_cells: int) -> bytes:
    rows = "".join(f'<row r="{n}"><c r="{letters_of(1)}{n}" t="s"><v>0</v></c></row>' for n in range(1, n_cells + 1))
    return xlsx_of_sheets([rows], text="x" * n_letters)
