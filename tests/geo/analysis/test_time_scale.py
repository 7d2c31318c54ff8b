import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.analysis.time_scale import SCALE, SCALES, TimeScale

FAR = st.dates(pd.Timestamp("0011-01-01").date(), pd.Timestamp("9980-12-31").date())
scales = pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)


@scales
@given(day=FAR, later=st.integers(0, 900))
def test_bars_follow_each_other_and_their_number_says_so(scale: TimeScale, day: object, later: int) -> None:
    first = pd.Timestamp(day)
    last = first + pd.Timedelta(days=later)
    starts = scale.starts(first, last + pd.Timedelta(days=1))
    assert len(starts) == scale.count_bars(first, last)
    assert list(scale.end(starts)[:-1]) == list(starts[1:])
    assert starts.iloc[0] <= first < scale.end(starts).iloc[0]
    assert starts.iloc[-1] <= last < scale.end(starts).iloc[-1]
    assert list(scale.start(starts)) == list(starts)


@scales
@given(day=FAR, bars=st.integers(-8, 8))
def test_a_bar_so_many_later_has_that_number(scale: TimeScale, day: object, bars: int) -> None:
    first = pd.Timestamp(day)
    moved = scale.bar_start(first, bars=bars)
    assert moved == pd.Timestamp("0001-01-01") or scale.number(moved) == scale.number(first) + bars


@scales
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_have_a_bar(scale: TimeScale, day: str) -> None:
    (start,) = scale.starts(pd.Timestamp(day), pd.Timestamp(day) + pd.Timedelta(days=1))
    assert start <= pd.Timestamp(day)


def test_no_bar_before_an_end_that_is_not_later() -> None:
    assert SCALE["week"].starts(pd.Timestamp("2024-01-17"), pd.Timestamp("2024-01-08")).empty
