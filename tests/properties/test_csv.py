"""Whatever the text, the CSV gives it back."""

import csv
import io

import pandas as pd
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.exports.cells import quoted
from geo.exports.delimited import written
from geo.formulas import armed, disarmed, is_formula
from geo.sources.delimited import Delimited

ANY_TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=60)
FORMULA_LIKE = st.builds(
    "".join, st.tuples(st.sampled_from(["", "'", "''", " ", "\t", "\u200b"]), st.sampled_from("=+-@|%＝"), ANY_TEXT)
)


@settings(deadline=None, max_examples=300)
@given(ANY_TEXT | FORMULA_LIKE)
def test_disarmed_undoes_armed(text: str) -> None:
    assert disarmed(armed(text)) == text
    assert not is_formula(armed(text))


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(ANY_TEXT | FORMULA_LIKE, ANY_TEXT), min_size=1, max_size=8))
def test_a_table_reads_back_cell_by_cell(rows: list[tuple[str, str]]) -> None:
    cells = Delimited().cells(written([["one", "two"], *map(list, rows)]))
    assert list(cells.itertuples(index=False, name=None)) == rows
    assert list(cells.index) == list(pd.RangeIndex(2, len(rows) + 2))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.none() | ANY_TEXT | FORMULA_LIKE))
def test_a_column_is_armed_as_each_of_its_cells_is(texts: list[str | None]) -> None:
    told = quoted(pa.array(texts, pa.large_string())).to_pylist()
    assert [cell is None for cell in told] == [text is None for text in texts]
    cells = [next(iter(csv.reader(io.StringIO(cell, newline="")))) if cell is not None else [None] for cell in told]
    assert [cell for (cell,) in cells] == [text if text is None else armed(text) for text in texts]
