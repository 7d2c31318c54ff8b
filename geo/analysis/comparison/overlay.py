"""Two selections over time, laid over each other: by the days since each starts, or by the calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from geo.analysis.comparison.baseline import SelectionPair
from geo.analysis.comparison.periods import first_day, last_day
from geo.core.formatting import pluralize
from geo.query.engine import Engine, ResultSet
from geo.query.selection import Selection

STEPS_DAYS = (1, 7, 28, 91, 364, 3640)  # whole weeks, so that all steps have the same days of the week
MAX_STEPS = 62  # chosen by eye: as many points as fill a chart of a page's width
COLUMNS = ("side", "day", "days", "since", "count")


@dataclass(frozen=True, eq=False)
class Overlay:
    """The counts of both sides per step of time.

    `steps`: side, day (on which the step starts, counted from the start of the side), days (its length), since (the
    date on which it starts), count; steps before the data begin are left out. `unbinned` and `undated`: by side, the
    incidents that cannot be placed in one step, and those without a date. The three add up to the selection.
    """

    pair: SelectionPair
    step_days: int
    steps: pd.DataFrame
    unbinned: dict[str, int]
    undated: dict[str, int]

    @property
    def aligned(self) -> bool:
        """Whether day 0 is the first day of each side; else it is the same date for both."""
        return self.pair.aligned

    def describe(self) -> str:
        """What the chart shows and what it leaves out."""
        start = "from the start of each period" if self.aligned else "by the calendar"
        sentences = [f"Counted in steps of {pluralize(self.step_days, 'day')} {start}."]
        short = self.steps[self.steps["days"] < self.step_days]
        if len(short):
            lengths = (
                f"{pluralize(days, 'day')} in {self.pair.labels[side]}"
                for side, days in zip(short["side"], short["days"].tolist(), strict=True)
            )
            sentences.append(f"Hollow: a shorter last step, {' and '.join(lengths)}.")
        sentences += self._describe_omitted("that cannot be placed in one step", self.unbinned)
        sentences += self._describe_omitted("without a date", self.undated)
        return " ".join(sentences)

    def _describe_omitted(self, reason: str, numbers: dict[str, int]) -> list[str]:
        counts = [
            f"{pluralize(number, 'incident')} {reason} in {self.pair.labels[side]}"
            for side, number in numbers.items()
            if number
        ]
        return [f"Not drawn: {' and '.join(counts)}."] if counts else []


@dataclass(frozen=True, eq=False)
class _Side:
    """A side of the pair: its incidents by first and last day, and the first and the last day to draw."""

    name: str
    selection: Selection
    days: pd.DataFrame
    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days to draw."""
        return max((self.last - self.first).days + 1, 0)


def build_overlay(engine: Engine, pair: SelectionPair) -> Overlay:
    """Count both sides per step of time: the shortest of STEPS_DAYS that needs at most MAX_STEPS."""
    days = {side: _count_days(engine.select(selection)) for side, selection in pair.sides()}
    undated = {side: int(table.loc[table["date_start"].isna(), "count"].sum()) for side, table in days.items()}
    earliest, last = pd.concat([table["date_start"] for table in days.values()]).min(), last_day(engine)
    if last is None or pd.isna(earliest):
        return Overlay(pair, 1, pd.DataFrame(columns=list(COLUMNS)), dict.fromkeys(days, 0), undated)
    sides = [
        _Side(
            side,
            selection,
            days[side],
            selection.get("from") if pair.aligned else earliest.date(),
            min(selection.get("to") or last, last),
        )
        for side, selection in pair.sides()
    ]
    step_days = _choose_step(sides)
    steps = pd.concat([_count_steps(side, step_days) for side in sides])
    binned = steps.groupby("side")["count"].sum()
    unbinned = {
        side: int(table["count"].sum()) - undated[side] - int(binned.get(side, 0)) for side, table in days.items()
    }
    has_data = steps["since"] + pd.to_timedelta(steps["days"], unit="D") > pd.Timestamp(first_day(engine))
    return Overlay(pair, step_days, steps.loc[has_data, list(COLUMNS)].reset_index(drop=True), unbinned, undated)


def _choose_step(sides: Iterable[_Side]) -> int:
    longest = max(side.length for side in sides)
    return next((days for days in STEPS_DAYS if longest <= days * MAX_STEPS), STEPS_DAYS[-1])


def _count_days(results: ResultSet) -> pd.DataFrame:
    """First day, last day and count of the selected incidents; days without any are left out."""
    days = results.engine.combinations("when").assign(count=results.combination_counts("when"))
    return days[days["count"] > 0]


def _count_steps(side: _Side, step_days: int) -> pd.DataFrame:
    """The count of every step; an incident counts where all its days lie in one step and in the selection's period."""
    first, limit = pd.Timestamp(side.first), side.selection.get("to") or date.max
    start, end = ((side.days[name] - first).dt.days for name in ("date_start", "date_end"))
    in_one_step = (start >= 0) & (start // step_days == end // step_days)
    certain = in_one_step & (side.days["date_end"] <= pd.Timestamp(limit))
    day = np.arange(0, side.length, step_days)
    step = (start[certain] // step_days).to_numpy(dtype=np.intp)
    counts = np.bincount(step, weights=side.days.loc[certain, "count"], minlength=len(day)).astype(np.int64)
    dates = [pd.Timestamp(date.fromordinal(side.first.toordinal() + int(offset))) for offset in day]
    steps = {
        "side": side.name,
        "day": day,
        "days": np.minimum(step_days, side.length - day),
        "since": pd.Series(dates, dtype="datetime64[us]"),
        "count": counts,
    }
    return pd.DataFrame(steps)
