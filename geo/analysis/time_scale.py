"""How long a bar of the timeline is, and on which days bars begin."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from geo.core.formatting import format_day

PANDAS_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
BAR_LENGTHS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(weeks=1),
    "month": pd.DateOffset(months=1),
    "year": pd.DateOffset(years=1),
    "decade": pd.DateOffset(years=10),
}
# The days that bars may cover: those of Python's calendar.
FIRST_DAY, LAST_DAY = pd.Timestamp("0001-01-01"), pd.Timestamp("9999-12-31")


@dataclass(frozen=True)
class TimeScale:
    """The length of a bar, by its name."""

    name: str

    def start(self, days: pd.Series) -> pd.Series:
        """The first day of the bar that each day falls into; weeks start on Monday."""
        if self.name == "decade":
            # The first decade starts in the year 1, as there is no year 0.
            first_years = (days.dt.year // 10 * 10).clip(lower=1).astype("Int64").astype("str")
            return pd.to_datetime(first_years.str.zfill(4).mask(days.isna()), format="%Y")
        return days.dt.to_period(PANDAS_PERIODS[self.name]).dt.start_time

    def end(self, starts: pd.Series) -> pd.Series:
        """The first day after the bar that starts on each day."""
        return starts + BAR_LENGTHS[self.name]

    def number(self, day: pd.Timestamp) -> int:
        """The number of the bar that a day falls into; those of successive bars are successive."""
        if self.name == "decade":
            return int(day.year // 10)
        return int(day.to_period(PANDAS_PERIODS[self.name]).ordinal)

    def count_bars(self, first: pd.Timestamp, last: pd.Timestamp) -> int:
        """How many bars the days from the first to the last fall into."""
        return self.number(last) - self.number(first) + 1

    def bar_start(self, day: pd.Timestamp, *, bars: int = 0) -> pd.Timestamp:
        """The first day of the bar that a day falls into, or of one so many bars later; never before FIRST_DAY."""
        start = self.start(pd.Series([day], dtype="datetime64[us]"))
        # As a series: a single day beyond the year 9999 cannot be computed.
        shifted = start + bars * BAR_LENGTHS[self.name] if bars else start
        return shifted.clip(lower=FIRST_DAY).iloc[0]

    def starts(self, first: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
        """The first day of every bar from the one that a day falls into to the last that begins before `end`."""
        start = self.bar_start(first)
        number = self.count_bars(start, end - pd.Timedelta(days=1)) if end > start else 0
        if self.name == "decade":
            years = [max(start.year // 10 * 10 + 10 * step, 1) for step in range(number)]
            return pd.Series([pd.Timestamp(year=year, month=1, day=1) for year in years], dtype="datetime64[us]")
        periods = pd.period_range(start, periods=number, freq=PANDAS_PERIODS[self.name])
        return pd.Series(periods.start_time, dtype="datetime64[us]")

    def describe(self, start: pd.Timestamp) -> str:
        """The bar in words, such as “on 16 January 2024”, “in January 2024” or “in the 2010s”."""
        return PHRASES[self.name](start)

    def describe_each(self, starts: pd.Series) -> list[str]:
        """The same of each of some bars, of which many may be the same."""
        phrases = {start: self.describe(start) for start in starts.unique()}
        return [phrases[start] for start in starts]


# By scale: a bar in words, by its first day.
PHRASES: dict[str, Callable[[pd.Timestamp], str]] = {
    "day": lambda start: f"on {format_day(start)}",
    "week": lambda start: f"in the week of {format_day(start)}",
    "month": lambda start: f"in {start:%B} {start.year}",
    "year": lambda start: f"in {start.year}",
    "decade": lambda start: f"in the {start.year}s",
}


SCALES = tuple(map(TimeScale, BAR_LENGTHS))  # the finest first
SCALE = {scale.name: scale for scale in SCALES}
