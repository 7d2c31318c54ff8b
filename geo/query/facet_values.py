"""What a filter offers to choose from, and which rows each choice takes: worked out once for a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.casefold import casefold
from geo.errors import ValueRefused
from geo.query.combinations import Combinations, combinations_with
from geo.query.filters import Filter
from geo.query.filters.filter import ROW_WEIGHT, Clause

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class FacetValues:
    """The choices of a filter. Combination `combinations[i]` of `group` offers choice `choices[i]` of `names`.

    `elsewhere`: by choice, the rows that it takes for where their point lies, whatever their combination.
    """

    group: str
    values: tuple[str, ...]
    combinations: NDArray[np.int32]
    value_codes: NDArray[np.int32]
    by_region: dict[int, Rows]

    def counts(self, combinations: NDArray[np.int64], takes: Callable[[Rows], Rows]) -> NDArray[np.int64]:
        """How many rows each choice takes: so many of each combination, and those that `takes` takes elsewhere."""
        rows = combinations[self.combinations]
        counts = np.bincount(self.value_codes, weights=rows, minlength=len(self.values)).astype(np.int64)
        for choice, lying in self.by_region.items():
            counts[choice] += len(takes(lying))
        return counts


def build_facet_values(
    choice: Filter[Any], groups: Mapping[str, Combinations], mask_of: Callable[[Clause], Mask]
) -> FacetValues:
    """The choices that a filter offers in a table; `mask_of` tells which of its rows match a part."""
    name = combinations_with(choice.facet_columns)
    group = groups[name]
    found = choice.facet_values(group.values.assign(**{ROW_WEIGHT: group.counts(None)}))
    pairs = pd.DataFrame({"combination": found.index.to_numpy(), "name": found.array.astype("str")})
    pairs = pairs[pairs["name"].map({each: _can_be_said(choice, each) for each in pairs["name"].unique()}).astype(bool)]
    # Names that differ in case only are one, under the spelling that stands first in the table.
    pairs = pairs.sort_values("combination", kind="stable")
    pairs = pairs.assign(folded=pairs["name"].map({each: casefold(each) for each in pairs["name"].unique()}))
    names = pairs.drop_duplicates("folded").set_index("folded")["name"]
    pairs = pairs.drop_duplicates(["combination", "folded"])
    combinations = pairs["combination"].to_numpy(dtype=np.int32)
    choices = names.index.get_indexer(pairs["folded"]).astype(np.int32)
    elsewhere = {}
    for number, parts in _regional(choice, tuple(names)):
        offering = np.zeros(len(group.values), dtype=bool)
        offering[combinations[choices == number]] = True
        lying = np.logical_or.reduce([mask_of(part) for part in parts])
        elsewhere[number] = np.flatnonzero(lying & ~offering[group.codes]).astype(np.int32)
    return FacetValues(name, tuple(names), combinations, choices, elsewhere)


def _regional(choice: Filter[Any], names: tuple[str, ...]) -> list[tuple[int, list[Clause]]]:
    """The choices that take rows by their point, with the parts that do."""
    if not choice.matches_regions:
        return []
    parts = [[part for part in choice.clauses(choice.parse((name,))) if part.region] for name in names]
    return [(number, regional) for number, regional in enumerate(parts) if regional]


def _can_be_said(choice: Filter[Any], name: str) -> bool:
    try:
        return bool(choice.parse((name,)))
    except ValueRefused:
        return False
