"""Steps of the calendar that cover a span."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.time_bins import MAX_BINS, TimeBins

EPOCH = date(1970, 1, 1)


def edges(first: date, last: date) -> list[date]:
    """The edges as dates."""
    return [EPOCH + timedelta(days=day) for day in TimeBins.covering(first, last).edges.tolist()]


@given(st.dates(max_value=date(9999, 12, 30)), st.dates(max_value=date(9999, 12, 30)))
def test_bins_follow_each_other_and_cover_the_span(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    bins = TimeBins.covering(first, last)
    assert 1 <= len(bins) <= MAX_BINS
    assert (bins.edges[1:] > bins.edges[:-1]).all()
    assert bins.days_of(0, 0)[0] <= first <= bins.days_of(0, 0)[1]
    assert bins.days_of(0, len(bins) - 1)[1] >= last >= bins.days_of(len(bins) - 1, len(bins) - 1)[0]
    assert bins.bins_of(pd.Series([first, None, last]).astype("datetime64[s]")).tolist() == [0, -1, len(bins) - 1]


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 60_000), st.integers(0, 60_000))
def test_a_day_lies_in_its_bin(first: date, length: int, after: int) -> None:
    bins = TimeBins.covering(first, first + timedelta(days=length))
    day = first + timedelta(days=min(after, length))
    start, end = bins.days_of(bins.bin_of(day), bins.bin_of(day))
    assert start <= day <= end


@pytest.mark.parametrize(
    ("days", "number"), [(0, 1), (2, 3), (119, 120), (120, 61), (240, 35), (4_000, 44), (10_950, 120), (40_000, 110)]
)
def test_the_narrowest_step_that_fits_is_taken(days: int, number: int) -> None:
    first = date(2001, 1, 1)  # a Monday
    assert len(TimeBins.covering(first, first + timedelta(days=days))) == number


def test_weeks_begin_on_monday_and_months_on_their_first_day() -> None:
    assert {day.weekday() for day in edges(date(2023, 2, 15), date(2024, 2, 20))} == {0}
    assert {day.day for day in edges(date(2015, 2, 15), date(2024, 2, 20))} == {1}
    assert {(day.month, day.day) for day in edges(date(1900, 2, 15), date(2014, 2, 20))} == {(1, 1)}


def test_a_day_beside_the_bins_is_in_the_nearest() -> None:
    bins = TimeBins.covering(date(2024, 1, 1), date(2024, 1, 10))
    assert (bins.bin_of(date(1999, 1, 1)), bins.bin_of(date(2099, 1, 1))) == (0, 9)
