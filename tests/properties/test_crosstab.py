"""The cross-tab from the index says what a plain grouping of the rows says, cell by cell."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.crosstab import MEASURES, crosstab
from geo.analysis.dimensions import DIMENSION, HEADINGS, TOTAL
from geo.core.formatting import UNSTATED, pluralize
from geo.core.schema import KILLED
from geo.query.index import Index
from geo.query.selection import Selection
from tests.properties.test_index import CELLS, SELECTIONS, build_table

FLAGS = st.sampled_from([True, False, None])


def plain_crosstab(frame: pd.DataFrame, *, rows: str, columns: str, measure: str) -> pd.DataFrame:
    """The same table by grouping, a row at a time: slow, and plain to read."""
    to_text = {"incidents": lambda cell: str(len(cell)), "killed": format_killed}[measure]
    pairs = values_of(frame, rows).merge(values_of(frame, columns), on="label", suffixes=("_row", "_column"))
    killed = killed_of(frame)
    if frame.empty:
        return pd.DataFrame({DIMENSION[rows].label: [TOTAL], TOTAL: [to_text(killed)]})
    joined = pairs.join(killed, on="label")
    cells = joined.groupby(["value_row", "value_column"]).apply(to_text, include_groups=False)
    table = cells.unstack().astype("object")
    table[TOTAL] = totals_by(joined, "value_row", to_text)
    table.loc[TOTAL] = pd.concat([totals_by(joined, "value_column", to_text), pd.Series({TOTAL: to_text(killed)})])
    return table.fillna("").rename_axis(index=DIMENSION[rows].label, columns=None).reset_index()


def killed_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers killed, missing where a zero may also mean “not reported”."""
    zero_is_unknown = frame["zero_means_unknown"].fillna(False).astype(bool)
    killed = frame[list(KILLED)]
    return killed.mask((killed == 0).fillna(False) & zero_is_unknown.to_numpy()[:, None])


def values_of(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    stated = DIMENSION[key].values(frame).astype("str")
    unstated = pd.Series(UNSTATED, index=frame.index.difference(stated.index), dtype="str")
    every = pd.concat([stated.mask(stated.isin(HEADINGS), "“" + stated + "”"), unstated])
    return pd.DataFrame({"label": every.index, "value": every.array}).drop_duplicates()


def totals_by(joined: pd.DataFrame, by: str, to_text: Callable[[pd.DataFrame], str]) -> pd.Series:
    return joined.drop_duplicates(["label", by]).groupby(by).apply(to_text, include_groups=False)


def format_killed(rows: pd.DataFrame) -> str:
    low_stated, best, high_stated = (rows[name] for name in KILLED)
    low, high = low_stated.fillna(best), high_stated.fillna(best)
    all_unknown = int((low.isna() & high.isna()).sum())
    if all_unknown == len(rows):
        return "unknown"
    least = int(low.sum())
    text = f"at least {least:,}" if high.isna().any() else f"{least:,}–{int(high.sum()):,}"
    is_exact = not high.isna().any() and least == int(high.sum())
    text = f"{least:,}" if is_exact else text
    return f"{text} ({pluralize(all_unknown, 'incident')} unknown)" if all_unknown else text


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(CELLS, FLAGS, st.sampled_from([None, 7, 1_000])), max_size=25),
    SELECTIONS,
    st.sampled_from(list(DIMENSION)),
    st.sampled_from(list(DIMENSION)),
    st.sampled_from(list(MEASURES)),
)
def test_the_index_tabulates_what_a_grouping_does(
    rows: list[tuple[Any, ...]], selection: Selection, down: str, across: str, measure: str
) -> None:
    frame = build_table([cells for cells, _, _ in rows]).sort_values("incident_id").reset_index(drop=True)
    order = sorted(range(len(rows)), key=lambda number: f"i{number}")
    frame = frame.assign(
        zero_means_unknown=pd.array([rows[number][1] for number in order], dtype="boolean"),
        killed_high=pd.array([rows[number][2] for number in order], dtype="Int32"),
    )
    table = crosstab(Index.from_table(frame).select(selection), rows=down, columns=across, measure=measure)
    expected = plain_crosstab(selection.apply(frame), rows=down, columns=across, measure=measure)
    assert list(table.columns) == list(expected.columns)
    assert table.to_numpy().tolist() == expected.to_numpy().tolist()
