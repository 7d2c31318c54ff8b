"""The choices of a filter in a table, and which combinations of a group each of them matches: computed once a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.casefold import casefold
from geo.query.answers import Counts
from geo.query.combinations import COLUMN_GROUPS
from geo.query.facet_model import FacetModel
from geo.query.filters import Filter
from geo.query.filters.exclusion import value_of
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause


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

    @cached_property
    def index(self) -> pd.Index:
        """The choices as an index of texts."""
        return pd.Index(self.values, dtype="str")

    def has_further(self) -> dict[str, bool]:
        """Whether each choice is among `further`."""
        further = set(self.further.tolist())
        return {name: code in further for code, name in enumerate(self.values)}


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
    return values_of_model(FacetModel.build(filter_, combinations_of, counts_of), filter_, inside)


def values_of_model(
    model: FacetModel, filter_: Filter[Any], inside: Inside, known: FacetValues | None = None
) -> FacetValues:
    """The choices of a filter in a table.

    `known`: those of another table, whose answers hold here too.
    """
    columns = COLUMN_GROUPS[model.group]
    further = set(map(casefold, filter_.further_choices(model.texts.index)))
    answers = {} if known is None or not filter_.matches_regions else known.has_further()
    codes = [
        code
        for code, name in enumerate(model.values)
        if (filter_.matches_regions or casefold(name) in further)
        and (answers[name] if name in answers else bool(clauses_of_choice(filter_, name, inside, columns).further))
    ]
    return FacetValues(
        model.group, model.values, model.combinations, model.value_codes, np.array(codes, dtype=np.int32)
    )


def clauses_of_choice(filter_: Filter[Any], choice: str, inside: Inside, columns: Iterable[str]) -> ChoiceClauses:
    """The ways for a row to match a choice of a filter, told apart by whether they read only these columns."""
    clauses = filter_.alternatives(filter_.parse((value_of(choice),)), inside)
    known = frozenset(columns)
    further = tuple(clause for clause in clauses if _reads_more(clause, known))
    return ChoiceClauses(tuple(clause for clause in clauses if clause not in further), further)


def _reads_more(clause: Clause, known: frozenset[str]) -> bool:
    """Whether a clause needs to know where a row lies, or a column beside the known ones."""
    return clause.region is not None or not clause.columns <= known
