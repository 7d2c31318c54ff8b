"""Two selections side by side: how many incidents each has of each kind, and what to beware of in the difference."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.analysis import casualties
from geo.analysis.comparison.baseline import BASELINE, SELECTION, SelectionPair
from geo.analysis.comparison.periods import Period
from geo.analysis.comparison.reporting_lag import coverage_caveat, find_reporting_lag
from geo.analysis.crosstab import sum_by_value
from geo.analysis.dimensions import (
    DIMENSION,
    TOO_VAGUE,
    TOTAL,
    Dimension,
    DimensionValues,
    Numbers,
    ValueSets,
    dimension_values,
)
from geo.core.formatting import UNSTATED, pluralize
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.result_set import ResultSet

FEW_INCIDENTS = 5  # incidents; below this on both sides a difference is not read as a trend
DIFFERENCE, RATIO, TOO_FEW = "Difference", "Ratio", "Too few to tell"
KILLED_COLUMNS = {SELECTION: "Killed here", BASELINE: "Killed there"}
MONTHS_A_YEAR = 12

Sides = tuple[DimensionValues, DimensionValues]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two selections by a property.

    `rows`: the property's label, Here and There (incidents), Difference (here less there), Ratio (here by there,
    missing where there is none there), Too few to tell (fewer than FEW on both sides) and, with tolls, Killed here and
    Killed there as ranges in words. Months are in order, all else by the size of the difference. `total` is the same
    row of all incidents, each counted once; `in_both` how many are in both selections.
    """

    pair: SelectionPair
    by: str
    rows: pd.DataFrame
    total: pd.DataFrame
    n_in_both: int

    def with_total(self) -> pd.DataFrame:
        """The rows and, last, the total."""
        return pd.concat([self.rows, self.total], ignore_index=True)


def compare(index: Index, pair: SelectionPair, *, by: str, killed: bool = False) -> Comparison:
    """Count two selections by a property; raises KeyError for an unknown one.

    An incident with several actors counts in the row of each. Months of periods with different first months are laid
    side by side, the first of one beside the first of the other.
    """
    group, said_of = VALUES_BY[by]
    chosen, said = [index.select(each) for _, each in pair.sides()], said_of(index, pair)
    here, there = (each.counts(one.combination_counts(group)) for each, one in zip(said, chosen, strict=True))
    rows = _differences(pd.DataFrame({DIMENSION_LABELS[by]: said[0].names, SELECTION: here, BASELINE: there}))
    total = _differences(
        pd.DataFrame({DIMENSION_LABELS[by]: [TOTAL], SELECTION: [len(chosen[0])], BASELINE: [len(chosen[1])]})
    )
    if killed:
        for side, each, one in zip(KILLED_COLUMNS.values(), said, chosen, strict=True):
            rows[side], total[side] = _killed(one, group, each)
    return Comparison(pair, by, _ordered(rows, by), total, _in_both(*chosen))


def find_caveats(index: Index, pair: SelectionPair) -> list[str]:
    """What a reader should know before reading a difference."""
    both = _in_both(*(index.select(each) for _, each in pair.sides()))
    lag = find_reporting_lag(index, pair)
    told = [
        f"In both selections, and counted in each: {pluralize(both, 'incident')}." if both else "",
        coverage_caveat(index, pair),
        _lengths(pair),
        lag.describe() if lag else "",
    ]
    return [each for each in told if each]


def _in_both(here: ResultSet, there: ResultSet) -> int:
    if here.mask is None or there.mask is None:
        return min(len(here), len(there))
    return int(np.count_nonzero(here.mask & there.mask))


def _lengths(pair: SelectionPair) -> str:
    spans = [(each.get("from"), each.get("to")) for _, each in pair.sides()]
    days = [Period(first, last).days for first, last in spans if first and last]
    if len(set(days)) < 2:
        return ""
    return (
        f"The two periods are not equally long: {days[0]:,} days here and {days[1]:,} there. Counts are not evened out."
    )


def _differences(counts: pd.DataFrame) -> pd.DataFrame:
    here, there = counts[SELECTION], counts[BASELINE]
    few = (here < FEW_INCIDENTS) & (there < FEW_INCIDENTS)
    return counts.assign(**{DIFFERENCE: here - there, RATIO: here / there.where(there > 0), TOO_FEW: few})


