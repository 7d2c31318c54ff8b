"""Whatever the dialect that Python writes a table in, and whatever its bytes, no cell changes without a word."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.answers import Answers
from geo.errors import IncidentsInvalid
from geo.sheets.delimited import Delimited

CELL = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x1f") | st.sampled_from("\"'\\,;\t|\n\r"),
    max_size=12,
)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)


def read(content: bytes, **answers: str) -> tuple[list[list[str]], int]:
    sheet = Delimited().sheet(content, Answers(**answers))  # type: ignore[arg-type]
    return sheet.cells.fillna("").to_numpy().tolist(), len(sheet.rejected)


@settings(deadline=None, max_examples=300)
@given(
    TABLE, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["utf-8", "utf-16"])
)
def test_a_quoted_table_reads_back(rows: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
    file = io.StringIO()
    names = [f"name{position}" for position, _ in enumerate(rows[0])]
    csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([names, *rows])
    cells, rejected = read(file.getvalue().encode(encoding), delimiter=delimiter)
    assert cells == rows[: len(cells)]
    # Rows at the end that read like totals or repeat the header are set apart.
    assert len(cells) + rejected == len(rows)


@settings(deadline=None, max_examples=300)
@given(TABLE, st.sampled_from([",", ";", "\t", "|"]), st.booleans())
def test_a_table_quoted_where_needed_reads_back(rows: list[list[str]], delimiter: str, said: bool) -> None:
    file = io.StringIO()
    names = [f"name{position}" for position, _ in enumerate(rows[0])]
    csv.writer(file, delimiter=delimiter).writerows([names, *rows])
    cells, rejected = read(file.getvalue().encode(), delimiter=delimiter if said else "")
    assert cells == rows or rejected or len(cells) != len(rows)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheet = Delimited().sheet(content, Answers())
    except IncidentsInvalid:
        return
    assert len(set(sheet.names)) == sheet.cells.shape[1]
    assert not set(sheet.cells.index) & set(sheet.rejected["row"])
