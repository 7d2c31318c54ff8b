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
from geo.query.filters.exclusion import value_of
from geo.query.filters.extents import Inside
from geo.query.filters.filter import ROW_WEIGHT, Clause

Rows = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class FacetValues:
    """The choices of a filter: combination `combinations[i]` of `group` matches choice `values[value_codes[i]]`.

    `by_region`: by the code of a choice, the further rows that it matches only because they lie in its area, or
    because of columns outside the group.
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
    filter_: Filter[Any],
    inside: Inside,
    groups: Mapping[str, Combinations],
    clause_rows: Callable[[Clause], Rows],
) -> FacetValues:
    """The choices of a filter in a table, of which `clause_rows` says which rows match a clause.

    Names that differ only in case are one choice, in the spelling that comes first in the table.
    """
    name = combinations_with(filter_.facet_columns)
    group = groups[name]
    pairs = _facet_pairs(filter_, group)
    further = filter_.further_choices(group.values)
    values = _choices(pairs, further)
    pairs = pairs.drop_duplicates(["combination", "casefolded"])
    combinations = pairs["combination"].to_numpy(dtype=np.int32)
    value_codes = values.index.get_indexer(pairs["casefolded"]).astype(np.int32)
    by_region = {}
    for code, clauses in _further_clauses(filter_, inside, values, further, group):
        is_matched = np.zeros(len(group.values), dtype=bool)
        is_matched[combinations[value_codes == code]] = True
        rows = np.unique(np.concatenate([clause_rows(clause) for clause in clauses]))
        rows = rows[~is_matched[group.codes[rows]]].astype(np.int32)
        if len(rows):
            by_region[code] = rows
    return FacetValues(name, tuple(values), combinations, value_codes, by_region)


def _facet_pairs(filter_: Filter[Any], group: Combinations) -> pd.DataFrame:
    """Each combination with each choice that it matches: combination, name, casefolded; in the table's order."""
    matches = filter_.facet_values(group.values.assign(**{ROW_WEIGHT: group.counts(None)}))
    pairs = pd.DataFrame({"combination": matches.index.to_numpy(), "name": matches.array.astype("str")})
    parseable = {name: _is_parseable(filter_, name) for name in pairs["name"].unique()}
    pairs = pairs[pairs["name"].map(parseable).astype(bool)].sort_values("combination", kind="stable")
    casefolded = {name: casefold(name) for name in pairs["name"].unique()}
    return pairs.assign(casefolded=pairs["name"].map(casefolded))


def _choices(pairs: pd.DataFrame, further: tuple[str, ...]) -> pd.Series:
    """The choices in the spelling that comes first, by their casefolded form."""
    listed = pd.DataFrame({"casefolded": [casefold(name) for name in further], "name": list(further)}, dtype="str")
    everything = pd.concat([pairs[["casefolded", "name"]], listed]) if further else pairs
    return everything.drop_duplicates("casefolded").set_index("casefolded")["name"]


def _further_clauses(
    filter_: Filter[Any], inside: Inside, choices: pd.Series, further_choices: tuple[str, ...], group: Combinations
) -> list[tuple[int, list[Clause]]]:
    """The codes of the choices that match rows by more than their combination, with the clauses that do."""
    further = set(map(casefold, further_choices))
    names = [name if filter_.matches_regions or casefold(name) in further else None for name in choices]
    clauses = [
        [each for each in filter_.alternatives(filter_.parse((value_of(name),)), inside) if _reads_more(each, group)]
        if name
        else []
        for name in names
    ]
    return [(code, reading_more) for code, reading_more in enumerate(clauses) if reading_more]


def _reads_more(clause: Clause, group: Combinations) -> bool:
    """Whether a clause needs to know where a row lies, or a column that is not in the group."""
    columns = {column for condition in clause.conditions for column in condition.columns}
    return clause.region is not None or not columns <= set(group.values.columns)


def _is_parseable(filter_: Filter[Any], name: str) -> bool:
    """Whether a query can hold the name: one with control characters, for example, cannot be chosen."""
    try:
        return bool(filter_.parse((value_of(name),)))
    except ValueRefused:
        return False
