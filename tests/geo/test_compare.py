from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import incidents
from geo.compare import DIFFERENCE, DIMENSIONS, FIRST, RATIO, SECOND, WORTH, Period, compare, period_of
from geo.filters import FILTER
from geo.index import Index
from geo.selection import Selection
from geo.timeline import SCALE
from tests.tables import chosen, table


@pytest.mark.parametrize(
    ("first", "last", "before", "year_before"),
    [
        ("2024-03-01", "2024-03-31", ("2024-01-30", "2024-02-29"), ("2023-03-01", "2023-03-31")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
        ("2024-01-01", "2024-12-31", ("2022-12-31", "2023-12-31"), ("2023-01-01", "2023-12-31")),
        ("0001-01-01", "0001-01-02", ("0001-01-01", "0001-01-01"), ("0001-01-01", "0001-01-02")),
    ],
)
def test_earlier_periods(first: str, last: str, before: tuple[str, str], year_before: tuple[str, str]) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    for earlier, expected in ((period.before(), before), (period.year_before(), year_before)):
        assert (earlier.first.isoformat(), earlier.last.isoformat()) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 4000))
def test_the_period_before_is_as_long_and_ends_the_day_before(first: date, days: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + days - 1))
    earlier = period.before()
    assert earlier.days == period.days == days
    assert (period.first - earlier.last).days == 1


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "2012-01-01", "2024-01-17"),
        ("from=2024-01-10", "2024-01-10", "2024-01-17"),
        ("to=2019-06-30", "2012-01-01", "2019-06-30"),
        ("from=2024-01-01&to=2024-12-31", "2024-01-01", "2024-12-31"),
        ("actor=Nobody at all", "2012-01-01", "2024-01-17"),
        ("from=2030-01-01", "2030-01-01", "2030-01-01"),
    ],
)
def test_the_days_that_a_selection_spans(small: gpd.GeoDataFrame, query: str, first: str, last: str) -> None:
    period = period_of(chosen(small, query))
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_without_dates_the_last_twelve_months_are_compared(small: gpd.GeoDataFrame) -> None:
    found = compare(Index.of(small), Selection(), "before")
    assert found.here.selection.to_query() == "from=2023-01-18&to=2024-01-17"
    assert found.there.selection.to_query() == "from=2022-01-18&to=2023-01-17"


@pytest.mark.parametrize("by", DIMENSIONS)
@pytest.mark.parametrize("other", ["before", "year-before", "country=Pakistan", ""])
def test_differences_are_those_of_a_plain_count(small: gpd.GeoDataFrame, by: str, other: str) -> None:
    found = compare(Index.of(small), Selection.from_query("from=2023-12-01"), other)
    told = found.differences(by)
    for row in told.itertuples(index=False):
        name, here, there, difference, ratio, few = row
        for count, side in ((here, found.here), (there, found.there)):
            alone = Selection().having(by, FILTER[by].parse((name,)))
            assert count == len(alone.apply(side.selection.apply(small)))
        assert difference == here - there
        assert few == (here < 5 and there < 5)
        assert pd.isna(ratio) if there == 0 else ratio == round(here / there, 2)
    assert list(told[DIFFERENCE].abs()) == sorted(told[DIFFERENCE].abs(), reverse=True)


ROWS = st.lists(
    st.tuples(st.dates(date(2023, 1, 1), date(2024, 12, 31)), st.sampled_from(["Riots", "Battles"])), max_size=30
)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_sides_and_what_is_in_both_add_up(cells: list[tuple[date, str]]) -> None:
    rows = table(*(f"i{number},{day},,,{kind}" for number, (day, kind) in enumerate(cells)), columns="event_type")
    index = Index.of(rows)
    here, there = Selection.from_query("from=2023-06-01"), "to=2024-06-01"
    found = compare(index, here, there)
    either = (rows["date_end"] >= "2023-06-01") | (rows["date_start"] <= "2024-06-01")
    assert len(found.here) + len(found.there) - found.in_both == int(either.sum())
    told = found.differences("type")
    assert told[FIRST].sum() == len(found.here)
    assert told[SECOND].sum() == len(found.there)
    course = found.over_time(SCALE["day"])
    assert course.groupby("side")["count"].sum().get(FIRST, 0) == len(found.here)


def test_it_warns_of_days_that_may_be_incomplete(small: gpd.GeoDataFrame) -> None:
    index = Index.of(small)
    late = compare(index, Selection.from_query("from=2023-12-01&to=2024-01-17"), "before")
    assert any("19 December 2023 to 17 January 2024 may be incomplete" in caution for caution in late.cautions())
    assert late.settled() == date(2023, 12, 18)
    early = compare(index, Selection.from_query("from=2019-01-01&to=2019-12-31"), "before")
    assert early.cautions() == []
    assert early.settled() is None


def test_it_says_that_periods_differ_and_what_is_counted_twice(small: gpd.GeoDataFrame) -> None:
    found = compare(
        Index.of(small), Selection.from_query("from=2023-12-01&to=2023-12-31"), "from=2023-01-01&to=2023-12-31"
    )
    assert found.cautions()[0] == "In both selections: 1 incident."
    assert "The two periods are not equally long: 31 days and 365 days." in found.cautions()


def test_what_cannot_be_read_of_the_other_query_is_named(small: gpd.GeoDataFrame) -> None:
    found = compare(Index.of(small), Selection(), "from=yesterday&country=Iran")
    assert [problem.key for problem in found.problems] == ["from"]
    assert found.there.selection.to_query() == "country=Iran"


def test_nothing_compares_with_nothing() -> None:
    found = compare(Index.of(incidents.empty()), Selection(), "before")
    assert found.differences("actor").empty
    assert found.over_time(SCALE["month"]).empty
    assert found.cautions() == []
    assert list(found.differences("type").columns)[1:] == [FIRST, SECOND, DIFFERENCE, RATIO, WORTH]
    assert np.array_equal(found.here.positions(), [])
