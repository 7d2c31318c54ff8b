from datetime import date, datetime

import pandas as pd
import pytest

from geo.core.formatting import format_count, format_date, format_day, pluralize

DAYS = [
    ("2024-01-16", "2024-01-16", "day", "16 January 2024"),
    ("2024-01-12", "2024-01-15", "days", "12–15 January 2024"),
    ("2024-01-30", "2024-02-02", "days", "30 January – 2 February 2024"),
    ("2023-12-30", "2024-01-02", "days", "30 December 2023 – 2 January 2024"),
    ("2024-01-08", "2024-01-14", "week", "week of 8–14 January 2024"),
    ("2023-12-01", "2023-12-31", "month", "December 2023"),
    ("2024-01-01", "2024-01-15", "month", "January 2024, between 1 and 15"),
    ("2019-01-01", "2019-12-31", "year", "2019"),
    ("2018-01-01", "2019-12-31", "year", "2018–2019"),
]


@pytest.mark.parametrize(("start", "end", "precision", "text"), DAYS)
def test_a_date_is_as_precise_as_it_is_known(start: str, end: str, precision: str, text: str) -> None:
    assert format_date(datetime.fromisoformat(start), datetime.fromisoformat(end), precision) == text


def test_a_missing_date_is_unknown() -> None:
    assert format_date(None, None, "unknown") == "date unknown"
    assert format_date(pd.NaT, pd.NaT, "day") == "date unknown"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((11, 11, 11), "11"),
        ((91, None, None), "at least 91"),
        ((None, None, 5), "at most 5"),
        ((None, 27, 30), "27 (at most 30)"),
        ((2, 3, 5), "3 (2–5)"),
        ((4, None, 9), "4–9"),
        ((None, None, None), "not stated"),
        ((0, 0, 0), "0"),
        ((pd.NA, 1200, pd.NA), "1,200"),
    ],
)
def test_a_count_is_a_range(numbers: tuple[int | None, ...], text: str) -> None:
    assert format_count(*numbers) == text


def test_a_zero_that_may_mean_unknown_says_so() -> None:
    assert format_count(None, 0, None, zero_means_unknown=True) == "0 or not reported"
    assert format_count(None, 3, None, zero_means_unknown=True) == "3"


def test_one_is_singular() -> None:
    assert (pluralize(1, "incident"), pluralize(2000, "incident")) == ("1 incident", "2,000 incidents")


def test_a_day_is_written_out() -> None:
    assert format_day(date(2024, 1, 6)) == "6 January 2024"
