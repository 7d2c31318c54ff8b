"""The properties that incidents are tabulated and compared by, and the values of each incident.

The values of each combination of a group (geo/query/combinations.py) are found once for a table; rows are then added up
by the sets of values that they have, of which there are far fewer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.engine_cache import once_per_engine
from geo.core.formatting import UNSTATED
from geo.query.engine import Counts, Engine, Grouping
from geo.query.filters import FILTER
from geo.query.filters.facet_choice import ROW_WEIGHT
from geo.query.selection import Selection

TOO_VAGUE = "not known to the {}"
TOTAL = "All incidents"

ValueGetter = Callable[[pd.DataFrame], pd.Series]
Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Dimension:
    """A property to tabulate by. `values` gives the values of each combination of a group, by its row label.

    A combination may have several values, or none.
    """

    key: str
    label: str
    group: str
    values: ValueGetter


def _filter_values(key: str) -> ValueGetter:
    return lambda frame: FILTER[key].facet_values(frame)


def _column_values(name: str) -> ValueGetter:
    return lambda frame: frame[name].dropna()


def _period_values(period: str, pattern: str) -> ValueGetter:
    def values(frame: pd.DataFrame) -> pd.Series:
        start, end = (frame[name].dt.strftime(pattern) for name in ("date_start", "date_end"))
        return start.where(start == end, TOO_VAGUE.format(period)).where(start.notna(), UNSTATED)

    return values


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("actor", "Actor", "who", _filter_values("actor")),
    Dimension("type", "Type", "what", _column_values("event_type")),
    Dimension("sub_type", "Sub-type", "what", _column_values("sub_event_type")),
    Dimension("country", "Country", "where", _column_values("country")),
    Dimension("admin1", "Province", "where", _column_values("admin1")),
    Dimension("month", "Month", "when", _period_values("month", "%Y-%m")),
    Dimension("year", "Year", "when", _period_values("year", "%Y")),
    Dimension("precision", "Place precision", "what", _column_values("place_precision")),
)
DIMENSION = {dimension.key: dimension for dimension in DIMENSIONS}
HEADINGS = (TOTAL, *(dimension.label for dimension in DIMENSIONS))


@dataclass(frozen=True, eq=False)
class DimensionValues:
    """The values of all combinations of a group: combination `combinations[i]` has the value `names[values[i]]`.

    `combinations` is ascending, and every combination has a value: UNSTATED where it has no other, or no row has it.
    """

    names: pd.Index
    combinations: Codes
    values: Codes

    def counts(self, combination_counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many incidents have each value, given how many hold each combination of the group."""
        weights = combination_counts[self.combinations]
        return np.bincount(self.values, weights=weights, minlength=len(self.names)).astype(np.int64)


@once_per_engine
def dimension_values(engine: Engine, dimension: Dimension) -> DimensionValues:
    """The values of each combination of a group; names are sorted, and quoted where they equal a heading."""
    combinations, counts = engine.combinations(dimension.group), _row_counts(engine, dimension.group)
    values = dimension.values(combinations.assign(**{ROW_WEIGHT: counts})[counts > 0])
    blanks = pd.Series(UNSTATED, index=combinations.index.difference(values.index), dtype="str")
    labels = pd.concat([_quote_headings(values.astype("str")), blanks])
    values, names = pd.factorize(labels.array, sort=True)
    pairs = np.unique(labels.index.to_numpy() * np.intp(len(names)) + values)
    return DimensionValues(pd.Index(names), *np.divmod(pairs, max(len(names), 1)))


def _row_counts(engine: Engine, group: str) -> Counts:
    """How many rows of the table have each combination."""
    return engine.select(Selection()).combination_counts(group)


def _quote_headings(names: pd.Series) -> pd.Series:
    """The names, in quotation marks where the table has a heading of the same name."""
    return names.mask(names.isin(HEADINGS), "“" + names + "”")


@dataclass(frozen=True, eq=False)
class ValueSets:
    """The sets of values that the combinations of a group have.

    `names`: the values, in order; `grouping`: the set of each combination. Set s holds
    `values[starts[s] : starts[s + 1]]`, which are positions in `names`.
    """

    names: pd.Index
    grouping: Grouping
    values: Codes
    starts: Codes

    @classmethod
    def from_values(cls, engine: Engine, group: str, values: DimensionValues) -> "ValueSets":
        """The sets, given the values of each combination of a group."""
        names, every = values.names, np.arange(len(engine.combinations(group)))
        if np.array_equal(values.combinations, every):  # one value each: all combinations with the same value are one
            return cls(names, Grouping(group, values.values, len(names)), np.arange(len(names)), _starts(len(names)))
        starts = np.searchsorted(values.combinations, _starts(len(every)))
        return cls(names, Grouping(group, every, len(every)), values.values, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How many values each set has."""
        return np.diff(self.starts).astype(np.int64)

    def explode(self, sets: Codes) -> tuple[Codes, Codes]:
        """For each value of each of these sets: the position of its set in `sets`, and the value."""
        lengths = self.lengths[sets]
        position = np.repeat(np.arange(len(sets)), lengths)
        offsets = np.repeat(np.cumsum(lengths) - lengths, lengths)
        return position, self.values[self.starts[sets][position] + np.arange(len(position)) - offsets]


def _starts(number: int) -> Codes:
    return np.arange(number + 1)