def _ordered(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    held = rows[(rows[SELECTION] > 0) | (rows[BASELINE] > 0)]
    if by != "month":
        held = held.sort_values(DIMENSION_LABELS[by], kind="stable")
        held = held.loc[(-held[DIFFERENCE].abs()).sort_values(kind="stable").index]
    return held.reset_index(drop=True)


def _killed(chosen: ResultSet, group: str, said: DimensionValues) -> tuple[list[str], list[str]]:
    """The killed of each name and of all, as ranges in words; blank where no incident is."""
    amounts = casualties.casualty_bounds(chosen)[list(casualties.RANGE_COLUMNS)]
    sums = sum_by_value(ValueSets.from_results(chosen, group, said), amounts)
    told = dict(zip(sums.index, casualties.format_ranges(sums), strict=True))
    every = casualties.format_ranges(casualties.grand_total(amounts)) if len(chosen) else [""]
    return [told.get(number, "") for number in range(len(said.names))], every


def _by_dimension(dimension: Dimension) -> Callable[[Index, SelectionPair], Sides]:
    def said(index: Index, _pair: SelectionPair) -> Sides:
        held = dimension_values(index.groups[dimension.group], dimension)
        return held, held

    return said


def _by_actor(index: Index, _pair: SelectionPair) -> Sides:
    """The actors as the filter offers them, which is known beforehand."""
    offers, who = index.facet_values(FILTER["actor"]), index.groups["who"].values
    silent = np.flatnonzero(who.isna().all(axis="columns"))
    combinations = np.concatenate([offers.combinations, silent]).astype(np.intp)
    values = np.concatenate([offers.value_codes, np.full(len(silent), len(offers.values))]).astype(np.intp)
    order = np.argsort(combinations, kind="stable")
    held = DimensionValues(pd.Index([*offers.values, UNSTATED], dtype="str"), combinations[order], values[order])
    return held, held


def _by_month(index: Index, pair: SelectionPair) -> Sides:
    """The months of both under the same names: by the calendar, or counted from the first month of each."""
    days = index.groups["when"].values
    start, end = (_month(days[name]) for name in ("date_start", "date_end"))
    firsts = [_month(pd.Series([pd.Timestamp(each.get("from"))]))[0] if pair.aligned else 0 for _, each in pair.sides()]
    known = start[start >= 0]
    least, most = (known.min() - max(firsts), known.max() - min(firsts)) if len(known) else (0, -1)
    names = [_month_name(number, *firsts) for number in range(least, most + 1)]
    names = pd.Index([*names, TOO_VAGUE.format("month"), UNSTATED], dtype="str")

    def said(first: int) -> DimensionValues:
        values = np.where(start == end, start - first - least, len(names) - 2)
        return DimensionValues(names, np.arange(len(days)), np.where(start < 0, len(names) - 1, values))

    return said(firsts[0]), said(firsts[1])


def _month(days: pd.Series) -> Numbers:
    """The months since the year 0; -1 where the day is not known."""
    months = days.dt.year * MONTHS_A_YEAR + days.dt.month - 1
    numbers: Numbers = months.fillna(-1).to_numpy(dtype=np.intp)
    return numbers


def _month_name(number: int, *firsts: int) -> str:
    """The month, or that of each side where they are not the same."""
    months = dict.fromkeys(number + first for first in firsts)
    return " / ".join(f"{month // MONTHS_A_YEAR:04d}-{month % MONTHS_A_YEAR + 1:02d}" for month in months)


def _province(frame: pd.DataFrame) -> pd.Series:
    """Province and country, for provinces of several countries share a name."""
    held = frame[frame["admin1"].notna()]
    country = (", " + held["country"].astype("str")).fillna("")
    return held["admin1"].astype("str") + country


PLAIN = (
    DIMENSION["type"],
    DIMENSION["sub_type"],
    DIMENSION["country"],
    Dimension("admin1", DIMENSION["admin1"].label, "where", _province),
    Dimension("place", "Place", "where", lambda frame: frame["place_name"].dropna()),
    Dimension("dataset", "Dataset", "what", lambda frame: frame["dataset"].dropna()),
)
VALUES_BY: dict[str, tuple[str, Callable[[Index, SelectionPair], Sides]]] = {
    **{each.key: (each.group, _by_dimension(each)) for each in PLAIN},
    "actor": ("who", _by_actor),
    "month": ("when", _by_month),
}
DIMENSION_LABELS = {each.key: each.label for each in PLAIN} | {key: DIMENSION[key].label for key in ("actor", "month")}
DIMENSION_KEYS = ("type", "sub_type", "actor", "country", "admin1", "place", "month", "dataset")
