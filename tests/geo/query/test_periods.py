"""Periods that end today."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.periods import LAST_30_DAYS, PERIODS, THIS_MONTH, THIS_YEAR, period_ending, today_in


@pytest.mark.parametrize(
    ("period", "today", "first"),
    [
        (LAST_30_DAYS, date(2026, 11, 28), date(2026, 10, 30)),
        (LAST_30_DAYS, date(2024, 3, 1), date(2024, 2, 1)),
        (THIS_MONTH, date(2026, 11, 28), date(2026, 11, 1)),
        (THIS_MONTH, date(2026, 11, 1), date(2026, 11, 1)),
        (THIS_YEAR, date(2024, 2, 29), date(2024, 1, 1)),
    ],
)
def test_the_first_day_of_a_period(period: str, today: date, first: date) -> None:
    assert period_ending(period, today) == (first, today)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(PERIODS))
def test_a_period_ends_today_and_is_no_longer_than_a_year(today: date, period: str) -> None:
    first, last = period_ending(period, today)
    assert last == today
    assert 0 <= (last - first).days < 366


def test_the_day_is_that_of_the_readers_zone() -> None:
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    assert today_in(east) > today_in(west)  # 26 hours apart, which is always another day
    assert today_in(UTC) in {datetime.now(UTC).date(), datetime.now(UTC).date() - timedelta(days=1)}
