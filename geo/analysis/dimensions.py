"""The properties that incidents are tabulated and compared by, and which of their values each incident has.

What a combination of a group says is worked out once for a table; rows are then brought together by the sets of values
that they have, of which there are far fewer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import UNSTATED
from geo.query.combinations import Combinations
from geo.query.filters import FILTER
from geo.query.index import ResultSet

TOO_VAGUE = "not known to the {}"
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
    return lambda frame: FILTER[key].facet_values(frame)


def _of_column(name: str) -> Values:
    return lambda frame: frame[name].dropna()


def _of_period(period: str, pattern: str) -> Values:
    def values(frame: pd.DataFrame) -> pd.Series:
        start, end = (frame[name].dt.strftime(pattern) for name in ("date_start", "date_end"))
        return start.where(start == end, TOO_VAGUE.format(period)).where(start.notna(), UNSTATED)

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


@dataclass(frozen=True, eq=False)
class DimensionValues:
    """What the combinations of a group say: combination `combinations[i]`, ascending, has value `values[i]` of `names`.

    Every combination says something, be it that nothing is stated.
    """

    names: pd.Index
    combinations: Numbers
    values: Numbers

    def counts(self, combinations: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many incidents have each value, given how many hold each combination."""
        held = combinations[self.combinations]
        return np.bincount(self.values, weights=held, minlength=len(self.names)).astype(np.int64)


@lru_cache(maxsize=2 * len(DIMENSIONS))  # a table has one group for each; two tables, for one may replace another
def dimension_values(group: Combinations, dimension: Dimension) -> DimensionValues:
    """What each combination of a group says of a dimension; names in order, in quotation marks if they are headings."""
    given = dimension.values(group.values)
    silent = pd.Series(UNSTATED, index=group.values.index.difference(given.index), dtype="str")
    both = pd.concat([_distinct(given.astype("str")), silent])
    values, names = pd.factorize(both.array, sort=True)
    pairs = np.unique(both.index.to_numpy() * np.intp(len(names)) + values)
    return DimensionValues(pd.Index(names), *np.divmod(pairs, max(len(names), 1)))


def _distinct(names: pd.Series) -> pd.Series:
    """The names, with those in quotation marks that the table's own headings have."""
    return names.mask(names.isin(HEADINGS), "“" + names + "”")


@dataclass(frozen=True, eq=False)
class ValueSets:
    """The values of chosen incidents: `names` in order; `of_row` the set of values that each row has.

    The values of set s are `values[starts[s] : starts[s + 1]]`.
    """

    names: pd.Index
    of_row: Numbers
    values: Numbers
    starts: Numbers

    @classmethod
    def from_results(cls, chosen: ResultSet, group: str, said: DimensionValues) -> "ValueSets":
        """The sets of values that chosen incidents have, given what the combinations of a group say."""
        held = chosen.index.groups[group]
        codes = held.codes if chosen.mask is None else held.codes[chosen.mask]
        if len(said.values) == len(held.values):  # one value each: combinations with the same one are one set
            return cls(said.names, said.values[codes], np.arange(len(said.names)), np.arange(len(said.names) + 1))
        starts = np.searchsorted(said.combinations, np.arange(len(held.values) + 1))
        return cls(said.names, codes.astype(np.intp), said.values, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def explode(self, sets: Numbers) -> tuple[Numbers, Numbers]:
        """For each value of each of these sets, the place of the set among them and the value."""
        lengths = np.diff(self.starts)[sets]
        place = np.repeat(np.arange(len(sets)), lengths)
        before = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return place, self.values[self.starts[sets][place] + np.arange(len(place)) - before]
