"""One selection against another: what there is more of and less of, and when the difference may be the data's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geo.filters import FILTER
from geo.filters.dates import long_date
from geo.index import Chosen, Index
from geo.phrases import counted
from geo.selection import Problem, Selection
from geo.timeline import Scale, timeline

LAG_DAYS = 30  # living datasets go on filling up for weeks after an event
FEW = 5  # incidents; below this on both sides a difference says nothing
USUAL_DAYS = 365
DIMENSIONS = ("type", "actor", "country", "admin1", "place", "dataset")
FIRST, SECOND, DIFFERENCE, RATIO, WORTH = "Here", "There", "Difference", "Ratio", "Too few to tell"


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def describe(self) -> str:
        """The period in words."""
        return f"{long_date(self.first)} to {long_date(self.last)}"

    def before(self) -> "Period":
        """The period of the same length that ends the day before."""
        return Period(_moved(self.first, -self.days), _moved(self.first, -1))

    def year_before(self) -> "Period":
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_before(self.first), _year_before(self.last))


EARLIER: dict[str, Callable[[Period], Period]] = {"before": Period.before, "year-before": Period.year_before}


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two selections side by side; `here` is the one on the page.

    `problems`: what could not be read of the query of the other one.
    """

    here: Chosen
    there: Chosen
    problems: tuple[Problem, ...] = ()

    @property
    def in_both(self) -> int:
        """How many incidents are in both."""
        masks = [each.mask for each in (self.here, self.there) if each.mask is not None]
        if not masks:
            return len(self.here)
        both = masks[0] if len(masks) == 1 else masks[0] & masks[1]
        return int(np.count_nonzero(both))

    def differences(self, by: str) -> pd.DataFrame:
        """Each choice of a filter with its counts here and there, the largest difference first.

        The ratio is missing where there is none there. An incident with several actors counts for each.
        """
        offers = self.here.index.offered(FILTER[by])
        here, there = (offers.counts(each.counts(offers.group), each.takes) for each in (self.here, self.there))
        found = pd.DataFrame({FILTER[by].label: offers.names, FIRST: here, SECOND: there})
        found = found[(here > 0) | (there > 0)]
        ratio = (found[FIRST] / found[SECOND].where(found[SECOND] > 0)).round(2)
        few = (found[FIRST] < FEW) & (found[SECOND] < FEW)
        told = found.assign(**{DIFFERENCE: found[FIRST] - found[SECOND], RATIO: ratio, WORTH: few})
        order = told[DIFFERENCE].abs().sort_values(ascending=False, kind="stable").index
        return told.loc[order].reset_index(drop=True)

    def over_time(self, scale: Scale) -> pd.DataFrame:
        """Counts by days since each period began: day, count, side; what is known only to a longer time is left out."""
        told = []
        for side, chosen in ((FIRST, self.here), (SECOND, self.there)):
            bars = timeline(chosen, scale=scale).bars.groupby("start", as_index=False)["count"].sum()
            start = pd.Timestamp(period_of(chosen).first)
            told.append(pd.DataFrame({"day": (bars["start"] - start).dt.days, "count": bars["count"], "side": side}))
        return pd.concat(told, ignore_index=True)

    def settled(self) -> date | None:
        """The day on which the selection would better end, where its last days are likely incomplete; else None."""
        _, last = self.here.index.chosen(Selection()).days()
        if pd.isna(last):
            return None
        behind, period = _moved(last.date(), -LAG_DAYS), period_of(self.here)
        return behind if period.first <= behind < period.last else None

    def cautions(self) -> list[str]:
        """What a reader should know before reading a difference."""
        told = []
        if self.in_both:
            told.append(f"In both selections: {counted(self.in_both, 'incident')}.")
        _, last = self.here.index.chosen(Selection()).days()
        if pd.notna(last):
            told += [
                _lag(side, period_of(each), last.date()) for side, each in ((FIRST, self.here), (SECOND, self.there))
            ]
        lengths = {period_of(each).days for each in (self.here, self.there)}
        if len(lengths) > 1:
            told.append(
                "The two periods are not equally long: "
                + " and ".join(f"{each:,} days" for each in sorted(lengths))
                + "."
            )
        return [each for each in told if each]


def compare(index: Index, selection: Selection, other: str) -> Comparison:
    """Compare a selection with an earlier period, named in EARLIER, or with the selection of another query.

    For an earlier period the selection is held to its own: from and to where they are set, else its last twelve
    months.
    """
    if other not in EARLIER:
        there = Selection.from_query(other)
        return Comparison(index.chosen(selection), index.chosen(there), there.problems)
    period = period_of(index.chosen(selection), at_most=USUAL_DAYS)
    here, there = (_held_to(selection, each) for each in (period, EARLIER[other](period)))
    return Comparison(index.chosen(here), index.chosen(there))


def period_of(chosen: Chosen, *, at_most: int | None = None) -> Period:
    """The days that a selection spans: its own from and to, else the first and last day of its incidents or of all.

    Where neither end is set, no more than the last `at_most` days.
    """
    since, until = chosen.selection.get("from"), chosen.selection.get("to")
    first, last = chosen.days()
    if pd.isna(first):
        first, last = chosen.index.chosen(Selection()).days()
    told = (date(1970, 1, 1), date(1970, 1, 1)) if pd.isna(first) else (first.date(), last.date())
    start, end = since or min(told[0], until or told[0]), until or max(told[1], since or told[1])
    if at_most and not since and not until:
        start = max(start, _moved(end, 1 - at_most))
    return Period(start, end)


def _held_to(selection: Selection, period: Period) -> Selection:
    return selection.without("from", "to").having("from", period.first).having("to", period.last)


def _lag(side: str, period: Period, last: date) -> str:
    behind = _moved(last, -LAG_DAYS)
    if period.last <= behind:
        return ""
    doubtful = Period(max(behind + timedelta(1), period.first), min(period.last, last))
    return (
        f"“{side}” ends near the last day of the data, {long_date(last)}. Reports go on arriving for weeks: "
        f"{doubtful.describe()} may be incomplete, and a fall there may be no fall."
    )


def _moved(day: date, days: int) -> date:
    """The day so many days on; no earlier than the first day of year 1."""
    return date.fromordinal(max(day.toordinal() + days, 1))


def _year_before(day: date) -> date:
    if day.year == 1:
        return day
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
