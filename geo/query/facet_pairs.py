"""The names that combinations of a table match, as pairs of numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.casefold import casefold
from geo.errors import ValueRefused
from geo.query.answers import Counts
from geo.query.filters import Filter
from geo.query.filters.exclusion import value_of
from geo.query.filters.facet_choice import FacetChoice


@dataclass(frozen=True, eq=False)
class FacetPairs:
    """Combination `combinations[i]` matches `names[codes[i]]`; each pair is there once, in order of combinations.

    There are far more pairs than names, so that these are numbered.
    """

    combinations: NDArray[np.int32]
    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def of_combinations(
        cls, filter_: Filter[Any], combinations: pd.DataFrame, choices: Collection[FacetChoice]
    ) -> "FacetPairs":
        """The pairs of some combinations, without names that no query can hold; their index has their numbers."""
        matches = filter_.facet_matches(combinations, choices)
        codes, distinct = pd.factorize(matches.array.astype("str"))
        names = tuple(map(str, distinct))
        labels = matches.index.to_numpy(dtype=np.int64)
        pairs = np.divmod(np.unique(labels * np.int64(len(names) or 1) + codes), np.int64(len(names) or 1))
        numbers, positions = (each.astype(np.int32) for each in pairs)
        is_parseable = np.array([_is_parseable(filter_, name) for name in names], dtype=np.bool_)
        return cls(numbers, positions, names).of_names(is_parseable)

    def of_names(self, is_included: NDArray[np.bool_]) -> "FacetPairs":
        """The pairs of some of the names, which keep their numbers."""
        return self if is_included.all() else self._take(is_included[self.codes])

    def of_combinations_that(self, is_included: NDArray[np.bool_]) -> "FacetPairs":
        """The pairs of some of the combinations."""
        return self if is_included.all() else self._take(is_included[self.combinations])

    def _take(self, mask: NDArray[np.bool_]) -> "FacetPairs":
        return FacetPairs(self.combinations[mask], self.codes[mask], self.names)

    def sum_rows(self, rows: Counts) -> pd.Series:
        """By name, the sum of a number that each combination has; of no other names than those of the pairs."""
        sums = np.zeros(len(self.names), dtype=np.int64)
        np.add.at(sums, self.codes, rows[self.combinations])
        is_matched = np.bincount(self.codes, minlength=len(self.names)) > 0
        return pd.Series(sums, index=pd.Index(self.names, dtype="str"), dtype="int64")[is_matched]

    def is_among(self, casefolded: Collection[str]) -> NDArray[np.bool_]:
        """Whether each of the names, casefolded, is among these."""
        return np.array([casefold(name) in casefolded for name in self.names], dtype=np.bool_)


def number_values(parts: Sequence[FacetPairs], values: pd.Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Each combination of some pairs with the number of each value that it matches, once; values are casefolded.

    No combination is with the same value in two of the parts.
    """
    numbered = [_number(part, values) for part in parts]
    combinations, codes = (np.concatenate(arrays) for arrays in zip(*numbered, strict=True))
    return combinations, codes


def _number(pairs: FacetPairs, values: pd.Index) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    casefolded = pd.Index([casefold(name) for name in pairs.names], dtype="str")
    codes = values.get_indexer(casefolded).astype(np.int32)[pairs.codes]
    if casefolded.is_unique:
        return pairs.combinations, codes
    distinct = pd.DataFrame({"combination": pairs.combinations, "code": codes}).drop_duplicates()
    return distinct["combination"].to_numpy(), distinct["code"].to_numpy()


def _is_parseable(filter_: Filter[Any], name: str) -> bool:
    """Whether a query can hold the name: one with control characters, for example, cannot be chosen."""
    try:
        return bool(filter_.parse((value_of(name),)))
    except ValueRefused:
        return False
