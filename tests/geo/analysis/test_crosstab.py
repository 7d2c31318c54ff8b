import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.analysis.crosstab import MEASURES, crosstab
from geo.analysis.dimensions import DIMENSION, TOTAL, DimensionValues, ValueSets
from geo.core import incidents
from geo.errors import AnswerTooLarge, QueryCancelled
from geo.query import cancellation
from geo.query.selection import Selection
from tests.tables import incident_table, select


@pytest.mark.parametrize("rows", DIMENSION)
@pytest.mark.parametrize("columns", DIMENSION)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_corner_counts_every_incident_once(small: gpd.GeoDataFrame, rows: str, columns: str, measure: str) -> None:
    table = crosstab(select(small), rows=rows, columns=columns, measure=measure)
    last = table.iloc[-1]
    assert last.iloc[0] == TOTAL
    assert last[TOTAL] == {"incidents": "10", "killed": "at least 136 (4 incidents unknown)"}[measure]


@pytest.mark.parametrize("measure", MEASURES)
def test_a_table_of_too_many_cells_is_refused(
    small: gpd.GeoDataFrame, measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_rows, n_columns = (number - 1 for number in crosstab(select(small), rows="actor", columns="month").shape)
    monkeypatch.setenv("TABLE_CELLS", str(n_rows * (n_columns - 1) - 1))
    with pytest.raises(AnswerTooLarge, match=r"by \d+ cells; this server makes at most .* TABLE_CELLS"):
        crosstab(select(small), rows="actor", columns="month", measure=measure)
    monkeypatch.setenv("TABLE_CELLS", str(n_rows * n_columns))
    assert crosstab(select(small), rows="actor", columns="month", measure=measure).shape == (n_rows + 1, n_columns + 1)


def cell(table: pd.DataFrame, row: str, column: str) -> str:
    return str(table.set_index(table.columns[0]).loc[row, column])


def test_an_incident_with_several_actors_counts_for_each(small: gpd.GeoDataFrame) -> None:
    table = crosstab(select(small), rows="actor", columns="type")
    assert cell(table, "Iran", "Explosions/Remote violence") == "2"
    assert cell(table, "Islamic Revolutionary Guard Corps", TOTAL) == "2"
    assert cell(table, TOTAL, "Explosions/Remote violence") == "2"


@pytest.mark.parametrize(
    ("incident_id", "expected"),
    [
        ("day", "2"),
        ("year", "27–30"),
        ("month", "at least 91"),
        ("west", "4–9"),
        ("undated", "unknown"),
        ("week", "unknown"),
    ],
)
def test_killed_are_ranges_and_unknown_is_never_zero(small: gpd.GeoDataFrame, incident_id: str, expected: str) -> None:
    one = small[small["incident_id"] == incident_id]
    assert crosstab(select(one), rows="type", columns="country", measure="killed").iloc[-1][TOTAL] == expected


def test_an_unknown_month_is_not_guessed(small: gpd.GeoDataFrame) -> None:
    table = crosstab(select(small), rows="month", columns="type")
    assert cell(table, "not known to the month", TOTAL) == "2"
    assert cell(table, "2023-12", "Riots") == "1"


@pytest.mark.parametrize("columns", ["actor", "country", "admin1"])
@pytest.mark.parametrize("name", [TOTAL, "Type", "not stated", "value_row", "label", "", "{{7*191}}"])
def test_no_name_breaks_the_table(name: str, columns: str) -> None:
    rows = incident_table(
        f"a,2024-01-16,,,Riots,{name},{name},{name}",
        "b,2024-01-16,,,Riots,other,other,other",
        columns="event_type,actor_a,country,admin1",
    )
    table = crosstab(select(rows), rows="type", columns=columns)
    assert table.iloc[-1, -1] == "2"
    assert table.iloc[0, 1:-1].astype(int).sum() == 2
    transposed = crosstab(select(rows), rows=columns, columns="type")
    assert transposed.iloc[-1, -1] == "2"
    assert transposed.iloc[:-1, -1].astype(int).sum() == 2


def test_a_total_is_the_sum_where_no_incident_stands_twice(small: gpd.GeoDataFrame) -> None:
    table = crosstab(select(small), rows="country", columns="year")
    inner = table.iloc[:-1, 1:-1].replace("", "0").astype(int)
    assert list(inner.sum(axis="columns")) == list(table.iloc[:-1, -1].astype(int))
    assert list(inner.sum()) == list(table.iloc[-1, 1:-1].astype(int))
    assert inner.to_numpy().sum() == len(small)


@pytest.mark.parametrize(
    ("killed", "expected"),
    [
        (["1,1,1", "2,2,2"], "3"),
        (["1,2,3", "4,,9"], "5–12"),
        (["1,2,3", ",,"], "at least 1 (1 incident unknown)"),
        ([",7,", ",,"], "at least 7 (1 incident unknown)"),
        (["91,,", "2,2,2"], "at least 93"),
        ([",,", ",,"], "unknown"),
        (["0,0,0"], "0"),
        (["1000,1000,1000", "500,500,600"], "1,500–1,600"),
    ],
)
def test_killed_add_up_as_ranges(killed: list[str], expected: str) -> None:
    lines = [f"i{number},2024-01-16,,,{cells}" for number, cells in enumerate(killed)]
    rows = incident_table(*lines, columns="killed_low,killed_best,killed_high")
    assert crosstab(select(rows), rows="type", columns="country", measure="killed").iloc[-1][TOTAL] == expected


def test_an_unknown_dimension_is_an_error(small: gpd.GeoDataFrame) -> None:
    with pytest.raises(KeyError):
        crosstab(select(small), rows="colour", columns="type")


def test_no_incident_gives_an_empty_total() -> None:
    assert crosstab(select(incidents.empty()), rows="actor", columns="type").iloc[-1][TOTAL] == "0"


def test_an_order_of_rows_that_a_selection_keeps(small: gpd.GeoDataFrame) -> None:
    rows = Selection.from_query("country=Pakistan").apply(small)
    assert cell(crosstab(select(rows), rows="admin1", columns="country"), "Balochistan", "Pakistan") == "3"


def test_a_combination_without_a_value_takes_none_of_another() -> None:
    rows = incident_table("a,2024-01-16,,,Iran", "b,2024-01-17,,,", "c,2024-01-18,,,Iraq", columns="actor_a")
    engine = select(rows).engine
    values = DimensionValues(pd.Index(["one", "two"]), np.array([0, 0, 2]), np.array([0, 1, 1]))
    sets = ValueSets.from_values(engine, "who", values)
    position, value = sets.explode(sets.grouping.classes)
    assert list(zip(position.tolist(), value.tolist(), strict=True)) == [(0, 0), (0, 1), (2, 1)]


def test_an_actor_is_spelt_as_most_rows_of_the_table_have_it() -> None:
    lines = ["a,2024-01-16,,,Band of Ten,Iraq", *(f"{name},2024-01-17,,,BAND OF TEN,Iran" for name in "bc")]
    rows = incident_table(*lines, columns="actor_a,country")
    for query, count in (("", "3"), ("country=Iraq", "1")):
        assert cell(crosstab(select(rows, query), rows="actor", columns="type"), "BAND OF TEN", TOTAL) == count


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("part_pairs", [1, 2, 3, 7])
def test_a_table_that_is_added_up_part_by_part_is_the_same(
    small: gpd.GeoDataFrame, measure: str, part_pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = select(small)
    whole = crosstab(results, rows="actor", columns="actor", measure=measure)
    monkeypatch.setattr("geo.analysis.crosstab.PART_PAIRS", part_pairs)
    pd.testing.assert_frame_equal(crosstab(results, rows="actor", columns="actor", measure=measure), whole)


def test_a_table_can_be_stopped_between_its_parts(small: gpd.GeoDataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.analysis.crosstab.PART_PAIRS", 1)
    results, token = select(small), cancellation.CancelToken()
    crosstab(results, rows="actor", columns="actor")
    n_asked = 0

    def stop_at_the_third(_seconds: float) -> None:
        nonlocal n_asked
        n_asked += 1
        if n_asked == 3:
            token.cancel()
        token.watch(0.0)

    with cancellation.watched(stop_at_the_third), pytest.raises(QueryCancelled):
        crosstab(results, rows="actor", columns="actor")
    assert n_asked == 3
