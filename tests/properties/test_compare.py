"""Two selections compared through the index differ as two plain counts of the rows do."""

from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.comparison.baseline import ALL, BASELINE, SELECTION, SelectionPair, parse_baseline, resolve_baseline
from geo.analysis.comparison.comparison import (
    DIFFERENCE,
    FEW_INCIDENTS,
    RATIO,
    TOO_FEW,
    VALUES_BY,
    compare,
)
from geo.analysis.comparison.overlay import MAX_STEPS, build_overlay
from geo.analysis.dimensions import TOTAL
from geo.core.casefold import casefold
from geo.core.formatting import UNSTATED
from geo.errors import ValueRefused
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection
from tests.properties.test_crosstab import format_killed, killed_of
from tests.properties.test_index import CELLS, SELECTIONS, build_table
from tests.tables import incident_table

COLUMNS = {
    "type": "event_type",
    "sub_type": "sub_event_type",
    "country": "country",
    "place": "place_name",
    "dataset": "dataset",
}
SOURCES = st.one_of(
    st.sampled_from(["before", "year-before", ALL]), SELECTIONS.map(lambda selection: selection.to_query() or ALL)
)
PERIODS = st.sampled_from(["", "from=2024-01-10", "from=2024-01-15&to=2024-02-29", "to=2024-01-15", "from=2012-01-01"])


def resolve_pair(index: Index, selection: Selection, period: str, source: str) -> SelectionPair:
    for key, value in Selection.from_query(period).values:
        selection = selection.with_filter(key, value)
    selection = Selection.from_query(selection.to_query())
    try:
        return resolve_baseline(index, selection, parse_baseline(source)[0])
    except ValueRefused:
        return resolve_baseline(index, selection, ALL)


def names_of(rows: gpd.GeoDataFrame, by: str, first: date | None) -> pd.Series:
    """The names under which each row counts, one an entry, by row label; months from the first day on as numbers."""
    if by == "actor":
        return FILTER["actor"].facet_values(rows).map(casefold)
    if by == "month":
        start, end = (rows[name].dt.year * 12 + rows[name].dt.month for name in ("date_start", "date_end"))
        since = first.year * 12 + first.month if first else 0
        return (start - since).where(start == end).astype("Int64").astype("str")
    if by == "admin1":
        country = (", " + rows["country"].astype("str")).fillna("")
        return (rows["admin1"].astype("str") + country).dropna()
    return rows[COLUMNS[by]].astype("str").dropna()


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=25), SELECTIONS, PERIODS, SOURCES, st.sampled_from(list(VALUES_BY)))
def test_differences_are_those_of_plain_counts(
    cells: list[tuple[Any, ...]], selection: Selection, period: str, source: str, by: str
) -> None:
    rows = build_table(cells)
    index = Index.from_table(rows)
    pair = resolve_pair(index, selection, period, source)
    comparison = compare(index, pair, by=by, killed=True)
    sides = {name: side.apply(rows) for name, side in pair.sides()}
    for name, frame in sides.items():
        assert comparison.total[name].tolist() == [len(frame)]
        expected = names_of(frame, by, pair.selection.get("from") if pair.aligned else None).value_counts()
        counts = comparison.rows.set_index(by)[name]
        stated = counts.drop(UNSTATED, errors="ignore")
        if by == "actor":
            assert {casefold(name): count for name, count in stated.items() if count} == expected.to_dict()
        elif by == "month":
            assert counts.sum() == len(frame)
        else:
            assert {name: count for name, count in stated.items() if count} == expected.to_dict()
            assert counts.sum() == len(frame)
    both = sides[SELECTION].index.intersection(sides[BASELINE].index)
    assert comparison.n_in_both == len(both)


@settings(deadline=None, max_examples=20)
@given(st.lists(CELLS, max_size=25), SELECTIONS, PERIODS, SOURCES, st.sampled_from(list(VALUES_BY)))
def test_what_is_derived_follows_from_the_counts(
    cells: list[tuple[Any, ...]], selection: Selection, period: str, source: str, by: str
) -> None:
    rows = build_table(cells)
    index = Index.from_table(rows)
    pair = resolve_pair(index, selection, period, source)
    comparison = compare(index, pair, by=by, killed=True)
    table = comparison.with_total()
    assert (table[DIFFERENCE] == table[SELECTION] - table[BASELINE]).all()
    assert (table[RATIO].isna() == (table[BASELINE] == 0)).all()
    assert (table[TOO_FEW] == ((table[SELECTION] < FEW_INCIDENTS) & (table[BASELINE] < FEW_INCIDENTS))).all()
    assert table[by].tolist()[-1] == TOTAL
    assert table[by].is_unique
    if by != "month":
        assert comparison.rows[DIFFERENCE].abs().is_monotonic_decreasing
    for name, column in ((SELECTION, "killed_selection"), (BASELINE, "killed_baseline")):
        frame = dict(pair.sides())[name].apply(rows)
        assert comparison.total[column].tolist() == [format_killed(killed_of(frame)) if len(frame) else ""]
        assert ((table[name] == 0) == (table[column] == "")).all()


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(st.dates(date(2023, 1, 1), date(2024, 12, 31)), st.integers(0, 40)), min_size=1, max_size=30),
    st.dates(date(2023, 6, 1), date(2024, 12, 31)),
    st.integers(1, 400),
    st.sampled_from(["before", "year-before", "all", "from=2023-03-01"]),
)
def test_an_overlay_counts_each_incident_in_its_step(
    days: list[tuple[date, int]], first: date, length: int, source: str
) -> None:
    lines = [f"i{number},{day},,,{day + timedelta(days=wide)}" for number, (day, wide) in enumerate(days)]
    rows = incident_table(*lines, columns="date_end")
    index = Index.from_table(rows)
    last = first + timedelta(days=length - 1)
    pair = resolve_baseline(index, Selection.from_query(f"from={first}&to={last}"), source)
    overlay = build_overlay(index, pair)
    for name, selection in pair.sides():
        selected = selection.apply(rows)
        steps = overlay.steps[overlay.steps["side"] == name]
        assert steps["count"].sum() + overlay.unbinned[name] + overlay.undated[name] == len(selected)
        for step in steps.to_dict("records"):
            end = step["since"] + pd.Timedelta(days=int(step["days"]) - 1)
            inside = (selected["date_start"] >= step["since"]) & (selected["date_end"] <= end)
            if step["days"] == overlay.step_days:
                assert step["count"] == inside.sum()
            if overlay.aligned:
                assert (step["since"].date() - selection.get("from")).days == step["day"]
    assert overlay.steps.groupby("side").size().max() <= MAX_STEPS if len(overlay.steps) else True
