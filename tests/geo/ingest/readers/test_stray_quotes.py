"""A lost delimiter before a quoted cell lets those within it move cells: such a row is rejected, never added."""

import pytest

from geo.ingest.readers import RawTable, read_table
from geo.ingest.readers.dialects import Dialect
from geo.ingest.readers.raw_table_builder import BATCH
from geo.ingest.readers.stray_quotes import has_stray_quotes

HEADER = "id,note,place,source"
GOOD = 'a,"calm, then shots",Zabol,x'
MOVED = 'b"calm, then shots",Zabol,x'  # of four fields, as every row


def read(*lines: str) -> RawTable:
    return read_table("\n".join([*lines, ""]).encode())


@pytest.mark.parametrize(
    "line",
    [
        MOVED,
        'b,12"calm, then shots",Zabol',
        'b"calm, then ""loud"" shots",Zabol,x',
        'b 8""x"calm, then shots 8""",Zabol,x',
        'b,see "Zabol, Iran",x',
        'b"one",see "Zabol, Iran"',
        '"b",see "Zabol, Iran" and x,y',
    ],
)
def test_a_row_whose_marks_stand_around_a_delimiter_is_rejected(line: str) -> None:
    table = read(HEADER, GOOD, line, GOOD) if line.count(",") == 3 else read(HEADER[:-7], GOOD[:-2], line, GOOD[:-2])
    assert list(table.cells.index) == [2, 4]
    assert table.rejected[["row", "value"]].to_numpy().tolist() == [[3, line]]
    assert "a delimiter before them may be missing" in table.rejected["reason"].iloc[0]


@pytest.mark.parametrize(
    "line",
    [
        "b,34°31'12.5\"N,69°10'8.1\"E,x",
        "b,34°31'12.5\",69°10'8.1\",x",
        "b,34°31'12.5\" N,69°10'8.1\" E,x",
        'b,Abu "Omar" Masri,the "base",x',
        'b,5" gun,8" gun,x',
        'b,"5""x4","10""",x',
        'b,"He said ""Stop","go"" he said",x',
        'b,one mark" only,Zabol,x',
        '"b","calm, then shots","Zabol, Iran","""x"""',
    ],
)
def test_marks_that_belong_to_their_cells_cost_no_row(line: str) -> None:
    table = read(HEADER, GOOD, line, GOOD)
    assert list(table.cells.index) == [2, 3, 4]
    assert table.rejected.empty


def test_apostrophes_stand_within_words() -> None:
    table = read("id,note,place,source", "'a','calm, then','Zabol','x'", "b,Bandits' camp,Men's house,'x, y'")
    assert table.cells.iloc[1].tolist() == ["b", "Bandits' camp", "Men's house", "x, y"]
    assert any("double quotation marks are read as they stand" in note for note in table.notes)


def test_marks_in_tab_separated_text_stay_text() -> None:
    table = read("id\tnote\tplace", 'a\tthe "big\tZabol"', "b\tcalm\tPanjgur")
    assert table.cells.iloc[0].tolist() == ["a", 'the "big', 'Zabol"']
    assert any("Quotation marks are read as they stand" in note for note in table.notes)


@pytest.mark.parametrize("position", [1, BATCH - 1, BATCH, BATCH + 1])
def test_a_row_is_told_wherever_it_stands(position: int) -> None:
    lines = [GOOD] * (BATCH + 2)
    table = read(HEADER, *lines[:position], MOVED, *lines[position:])
    assert list(table.rejected["row"]) == [position + 2]
    assert (len(table.cells), table.n_rows) == (BATCH + 2, BATCH + 3)


@pytest.mark.parametrize(
    ("record", "dialect"),
    [
        ('b"calm; then";x', Dialect(";")),
        ('b"calm|| then"||x', Dialect("||")),
        ('"x", b"calm, then", y', Dialect(skips_blanks=True)),
        ('"a \\"b\\", c",b"calm, then",x', Dialect(escape="\\")),
    ],
)
def test_marks_stand_around_any_delimiter(record: str, dialect: Dialect) -> None:
    assert has_stray_quotes(record, dialect)
    assert not has_stray_quotes(record.replace('b"', 'b", "').replace('b", "', "b"), dialect)
