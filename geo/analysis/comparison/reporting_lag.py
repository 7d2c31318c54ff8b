"""The days of a comparison that the data may not tell in full: the last ones, and those before it begins."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.analysis.comparison.baseline import EARLIER_PERIODS, SelectionPair
from geo.analysis.comparison.periods import last_day, period_of, with_period
from geo.core.formatting import format_day
from geo.query.index import Index
from geo.query.selection import Selection

LAG_DAYS = 30  # living datasets go on filling up for weeks after an event


@dataclass(frozen=True)
class ReportingLag:
    """`complete`: the last day that is likely complete; `reached`: the day to which the data is kept up.

    `sides`: those that go on after the last complete day.
    """

    complete_until: date
    cutoff: date
    sides: tuple[str, ...]

    def describe(self) -> str:
        """What a reader should know of the last days."""
        since, which = (
            format_day(self.complete_until + timedelta(days=1)),
            " and ".join(f"“{side}”" for side in self.sides),
        )
        return (
            f"{which} {'ends' if len(self.sides) == 1 else 'end'} less than {LAG_DAYS} days before "
            f"{format_day(self.cutoff)}, the last day of the data, or after it. Reports go on arriving for weeks: days "
            f"from {since} on may be incomplete, and a fall there may be no fall. Nothing is extrapolated."
        )


def find_reporting_lag(index: Index, pair: SelectionPair) -> ReportingLag | None:
    """The days that are likely incomplete; None where both selections end before them."""
    reached = data_cutoff(index)
    if reached is None or reached.toordinal() <= LAG_DAYS:
        return None
    complete = reached - timedelta(days=LAG_DAYS)
    sides = [side for side, each in pair.sides() if _ends(index, each) > complete]
    return ReportingLag(complete, reached, tuple(sides)) if sides else None


def coverage_caveat(index: Index, pair: SelectionPair) -> str:
    """What a reader should know of a selection that begins before the data does; empty for nothing."""
    first = index.groups["when"].values["date_start"].min()
    if pd.isna(first):
        return ""
    sides = [f"“{side}”" for side, each in pair.sides() if (each.get("from") or date.max) < first.date()]
    if not sides:
        return ""
    begins = f"{' and '.join(sides)} {'begins' if len(sides) == 1 else 'begin'}"
    return (
        f"{begins} before the first day of the data, {format_day(first.date())}; of what was earlier it tells nothing."
    )


def data_cutoff(index: Index) -> date | None:
    """The last day that the data tells of: its last date, or the last change of a row where that is earlier."""
    modified = index.table["last_modified"].max()
    days = (last_day(index), None if pd.isna(modified) else modified.date())
    return min((day for day in days if day), default=None)


def clip_to_complete(index: Index, pair: SelectionPair, lag: ReportingLag) -> tuple[Selection, str] | None:
    """The selection and the other one to compare so that both end with the last complete day.

    Periods keep their length and move; two selections of one's own end earlier. None where one would hold no day.
    """
    if pair.source in EARLIER_PERIODS:
        period = period_of(pair.selection, index)
        moved = period.ending_on(lag.complete_until) if period else None
        return (with_period(pair.selection, moved), pair.source) if moved else None
    here, there = (_cut(index, each, lag.complete_until) for each in (pair.selection, pair.baseline))
    return (here, there.to_query()) if here and there else None


def _cut(index: Index, selection: Selection, last: date) -> Selection | None:
    if _ends(index, selection) <= last:
        return selection
    first = selection.get("from")
    return None if first and first > last else selection.with_filter("to", last)


def _ends(index: Index, selection: Selection) -> date:
    """The last day that a selection is about; the first of all where no incident has a date."""
    return selection.get("to") or last_day(index) or date.min
