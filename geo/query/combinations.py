"""Columns that are counted together: their distinct combinations, and which of them each row holds.

There are far fewer combinations than rows, so that what can be said of a combination is said once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.unsignedinteger]
Places = NDArray[np.intp]

COLUMN_GROUPS: dict[str, tuple[str, ...]] = {
    "what": (
        "dataset", "event_type", "sub_event_type", "record_kind", "date_precision", "place_precision", "contested",
    ),
    "who": ("actor_a", "actor_b", "other_actors"),
    "where": ("country", "admin1", "place_name", "place_id"),
    "when": ("date_start", "date_end"),
    "linked": ("duplicate_of",),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Combinations:
    """One group: `combinations` has a row for each, in order of first appearance; `codes` one for each row."""

    values: pd.DataFrame
    codes: Codes

    @classmethod
    def from_table(cls, table: pd.DataFrame, columns: Iterable[str]) -> "Combinations":
        """Find the combinations of these columns; categories are told as text."""
        joint = np.zeros(len(table), dtype=np.intp)
        for name in columns:
            codes, number = _coded(table[name])
            joint, _ = pd.factorize(joint * (number + 1) + codes + 1)
        firsts = _firsts(joint)
        told = {name: _plain(table[name].take(firsts)) for name in columns}
        return cls(pd.DataFrame(told).reset_index(drop=True), joint.astype(np.min_scalar_type(len(firsts))))

    def counts(self, rows: Places | None) -> NDArray[np.int64]:
        """How many of these rows, of all for None, hold each combination."""
        number = len(self.values)
        if number == 1:  # as where nothing is linked
            return np.array([len(self.codes if rows is None else rows)])
        return np.bincount(self.codes if rows is None else self.codes.take(rows), minlength=number)


def combinations_with(columns: tuple[str, ...]) -> str:
    """The group that holds all of these columns; raises KeyError where none does."""
    for name, held in COLUMN_GROUPS.items():
        if set(columns) <= set(held):
            return name
    raise KeyError(f"no group of geo/query/combinations.py holds {', '.join(columns)} together")


def _coded(values: pd.Series) -> tuple[NDArray[np.signedinteger], int]:
    """A number for each value, -1 for unknown, and how many there are."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy().astype(np.intp), len(values.cat.categories)
    codes, distinct = pd.factorize(values)
    return codes, len(distinct)


def _firsts(codes: Places) -> Places:
    """The row in which each code stands first."""
    firsts = np.empty(codes.max(initial=-1) + 1, dtype=np.intp)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return firsts


def _plain(values: pd.Series) -> pd.Series:
    return values.astype("str") if isinstance(values.dtype, pd.CategoricalDtype) else values
