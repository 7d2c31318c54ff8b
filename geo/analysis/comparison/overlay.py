"""Two selections over time, laid over each other: by the days since each begins, or by the calendar."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.analysis.comparison.baseline import SelectionPair
from geo.analysis.comparison.periods import last_day
from geo.core.formatting import pluralize
from geo.query.index import Index
from geo.query.result_set import ResultSet
from geo.query.selection import Selection

STEPS_DAYS = (1, 7, 28, 91, 364, 3640)  # whole weeks, so that each step has the same weekdays
MAX_STEPS = 62
COLUMNS = ("side", "day", "days", "since", "count")


@dataclass(frozen=True, eq=False)
class Overlay:
    """Counts a step of time for both.

    `steps`: side, day (days since the side begins at which the step begins), days (how many the side has of it), since
    (the date), count; steps in which the data tells of no day are left out. `wider` and `undated`: by side, the
    incidents whose days do not surely lie in one step, and those without a date. The three add up to the selection.
    `aligned`: day 0 is the first day of each; else it is the same day for both.
    """

    step_days: int
    steps: pd.DataFrame
    unbinned: dict[str, int]
    undated: dict[str, int]
    aligned: bool

    def describe(self) -> str:
        """What the picture shows and what it leaves out."""
        start = "days since each period began" if self.aligned else "the calendar"
        told = [f"By {start}, in steps of {pluralize(self.step_days, 'day')}."]
        short = self.steps[self.steps["days"] < self.step_days]
        if len(short):
            days = " and ".join(
                f"{pluralize(int(row['days']), 'day')} {row['side'].lower()}" for _, row in short.iterrows()
            )
            told.append(f"Hollow: a last step that is shorter, {days}.")
        for lacks, numbers in (("known only to longer than a step", self.unbinned), ("without a date", self.undated)):
            missing = [f"{number:,} {side.lower()}" for side, number in numbers.items() if number]
            if missing:
                told.append(f"Not drawn, being {lacks}: {' and '.join(missing)}.")
        return " ".join(told)


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two: the days that its incidents are known to, and the first and the last day to draw."""

    selection: Selection
    held: pd.DataFrame
    first: date
    last: date


def build_overlay(index: Index, pair: SelectionPair) -> Overlay:
    """Count two selections a step of time: the finest of STEPS_DAYS that needs at most MOST_STEPS."""
    held = {side: _days(index.select(each)) for side, each in pair.sides()}
    undated = {side: int(days.loc[days["date_start"].isna(), "count"].sum()) for side, days in held.items()}
    earliest, last = pd.concat([days["date_start"] for days in held.values()]).min(), last_day(index)
    if last is None or pd.isna(earliest):
        return Overlay(1, pd.DataFrame(columns=list(COLUMNS)), dict.fromkeys(held, 0), undated, pair.aligned)
    sides = {
        name: _Side(
            each,
            held[name],
            each.get("from") if pair.aligned else earliest.date(),
            min(each.get("to") or last, last),
        )
        for name, each in pair.sides()
    }
    longest = max((each.last - each.first).days + 1 for each in sides.values())
    step = next((days for days in STEPS_DAYS if longest <= days * MAX_STEPS), STEPS_DAYS[-1])
    steps = pd.concat([_counted(each, step).assign(side=name) for name, each in sides.items()])
    began = pd.Timestamp(index.groups["when"].values["date_start"].min())
    told = steps[steps["since"] + pd.to_timedelta(steps["days"], unit="D") > began]
    wider = {name: int(days["count"].sum()) - undated[name] - int(steps.loc[steps["side"] == name, "count"].sum())
             for name, days in held.items()}  # fmt: skip
    return Overlay(step, told[list(COLUMNS)].reset_index(drop=True), wider, undated, pair.aligned)


def _days(chosen: ResultSet) -> pd.DataFrame:
    days = chosen.index.groups["when"].values.assign(count=chosen.combination_counts("when"))
    return days[days["count"] > 0]


def _counted(side: _Side, step: int) -> pd.DataFrame:
    """The count of every step; an incident counts where all of its days lie in one step and in the selection's time."""
    first, limit = pd.Timestamp(side.first), side.selection.get("to") or date.max
    start, end = ((side.held[name] - first).dt.days for name in ("date_start", "date_end"))
    surely = (start >= 0) & (start // step == end // step) & (side.held["date_end"] <= pd.Timestamp(limit))
    length = max((side.last - side.first).days + 1, 0)
    day = np.arange(0, length, step)
    places = (start[surely] // step).to_numpy(dtype=np.intp)
    counts = np.bincount(places, weights=side.held.loc[surely, "count"], minlength=len(day)).astype(np.int64)
    since = [pd.Timestamp(date.fromordinal(side.first.toordinal() + int(each))) for each in day]
    return pd.DataFrame({"day": day, "days": np.minimum(step, length - day), "count": counts}).assign(
        since=pd.Series(since, dtype="datetime64[us]")
    )
