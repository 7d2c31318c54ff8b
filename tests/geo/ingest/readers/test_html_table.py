"""Tables of web pages, many of them named .xls, and XML of Excel 2003."""

import pytest

from geo.errors import IncidentsInvalid
from geo.ingest.readers import read_table

TABLE = "<table><tr><th>date</th><th>place</th></tr><tr><td>2024-01-16</td><td>Turbat</td></tr>{}</table>"
ROW = "<tr><td>2024-02-13</td><td>Quetta</td></tr>"
EXCEL_XML = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>{}</Table></Worksheet></Workbook>'


def rows(content: str | bytes) -> list[list[str]]:
    cells = read_table(content if isinstance(content, bytes) else content.encode()).cells
    texts: list[list[str]] = cells.fillna("").to_numpy().tolist()
    return texts


@pytest.mark.parametrize(
    "page",
    [
        TABLE.format(ROW),
        f"\ufeff<!DOCTYPE html>\n<HTML><BODY>{TABLE.format(ROW)}</BODY></HTML>",
        f"<!-- made by a system --><html>{TABLE.format(ROW)}</html>",
        f"<html><table><tr><td>{TABLE.format(ROW)}</td></tr></table><table><tr><td>imprint</td></tr></table></html>",
        f"<meta http-equiv='Content-Type' content='text/html; charset=utf-8'><div>{TABLE.format(ROW)}</div>",
        TABLE.format(ROW).replace("</td>", "").replace("</tr>", ""),
        TABLE.format("<tr><td>2024-02-13<td>&#81;uet<b>ta</b><script>x()</script></tr>"),
    ],
)
def test_the_table_that_reads_best_is_read(page: str) -> None:
    assert rows(page) == [["2024-01-16", "Turbat"], ["2024-02-13", "Quetta"]]


def test_merged_cells_have_their_value_wherever_they_reach() -> None:
    page = (
        "<table><tr><th>date</th><th>place</th><th>country</th></tr>"
        "<tr><td>2024-01-16</td><td>Turbat</td><td rowspan=2>Pakistan</td></tr><tr><td>2024-02-13</td><td>Quetta</td></tr>"
        "<tr><td>2024-03-19</td><td colspan='2'>Iraq</td></tr></table>"
    )
    assert rows(page) == [
        ["2024-01-16", "Turbat", "Pakistan"],
        ["2024-02-13", "Quetta", "Pakistan"],
        ["2024-03-19", "Iraq", "Iraq"],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "windows-1251", "utf-16"])
def test_the_encoding_that_a_page_names_is_used(encoding: str) -> None:
    word = {"windows-1251": "Мариуполь"}.get(encoding, "الموصل")
    page = f"<html><meta charset='{encoding}'>{TABLE.format(ROW)}</html>".replace("Turbat", word)
    assert rows(page.encode(encoding))[0] == ["2024-01-16", word]


def test_a_page_that_is_cut_off_loses_its_last_row_and_says_so() -> None:
    table = read_table(f"<html>{TABLE.format(ROW)}".split("etta")[0].encode())
    assert (len(table.cells), len(table.rejected), "cut off" in table.findings[-1].text) == (1, 1, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<html><title>Sign in</title><form>Name</form></html>", "“Sign in”, without a table"),
        ("<html>" + "<div>" * 100_000, "cannot be read"),
        (
            "<table>" + "<tr><td colspan=999 rowspan=999>x</td></tr>" * 99 + "</table>",
            "columns; 1,000 are read at most",
        ),
        ("<table>" + "<tr><td colspan=1000>x</td></tr>" * 9_999 + "</table>", "mostly blank or merged"),
        (TABLE.format("") * 1_001, "has 1,001 tables; 1,000 are read"),
        (EXCEL_XML.format('<Row><Cell Index="16384"><Data>x</Data></Cell></Row>'), "at place 16,384"),
        (EXCEL_XML.format(""), "without rows"),
        (EXCEL_XML.format("<Row>").removesuffix("</Workbook>"), "cut off or damaged"),
    ],
)
def test_what_holds_no_table_is_refused_by_name(content: str, words: str) -> None:
    with pytest.raises(IncidentsInvalid, match=words):
        read_table(content.encode())


@pytest.mark.parametrize("piece", ["<a ", "<!--", "</", "<a b='", "<![CDATA[", "<?", "<"])
def test_damaged_pages_end(piece: str) -> None:
    with pytest.raises(IncidentsInvalid):
        read_table(b"<html>" + (piece * (1_000_000 // len(piece))).encode())


def test_left_out_cells_and_days_of_excel_xml() -> None:
    content = EXCEL_XML.format(
        "<Row><Cell><Data>date</Data></Cell><Cell><Data>place</Data></Cell><Cell><Data>killed</Data></Cell></Row>"
        '<Row Index="5"><Cell><Data Type="DateTime">2024-01-16T00:00:00.000</Data></Cell><Cell Index="3"><Data>2</Data></Cell></Row>'
    )
    table = read_table(content.encode())
    assert (table.cells.fillna("").to_numpy().tolist(), list(table.cells.index)) == ([["2024-01-16", "", "2"]], [5])


def test_no_table_of_many_is_left_out() -> None:
    page = "".join(TABLE.format(ROW.replace("Quetta", f"Place {number}")) for number in range(60))
    assert len(rows(f"<html>{page}</html>")) == 120
