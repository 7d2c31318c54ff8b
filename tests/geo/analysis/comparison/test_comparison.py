import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.comparison.baseline import ALL, BASELINE, SELECTION, SelectionPair, resolve_baseline
from geo.analysis.comparison.comparison import (
    DIFFERENCE,
    DIMENSION_KEYS,
    DIMENSION_LABELS,
    RATIO,
    TOO_FEW,
    VALUES_BY,
    compare,
    find_caveats,
)
from geo.analysis.comparison.overlay import build_overlay
from geo.analysis.comparison.reporting_lag import clip_to_complete, coverage_caveat, find_reporting_lag
from geo.core import incidents
from geo.query.index import Index
from geo.query.selection import Selection
from tests.tables import incident_table


def pair_of(index: Index, query: str, source: str = "before") -> SelectionPair:
    return resolve_baseline(index, Selection.from_query(query), source)


def test_every_property_has_a_name() -> None:
    assert set(DIMENSION_KEYS) == set(VALUES_BY) == set(DIMENSION_LABELS)


def test_an_unknown_property_is_an_error(small: gpd.GeoDataFrame) -> None:
    with pytest.raises(KeyError):
        compare(Index.from_table(small), pair_of(Index.from_table(small), ""), by="colour")


def test_provinces_of_two_countries_are_two_though_they_share_a_name() -> None:
    rows = incident_table("a,2024-01-16,,,Pakistan,Punjab", "b,2024-01-16,,,India,Punjab", columns="country,admin1")
    comparison = compare(Index.from_table(rows), pair_of(Index.from_table(rows), "", ALL), by="admin1")
    assert list(comparison.rows["admin1"]) == ["Punjab, India", "Punjab, Pakistan"]


def test_months_of_two_periods_stand_side_by_side() -> None:
    lines = [f"{name},{day},,," for name, day in (("a", "2024-01-31"), ("b", "2024-02-01"), ("c", "2023-01-05"))]
    rows = incident_table(*lines, "d,2024-01-01,,,2024-03-31", columns="date_end")
    index = Index.from_table(rows)
    comparison = compare(index, pair_of(index, "from=2024-01-01&to=2024-02-29", "year-before"), by="month")
    assert comparison.rows[["month", SELECTION, BASELINE]].to_numpy().tolist() == [
        ["2024-01 / 2023-01", 1, 1],
        ["2024-02 / 2023-02", 1, 0],
        ["not known to the month", 1, 0],
    ]
    calendar = compare(index, pair_of(index, "to=2024-12-31", "to=2023-12-31"), by="month")
    assert list(calendar.rows["month"]) == ["2023-01", "2024-01", "2024-02", "not known to the month"]


