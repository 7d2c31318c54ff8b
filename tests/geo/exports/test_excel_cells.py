"""Rows of a worksheet, against what openpyxl reads and what XlsxWriter calls a column."""

import io
import math
import re
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter.utility
from hypothesis import given
from hypothesis import strategies as st

from geo import exports
from geo.exports import excel
from geo.exports.excel_cells import MAX_CHARACTERS, SheetRows, column_letters, count_long_texts, shorten
from tests.tables import incident_table, select

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
LETTERS = st.text(st.sampled_from("_x000D05Fa \x00\x01\x0d\n&<>'=\ufffe"), max_size=20)


def read_cells(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    """The cells of some rows as openpyxl reads them from a sheet of a workbook that it has made."""
    source, target = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(source)
    with zipfile.ZipFile(source) as workbook, zipfile.ZipFile(target, "w") as copy:
        for name in workbook.namelist():
            is_sheet = name.endswith("sheet1.xml")
            copy.writestr(name, SHEET % SheetRows(rows.head(0), 0).encode(rows, 1) if is_sheet else workbook.read(name))
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def unescape(cell: object) -> object:
    """The text of a cell as Excel shows it: openpyxl leaves what stands for control characters."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), cell) if isinstance(cell, str) else cell


@given(st.lists(st.one_of(LETTERS, st.text(max_size=8)).filter(bool), min_size=1, max_size=20))
def test_texts_are_read_back(texts: list[str]) -> None:
    rows = pd.DataFrame({"text": pd.Series(texts, dtype="str")})
    assert [unescape(cell) for (cell,) in read_cells(rows)] == texts
    assert read_cells(rows.astype("category")) == read_cells(rows)


def test_numbers_flags_and_unknown_cells_are_what_they_were() -> None:
    rows = pd.DataFrame(
        {
            "float": [1.5, np.nan, -0.1, 1e-7, math.inf],
            "integer": pd.array([1, None, 3, 4, -5], dtype="Int64"),
            "flag": pd.array([True, None, False, True, False], dtype="boolean"),
            "text": pd.Series([None, "x", None, "", "-5"], dtype="str"),
        }
    )
    assert read_cells(rows) == [
        (1.5, 1, True, None), (None, None, None, "x"), (-0.1, 3, False, None), (1e-7, 4, True, ""),
        ("inf", -5, False, "-5"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, 25, 26, 51, 52, 701, 702, 16_383])
def test_columns_have_the_letters_that_excel_gives_them(number: int) -> None:
    assert column_letters(number) == xlsxwriter.utility.xl_col_to_name(number)


def test_long_texts_are_cut_between_characters_and_counted() -> None:
    texts = pd.Series(["a" * MAX_CHARACTERS, "a" * (MAX_CHARACTERS + 1), "𝕿" * 16_384, None, "short"], dtype="str")
    assert count_long_texts(texts) == count_long_texts(texts.astype("category")) == 2
    assert count_long_texts(pd.Series([1, 2])) == 0
    for text in texts.dropna():
        assert len(shorten(text).encode("utf-16-le")) // 2 <= MAX_CHARACTERS
    assert shorten(texts[0]) == texts[0]


def test_a_sheet_of_much_text_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MAX_SHEET_BYTES", 1)
    rows = incident_table("a,2024-01-16,27,62", "b,2024-01-17,27,62")
    content = exports.download(select(rows), exports.EXPORTER["xlsx"], data_version="v").content
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    assert workbook.sheetnames == ["Incidents", "Incidents 2", "Dictionary", "About"]
    assert [workbook[name]["A2"].value for name in workbook.sheetnames[:2]] == [None, "a"]
