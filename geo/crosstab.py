"""One property of the incidents against another: counts, or killed as ranges.

Rows are first brought together by the sets of values that they have in both properties, of which there are far fewer;
an incident with several actors is then told under each.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import tolls
from geo.filters import FILTER
from geo.index import Chosen
from geo.tolls import range_phrase, summed

UNSTATED = "not stated"
WIDER = "not known to the {}"
TOTAL = "All incidents"

Values = Callable[[pd.DataFrame], pd.Series]
Numbers = NDArray[np.intp]


@dataclass(frozen=True)
class Dimension:
    """A property to tabulate by. `values` gives one or several values per combination of a group, by row label."""

    key: str
    label: str
    group: str
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
    Dimension("actor", "Actor", "who", _of_filter("actor")),
    Dimension("type", "Type", "what", _of_column("event_type")),
    Dimension("sub_type", "Sub-type", "what", _of_column("sub_event_type")),
    Dimension("country", "Country", "where", _of_column("country")),
    Dimension("admin1", "Province", "where", _of_column("admin1")),
    Dimension("month", "Month", "when", _of_period("month", "%Y-%m")),
    Dimension("year", "Year", "when", _of_period("year", "%Y")),
    Dimension("precision", "Place precision", "what", _of_column("place_precision")),
)
DIMENSION = {dimension.key: dimension for dimension in DIMENSIONS}
HEADINGS = (TOTAL, *(dimension.label for dimension in DIMENSIONS))
MEASURES = {"incidents": "Incidents", "killed": "Killed, as ranges"}


@dataclass(frozen=True, eq=False)
class Sets:
    """The values of a dimension: `names` in order; `of_row` the set of values that each row has.

    The values of set s are `values[starts[s] : starts[s + 1]]`.
    """

    names: pd.Index
    of_row: Numbers
    values: Numbers
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def spread(self, sets: Numbers) -> tuple[Numbers, Numbers]:
        """For each value of each of these sets, the place of the set among them and the value."""
        lengths = np.diff(self.starts)[sets]
        place = np.repeat(np.arange(len(sets)), lengths)
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return place, self.values[self.starts[sets][place] + np.arange(len(place)) - before]


def crosstab(chosen: Chosen, *, rows: str, columns: str, measure: str = "incidents") -> pd.DataFrame:
    """Tabulate the chosen incidents by two dimensions, with totals; cells are texts ready to read or save.

    An incident with several actors stands in the row of each, so that rows may add up to more than the total,
    which counts every incident once. Raises KeyError for an unknown dimension or measure.
    """
    sums, told = {"incidents": (_counts, _count_told), "killed": (_tolls, _toll_told)}[measure]
    down, across = _sets(chosen, DIMENSION[rows]), _sets(chosen, DIMENSION[columns])
    amounts = sums(chosen)
    total = told(amounts.sum().astype("int64").to_frame().T).iloc[0]
    label = DIMENSION[rows].label
    if not len(chosen):
        return pd.DataFrame({label: [TOTAL], TOTAL: [total]})
    table = told(_crossed(down, across, amounts)).unstack().astype("object").copy()  # in one piece
    table[TOTAL] = told(_by_value(down, amounts))
    table.loc[TOTAL] = pd.concat([told(_by_value(across, amounts)), pd.Series({TOTAL: total})])
    return table.fillna("").rename_axis(index=label, columns=None).reset_index()


def _sets(chosen: Chosen, dimension: Dimension) -> Sets:
    group = chosen.index.groups[dimension.group]
    stated = dimension.values(group.combinations)
    silent = pd.Series(UNSTATED, index=group.combinations.index.difference(stated.index), dtype="str")
    both = pd.concat([_distinct(stated.astype("str")), silent])
    values, names = pd.factorize(both.array, sort=True)
    pairs = pd.DataFrame({"combination": both.index, "value": values}).drop_duplicates()
    pairs = pairs.sort_values(["combination", "value"])
    starts = np.searchsorted(pairs["combination"], np.arange(len(group.combinations) + 1))
    codes = group.codes if chosen.mask is None else group.codes[chosen.mask]
    if len(pairs) == len(group.combinations):  # one value each: combinations with the same one are one set
        of_row = pairs["value"].to_numpy()[codes]
        return Sets(pd.Index(names), of_row, np.arange(len(names)), np.arange(len(names) + 1))
    return Sets(pd.Index(names), codes.astype(np.intp), pairs["value"].to_numpy(), starts)


def _distinct(names: pd.Series) -> pd.Series:
    """The names, with those in quotation marks that the table's own headings have."""
    return names.mask(names.isin(HEADINGS), "“" + names + "”")


def _crossed(down: Sets, across: Sets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every pair of values that occurs, by row value and column value."""
    together, met = pd.factorize(down.of_row * np.intp(len(across)) + across.of_row)
    sums = summed(amounts, together, len(met))
    place, row_value = down.spread(met // len(across))
    further, column_value = across.spread(met[place] % len(across))
    cells = row_value[further] * np.intp(len(across.names)) + column_value
    cell, kinds = pd.factorize(cells, sort=True)
    found = summed(sums.take(place[further]), cell, len(kinds))
    values = [down.names[kinds // len(across.names)], across.names[kinds % len(across.names)]]
    return found.set_axis(pd.MultiIndex.from_arrays(values, names=["row", "column"]))


def _by_value(sets: Sets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every value that occurs, each incident once."""
    sums = summed(amounts, sets.of_row, len(sets))
    held = np.flatnonzero(sums["incidents"].to_numpy())
    place, value = sets.spread(held)
    found = summed(sums.take(held[place]), value, len(sets.names)).set_axis(sets.names)
    return found[found["incidents"] > 0]


def _counts(chosen: Chosen) -> pd.DataFrame:
    return pd.DataFrame({"incidents": np.ones(len(chosen), dtype=np.int64)})


def _count_told(sums: pd.DataFrame) -> pd.Series:
    return sums["incidents"].astype("str")


def _tolls(chosen: Chosen) -> pd.DataFrame:
    return tolls.amounts(chosen)[["incidents", "least", "most", "open", "silent"]]


def _toll_told(sums: pd.DataFrame) -> pd.Series:
    told = [range_phrase(*row) for row in sums[["incidents", "least", "most", "open", "silent"]].to_numpy().tolist()]
    return pd.Series(told, index=sums.index, dtype="str")
