"""A parsed table comes back from the cache as it was, and the cache stays small."""

from pathlib import Path

import pandas as pd
import pytest
import shapely

from geo.ingest.import_result import ENCODING, SHEET, Finding, Question
from geo.ingest.options import ImportOptions
from geo.ingest.readers.raw_table import RawTable, build_rejections
from geo.ingest.readers.table_cache import MAX_TABLES, cache_key, load_table, read_once, store_table

CELLS = pd.DataFrame({"a": ["x", None], "b": ["ب", "2"]}, index=[2, 5], dtype="str")
TABLE = RawTable(
    "CSV",
    CELLS,
    1,
    build_rejections([(3, "", "raw", "reason")]),
    ("a note",),
    (Finding("look", "a", CELLS.index, ("x",)),),
    (Question("", "which?", ("x",), ENCODING, (("cp1252", "West"),), "cp1252", 2),),
    pd.Series([shapely.box(0, 0, 1, 1)], index=[5], dtype=object),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("a,b\n")
    (tmp_path / "tables").mkdir()
    return tmp_path / "file"


def test_a_table_comes_back_as_it_was(file: Path) -> None:
    folder = file.parent / "tables"
    store_table(folder, "key", TABLE)
    table = load_table(folder, "key")
    assert table is not None
    pd.testing.assert_frame_equal(table.cells, TABLE.cells)
    assert table.rejected.to_numpy().tolist() == TABLE.rejected.to_numpy().tolist()
    assert (table.format, table.header_row, table.notes) == (TABLE.format, TABLE.header_row, TABLE.notes)
    assert table.questions == TABLE.questions
    assert [(finding.text, list(finding.rows)) for finding in table.findings] == [("look", [2, 5])]
    assert table.shapes.to_dict() == TABLE.shapes.to_dict()


def test_a_file_is_parsed_once_until_it_or_its_reading_changes(file: Path) -> None:
    contents = []

    def read(content: bytes, _: ImportOptions) -> RawTable:
        contents.append(content)
        return TABLE

    folder = file.parent / "tables"
    for options in (ImportOptions(), ImportOptions(day_first=(("a", True),)), ImportOptions(provider="Table")):
        read_once(file, options, folder, read)
    assert contents == [b"a,b\n"]
    file.write_text("a,b,c\n")
    read_once(file, ImportOptions(), folder, read)
    assert contents == [b"a,b\n", b"a,b,c\n"]


@pytest.mark.parametrize(
    "options",
    [
        ImportOptions(encoding="cp1252"),
        ImportOptions(delimiter=";"),
        ImportOptions(header_row=2),
        ImportOptions(sheet="Data"),
        ImportOptions(answers=((SHEET, "", "*"),)),
        ImportOptions(answers=((ENCODING, "", "cp1252"),)),
    ],
)
def test_what_changes_the_reading_changes_the_key(file: Path, options: ImportOptions) -> None:
    assert cache_key(file, options) != cache_key(file, ImportOptions())


def test_a_damaged_table_is_parsed_again(file: Path) -> None:
    folder = file.parent / "tables"
    store_table(folder, "key", TABLE)
    (folder / "key" / "cells").write_bytes(b"no arrow")
    assert (load_table(folder, "key"), load_table(folder, "other")) == (None, None)


def test_the_oldest_tables_give_way(file: Path) -> None:
    folder = file.parent / "tables"
    for row in range(1, MAX_TABLES + 4):
        read_once(file, ImportOptions(header_row=row), folder, lambda *_: TABLE)
    assert len(list(folder.iterdir())) == MAX_TABLES
