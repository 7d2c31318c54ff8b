"""Incidents and killed over time, in bars that suit what is shown, with no date made more precise than it is known."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from geo.analysis.time_scale import TimeScale
from geo.analysis.time_window import TimeWindow, choose_window
from geo.core import actors
from geo.core.formatting import UNSTATED
from geo.query.engine import Grouping, ResultSet
from geo.query.selection import Selection

MAX_GROUPS = 8  # actors: the palette of a chart has nine colours, one of them for all others
OTHER_ACTORS = "all others"
GROUPINGS = ("type", "actor")
MEASURES = ("incidents", "killed")
# What the bars of `killed` have beside the count, and the sums of geo/query/casualty_sums.py that they are.
KILLED_SUMS = {
    "killed_low": "low",
    "killed_best": "best",
    "killed_high": "high",
    "killed_open": "no_upper",
    "killed_unknown": "all_unknown",
}
SUMS = ("count", *KILLED_SUMS)


@dataclass(frozen=True, eq=False)
class Timeline:
    """Counts over time.

    `bars`: start, end, group, to_the_day, count; incidents that certainly fall into one bar, and whether their day is
    known. `spans`: date_start, date_end, group, count; incidents whose dates reach beyond one bar. `n_undated`:
    incidents without a date. The three add up to the selection. Where `measure` is killed, both tables have the
    KILLED_SUMS too: the people killed as sums of the low, best and high numbers, how many incidents have no upper
    bound, and how many no number at all. `window`: the days that the chart shows; None where no incident has a date.
    """

    measure: str
    bars: pd.DataFrame
    spans: pd.DataFrame
    n_undated: int
    window: TimeWindow | None
    scale: TimeScale

    @property
    def value_column(self) -> str:
        """The column of the tables that the bars are as high as."""
        return "killed_best" if self.measure == "killed" else "count"

    def groups(self) -> list[str]:
        """The groups, the largest first."""
        return list(self._groups)

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        counts = pd.concat([self.bars, self.spans]).groupby("group")["count"].sum()
        return tuple(str(group) for group in counts.sort_values(ascending=False, kind="stable").index)

    def groups_in_window(self) -> list[str]:
        """Those of the groups that the chart shows."""
        present = {*self.bars_in_window()["group"].unique(), *self.spans_in_window()["group"].unique()}
        return [group for group in self.groups() if group in present]

    def extent(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first day, and the day after the last; missing where no incident has a date."""
        starts = pd.concat([self.bars["start"], self.spans["date_start"]])
        ends = pd.concat([self.bars["end"], self.spans["date_end"]])
        return starts.min(), ends.max()

    def bars_in_window(self) -> pd.DataFrame:
        """The bars that the chart shows."""
        if self.window is None:
            return self.bars
        return self.bars[self.window.overlaps(self.bars["start"], self.bars["start"])]

    def spans_in_window(self) -> pd.DataFrame:
        """The spans of which the chart shows any day."""
        if self.window is None:
            return self.spans
        return self.spans[self.window.overlaps(self.spans["date_start"], self.spans["date_end"])]

    def totals(self) -> pd.DataFrame:
        """The sums of all groups, indexed by the start of their bar, ascending; bars without incidents are left out."""
        return self._totals

    @cached_property
    def _totals(self) -> pd.DataFrame:
        return self.bars.groupby("start")[_sum_columns(self.bars)].sum()

    def count_outside(self) -> int:
        """How many incidents with a date the chart does not show."""
        dated = int(self.bars["count"].sum()) + int(self.spans["count"].sum())
        return dated - int(self.bars_in_window()["count"].sum()) - int(self.spans_in_window()["count"].sum())


