"""Equal steps of the calendar that cover a span of days: the bars of the map's timeline."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.int64]

MAX_BINS = 120  # a bar is then some 10 pixels wide on a desk and 3 on a phone; chosen by judgement
UNDATED = -1
MONDAY = 4  # 1970-01-05, in days since 1970-01-01
MONTHS_A_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1, 9999  # of the dates of the Python standard library, and so of From and To


@dataclass(frozen=True)
class CalendarStep:
    """The width of a bin: some days, or some months of the calendar."""

    days: int = 0
    months: int = 0

    def edges(self, first: date, last: date) -> Days:
        """The first day of each bin that covers two days and all between, and the first day after the last bin.

        Days are numbered from 1970-01-01. Weeks begin on Monday, steps of months where a whole number of them has
        passed since the year 0.
        """
        if self.days:
            start, stop = (np.datetime64(day, "D").astype(np.int64).item() for day in (first, last))
            anchor = MONDAY if self.days % 7 == 0 else start
            start -= (start - anchor) % self.days
            return start + self.days * np.arange((stop - start) // self.days + 2)
        first_step, last_step = ((day.year * MONTHS_A_YEAR + day.month - 1) // self.months for day in (first, last))
        months = np.arange(first_step, last_step + 2) * self.months - 1970 * MONTHS_A_YEAR
        return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


# Each is at most 3.5 times as wide as the one before, so that a span of many days has 30 bars at least.
STEPS = (
    *(CalendarStep(days=days) for days in (1, 2, 7, 14)),
    *(CalendarStep(months=months) for months in (1, 3, 6)),
    *(CalendarStep(months=years * MONTHS_A_YEAR) for years in (1, 2, 5, 10, 25, 50, 100)),
)


@dataclass(frozen=True, eq=False)
class TimeBins:
    """Bins of days. `edges` has the first day of each, and the first day after the last: days since 1970-01-01."""

    edges: Days

    @classmethod
    def covering(cls, first: date, last: date) -> "TimeBins":
        """The narrowest bins of STEPS of which at most MAX_BINS cover two days and all between."""
        candidates = (step.edges(first, last) for step in STEPS)
        edges = next((edges for edges in candidates if len(edges) <= MAX_BINS + 1), STEPS[-1].edges(first, last))
        return cls(np.clip(edges, _day_number(date(FIRST_YEAR, 1, 1)), _day_number(date(LAST_YEAR, 12, 31)) + 1))

    def __len__(self) -> int:
        return len(self.edges) - 1

    def days_of(self, first_bin: int, last_bin: int) -> tuple[date, date]:
        """The first day of one bin and the last day of another."""
        return _to_date(int(self.edges[first_bin])), _to_date(int(self.edges[last_bin + 1]) - 1)

    def bin_of(self, day: date) -> int:
        """The bin that a day falls into; the first or the last for a day beside them."""
        return min(max(bisect_right(self.edges.tolist(), _day_number(day)) - 1, 0), len(self) - 1)

    def bins_of(self, days: pd.Series) -> NDArray[np.int16]:
        """The bin of each of the days, which the bins cover; UNDATED where there is none."""
        missing = days.isna().to_numpy()
        numbers = days.to_numpy().astype("datetime64[D]").astype(np.int64)
        bins = self.edges.searchsorted(numbers, side="right") - 1
        return np.where(missing, UNDATED, bins).astype(np.int16)


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _to_date(day_number: int) -> date:
    return date.fromordinal(day_number + date(1970, 1, 1).toordinal())
