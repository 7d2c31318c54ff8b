"""Which days a timeline shows, and in bars of which length: where the incidents are, and no more bars than one can see.

Twenty incidents in three days and one twenty years before are a crisis of three days. Where nearly all lie in a small
part of the time, the chart therefore shows that part, and says how many lie outside.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from geo.analysis.time_scale import FIRST_DAY, LAST_DAY, SCALES, TimeScale

MAX_BARS = 120  # chosen by eye: as many as fill a chart of a page's width and can still be told apart
MAX_DRAWN_BARS = 400  # of a scale that was asked for: a bar is then some three pixels wide
MIN_BARS = 8  # chosen by eye: fewer would be slabs; days without incidents are added on either side
# Chosen by judgement: two thirds of the incidents in a tenth of the time or less are a crisis, not a trend. As long a
# time is shown before it and after it.
BUSY_SHARE, BUSY_PART = 2 / 3, 0.1
PRECISE_DAYS = 7  # incidents known more exactly say when it was, where they are half of all or more
MIN_SHARE_IN_ONE_BAR = 0.8  # of the incidents in the window, by judgement: the others are drawn as lines below the bars

ONE_DAY = pd.Timedelta(days=1)
Day: TypeAlias = pd.Timestamp | None
Span: TypeAlias = tuple[pd.Timestamp, pd.Timestamp]


@dataclass(frozen=True)
class TimeWindow:
    """The days that a timeline shows: from the start of its first bar up to, not including, `end`."""

    scale: TimeScale
    start: pd.Timestamp
    end: pd.Timestamp

    @property
    def last(self) -> pd.Timestamp:
        """The last day."""
        return self.end - ONE_DAY

    def bar_starts(self) -> pd.Series:
        """The first day of each bar."""
        return self.scale.starts(self.start, self.end)

    def overlaps(self, starts: pd.Series, lasts: pd.Series) -> pd.Series:
        """Whether any day from each start to each last one is shown."""
        return (starts < self.end) & (lasts >= self.start)


def choose_window(
    days: pd.DataFrame, *, scale: TimeScale | None = None, period: tuple[Day, Day] = (None, None)
) -> TimeWindow | None:
    """The days to show and the length of their bars; None where no incident has a date.

    `days`: date_start, date_end and count, without blanks. `scale`: the length that was asked for; by default the
    finest that suits. `period`: the first and the last day that the reader has set, all of which are shown.
    """
    if days.empty:
        return None
    whole = period[0] or days["date_start"].min(), period[1] or days["date_end"].max()
    if scale is not None:
        fits = scale.count_bars(*whole) <= MAX_DRAWN_BARS
        return _round_out(scale, *(whole if fits else _busiest_days(days, scale)))
    first, last = whole if any(period) else _busy_span(days, whole)
    return _round_out(_suitable_scale(days, first, last), first, last)


def _busy_span(days: pd.DataFrame, whole: Span) -> Span:
    """The shortest span in which BUSY_SHARE of the incidents begin, and the time around it; the whole if it is long."""
    precise = days[(days["date_end"] - days["date_start"]).dt.days < PRECISE_DAYS]
    days = precise if 2 * precise["count"].sum() >= days["count"].sum() else days
    starts = days.groupby("date_start")["count"].sum()
    totals = starts.cumsum().to_numpy()
    target = int(np.ceil(BUSY_SHARE * totals[-1]))
    last = np.searchsorted(totals, totals - starts.to_numpy() + target)
    first = np.flatnonzero(last < len(starts))
    lengths = (starts.index[last[first]] - starts.index[first]).days.to_numpy()
    shortest = int(np.argmin(lengths))
    length = pd.Timedelta(days=int(lengths[shortest]) + 1)
    if length > BUSY_PART * (whole[1] - whole[0] + ONE_DAY):
        return whole
    begin, end = starts.index[first[shortest]] - length, starts.index[last[first[shortest]]] + length
    return max(begin, whole[0]), min(end, whole[1])


def _busiest_days(days: pd.DataFrame, scale: TimeScale) -> Span:
    """The MAX_BARS successive bars in which the most incidents begin: their first day and the last one's first."""
    bars = days["count"].groupby(scale.start(days["date_start"])).sum()
    numbers = np.array([scale.number(start) for start in bars.index])
    totals = np.append(0, bars.to_numpy().cumsum())
    end = np.searchsorted(numbers, numbers + MAX_BARS)
    first = int(np.argmax(totals[end] - totals[:-1]))
    return bars.index[first], bars.index[end[first] - 1]


def _suitable_scale(days: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> TimeScale:
    """The finest scale with at most MAX_BARS in which at least MIN_SHARE_IN_ONE_BAR of the incidents are in one bar."""
    inside = days[(days["date_start"] >= first) & (days["date_end"] <= last)]
    inside = days if inside.empty else inside
    short_enough = [scale for scale in SCALES if scale.count_bars(first, last) <= MAX_BARS] or [SCALES[-1]]
    return next(
        (scale for scale in short_enough if _share_in_one_bar(inside, scale) >= MIN_SHARE_IN_ONE_BAR), short_enough[0]
    )


def _share_in_one_bar(days: pd.DataFrame, scale: TimeScale) -> float:
    in_one_bar = scale.start(days["date_start"]) == scale.start(days["date_end"])
    return float(days.loc[in_one_bar, "count"].sum() / days["count"].sum())


def _round_out(scale: TimeScale, first: pd.Timestamp, last: pd.Timestamp) -> TimeWindow:
    """The window of whole bars from the first day to the last, and at least MIN_BARS, as far as the calendar goes."""
    missing = max(MIN_BARS - scale.count_bars(first, last), 0)
    before, after = (missing // 2, missing - missing // 2) if _is_inside_calendar(first, last) else (0, 0)
    return TimeWindow(scale, scale.bar_start(first, bars=-before), scale.bar_start(last, bars=after + 1))


def _is_inside_calendar(first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Whether MIN_BARS of any length fit before the first day and after the last."""
    room = MIN_BARS * 10 + 10  # years: bars of a decade, and one's own
    return bool(first.year > FIRST_DAY.year + room and last.year < LAST_DAY.year - room)
