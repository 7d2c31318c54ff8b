"""What the choices of a filter in a table are put together of, so that a few rows more or less give them anew.

Which choices there are depends on how many rows have each text of a table; whether a combination matches a choice
depends on these two alone (`Filter.facet_matches`). So only combinations whose number of rows has changed are read, and
others only for choices that were none before, or are none any more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.casefold import casefold
from geo.query.answers import Counts
from geo.query.combinations import combinations_with
from geo.query.facet_pairs import FacetPairs, number_values
from geo.query.filters import Filter
from geo.query.filters.facet_choice import FacetChoice, count_texts


@dataclass(frozen=True, eq=False)
class FacetModel:
    """The choices of a filter in a table.

    `texts`: rows by folded text that decides on choices, sorted by it; `choices`: what follows from them, with the
    columns `name` and `identity`; `names`: rows by name that they match. All numbers of rows are over 0. Names that
    differ only in case are one value: combination `combinations[i]` of `group` matches `values[value_codes[i]]`, once,
    as in FacetValues.
    """

    group: str
    texts: pd.Series
    choices: pd.DataFrame
    names: pd.Series
    values: tuple[str, ...]
    combinations: NDArray[np.int32]
    value_codes: NDArray[np.int32]

    @classmethod
    def without_rows(cls, filter_: Filter[Any]) -> "FacetModel":
        """The model of a table without rows."""
        nothing, no_pairs = pd.Series(dtype="int64", index=pd.Index([], dtype="str")), np.zeros(0, dtype=np.int32)
        group = combinations_with(filter_.facet_columns)
        return cls(group, nothing, _to_frame(()), nothing, (), no_pairs, no_pairs)

    @classmethod
    def build(
        cls,
        filter_: Filter[Any],
        combinations_of: Callable[[str], pd.DataFrame],
        totals_of: Callable[[str], Counts],
    ) -> "FacetModel":
        """The model of a table, by its combinations of a group and how many rows have each of them."""
        empty = cls.without_rows(filter_)
        return empty.change(filter_, combinations_of(empty.group), np.zeros(0, np.int64), totals_of(empty.group))

    def change(self, filter_: Filter[Any], combinations: pd.DataFrame, before: Counts, after: Counts) -> "FacetModel":
        """The model where combinations have other numbers of rows; only the first of them were there `before`."""
        added = after.copy()
        added[: len(before)] -= before
        is_changed = added != 0
        if not is_changed.any() and len(before):
            return self
        changed = combinations.iloc[np.flatnonzero(is_changed)]
        texts = _add_counts(self.texts, _count_texts(filter_, changed, added))
        choices = filter_.facet_choices(texts)
        stale = frozenset(casefold(choice.name) for choice in choices ^ self._chosen)
        fresh = FacetPairs.of_combinations(filter_, changed, choices)
        new = [choice for choice in choices if casefold(choice.name) in stale]
        again = self._read_again(filter_, combinations, ~is_changed & (after > 0), new)
        again = again.of_names(again.is_among(stale))  # without what rows name themselves
        is_stale = fresh.is_among(stale)
        names = _add_counts(
            self.names[[casefold(name) not in stale for name in self.names.index]],
            fresh.of_names(~is_stale).sum_rows(added),
            fresh.of_names(is_stale).sum_rows(after),
            again.sum_rows(after),
        )
        values = _order_values(names, filter_.further_choices(texts.index))
        parts = (self._unchanged(stale, is_changed), fresh.of_combinations_that(after > 0), again)
        return FacetModel(
            self.group, texts, _to_frame(choices), names, tuple(values), *number_values(parts, values.index)
        )

    def _read_again(
        self, filter_: Filter[Any], combinations: pd.DataFrame, is_read: NDArray[np.bool_], choices: list[FacetChoice]
    ) -> FacetPairs:
        """The pairs of combinations that were there before with choices that were none, or not the only one."""
        if choices and is_read.any():
            is_read = is_read & filter_.may_match(combinations, choices, self.texts.index)
        rows = np.flatnonzero(is_read) if choices else slice(0)
        return FacetPairs.of_combinations(filter_, combinations.iloc[rows], choices)

    def _unchanged(self, stale: frozenset[str], is_changed: NDArray[np.bool_]) -> FacetPairs:
        """The pairs that are still true."""
        pairs = FacetPairs(self.combinations, self.value_codes, self.values).of_combinations_that(~is_changed)
        return pairs.of_names(~pairs.is_among(stale))

    @cached_property
    def _chosen(self) -> frozenset[FacetChoice]:
        return frozenset(map(FacetChoice, self.choices["name"].tolist(), self.choices["identity"].tolist()))


def _count_texts(filter_: Filter[Any], combinations: pd.DataFrame, added: Counts) -> pd.Series:
    weights = pd.Series(added[combinations.index.to_numpy(dtype=np.intp)], index=combinations.index)
    return filter_.fold_texts(count_texts(filter_.facet_texts(combinations), weights))


def _add_counts(*counts: pd.Series) -> pd.Series:
    """The sums of numbers by text, sorted by text, without those that are 0; the first may be long, and sorted."""
    first, others = counts[0], pd.concat(counts[1:])
    further = others.groupby(level=0).sum()
    positions = first.index.get_indexer(further.index)
    is_known = positions >= 0
    sums = first.to_numpy(copy=True)
    sums[positions[is_known]] += further.to_numpy()[is_known]
    joint = pd.Series(sums, index=first.index, dtype="int64")
    if not is_known.all():
        joint = pd.concat([joint, further[~is_known]]).sort_index()
    return joint[joint.to_numpy() > 0] if (joint.to_numpy() == 0).any() else joint


def _order_values(names: pd.Series, further: Iterable[str]) -> pd.Series:
    """The values by their casefolded form, in order: those that match most rows first, then by name.

    Of names that differ only in case, it is the one that most rows match, then the first by name.
    """
    listed = [name for name in further if name not in names.index]
    every = pd.DataFrame({"name": [*names.index, *listed], "rows": [*names.tolist(), *(0 for _ in listed)]})
    ordered = every.astype({"name": "str", "rows": "int64"}).sort_values(["rows", "name"], ascending=[False, True])
    casefolded = pd.Index([casefold(name) for name in ordered["name"]], dtype="str")
    values = pd.Series(ordered["name"].to_numpy(), index=casefolded, dtype="str")
    return values[~casefolded.duplicated()]


def _to_frame(choices: Iterable[FacetChoice]) -> pd.DataFrame:
    return pd.DataFrame(sorted(choices), columns=["name", "identity"], dtype="str")