def build_timeline(
    results: ResultSet,
    *,
    by: str = "type",
    scale: TimeScale | None = None,
    measure: str = "incidents",
    is_overview: bool = False,
) -> Timeline:
    """Count the selected incidents over time, grouped by event type or by first-named actor.

    `scale`: the length of a bar, by default the finest that suits what is shown. `measure`: one of MEASURES.
    `is_overview`: the window has all dates, however few of the incidents lie in most of them.
    """
    days = _dated_days(results)
    period = (days["date_start"].min(), days["date_end"].max()) if is_overview else filter_period(results)
    window = choose_window(days, scale=scale, period=period)
    scale = window.scale if window else scale or TimeScale("year")
    counts = _bars_of_days(days.drop(columns="count"), scale).join(_sum_by_day(results, by, measure), how="inner")
    in_one_bar = counts.pop("in_one_bar")
    bars = _sum_rows(counts[in_one_bar], ["start", "end", "group", "to_the_day"])
    spans = _sum_rows(counts[~in_one_bar], ["date_start", "date_end", "group"])
    return Timeline(measure, bars, spans, len(results) - int(counts["count"].sum()), window, scale)


def choose_scale(results: ResultSet) -> TimeScale:
    """The length of bar that suits the selected incidents; a year where none has a date."""
    window = choose_window(_dated_days(results), period=filter_period(results))
    return window.scale if window else TimeScale("year")


def _dated_days(results: ResultSet) -> pd.DataFrame:
    """The pairs of first and last day that occur, by their combination, with how many have each; no undated ones."""
    days = results.engine.combinations("when").assign(count=results.combination_counts("when"))
    return days[days["count"] > 0].dropna(subset=["date_start"])


def _bars_of_days(days: pd.DataFrame, scale: TimeScale) -> pd.DataFrame:
    """The bar of each pair of days, from `start` up to `end`; whether all of it is in one bar, or one day."""
    start = scale.start(days["date_start"])
    return days.assign(
        to_the_day=days["date_start"] == days["date_end"],
        start=start,
        end=scale.end(start),
        in_one_bar=start == scale.start(days["date_end"]),
    )


def filter_period(results: ResultSet) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """The first and the last day that the selection sets, but no day before the atlas begins or after it ends."""
    earliest, latest = results.engine.select(Selection()).date_range()
    first, last = results.selection.get("from"), results.selection.get("to")
    return (
        max(pd.Timestamp(first), earliest) if first else None,
        min(pd.Timestamp(last), latest) if last else None,
    )


def _sum_by_day(results: ResultSet, by: str, measure: str) -> pd.DataFrame:
    """Group and sums for each pair of first and last day that occurs, indexed by its combination."""
    column = "event_type" if by == "type" else "actor_a"
    counts = results.value_counts(column)
    groups = counts.index.to_series().fillna(UNSTATED) if by == "type" else _group_actors(counts)
    codes, labels = pd.factorize(groups)
    if measure == "killed":
        return _sum_killed(results, Grouping(column, codes, len(labels)), labels)
    cross_counts = results.cross_counts("when", column, codes, len(labels))
    day, group = np.nonzero(cross_counts)
    return pd.DataFrame({"group": labels[group], "count": cross_counts[day, group]}, index=day)


def _sum_killed(results: ResultSet, groups: Grouping, labels: pd.Index) -> pd.DataFrame:
    """The same with the KILLED_SUMS."""
    n_days = len(results.engine.combinations("when"))
    sums = results.casualty_sums(Grouping("when", np.arange(n_days), n_days), groups)
    columns = {"count": sums["incidents"]} | {name: sums[column] for name, column in KILLED_SUMS.items()}
    return pd.DataFrame({"group": labels[sums[1]], **columns}).set_axis(sums[0].to_numpy())


def _group_actors(counts: pd.Series) -> pd.Series:
    """The group of each name: the most frequent actors by their canonical names, and all others."""
    names = counts.index.to_series().fillna(UNSTATED).map(actors.canonical)
    ranking = counts.groupby(names.to_numpy()).sum().sort_values(ascending=False, kind="stable")
    return names.where(names.isin(ranking.index[:MAX_GROUPS]), OTHER_ACTORS)


def _sum_rows(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return rows.groupby(columns, sort=True)[_sum_columns(rows)].sum().reset_index()


def _sum_columns(table: pd.DataFrame) -> list[str]:
    return [name for name in SUMS if name in table]
