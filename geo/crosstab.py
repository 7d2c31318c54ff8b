"""One property of the incidents against another: counts, or killed as ranges.

Rows are first brought together by the sets of values that they have in both properties, of which there are far fewer;
an incident with several actors is then told under each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.filters import FILTER
from geo.groups import Group
from geo.index import Chosen
from geo.phrases import counted

UNSTATED = "not stated"
WIDER = "not known to the {}"
TOTAL = "All incidents"
KILLED = ("killed_low", "killed_best", "killed_high")

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
    cells, by_row, by_column = _crossed(down, across, amounts), _by_value(down, amounts), _by_value(across, amounts)
    total = told(amounts.sum().astype("int64").to_frame().T)
    texts = np.full((len(by_row) + 1, len(by_column) + 1), "", dtype=object)
    row, column = np.divmod(cells.index.to_numpy(), len(across.names))
    texts[by_row.index.get_indexer(row), by_column.index.get_indexer(column)] = told(cells)
    texts[:-1, -1], texts[-1, :-1], texts[-1, -1] = told(by_row), told(by_column), total[0]
    headings = [*down.names[by_row.index], TOTAL], [*across.names[by_column.index], TOTAL]
    table = pd.DataFrame(texts, *headings, dtype=object)
    return table.rename_axis(index=DIMENSION[rows].label).reset_index()


def _sets(chosen: Chosen, dimension: Dimension) -> Sets:
    group = chosen.index.groups[dimension.group]
    codes = group.codes if chosen.mask is None else group.codes[chosen.mask]
    names, combinations, values = _stated(group, dimension)
    if len(values) == len(group.combinations):  # one value each: combinations with the same one are one set
        return Sets(names, values[codes], np.arange(len(names)), np.arange(len(names) + 1))
    starts = np.searchsorted(combinations, np.arange(len(group.combinations) + 1))
    return Sets(names, codes.astype(np.intp), values, starts)


@lru_cache(maxsize=2 * len(DIMENSIONS))  # a table has one group for each; two tables, for one may replace another
def _stated(group: Group, dimension: Dimension) -> tuple[pd.Index, Numbers, Numbers]:
    """The names of a dimension in order; each pair of a combination and the number of a name that it has, in order."""
    stated = dimension.values(group.combinations)
    silent = pd.Series(UNSTATED, index=group.combinations.index.difference(stated.index), dtype="str")
    both = pd.concat([_distinct(stated.astype("str")), silent])
    values, names = pd.factorize(both.array, sort=True)
    pairs = np.unique(both.index.to_numpy() * np.intp(len(names)) + values)
    return pd.Index(names), *np.divmod(pairs, max(len(names), 1))


def _distinct(names: pd.Series) -> pd.Series:
    """The names, with those in quotation marks that the table's own headings have."""
    return names.mask(names.isin(HEADINGS), "“" + names + "”")


def _crossed(down: Sets, across: Sets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every pair of values that occurs; it stands at row value times the number of columns' names, plus."""
    together, met = pd.factorize(down.of_row * np.intp(len(across)) + across.of_row)
    sums = _summed(amounts, together, len(met))
    place, row_value = down.spread(met // len(across))
    further, column_value = across.spread(met[place] % len(across))
    cell, kinds = pd.factorize(row_value[further] * np.intp(len(across.names)) + column_value)
    return _summed(sums.take(place[further]), cell, len(kinds)).set_axis(kinds)


def _by_value(sets: Sets, amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of every value that occurs, each incident once, by the number of the value."""
    sums = _summed(amounts, sets.of_row, len(sets))
    held = np.flatnonzero(sums["incidents"].to_numpy())
    place, value = sets.spread(held)
    found = _summed(sums.take(held[place]), value, len(sets.names))
    return found[found["incidents"] > 0]


def _summed(amounts: pd.DataFrame, codes: Numbers, number: int) -> pd.DataFrame:
    """The amounts added up by code; whole numbers stay exact up to 2**53."""
    sums = {name: np.bincount(codes, weights=amounts[name], minlength=number) for name in amounts}
    return pd.DataFrame(sums).astype("int64")


def _counts(chosen: Chosen) -> pd.DataFrame:
    return pd.DataFrame({"incidents": np.ones(len(chosen), dtype=np.int64)})


def _count_told(sums: pd.DataFrame) -> list[str]:
    return list(map(str, sums["incidents"].tolist()))


def _tolls(chosen: Chosen) -> pd.DataFrame:
    """What each incident adds to a range; a zero that also stands for “not reported” is unknown."""
    table, rows = chosen.index.table, slice(None) if chosen.mask is None else chosen.mask
    doubtful = table["zero_means_unknown"].array[rows].to_numpy(dtype=bool, na_value=False)
    tolls = [table[name].array[rows].to_numpy(dtype=float, na_value=np.nan) for name in KILLED]
    low, best, high = (np.where((numbers == 0) & doubtful, np.nan, numbers) for numbers in tolls)
    least, most = (np.where(np.isnan(bound), best, bound) for bound in (low, high))
    told = {
        "incidents": np.ones(len(least), dtype=np.int64),
        "least": np.nan_to_num(least),
        "most": np.nan_to_num(most),
        "open": np.isnan(most),
        "silent": np.isnan(least) & np.isnan(most),
    }
    return pd.DataFrame(told)


def _toll_told(sums: pd.DataFrame) -> list[str]:
    """The sum of the low numbers to the sum of the high ones; open where an incident's number is not known."""
    columns = (sums[name].tolist() for name in ("incidents", "least", "most", "open", "silent"))
    each = list(zip(*columns, strict=True))
    told = {numbers: _range(*numbers) for numbers in set(each)}
    return [told[numbers] for numbers in each]


def _range(incidents: int, least: int, most: int, unbounded: int, silent: int) -> str:
    if silent == incidents:
        return "unknown"
    told = f"at least {least:,}" if unbounded else f"{least:,}–{most:,}"
    told = f"{least:,}" if not unbounded and least == most else told
    return f"{told} ({counted(silent, 'incident')} unknown)" if silent else told
