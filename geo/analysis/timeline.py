"""Incidents over time, at a scale that suits the span, with no date made more precise than it is known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.core import actors
from geo.core.formatting import UNSTATED, format_day, pluralize
from geo.query.result_set import ResultSet

MAX_GROUPS = 8  # actors: the palette of a chart has nine colours, one of them for all others
OTHER_ACTORS = "all others"


@dataclass(frozen=True)
class TimeScale:
    """The width of a bar. `max_days` is the longest span that it suits, in days."""

    name: str
    max_days: float

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

    def describe(self, start: pd.Timestamp) -> str:
        """The bar in words, such as “on 16 January 2024”, “in January 2024” or “in the 2010s”."""
        phrases = {
            "day": f"on {format_day(start)}",
            "week": f"in the week of {format_day(start)}",
            "month": f"in {start:%B} {start.year}",
            "decade": f"in the {start.year}s",
        }
        return phrases.get(self.name, f"in {start.year}")


PANDAS_PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
BAR_LENGTHS = {
    "day": pd.DateOffset(days=1),
    "week": pd.DateOffset(weeks=1),
    "month": pd.DateOffset(months=1),
    "year": pd.DateOffset(years=1),
    "decade": pd.DateOffset(years=10),
}
# Chosen by eye: 60 to 120 bars fill a chart of a page's width and can still be told apart.
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

    `bars`: start, end, group, to_the_day, count; incidents that certainly fall into one bar, and whether their day is
    known. `spans`: date_start, date_end, group, count; incidents whose dates reach beyond one bar. `n_undated`:
    incidents without a date. The three add up to the selection.
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
        """The first day, and the day after the last; missing where no incident has a date."""
        starts = pd.concat([self.bars["start"], self.spans["date_start"]])
        ends = pd.concat([self.bars["end"], self.spans["date_end"]])
        return starts.min(), ends.max()

    def describe(self) -> str:
        """The chart in words, for readers who cannot see it."""
        sentences = [*self._describe_bars(), *self._describe_spans()]
        if self.n_undated:
            sentences.append(f"{pluralize(self.n_undated, 'incident')} without a date, listed last.")
        return " ".join(sentences) or "No incident to draw."

    def _describe_bars(self) -> list[str]:
        if self.bars.empty:
            return []
        totals = self.bars.groupby("start")["count"].sum()
        total, highest = int(totals.sum()), int(totals.max())
        peak = f"most {self.scale.describe(totals.idxmax())} ({highest:,})"
        sentence = f"{pluralize(total, 'incident')} by {self.scale.name}, {peak}."
        vague = int(self.bars.loc[~self.bars["to_the_day"], "count"].sum())
        return [sentence, f"Paler: {pluralize(vague, 'incident')} whose day is not known."] if vague else [sentence]

    def _describe_spans(self) -> list[str]:
        number = int(self.spans["count"].sum())
        if not number:
            return []
        drawn = "is drawn as a line" if number == 1 else "are drawn as lines"
        return [f"{pluralize(number, 'incident')} cannot be placed in a single {self.scale.name} and {drawn}."]


def build_timeline(results: ResultSet, *, by: str = "type", scale: TimeScale | None = None) -> Timeline:
    """Count the selected incidents over time, grouped by event type or by first-named actor."""
    days = results.index.groups["when"].values
    scale = scale or choose_scale(results)
    start, last = scale.start(days["date_start"]), scale.start(days["date_end"])
    days = days.assign(to_the_day=days["date_start"] == days["date_end"], start=start, end=scale.end(start))
    counts = days.assign(in_one_bar=start == last).join(_count_by_day(results, by), how="inner")
    counts = counts[counts["date_start"].notna()]
    bars = _sum_counts(counts[counts["in_one_bar"]], ["start", "end", "group", "to_the_day"])
    spans = _sum_counts(counts[~counts["in_one_bar"]], ["date_start", "date_end", "group"])
    return Timeline(scale, bars, spans, len(results) - int(counts["count"].sum()))


def choose_scale(results: ResultSet) -> TimeScale:
    """The finest scale that suits the span of the selected incidents' dates."""
    first, last = results.date_range()
    days = 0 if pd.isna(first) else (last - first).days
    return next(scale for scale in SCALES if days <= scale.max_days)


def _count_by_day(results: ResultSet, by: str) -> pd.DataFrame:
    """Group and count for each pair of first and last day that occurs, indexed by its combination."""
    column = "event_type" if by == "type" else "actor_a"
    counts = results.value_counts(column)
    groups = counts.index.to_series().fillna(UNSTATED) if by == "type" else _group_actors(counts)
    codes, labels = pd.factorize(groups)
    cross_counts = results.cross_counts("when", column, codes, len(labels))
    day, group = np.nonzero(cross_counts)
    return pd.DataFrame({"group": labels[group], "count": cross_counts[day, group]}, index=day)


def _group_actors(counts: pd.Series) -> pd.Series:
    """The group of each name: the most frequent actors by their canonical names, and all others."""
    names = counts.index.to_series().fillna(UNSTATED).map(actors.canonical)
    ranking = counts.groupby(names.to_numpy()).sum().sort_values(ascending=False, kind="stable")
    return names.where(names.isin(ranking.index[:MAX_GROUPS]), OTHER_ACTORS)


def _sum_counts(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.groupby(columns, sort=True)["count"].sum().reset_index()