def test_few_are_marked_and_a_ratio_over_nothing_is_blank(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    comparison = compare(index, pair_of(index, "from=2023-12-01&to=2024-12-31", "q=nothing says this"), by="type")
    assert comparison.rows[RATIO].isna().all()
    assert comparison.rows[TOO_FEW].all()
    assert comparison.total[[SELECTION, BASELINE, TOO_FEW]].to_numpy().tolist() == [[6, 0, False]]


def test_killed_are_ranges_and_blank_where_no_incident_is(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    comparison = compare(index, pair_of(index, "country=Iran", "q=nothing says this"), by="country", killed=True)
    assert comparison.total["killed_selection"].tolist() == ["38–41"]
    assert comparison.with_total()["killed_baseline"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("query", "since", "clipped_query"),
    [
        ("from=2023-12-01&to=2024-01-17", "19 December 2023", "from=2023-11-01&to=2023-12-18"),
        ("", "19 December 2023", "from=2022-12-19&to=2023-12-18"),
        ("from=2023-01-01&to=2023-12-19", "19 December 2023", "from=2022-12-31&to=2023-12-18"),
        ("from=2023-01-01&to=2023-12-18", "", ""),
    ],
)
def test_days_that_may_be_incomplete_are_a_caveat(
    small: gpd.GeoDataFrame, query: str, since: str, clipped_query: str
) -> None:
    index = Index.from_table(small)
    pair = pair_of(index, query)
    lag = find_reporting_lag(index, pair)
    assert (lag is not None) == bool(since)
    if lag:
        assert f"days from {since} on may be incomplete" in lag.describe()
        assert lag.describe() in find_caveats(index, pair)
        clipped = clip_to_complete(index, pair, lag)
        assert clipped is not None
        assert (clipped[0].to_query(), clipped[1]) == (clipped_query, "before")
        assert find_reporting_lag(index, resolve_baseline(index, *clipped)) is None


def test_two_selections_of_the_readers_own_end_earlier_together(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    pair = pair_of(index, "actor=Iran", "country=Pakistan&to=2023-06-30")
    lag = find_reporting_lag(index, pair)
    assert lag is not None
    assert lag.sides == (SELECTION,)
    clipped = clip_to_complete(index, pair, lag)
    assert clipped is not None
    assert (clipped[0].to_query(), clipped[1]) == ("actor=Iran&to=2023-12-18", "country=Pakistan&to=2023-06-30")
    late = pair_of(index, "from=2024-01-10", "country=Pakistan")
    assert clip_to_complete(index, late, lag) is None


def test_the_data_end_where_a_table_was_last_changed_before_its_last_date() -> None:
    rows = incident_table("a,2024-06-30,,,2024-05-01", "b,2024-04-01,,,2024-04-02", columns="last_modified")
    lag = find_reporting_lag(Index.from_table(rows), pair_of(Index.from_table(rows), "from=2024-04-01&to=2024-04-20"))
    assert lag is not None
    assert lag.complete_until.isoformat() == "2024-04-01"


def test_days_before_the_data_are_no_zeros(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    pair = pair_of(index, "from=2012-01-01&to=2023-12-31")
    assert coverage_caveat(index, pair).startswith(
        "The data begin on 1 January 2012. The period before starts earlier, on days without data"
    )
    over_time = build_overlay(index, pair)
    assert set(over_time.steps["side"]) == {SELECTION}
    assert coverage_caveat(index, pair_of(index, "from=2023-12-01")) == ""


def test_periods_of_different_length_and_incidents_in_both_are_caveats(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    caveats = find_caveats(index, pair_of(index, "from=2023-12-01&to=2023-12-31", "from=2023-01-01&to=2023-12-17"))
    assert caveats[0] == "1 incident is in both, and counted in each."
    assert caveats[1].startswith("The periods differ in length: this selection has 31 days, the other selection 351.")


def test_a_shorter_last_step_is_described() -> None:
    lines = [f"i{number},{day.date()},," for number, day in enumerate(pd.date_range("2024-01-01", "2024-03-10"))]
    index = Index.from_table(incident_table(*lines))
    over_time = build_overlay(index, pair_of(index, "from=2024-01-01&to=2024-03-10", "year-before"))
    assert (over_time.step_days, over_time.aligned) == (7, True)
    short = over_time.steps[over_time.steps["days"] < 7]
    assert short["days"].tolist() == []
    uneven = build_overlay(index, pair_of(index, "from=2024-01-01&to=2024-03-08", "from=2024-01-01&to=2024-03-10"))
    assert "Hollow: a shorter last step, 5 days in this selection." in uneven.describe()
    assert uneven.steps.loc[uneven.steps["days"] < 7, "count"].tolist() == [5]


@pytest.mark.parametrize("query", ["from=0001-01-01&to=9999-12-31", "from=9999-12-30", "to=0001-01-05", ""])
@pytest.mark.parametrize("other", [ALL, "from=0001-01-01", "to=9999-12-31", "from=9999-12-30&to=9999-12-31"])
def test_far_dates_are_compared(query: str, other: str) -> None:
    rows = incident_table("a,0001-01-01,,", "b,2024-01-16,,", "c,9999-12-31,,")
    index = Index.from_table(rows)
    pair = pair_of(index, query, other)
    over_time = build_overlay(index, pair)
    assert over_time.steps["count"].sum() + sum(over_time.unbinned.values()) == sum(
        len(index.select(selection)) for _, selection in pair.sides()
    )
    assert compare(index, pair, by="month").rows[[SELECTION, BASELINE]].sum().sum() == over_time.steps["count"].sum()
    find_caveats(index, pair)


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        ("before", ["this period", "the period before"]),
        ("year-before", ["this period", "the period a year earlier"]),
        (ALL, ["this selection", "the other selection"]),
        ("country=Iran", ["this selection", "the other selection"]),
    ],
)
def test_the_sides_are_labelled_by_where_the_baseline_comes_from(
    small: gpd.GeoDataFrame, source: str, labels: list[str]
) -> None:
    pair = pair_of(Index.from_table(small), "", source)
    assert list(pair.labels) == [SELECTION, BASELINE]
    assert list(pair.labels.values()) == labels
    assert [title.lower() for title in pair.titles.values()] == labels
    assert all(title[0].isupper() for title in pair.titles.values())


def test_an_overlay_describes_what_it_does_not_draw() -> None:
    lines = ["a,2024-01-10,,,", "b,2024-01-01,,,2024-01-31", "c,2023-12-20,,,", "d,,,,"]
    index = Index.from_table(incident_table(*lines, columns="date_end"))
    overlay = build_overlay(index, pair_of(index, "", ALL))
    assert overlay.describe() == (
        "Counted in steps of 1 day by the calendar. "
        "Not drawn: 1 incident that cannot be placed in one step in this selection "
        "and 1 incident that cannot be placed in one step in the other selection. "
        "Not drawn: 1 incident without a date in this selection and 1 incident without a date in the other selection."
    )


def test_nothing_compares_with_nothing() -> None:
    index = Index.from_table(incidents.empty())
    pair = pair_of(index, "", ALL)
    for by in DIMENSION_KEYS:
        comparison = compare(index, pair, by=by, killed=True)
        assert comparison.rows.empty
        assert comparison.total[[SELECTION, BASELINE, DIFFERENCE]].to_numpy().tolist() == [[0, 0, 0]]
    assert build_overlay(index, pair).steps.empty
    assert find_caveats(index, pair) == []
