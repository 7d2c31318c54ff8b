"""Which days are shown: all that the reader has chosen, else where the incidents are; and never more bars than fit."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.analysis.time_scale import SCALE, SCALES
from geo.analysis.time_window import MAX_BARS, MAX_DRAWN_BARS, MIN_BARS, TimeWindow, choose_window
from tests.thoroughness import count


def days(*spans: tuple[str, str, int]) -> pd.DataFrame:
    table = pd.DataFrame(spans, columns=["date_start", "date_end", "count"])
    return table.astype({"date_start": "datetime64[us]", "date_end": "datetime64[us]"})


def window(*spans: tuple[str, str, int], scale: str = "", period: tuple[str, str] | None = None) -> TimeWindow:
    ends = tuple(pd.Timestamp(day) if day else None for day in period or ("", ""))
    result = choose_window(days(*spans), scale=SCALE.get(scale), period=ends)  # type: ignore[arg-type]
    assert result is not None
    return result


def extent_of(result: TimeWindow) -> tuple[str, str, str]:
    return result.scale.name, str(result.start.date()), str(result.last.date())


STRAY, CRISIS = ("1999-05-01", "1999-05-01", 1), ("2019-02-26", "2019-02-28", 0)
ON_THREE_DAYS = [(f"2019-02-{day}", f"2019-02-{day}", 9) for day in (26, 27, 28)]


def test_a_crisis_of_three_days_is_shown_by_day() -> None:
    assert extent_of(window(*ON_THREE_DAYS)) == ("day", "2019-02-24", "2019-03-03")


def test_one_incident_long_before_does_not_hide_the_crisis() -> None:
    assert extent_of(window(STRAY, *ON_THREE_DAYS)) == ("day", "2019-02-22", "2019-03-01")


def test_incidents_known_to_a_month_do_not_stretch_a_crisis_of_days() -> None:
    month_before = ("2019-01-01", "2019-01-31", 5)
    assert extent_of(window(STRAY, month_before, *ON_THREE_DAYS)) == ("day", "2019-02-22", "2019-03-01")


def test_as_long_a_time_is_shown_before_and_after_the_busy_one() -> None:
    around = [("2015-03-01", "2015-03-01", 1), ("2022-03-01", "2022-03-01", 1)]
    weeks = [(f"2019-02-{day:02d}", f"2019-02-{day:02d}", 3) for day in range(1, 11)]
    assert extent_of(window(*around, *weeks)) == ("day", "2019-01-24", "2019-02-16")  # eight days have 24 of 32


def test_what_is_spread_evenly_is_shown_whole() -> None:
    yearly = [(f"{year}-06-01", f"{year}-06-01", 1) for year in range(1990, 2020)]
    assert extent_of(window(*yearly)) == ("year", "1990-01-01", "2019-12-31")


def test_dates_that_the_reader_has_chosen_are_all_shown() -> None:
    result = window(*ON_THREE_DAYS, period=("2018-01-01", "2019-12-31"))
    assert (result.start, result.last) == (pd.Timestamp("2018-01-01"), pd.Timestamp("2020-01-05"))
    assert result.scale.name == "week"


def test_an_incident_known_to_its_year_does_not_widen_the_days_that_the_reader_has_chosen() -> None:
    result = window(
        ("2019-01-01", "2019-12-31", 3), ("2019-02-27", "2019-02-27", 1), period=("2019-02-26", "2019-02-28")
    )
    assert extent_of(result) == ("day", "2019-02-24", "2019-03-03")


def test_incidents_known_to_their_month_are_counted_by_month() -> None:
    monthly = [(f"2019-{month:02d}-01", f"2019-{month:02d}-28", 5) for month in range(1, 12)]
    assert window(*monthly).scale.name == "month"


def test_a_scale_that_was_asked_for_shows_all_where_it_fits() -> None:
    assert extent_of(window(STRAY, *ON_THREE_DAYS, scale="month")) == ("month", "1999-05-01", "2019-02-28")
    assert extent_of(window(STRAY, *ON_THREE_DAYS, scale="year")) == ("year", "1999-01-01", "2019-12-31")


def test_a_scale_too_fine_for_all_shows_the_busiest_bars() -> None:
    result = window(STRAY, *ON_THREE_DAYS, scale="day")
    assert result.scale.name == "day"
    assert result.start <= pd.Timestamp("2019-02-26") <= pd.Timestamp("2019-02-28") <= result.last
    assert result.scale.count_bars(result.start, result.last) <= MAX_BARS


@pytest.mark.parametrize("scale", ["", *SCALE])
@pytest.mark.parametrize("day", ["0001-01-01", "0950-06-07", "2024-02-29", "9999-12-31"])
def test_one_incident_is_one_bar_among_others(scale: str, day: str) -> None:
    result = window((day, day, 1), scale=scale)
    assert result.start <= pd.Timestamp(day) <= result.last
    if 100 < pd.Timestamp(day).year < 9900:
        assert len(result.bar_starts()) == MIN_BARS


def test_without_a_date_there_is_no_window() -> None:
    assert choose_window(days()) is None


DAY = st.integers(0, 40_000).map(lambda number: pd.Timestamp("1920-01-01") + pd.Timedelta(days=number))
SPAN = st.tuples(DAY, st.sampled_from([0, 0, 0, 6, 30, 364]), st.integers(1, 500))


@settings(deadline=None, max_examples=count(20, 60))
@given(st.lists(SPAN, min_size=1, max_size=30), st.sampled_from([None, *SCALES]))
def test_the_bars_always_fit_and_something_is_always_shown(
    spans: list[tuple[pd.Timestamp, int, int]], scale: object
) -> None:
    table = days(*((str(day.date()), str((day + pd.Timedelta(days=length)).date()), n) for day, length, n in spans))
    result = choose_window(table, scale=scale)  # type: ignore[arg-type]
    assert result is not None
    assert MIN_BARS <= len(result.bar_starts()) <= max(MAX_BARS, MAX_DRAWN_BARS if scale else 0)
    assert result.overlaps(table["date_start"], table["date_end"]).any()
    assert result.start == result.bar_starts().iloc[0]
    assert result.end == result.scale.end(result.bar_starts()).iloc[-1]
