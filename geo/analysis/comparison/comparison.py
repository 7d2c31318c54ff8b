"""Two selections side by side: how many incidents each has of each kind, and the caveats of the difference."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.analysis import casualties
from geo.analysis.comparison.baseline import BASELINE, SELECTION, SelectionPair
from geo.analysis.comparison.coverage import describe_breaks, find_breaks
from geo.analysis.comparison.periods import Period
from geo.analysis.comparison.reporting_lag import coverage_caveat, find_reporting_lag
from geo.analysis.crosstab import sum_by_value
from geo.analysis.dimensions import (
    DIMENSION,
    TOO_VAGUE,
    TOTAL,
    Codes,
    Dimension,
    DimensionValues,
    ValueSets,
    dimension_values,
)
from geo.core.formatting import UNSTATED, pluralize
from geo.query.engine import Engine, ResultSet
from geo.query.filters import FILTER
from geo.query.selection import Selection

FEW_INCIDENTS = 5  # chosen by judgement: below this on both sides a difference is not read as a trend
DIFFERENCE, RATIO, TOO_FEW = "difference", "ratio", "too_few"
KILLED_COLUMNS = {SELECTION: "killed_selection", BASELINE: "killed_baseline"}
MONTHS_PER_YEAR = 12

SideValues = tuple[DimensionValues, DimensionValues]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two selections by a property.

    `rows`: the property, under its key; selection and baseline (incidents); difference (selection minus baseline);
    ratio (selection over baseline, missing where the baseline has none); too_few (fewer than FEW_INCIDENTS on both
    sides); and on request killed_selection and killed_baseline, as ranges in words. Months are in order, all else by
    the size of the difference. `total`: one row of the same columns that counts each incident once. `n_in_both`:
    incidents that are in both selections.
    """

    pair: SelectionPair
    by: str
    rows: pd.DataFrame
    total: pd.DataFrame
    n_in_both: int

    def with_total(self) -> pd.DataFrame:
        """The rows and, last, the total."""
        return pd.concat([self.rows, self.total], ignore_index=True)


def compare(engine: Engine, pair: SelectionPair, *, by: str, killed: bool = False) -> Comparison:
    """Count both sides of a pair by a property, one of DIMENSION_KEYS; raises KeyError for any other.

    An incident with several actors counts in the row of each. Months of periods that start in different months are
    matched by their order: the first of one side with the first of the other.
    """
    group, get_values = VALUES_BY[by]
    results = [engine.select(selection) for _, selection in pair.sides()]
    values = get_values(engine, pair)
    counts = [side.counts(result.combination_counts(group)) for side, result in zip(values, results, strict=True)]
    rows = _with_differences(pd.DataFrame({by: values[0].names, SELECTION: counts[0], BASELINE: counts[1]}))
    total = _with_differences(pd.DataFrame({by: [TOTAL], SELECTION: [len(results[0])], BASELINE: [len(results[1])]}))
    if killed:
        for column, side, result in zip(KILLED_COLUMNS.values(), values, results, strict=True):
            rows[column], total[column] = _killed_ranges(result, group, side)
    return Comparison(pair, by, _sort_rows(rows, by), total, len(results[0].intersect(results[1])))


def find_caveats(engine: Engine, pair: SelectionPair) -> list[str]:
    """What a reader should know before reading a difference, a sentence or two each."""
    lag = find_reporting_lag(engine, pair)
    caveats = [
        describe_breaks(find_breaks(engine, pair)),
        _overlap_caveat(engine, pair),
        coverage_caveat(engine, pair),
        _length_caveat(pair),
        lag.describe() if lag else "",
    ]
    return [caveat for caveat in caveats if caveat]


def _overlap_caveat(engine: Engine, pair: SelectionPair) -> str:
    number = len(engine.select(pair.selection).intersect(engine.select(pair.baseline)))
    if not number:
        return ""
    verb = "is" if number == 1 else "are"
    return f"{pluralize(number, 'incident')} {verb} in both, and counted in each."


def _length_caveat(pair: SelectionPair) -> str:
    ends = {side: (selection.get("from"), selection.get("to")) for side, selection in pair.sides()}
    days = {side: Period(first, last).days for side, (first, last) in ends.items() if first and last}
    if len(set(days.values())) < 2:
        return ""
    return (
        f"The periods differ in length: {pair.labels[SELECTION]} has {pluralize(days[SELECTION], 'day')}, "
        f"{pair.labels[BASELINE]} {days[BASELINE]:,}. Counts are not adjusted for this."
    )


def _with_differences(counts: pd.DataFrame) -> pd.DataFrame:
    selection, baseline = counts[SELECTION], counts[BASELINE]
    too_few = (selection < FEW_INCIDENTS) & (baseline < FEW_INCIDENTS)
    ratio = selection / baseline.where(baseline > 0)
    return counts.assign(**{DIFFERENCE: selection - baseline, RATIO: ratio, TOO_FEW: too_few})


