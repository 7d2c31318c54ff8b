import geopandas as gpd
import pandas as pd
import pytest

from geo.analysis.comparison.baseline import ALL, SelectionPair, resolve_baseline
from geo.analysis.comparison.comparison import (
    BASELINE,
    DIFFERENCE,
    DIMENSION_KEYS,
    DIMENSION_LABELS,
    RATIO,
    SELECTION,
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


def compared(index: Index, query: str, other: str = "before") -> SelectionPair:
    return resolve_baseline(index, Selection.from_query(query), other)


def test_every_property_has_a_name() -> None:
    assert set(DIMENSION_KEYS) == set(VALUES_BY) == set(DIMENSION_LABELS)


def test_an_unknown_property_is_an_error(small: gpd.GeoDataFrame) -> None:
    with pytest.raises(KeyError):
        compare(Index.from_table(small), compared(Index.from_table(small), ""), by="colour")


def test_provinces_of_two_countries_are_two_though_they_share_a_name() -> None:
    rows = incident_table("a,2024-01-16,,,Pakistan,Punjab", "b,2024-01-16,,,India,Punjab", columns="country,admin1")
    found = compare(Index.from_table(rows), compared(Index.from_table(rows), "", ALL), by="admin1")
    assert list(found.rows["Province"]) == ["Punjab, India", "Punjab, Pakistan"]


def test_months_of_two_periods_stand_side_by_side() -> None:
    lines = [f"{name},{day},,," for name, day in (("a", "2024-01-31"), ("b", "2024-02-01"), ("c", "2023-01-05"))]
    rows = incident_table(*lines, "d,2024-01-01,,,2024-03-31", columns="date_end")
    index = Index.from_table(rows)
    found = compare(index, compared(index, "from=2024-01-01&to=2024-02-29", "year-before"), by="month")
    assert found.rows[["Month", SELECTION, BASELINE]].to_numpy().tolist() == [
        ["2024-01 / 2023-01", 1, 1],
        ["2024-02 / 2023-02", 1, 0],
        ["not known to the month", 1, 0],
    ]
    calendar = compare(index, compared(index, "to=2024-12-31", "to=2023-12-31"), by="month")
    assert list(calendar.rows["Month"]) == ["2023-01", "2024-01", "2024-02", "not known to the month"]


def test_few_are_marked_and_a_ratio_over_nothing_is_blank(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    found = compare(index, compared(index, "from=2023-12-01&to=2024-12-31", "q=nothing says this"), by="type")
    assert found.rows[RATIO].isna().all()
    assert found.rows[TOO_FEW].all()
    assert found.total[[SELECTION, BASELINE, TOO_FEW]].to_numpy().tolist() == [[6, 0, False]]


def test_killed_are_ranges_and_blank_where_no_incident_is(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    found = compare(index, compared(index, "country=Iran", "q=nothing says this"), by="country", killed=True)
    assert found.total["Killed here"].tolist() == ["38–41"]
    assert found.with_total()["Killed there"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("query", "since", "settled_query"),
    [
        ("from=2023-12-01&to=2024-01-17", "19 December 2023", "from=2023-11-01&to=2023-12-18"),
        ("", "19 December 2023", "from=2022-12-19&to=2023-12-18"),
        ("from=2023-01-01&to=2023-12-19", "19 December 2023", "from=2022-12-31&to=2023-12-18"),
        ("from=2023-01-01&to=2023-12-18", "", ""),
    ],
)
def test_days_that_may_be_incomplete_are_told(
    small: gpd.GeoDataFrame, query: str, since: str, settled_query: str
) -> None:
    index = Index.from_table(small)
    pair = compared(index, query)
    lag = find_reporting_lag(index, pair)
    assert (lag is not None) == bool(since)
    if lag:
        assert f"days from {since} on may be incomplete" in lag.describe()
        assert lag.describe() in find_caveats(index, pair)
        ended = clip_to_complete(index, pair, lag)
        assert ended is not None
        assert (ended[0].to_query(), ended[1]) == (settled_query, "before")
        assert find_reporting_lag(index, resolve_baseline(index, *ended)) is None


def test_two_selections_of_ones_own_end_earlier_together(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    pair = compared(index, "actor=Iran", "country=Pakistan&to=2023-06-30")
    lag = find_reporting_lag(index, pair)
    assert lag is not None
    assert lag.sides == (SELECTION,)
    ended = clip_to_complete(index, pair, lag)
    assert ended is not None
    assert (ended[0].to_query(), ended[1]) == ("actor=Iran&to=2023-12-18", "country=Pakistan&to=2023-06-30")
    late = compared(index, "from=2024-01-10", "country=Pakistan")
    assert clip_to_complete(index, late, lag) is None


def test_a_table_that_was_last_changed_before_its_last_date_is_kept_up_to_that_day() -> None:
    rows = incident_table("a,2024-06-30,,,2024-05-01", "b,2024-04-01,,,2024-04-02", columns="last_modified")
    lag = find_reporting_lag(Index.from_table(rows), compared(Index.from_table(rows), "from=2024-04-01&to=2024-04-20"))
    assert lag is not None
    assert lag.complete_until.isoformat() == "2024-04-01"


def test_what_was_before_the_data_is_no_zero(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    pair = compared(index, "from=2012-01-01&to=2023-12-31")
    assert coverage_caveat(index, pair).startswith("“There” begins before the first day of the data, 1 January 2012")
    told = build_overlay(index, pair)
    assert set(told.steps["side"]) == {SELECTION}
    assert coverage_caveat(index, compared(index, "from=2023-12-01")) == ""


def test_it_says_that_periods_differ_and_what_is_counted_twice(small: gpd.GeoDataFrame) -> None:
    index = Index.from_table(small)
    told = find_caveats(index, compared(index, "from=2023-12-01&to=2023-12-31", "from=2023-01-01&to=2023-12-17"))
    assert told[0] == "In both selections, and counted in each: 1 incident."
    assert told[1].startswith("The two periods are not equally long: 31 days here and 351 there.")


def test_a_course_with_a_shorter_last_step_says_so() -> None:
    lines = [f"i{number},{day.date()},," for number, day in enumerate(pd.date_range("2024-01-01", "2024-03-10"))]
    index = Index.from_table(incident_table(*lines))
    told = build_overlay(index, compared(index, "from=2024-01-01&to=2024-03-10", "year-before"))
    assert (told.step_days, told.aligned) == (7, True)
    short = told.steps[told.steps["days"] < 7]
    assert short["days"].tolist() == []
    uneven = build_overlay(index, compared(index, "from=2024-01-01&to=2024-03-08", "from=2024-01-01&to=2024-03-10"))
    assert "Hollow: a last step that is shorter, 5 days here." in uneven.describe()
    assert uneven.steps.loc[uneven.steps["days"] < 7, "count"].tolist() == [5]


@pytest.mark.parametrize("query", ["from=0001-01-01&to=9999-12-31", "from=9999-12-30", "to=0001-01-05", ""])
@pytest.mark.parametrize("other", [ALL, "from=0001-01-01", "to=9999-12-31", "from=9999-12-30&to=9999-12-31"])
def test_far_dates_are_compared(query: str, other: str) -> None:
    rows = incident_table("a,0001-01-01,,", "b,2024-01-16,,", "c,9999-12-31,,")
    index = Index.from_table(rows)
    pair = compared(index, query, other)
    told = build_overlay(index, pair)
    assert told.steps["count"].sum() + sum(told.unbinned.values()) == sum(
        len(index.select(each)) for _, each in pair.sides()
    )
    assert compare(index, pair, by="month").rows[[SELECTION, BASELINE]].sum().sum() == told.steps["count"].sum()
    find_caveats(index, pair)


def test_nothing_compares_with_nothing() -> None:
    index = Index.from_table(incidents.empty())
    pair = compared(index, "", ALL)
    for by in DIMENSION_KEYS:
        found = compare(index, pair, by=by, killed=True)
        assert found.rows.empty
        assert found.total[[SELECTION, BASELINE, DIFFERENCE]].to_numpy().tolist() == [[0, 0, 0]]
    assert build_overlay(index, pair).steps.empty
    assert find_caveats(index, pair) == []
