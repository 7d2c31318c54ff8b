"""Curves over the bars of a timeline: the moving average, and running totals."""

from datetime import date

import numpy as np
import pandas as pd

from geo.analysis.comparison.periods import first_day, last_day
from geo.analysis.time_window import TimeWindow
from geo.analysis.timeline import SUMS, Timeline
from geo.query.engine import ResultSet

MIN_AVERAGED, MAX_AVERAGED = 2, 60  # bars of a moving average; 60 is half of a full chart, by judgement
# By scale, the windows that are offered: weeks and months of days, months and years of weeks, quarters and years …
SUGGESTED_AVERAGES = {"day": (7, 30), "week": (4, 13, 52), "month": (3, 12), "year": (3, 5, 10), "decade": (3,)}


def moving_average(timeline: Timeline, results: ResultSet, *, bars: int) -> pd.DataFrame:
    """The mean of each bar in the window and the `bars` - 1 before it, all groups together: columns start and average.

    Bars without incidents are 0. Trailing, so that a rise is not drawn before it happened, and only where all of these
    bars are complete: none before the atlas or the selection begins, nor a last one whose days are not over. Killed are
    averaged by the best numbers; an unknown number is not part of them.
    """
    starts = (
        _averaged_bars(timeline.window, results, bars) if timeline.window else pd.Series([], dtype="datetime64[us]")
    )
    if len(starts) < bars:
        return pd.DataFrame({"start": starts[:0], "average": np.zeros(0)})
    values = timeline.totals()[timeline.value_column].reindex(starts, fill_value=0).to_numpy()
    totals = np.append(0, values.cumsum())
    return pd.DataFrame({"start": starts[bars - 1 :].to_numpy(), "average": (totals[bars:] - totals[:-bars]) / bars})


def running_totals(timeline: Timeline) -> pd.DataFrame:
    """What each group adds up to by the end of each bar of the window: start, end, group and the sums of the bars.

    Earlier bars are counted in. Incidents that no single bar holds are not.
    """
    sums, window = [name for name in SUMS if name in timeline.bars], timeline.window
    if window is None:
        return pd.DataFrame(columns=["start", "end", "group", *sums])
    cells = pd.MultiIndex.from_product([window.bar_starts(), timeline.groups()], names=["start", "group"])
    by_cell = timeline.bars.groupby(["start", "group"])[sums].sum().reindex(cells, fill_value=0)
    earlier = timeline.bars[timeline.bars["start"] < window.start].groupby("group")[sums].sum()
    totals = by_cell.groupby(level="group").cumsum().add(earlier, level="group", fill_value=0)
    totals = totals.reindex(cells).astype("int64").reset_index()
    return totals.assign(end=window.scale.end(totals["start"]))


def _averaged_bars(window: TimeWindow, results: ResultSet, bars: int) -> pd.Series:
    """The starts of the window's bars and of `bars` - 1 before it, as far as selection and atlas cover all days."""
    scale = window.scale
    first, last = _covered_days(results)
    if first is None or last is None:
        return pd.Series([], dtype="datetime64[us]")
    begin = max(first, scale.bar_start(window.start, bars=1 - bars))
    begin = scale.bar_start(begin, bars=0 if scale.bar_start(begin) == begin else 1)
    return scale.starts(begin, scale.bar_start(min(last + pd.Timedelta(days=1), window.end)))


def _covered_days(results: ResultSet) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The first and the last day that both the atlas and the selection cover."""
    begin, end = first_day(results.engine), last_day(results.engine)
    if begin is None or end is None:
        return None, None
    first, last = results.selection.get("from") or date.min, results.selection.get("to") or date.max
    return pd.Timestamp(max(begin, first)), pd.Timestamp(min(end, last))
