"""Texts are read from a column as Arrow reads them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.gazetteer.text_column import TextColumn


@given(st.lists(st.text(), min_size=1, max_size=9), st.integers(0, 8))
def test_texts_are_those_of_the_array_and_of_a_part_of_it(texts: list[str], start: int) -> None:
    part = pa.array(texts, pa.string())[min(start, len(texts) - 1) :]
    column = TextColumn(part)
    assert [column[position] for position in range(len(part))] == part.to_pylist()


@given(st.text("aáb 京", max_size=4), st.text("aáb 京", max_size=4))
def test_texts_in_utf8_have_the_order_of_texts(one: str, other: str) -> None:
    column = TextColumn(pa.array([one, other], pa.string()))
    assert (column.encoded(0) < column.encoded(1)) == (one < other)


def test_an_empty_column_has_no_texts() -> None:
    with pytest.raises(IndexError):
        TextColumn(pa.array([], pa.string()))[0]
