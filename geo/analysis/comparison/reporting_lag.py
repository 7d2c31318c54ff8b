"""The days of a comparison for which the data may be incomplete: the last ones, and those before the data begin."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.analysis.comparison.baseline import EARLIER_PERIODS, SelectionPair
from geo.analysis.comparison.periods import first_day, last_day, period_of, with_period
from geo.analysis.engine_cache import once_per_engine
from geo.core.formatting import format_day
from geo.query.engine import Engine
from geo.query.selection import Selection

# Chosen by judgement, not measured: datasets that are still revised, such as ACLED and UCDP Candidate, go on filling up
# for weeks after an event.
LAG_DAYS = 30


@dataclass(frozen=True)
class ReportingLag:
    """The sides of a pair that reach into days which are probably incomplete.

    `complete_until`: the last day that is probably complete; `cutoff`: the last day that the data cover.
    """

    pair: SelectionPair
    complete_until: date
    cutoff: date
    sides: tuple[str, ...]

    def describe(self) -> str:
        """What a reader should know about the last days."""
        since = format_day(self.complete_until + timedelta(days=1))
        labels = " and of ".join(self.pair.labels[side] for side in self.sides)
        return (
            f"The data end on {format_day(self.cutoff)}. Reports keep arriving for weeks, so days from {since} on may "
            f"be incomplete: a fall at the end of {labels} may not be real. Counts are not adjusted for this."
        )


def find_reporting_lag(engine: Engine, pair: SelectionPair) -> ReportingLag | None:
    """The days that are probably incomplete; None where both selections end before them."""
    cutoff = data_cutoff(engine)
    if cutoff is None or cutoff.toordinal() <= LAG_DAYS:
        return None
    complete_until = cutoff - timedelta(days=LAG_DAYS)
    sides = tuple(side for side, selection in pair.sides() if _last_day_of(selection, engine) > complete_until)
    return ReportingLag(pair, complete_until, cutoff, sides) if sides else None


def coverage_caveat(engine: Engine, pair: SelectionPair) -> str:
    """What a reader should know where a selection starts before the data do; empty where none does."""
    first = first_day(engine)
    if first is None:
        return ""
    sides = [side for side, selection in pair.sides() if (selection.get("from") or date.max) < first]
    if not sides:
        return ""
    names, starts = (pair.titles[sides[0]], "starts") if len(sides) == 1 else ("Both", "start")
    return (
        f"The data begin on {format_day(first)}. {names} {starts} earlier, on days without data: "
        "no count there does not mean that nothing happened."
    )


@once_per_engine
def data_cutoff(engine: Engine) -> date | None:
    """The last day that the data cover: their last date, or the last change of a row where that is earlier."""
    modified = engine.select(Selection()).latest("last_modified")
    days = (last_day(engine), None if pd.isna(modified) else modified.date())
    return min((day for day in days if day), default=None)


def clip_to_complete(engine: Engine, pair: SelectionPair, lag: ReportingLag) -> tuple[Selection, str] | None:
    """The selection, and the source of a baseline, so that both end by the last complete day.

    Earlier periods keep their length and move; two selections of the reader's own end earlier. None where one of them
    would have no day left.
    """
    if pair.source in EARLIER_PERIODS:
        period = period_of(pair.selection, engine)
        moved = period.ending_on(lag.complete_until) if period else None
        return (with_period(pair.selection, moved), pair.source) if moved else None
    selection, baseline = (_clip(side, lag.complete_until, engine) for side in (pair.selection, pair.baseline))
    return (selection, baseline.to_query()) if selection and baseline else None


def _clip(selection: Selection, last: date, engine: Engine) -> Selection | None:
    if _last_day_of(selection, engine) <= last:
        return selection
    first = selection.get("from")
    return None if first and first > last else selection.with_filter("to", last)


def _last_day_of(selection: Selection, engine: Engine) -> date:
    """The last day that a selection covers; the first of the calendar where no incident has a date."""
    return selection.get("to") or last_day(engine) or date.min
