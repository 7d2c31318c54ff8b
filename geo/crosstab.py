"""One property of the incidents against another: counts, or killed as ranges."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from geo.filters import FILTER
from geo.phrases import counted

UNSTATED = "not stated"
WIDER = "not known to the {}"
TOTAL = "All incidents"
KILLED = ("killed_low", "killed_best", "killed_high")

Values = Callable[[pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Dimension:
    """A property to tabulate by. `values` gives one or several values per row, indexed by row label."""

    key: str
    label: str
    values: Values


def _of_filter(key: str) -> Values:
    return lambda frame: FILTER[key].occurrences(frame)


def _of_column(name: str) -> Values:
    return lambda frame: frame[name].dropna()


def _of_period(period: str, pattern: str) -> Values:
    def values(frame: pd.DataFrame) -> pd.Series:
        start, end = (frame[name].dt.strftime(pattern) for name in ("date_start", "date_end"))
        return start.where(start == end, WIDER.format(period)).where(start.notna(), UNSTATED)

    return values


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("actor", "Actor", _of_filter("actor")),
    Dimension("type", "Type", _of_column("event_type")),
    Dimension("sub_type", "Sub-type", _of_column("sub_event_type")),
    Dimension("country", "Country", _of_column("country")),
    Dimension("admin1", "Province", _of_column("admin1")),
    Dimension("month", "Month", _of_period("month", "%Y-%m")),
    Dimension("year", "Year", _of_period("year", "%Y")),
    Dimension("precision", "Place precision", _of_column("place_precision")),
)
DIMENSION = {dimension.key: dimension for dimension in DIMENSIONS}
HEADINGS = (TOTAL, *(dimension.label for dimension in DIMENSIONS))
MEASURES = {"incidents": "Incidents", "killed": "Killed, as ranges"}


def crosstab(frame: pd.DataFrame, *, rows: str, columns: str, measure: str = "incidents") -> pd.DataFrame:
    """Tabulate a table of incidents by two dimensions, with totals; cells are texts ready to read or save.

    An incident with several actors stands in the row of each, so that rows may add up to more than the total,
    which counts every incident once. Raises KeyError for an unknown dimension or measure.
    """
    cell = {"incidents": _count, "killed": _killed}[measure]
    pairs = _values(frame, rows).merge(_values(frame, columns), on="label", suffixes=("_row", "_column"))
    tolls = _tolls(frame)
    if frame.empty:
        return pd.DataFrame({DIMENSION[rows].label: [TOTAL], TOTAL: [cell(tolls)]})
    joined = pairs.join(tolls, on="label")
    table = joined.groupby(["value_row", "value_column"]).apply(cell, include_groups=False).unstack().astype("object")
    table[TOTAL] = _each(joined, "value_row", cell)
    table.loc[TOTAL] = pd.concat([_each(joined, "value_column", cell), pd.Series({TOTAL: cell(tolls)})])
    return table.fillna("").rename_axis(index=DIMENSION[rows].label, columns=None).reset_index()


def _tolls(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers killed; a zero that also stands for “not reported” is unknown."""
    doubtful = frame["zero_means_unknown"].fillna(False).astype(bool)
    tolls = frame[list(KILLED)]
    return tolls.mask((tolls == 0).fillna(False) & doubtful.to_numpy()[:, None])


def _values(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    stated = DIMENSION[key].values(frame)
    silent = pd.Series(UNSTATED, index=frame.index.difference(stated.index), dtype="str")
    both = pd.concat([_distinct(stated.astype("str")), silent])
    return pd.DataFrame({"label": both.index, "value": both.array}).drop_duplicates()


def _distinct(names: pd.Series) -> pd.Series:
    """The names, with those in quotation marks that the table's own headings have."""
    return names.mask(names.isin(HEADINGS), "“" + names + "”")


def _each(joined: pd.DataFrame, by: str, cell: Callable[[pd.DataFrame], str]) -> pd.Series:
    once = joined.drop_duplicates(["label", by])
    return once.groupby(by).apply(cell, include_groups=False)


def _count(rows: pd.DataFrame) -> str:
    return str(len(rows))


def _killed(rows: pd.DataFrame) -> str:
    """The sum of the low numbers to the sum of the high ones; open where an incident's number is not known."""
    low_given, best, high_given = (rows[name] for name in KILLED)
    low, high = low_given.fillna(best), high_given.fillna(best)
    silent = int((low.isna() & high.isna()).sum())
    if silent == len(rows):
        return "unknown"
    least = int(low.sum())
    told = f"at least {least:,}" if high.isna().any() else f"{least:,}–{int(high.sum()):,}"
    exact = not high.isna().any() and least == int(high.sum())
    told = f"{least:,}" if exact else told
    return f"{told} ({counted(silent, 'incident')} unknown)" if silent else told
