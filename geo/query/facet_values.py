"""The choices of a filter in a table, and which rows each of them matches: computed once per table."""

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
    """The choices of a filter: combination `combinations[i]` of `group` matches choice `values[value_codes[i]]`.

    `by_region`: by the code of a choice, the further rows that it matches only because their point lies in its area.
    """

    group: str
    values: tuple[str, ...]
    combinations: NDArray[np.int32]
    value_codes: NDArray[np.int32]
    by_region: dict[int, Rows]

    def counts(self, combination_counts: NDArray[np.int64], intersect: Callable[[Rows], Rows]) -> NDArray[np.int64]:
        """How many selected rows each choice matches.

        `combination_counts`: the selected rows of each combination of the group; `intersect`: from an array of rows
        to those of them that are selected.
        """
        weights = combination_counts[self.combinations]
        counts = np.bincount(self.value_codes, weights=weights, minlength=len(self.values)).astype(np.int64)
        for code, rows in self.by_region.items():
            counts[code] += len(intersect(rows))
        return counts


def build_facet_values(
    filter_: Filter[Any], groups: Mapping[str, Combinations], clause_mask: Callable[[Clause], Mask]
) -> FacetValues:
    """The choices of a filter in a table, of which `clause_mask` says which rows match a clause.

    Names that differ only in case are one choice, in the spelling that comes first in the table.
    """
    name = combinations_with(filter_.facet_columns)
    group = groups[name]
    pairs = _facet_pairs(filter_, group)
    values = pairs.drop_duplicates("casefolded").set_index("casefolded")["name"]
    pairs = pairs.drop_duplicates(["combination", "casefolded"])
    combinations = pairs["combination"].to_numpy(dtype=np.int32)
    value_codes = values.index.get_indexer(pairs["casefolded"]).astype(np.int32)
    by_region = {}
    for code, clauses in _region_clauses(filter_, tuple(values)):
        is_matched = np.zeros(len(group.values), dtype=bool)
        is_matched[combinations[value_codes == code]] = True
        inside = np.logical_or.reduce([clause_mask(clause) for clause in clauses])
        by_region[code] = np.flatnonzero(inside & ~is_matched[group.codes]).astype(np.int32)
    return FacetValues(name, tuple(values), combinations, value_codes, by_region)


def _facet_pairs(filter_: Filter[Any], group: Combinations) -> pd.DataFrame:
    """Each combination with each choice that it matches: combination, name, casefolded; in the table's order."""
    matches = filter_.facet_values(group.values.assign(**{ROW_WEIGHT: group.counts(None)}))
    pairs = pd.DataFrame({"combination": matches.index.to_numpy(), "name": matches.array.astype("str")})
    parseable = {name: _is_parseable(filter_, name) for name in pairs["name"].unique()}
    pairs = pairs[pairs["name"].map(parseable).astype(bool)].sort_values("combination", kind="stable")
    casefolded = {name: casefold(name) for name in pairs["name"].unique()}
    return pairs.assign(casefolded=pairs["name"].map(casefolded))


def _region_clauses(filter_: Filter[Any], names: tuple[str, ...]) -> list[tuple[int, list[Clause]]]:
    """The codes of the choices that match rows by where their point lies, with the clauses that do."""
    if not filter_.matches_regions:
        return []
    clauses = [
        [clause for clause in filter_.clauses(filter_.parse((name,))) if clause.region is not None] for name in names
    ]
    return [(code, regional) for code, regional in enumerate(clauses) if regional]


def _is_parseable(filter_: Filter[Any], name: str) -> bool:
    """Whether a query can hold the name: one with control characters, for example, cannot be chosen."""
    try:
        return bool(filter_.parse((name,)))
    except ValueRefused:
        return False
