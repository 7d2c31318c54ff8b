"""Texts of several columns are joined alike as texts and as categories."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from geo.ingest.fields import join_categories, join_texts

TEXT = st.one_of(st.none(), st.sampled_from(["", "a", "b", "c d", "ي"]))
ROWS = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=12)


@given(ROWS)
def test_joined_categories_are_the_joined_texts(rows: list[tuple[str | None, ...]]) -> None:
    columns = [pd.Series(values, dtype="str", index=range(5, 5 + len(rows))) for values in zip(*rows, strict=True)]
    joined = join_categories(*columns)
    assert joined.dtype == "category"
    assert joined.astype("str").tolist() == join_texts(*columns).tolist()
    assert list(joined.index) == list(columns[0].index)


def test_typed_columns_are_joined_as_their_text() -> None:
    columns = pd.Series(["x", "y"], dtype="category"), pd.Series([1, 2])
    assert join_categories(*columns).astype("str").tolist() == join_texts(*columns).tolist()
