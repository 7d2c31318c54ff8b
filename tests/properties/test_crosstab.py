"""The cross-tab from the index says what a plain grouping of the rows says, cell by cell."""

from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.casualties import KILLED
from geo.analysis.crosstab import MEASURES, crosstab
from geo.analysis.dimensions import DIMENSION, HEADINGS, TOTAL
from geo.core.formatting import UNSTATED, pluralize
from geo.query.index import Index
from geo.query.selection import Selection
from tests.properties.test_index import CELLS, SELECTIONS, rows_of

FLAGS = st.sampled_from([True, False, None])


def grouped(frame: pd.DataFrame, *, rows: str, columns: str, measure: str) -> pd.DataFrame:
    """The same table by grouping, a row at a time: slow, and plain to read."""
    cell = {"incidents": lambda held: str(len(held)), "killed": killed}[measure]
    pairs = values(frame, rows).merge(values(frame, columns), on="label", suffixes=("_row", "_column"))
    known = tolls(frame)
    if frame.empty:
        return pd.DataFrame({DIMENSION[rows].label: [TOTAL], TOTAL: [cell(known)]})
    joined = pairs.join(known, on="label")
    table = joined.groupby(["value_row", "value_column"]).apply(cell, include_groups=False).unstack().astype("object")
    table[TOTAL] = each(joined, "value_row", cell)
    table.loc[TOTAL] = pd.concat([each(joined, "value_column", cell), pd.Series({TOTAL: cell(known)})])
    return table.fillna("").rename_axis(index=DIMENSION[rows].label, columns=None).reset_index()


def tolls(frame: pd.DataFrame) -> pd.DataFrame:
    doubtful = frame["zero_means_unknown"].fillna(False).astype(bool)
    known = frame[list(KILLED)]
    return known.mask((known == 0).fillna(False) & doubtful.to_numpy()[:, None])


def values(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    stated = DIMENSION[key].values(frame).astype("str")
    silent = pd.Series(UNSTATED, index=frame.index.difference(stated.index), dtype="str")
    both = pd.concat([stated.mask(stated.isin(HEADINGS), "“" + stated + "”"), silent])
    return pd.DataFrame({"label": both.index, "value": both.array}).drop_duplicates()


def each(joined: pd.DataFrame, by: str, cell: Callable[[pd.DataFrame], str]) -> pd.Series:
    return joined.drop_duplicates(["label", by]).groupby(by).apply(cell, include_groups=False)


def killed(rows: pd.DataFrame) -> str:
    low_given, best, high_given = (rows[name] for name in KILLED)
    low, high = low_given.fillna(best), high_given.fillna(best)
    silent = int((low.isna() & high.isna()).sum())
    if silent == len(rows):
        return "unknown"
    least = int(low.sum())
    told = f"at least {least:,}" if high.isna().any() else f"{least:,}–{int(high.sum()):,}"
    exact = not high.isna().any() and least == int(high.sum())
    told = f"{least:,}" if exact else told
    return f"{told} ({pluralize(silent, 'incident')} unknown)" if silent else told


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(CELLS, FLAGS, st.sampled_from([None, 7, 1_000])), max_size=25),
    SELECTIONS,
    st.sampled_from(list(DIMENSION)),
    st.sampled_from(list(DIMENSION)),
    st.sampled_from(list(MEASURES)),
)
def test_the_index_tabulates_what_a_grouping_does(
    told: list[tuple], selection: Selection, down: str, across: str, measure: str
) -> None:
    made = rows_of([cells for cells, _, _ in told]).sort_values("incident_id").reset_index(drop=True)
    order = sorted(range(len(told)), key=lambda number: f"i{number}")
    frame = made.assign(
        zero_means_unknown=pd.array([told[number][1] for number in order], dtype="boolean"),
        killed_high=pd.array([told[number][2] for number in order], dtype="Int32"),
    )
    table = crosstab(Index.from_table(frame).select(selection), rows=down, columns=across, measure=measure)
    expected = grouped(selection.apply(frame), rows=down, columns=across, measure=measure)
    assert list(table.columns) == list(expected.columns)
    assert table.to_numpy().tolist() == expected.to_numpy().tolist()
