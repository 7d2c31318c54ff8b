"""Whatever the text, the CSV gives it back."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

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