def _sort_rows(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The rows with incidents: months in order, all else by the size of the difference and then by name."""
    rows = rows[(rows[SELECTION] > 0) | (rows[BASELINE] > 0)]
    if by != "month":
        rows = rows.sort_values(by, kind="stable")
        rows = rows.loc[(-rows[DIFFERENCE].abs()).sort_values(kind="stable").index]
    return rows.reset_index(drop=True)


def _killed_ranges(results: ResultSet, group: str, values: DimensionValues) -> tuple[list[str], list[str]]:
    """The killed of each name, and of all, as ranges in words; blank where there is no incident."""
    sets = ValueSets.from_values(results.engine, group, values)
    by_set = results.casualty_sums(sets.grouping)
    sums = by_set[list(casualties.RANGE_COLUMNS)]
    by_value = sum_by_value(sets, by_set[0].to_numpy(), sums)
    ranges = dict(zip(by_value.index, casualties.format_ranges(by_value), strict=True))
    total = casualties.format_ranges(casualties.grand_total(sums)) if len(results) else [""]
    return [ranges.get(code, "") for code in range(len(values.names))], total


def _values_of(dimension: Dimension) -> Callable[[Engine, SelectionPair], SideValues]:
    def get_values(engine: Engine, _pair: SelectionPair) -> SideValues:
        values = dimension_values(engine, dimension)
        return values, values

    return get_values


def _actor_values(engine: Engine, _pair: SelectionPair) -> SideValues:
    """The actors as the filter lists them, which the engine has computed already."""
    facet = engine.facet_values(FILTER["actor"])
    combinations, codes = facet.combinations.astype(np.intp), facet.value_codes.astype(np.intp)
    order = np.argsort(combinations, kind="stable")
    values = DimensionValues(pd.Index(facet.values, dtype="str"), combinations[order], codes[order])
    return values, values


def _month_values(engine: Engine, pair: SelectionPair) -> SideValues:
    """The months of both sides under the same names: by the calendar, or counted from the first month of each."""
    days = engine.combinations("when")
    start, end = (_month_numbers(days[name]) for name in ("date_start", "date_end"))
    firsts = [_first_month(selection) if pair.aligned else 0 for _, selection in pair.sides()]
    dated = start[start >= 0]
    lowest, highest = (dated.min() - max(firsts), dated.max() - min(firsts)) if len(dated) else (0, -1)
    months = [_month_name(number, *firsts) for number in range(lowest, highest + 1)]
    names = pd.Index([*months, TOO_VAGUE.format("month"), UNSTATED], dtype="str")

    def side_values(first: int) -> DimensionValues:
        codes = np.where(start == end, start - first - lowest, len(names) - 2)
        return DimensionValues(names, np.arange(len(days)), np.where(start < 0, len(names) - 1, codes))

    return side_values(firsts[0]), side_values(firsts[1])


def _first_month(selection: Selection) -> int:
    first = selection.get("from")
    return int(first.year * MONTHS_PER_YEAR + first.month - 1)


def _month_numbers(days: pd.Series) -> Codes:
    """The months since the year 0; -1 where the day is unknown."""
    months = days.dt.year * MONTHS_PER_YEAR + days.dt.month - 1
    numbers: Codes = months.fillna(-1).to_numpy(dtype=np.intp)
    return numbers


def _month_name(number: int, *firsts: int) -> str:
    """The month, such as “2024-01”; “2024-01 / 2023-01” where the sides start in different months."""
    months = dict.fromkeys(number + first for first in firsts)
    return " / ".join(f"{month // MONTHS_PER_YEAR:04d}-{month % MONTHS_PER_YEAR + 1:02d}" for month in months)


def _provinces(frame: pd.DataFrame) -> pd.Series:
    """Province and country, because provinces of several countries share a name."""
    rows = frame[frame["admin1"].notna()]
    country = (", " + rows["country"].astype("str")).fillna("")
    return rows["admin1"].astype("str") + country


SIMPLE_DIMENSIONS = (
    DIMENSION["type"],
    DIMENSION["sub_type"],
    DIMENSION["country"],
    Dimension("admin1", DIMENSION["admin1"].label, "where", _provinces),
    Dimension("place", "Place", "where", lambda frame: frame["place_name"].dropna()),
    Dimension("dataset", "Dataset", "what", lambda frame: frame["dataset"].dropna()),
)
# By property: the group of columns that has it, and how each side gets its values.
VALUES_BY: dict[str, tuple[str, Callable[[Engine, SelectionPair], SideValues]]] = {
    **{dimension.key: (dimension.group, _values_of(dimension)) for dimension in SIMPLE_DIMENSIONS},
    "actor": ("who", _actor_values),
    "month": ("when", _month_values),
}
DIMENSION_LABELS = {dimension.key: dimension.label for dimension in SIMPLE_DIMENSIONS} | {
    key: DIMENSION[key].label for key in ("actor", "month")
}
DIMENSION_KEYS = ("type", "sub_type", "actor", "country", "admin1", "place", "month", "dataset")
