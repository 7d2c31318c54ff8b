"""Incidents over time, at a scale that suits the span, without making a date more precise than it is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core import actors
from geo.core.formatting import pluralize
from geo.query.index import ResultSet

UNSTATED = "not stated"
MAX_GROUPS = 8
OTHER_ACTORS = "all others"


@dataclass(frozen=True)
class TimeScale:
    """The width of a bar. `longest_days` is the longest span that it suits, in days."""

    name: str
    max_days: float

    def start(self, days: pd.Series) -> pd.Series:
        """The first day of the bar that each day falls into; weeks begin on Monday."""
        if self.name == "decade":
            # There is no year 0 for the first decade to begin with.
            first_years = (days.dt.year // 10 * 10).clip(lower=1).astype("Int64").astype("str")
            return pd.to_datetime(first_years.str.zfill(4).mask(days.isna()), format="%Y")
        return days.dt.to_period(PERIODS[self.name]).dt.start_time

    def end(self, starts: pd.Series) -> pd.Series:
        """The first day after the bar that begins on each day."""
        return starts + STEPS[self.name]

    def bar_name(self, start: pd.Timestamp) -> str:
        """The bar in words, such as “January 2024” or “the 2010s”."""
        day = f"{start.day} {start:%B %Y}"
        names = {"day": day, "week": f"the week of {day}", "month": f"{start:%B %Y}", "decade": f"the {start.year}s"}
        return names.get(self.name, str(start.year))


PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
STEPS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(weeks=1),
    "month": pd.DateOffset(months=1),
    "year": pd.DateOffset(years=1),
    "decade": pd.DateOffset(years=10),
}
SCALES = (
    TimeScale("day", 62),
    TimeScale("week", 2 * 366),
    TimeScale("month", 10 * 366),
    TimeScale("year", 100 * 366),
    TimeScale("decade", float("inf")),
)
SCALE = {scale.name: scale for scale in SCALES}
GROUPINGS = ("type", "actor")


@dataclass(frozen=True, eq=False)
class Timeline:
    """Counts over time.

    `bars`: start, end, group, to_the_day, count; incidents that surely fall into one bar, and whether the day is known.
    `spans`: date_start, date_end, group, count; incidents whose date is wider than a bar.
    `undated`: how many have no date. The three add up to the selection.
    """

    scale: TimeScale
    bars: pd.DataFrame
    spans: pd.DataFrame
    n_undated: int

    def groups(self) -> list[str]:
        """The groups, the largest first."""
        counts = pd.concat([self.bars, self.spans]).groupby("group")["count"].sum()
        return [str(group) for group in counts.sort_values(ascending=False, kind="stable").index]

    def extent(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first day and the day after the last; the timeline must hold a date."""
        starts = pd.concat([self.bars["start"], self.spans["date_start"]])
        ends = pd.concat([self.bars["end"], self.spans["date_end"]])
        return starts.min(), ends.max()

    def describe(self) -> str:
        """What a picture of it shows, for those who read instead."""
        told = [*self._bars_told(), *self._spans_told()]
        if self.n_undated:
            told.append(f"{pluralize(self.n_undated, 'incident')} without any date, listed last.")
        return " ".join(told) or "No incident to draw."

    def _bars_told(self) -> list[str]:
        if self.bars.empty:
            return []
        totals = self.bars.groupby("start")["count"].sum()
        most = f"the most in one, {int(totals.max()):,}, in {self.scale.bar_name(totals.idxmax())}"
        told = [f"{pluralize(int(totals.sum()), 'incident')} by {self.scale.name}; {most}."]
        vague = int(self.bars.loc[~self.bars["to_the_day"], "count"].sum())
        return [*told, f"Paler: {pluralize(vague, 'incident')} whose day is not known."] if vague else told

    def _spans_told(self) -> list[str]:
        number = int(self.spans["count"].sum())
        wider = f"known only to a time longer than one {self.scale.name}, drawn as a line over all of it."
        return [f"{pluralize(number, 'incident')} {wider}"] if number else []


def build_timeline(chosen: ResultSet, *, by: str = "type", scale: TimeScale | None = None) -> Timeline:
    """Count the chosen incidents over time, grouped by event type or by first-named actor."""
    days = chosen.index.groups["when"].values
    scale = scale or choose_scale(chosen)
    start, last = scale.start(days["date_start"]), scale.start(days["date_end"])
    days = days.assign(to_the_day=days["date_start"] == days["date_end"], start=start, end=scale.end(start))
    counted = days.assign(within=start == last).join(_by_day(chosen, by), how="inner")
    dated = counted[counted["date_start"].notna()]
    bars = _summed(dated[dated["within"]], ["start", "end", "group", "to_the_day"])
    spans = _summed(dated[~dated["within"]], ["date_start", "date_end", "group"])
    return Timeline(scale, bars, spans, len(chosen) - int(dated["count"].sum()))


def choose_scale(chosen: ResultSet) -> TimeScale:
    """The finest scale whose longest span holds all dates of the chosen incidents."""
    first, last = chosen.date_range()
    days = 0 if pd.isna(first) else (last - first).days
    return next(scale for scale in SCALES if days <= scale.max_days)


def _by_day(chosen: ResultSet, by: str) -> pd.DataFrame:
    """The group and count of each pair of dates that occurs, indexed by its combination."""
    column = "event_type" if by == "type" else "actor_a"
    tally = chosen.value_counts(column)
    groups = tally.index.to_series().fillna(UNSTATED) if by == "type" else _actors(tally)
    numbers, labels = pd.factorize(groups)
    counts = chosen.cross_counts("when", column, numbers, len(labels))
    day, group = np.nonzero(counts)
    return pd.DataFrame({"group": labels[group], "count": counts[day, group]}, index=day)


def _actors(tally: pd.Series) -> pd.Series:
    """The group of each name: the most frequent actors by their usual names, and all others."""
    usual = tally.index.to_series().fillna(UNSTATED).map(actors.canonical)
    most = tally.groupby(usual.to_numpy()).sum().sort_values(ascending=False, kind="stable")
    return usual.where(usual.isin(most.index[:MAX_GROUPS]), OTHER_ACTORS)


def _summed(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.groupby(columns, sort=True)["count"].sum().reset_index()
