"""Whatever the dialect that Python writes a table in, and whatever its bytes, no cell changes without a word."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import IncidentsInvalid
from geo.ingest.options import ImportOptions
from geo.ingest.readers.delimited import DelimitedReader
from tests.thoroughness import count

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x1f") | st.sampled_from("\"'\\,;\t|\n\r"),
    max_size=12,
)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)


def read(content: bytes, **options: str) -> tuple[list[list[str]], int]:
    table = DelimitedReader().read(content, ImportOptions(**options))  # type: ignore[arg-type]
    return table.cells.fillna("").to_numpy().tolist(), len(table.rejected)


@settings(deadline=None, max_examples=count(100, 300))
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


@settings(deadline=None, max_examples=count(100, 300))
@given(TABLE, st.sampled_from([",", ";", "\t", "|"]), st.booleans())
def test_a_table_quoted_where_needed_reads_back(rows: list[list[str]], delimiter: str, is_explicit: bool) -> None:
    file = io.StringIO()
    names = [f"name{position}" for position, _ in enumerate(rows[0])]
    csv.writer(file, delimiter=delimiter).writerows([names, *rows])
    cells, rejected = read(file.getvalue().encode(), delimiter=delimiter if is_explicit else "")
    assert cells == rows or rejected or len(cells) != len(rows)


@settings(deadline=None, max_examples=count(100, 300))
@given(st.data(), st.integers(2, 5), st.integers(3, 8), st.sampled_from([",", ";", "|"]))
def test_a_delimiter_lost_or_added_changes_no_row_unseen(
    data: st.DataObject, width: int, rows: int, delimiter: str
) -> None:
    notes = [
        "calm",
        "",
        f"calm{delimiter} then shots",
        f"one{delimiter}two{delimiter} three",
        '5" gun',
        f'the "old{delimiter} base"',
    ]
    written = [[f"r{row}", *(data.draw(st.sampled_from(notes)) for _ in range(width - 1))] for row in range(rows)]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([[f"name{n}" for n in range(width)], *written])
    lines = file.getvalue().splitlines()
    at = data.draw(st.integers(1, rows))
    places = [place for place, character in enumerate(lines[at]) if character == delimiter]
    place = data.draw(st.sampled_from(places))
    changed = lines[at][:place] + data.draw(st.sampled_from(["", delimiter * 2])) + lines[at][place + 1 :]
    content = "\n".join([*lines[:at], changed, *lines[at + 1 :], ""]).encode()
    table = DelimitedReader().read(content, ImportOptions(delimiter=delimiter))
    quoted = '"' in lines[at][:place] and lines[at][:place].count('"') % 2
    for number, cells in zip(table.cells.index, table.cells.fillna("").to_numpy().tolist(), strict=True):
        assert cells == written[number - 2] or (quoted and number == at + 1)
    assert table.n_rows == rows


@settings(deadline=None, max_examples=count(100, 300))
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = DelimitedReader().read(content, ImportOptions())
    except IncidentsInvalid:
        return
    assert len(set(table.column_names)) == table.cells.shape[1]
    assert not set(table.cells.index) & set(table.rejected["row"])
