"""The choices of a filter in a table, and which combinations of a group each of them matches: computed once a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.casefold import casefold
from geo.errors import ValueRefused
from geo.query.answers import Counts
from geo.query.combinations import combinations_with
from geo.query.filters import Filter
from geo.query.filters.exclusion import value_of
from geo.query.filters.extents import Inside
from geo.query.filters.filter import ROW_WEIGHT, Clause


@dataclass(frozen=True, eq=False)
class FacetValues:
    """The choices of a filter: combination `combinations[i]` of `group` matches choice `values[value_codes[i]]`.

    `values`: those that match most rows of the table first, then by name. `further`: the codes of the choices that may
    match more rows than by their combinations, because they lie in an area or because of columns outside the group.
    """

    group: str
    values: tuple[str, ...]
    combinations: NDArray[np.int32]
    value_codes: NDArray[np.int32]
    further: NDArray[np.int32]

    def counts(self, combination_counts: Counts) -> Counts:
        """How many rows each choice matches by their combination, of how many have each combination of the group."""
        weights = combination_counts[self.combinations]
        return np.bincount(self.value_codes, weights=weights, minlength=len(self.values)).astype(np.int64)


@dataclass(frozen=True)
class ChoiceClauses:
    """The ways for a row to match a choice: `by_combination` by the columns of a group, `further` by more than them."""

    by_combination: tuple[Clause, ...]
    further: tuple[Clause, ...]


def build_facet_values(
    filter_: Filter[Any],
    inside: Inside,
    combinations_of: Callable[[str], pd.DataFrame],
    counts_of: Callable[[str], Counts],
) -> FacetValues:
    """The choices of a filter in a table, by its combinations of a group and how many rows have each of them.

    Names that differ only in case are one choice, in the spelling that most rows have, then the first by alphabet.
    """
    group = combinations_with(filter_.facet_columns)
    totals = counts_of(group)
    combinations = combinations_of(group)[totals > 0]
    pairs = _FacetPairs.of_combinations(filter_, combinations, totals)
    further = filter_.further_choices(combinations)
    values = pairs.choices(totals, further)
    further_codes = _codes_of_further(filter_, inside, values, further, combinations)
    matched, value_codes = pairs.matches(values)
    return FacetValues(group, tuple(values), matched, value_codes, np.array(further_codes, dtype=np.int32))


def clauses_of_choice(filter_: Filter[Any], choice: str, inside: Inside, columns: Iterable[str]) -> ChoiceClauses:
    """The ways for a row to match a choice of a filter, told apart by whether they read only these columns."""
    clauses = filter_.alternatives(filter_.parse((value_of(choice),)), inside)
    known = frozenset(columns)
    further = tuple(clause for clause in clauses if _reads_more(clause, known))
    return ChoiceClauses(tuple(clause for clause in clauses if clause not in further), further)


@dataclass(frozen=True, eq=False)
class _FacetPairs:
    """Each combination with each name that it matches; there are far more pairs than names, so that these are numbered.

    `name_codes` has one entry a pair: a number in `names`, of which `casefolded` has the casefolded forms.
    """

    combinations: NDArray[np.int32]
    name_codes: NDArray[np.intp]
    names: list[str]
    casefolded: list[str]

    @classmethod
    def of_combinations(cls, filter_: Filter[Any], combinations: pd.DataFrame, totals: Counts) -> "_FacetPairs":
        """The pairs in order of combinations, without names that no query can hold."""
        weighted = combinations.assign(**{ROW_WEIGHT: totals[combinations.index]})
        matches = filter_.facet_values(weighted)
        codes, distinct = pd.factorize(matches.array.astype("str"))
        names = [str(name) for name in distinct]
        is_parseable = np.array([_is_parseable(filter_, name) for name in names], dtype=bool)
        kept = np.flatnonzero(is_parseable[codes]) if names else np.zeros(0, dtype=np.intp)
        labels = matches.index.to_numpy(dtype=np.int32)[kept]
        order = np.argsort(labels, kind="stable")
        return cls(labels[order], codes[kept][order], names, [casefold(name) for name in names])

    def choices(self, totals: Counts, further: tuple[str, ...]) -> pd.Series:
        """The choices by their casefolded form, in the order of FacetValues."""
        rows = np.bincount(self.name_codes, totals[self.combinations], len(self.names)).astype(np.int64)
        is_matched = np.bincount(self.name_codes, minlength=len(self.names)) > 0
        spellings = pd.DataFrame({"casefolded": self.casefolded, "name": self.names, "rows": rows})[is_matched]
        listed = pd.DataFrame({"casefolded": [casefold(name) for name in further], "name": list(further)}, dtype="str")
        everything = pd.concat([spellings.astype({"casefolded": "str", "name": "str"}), listed.assign(rows=0)])
        ordered = everything.sort_values(["rows", "name"], ascending=[False, True], kind="stable")
        return ordered.drop_duplicates("casefolded").set_index("casefolded")["name"]

    def matches(self, values: pd.Series) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Each combination with the code of each choice that it matches, once."""
        codes = values.index.get_indexer(pd.Index(self.casefolded, dtype="str")).astype(np.int32)[self.name_codes]
        pairs = pd.DataFrame({"combination": self.combinations, "code": codes}).drop_duplicates()
        return pairs["combination"].to_numpy(), pairs["code"].to_numpy()


def _codes_of_further(
    filter_: Filter[Any], inside: Inside, choices: pd.Series, further_choices: tuple[str, ...], group: pd.DataFrame
) -> list[int]:
    """The codes of the choices that may match rows by more than their combination."""
    further = set(map(casefold, further_choices))
    asked = [filter_.matches_regions or casefold(name) in further for name in choices]
    return [
        code
        for code, (name, is_asked) in enumerate(zip(choices, asked, strict=True))
        if is_asked and clauses_of_choice(filter_, name, inside, group.columns).further
    ]


def _reads_more(clause: Clause, known: frozenset[str]) -> bool:
    """Whether a clause needs to know where a row lies, or a column beside the known ones."""
    return clause.region is not None or not clause.columns <= known


def _is_parseable(filter_: Filter[Any], name: str) -> bool:
    """Whether a query can hold the name: one with control characters, for example, cannot be chosen."""
    try:
        return bool(filter_.parse((value_of(name),)))
    except ValueRefused:
        return False
