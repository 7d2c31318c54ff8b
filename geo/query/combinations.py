"""Columns that are counted together: their distinct combinations, and which of them each row has.

There are far fewer combinations than rows, so that a question about a combination is answered once (decision 0008).
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.unsignedinteger]
Positions = NDArray[np.intp]

COLUMN_GROUPS: dict[str, tuple[str, ...]] = {
    "what": (
        "dataset", "event_type", "sub_event_type", "record_kind", "date_precision", "place_precision", "contested",
    ),
    "who": ("actor_a", "actor_b", "other_actors"),
    "where": ("country", "admin1", "admin2", "place_name", "place_id"),
    "when": ("date_start", "date_end"),
    "linked": ("duplicate_of",),
    "evidence": ("contested_on", "chain", "tags", "corrected"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Combinations:
    """The distinct combinations of a group of columns.

    `values` has one row a combination, in order of first appearance; `codes` has one entry a row of the table: the
    number of its combination.
    """

    values: pd.DataFrame
    codes: Codes

    @classmethod
    def from_table(cls, table: pd.DataFrame, columns: Iterable[str]) -> "Combinations":
        """Find the combinations of these columns; categoricals are returned as strings."""
        joint_codes = np.zeros(len(table), dtype=np.intp)
        for name in columns:
            codes, n_distinct = _factorize(table[name])
            joint_codes, _ = pd.factorize(joint_codes * (n_distinct + 1) + codes + 1)
        firsts = _first_positions(joint_codes)
        values = pd.DataFrame({name: _to_strings(table[name].take(firsts)) for name in columns})
        return cls(values.reset_index(drop=True), joint_codes.astype(np.min_scalar_type(len(firsts))))

    def first_positions(self) -> Positions:
        """The position of the first row with each combination."""
        return _first_positions(self.codes)

    def counts(self, positions: Positions | None) -> NDArray[np.int64]:
        """How many of the rows at these positions (None: of all rows) have each combination."""
        n_combinations = len(self.values)
        if n_combinations == 1:  # as where no row is linked as a duplicate
            return np.array([len(self.codes if positions is None else positions)])
        codes = self.codes if positions is None else self.codes.take(positions)
        return np.bincount(codes, minlength=n_combinations)


def combinations_with(columns: tuple[str, ...]) -> str:
    """The name of the group that has all of these columns. Raises KeyError if none does."""
    for name, group_columns in COLUMN_GROUPS.items():
        if set(columns) <= set(group_columns):
            return name
    raise KeyError(f"no group of COLUMN_GROUPS has {', '.join(columns)} together")


def _factorize(values: pd.Series) -> tuple[NDArray[np.signedinteger], int]:
    """The code of each value, -1 for a missing one, and the number of distinct values."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy().astype(np.intp), len(values.cat.categories)
    codes, distinct = pd.factorize(values)
    return codes, len(distinct)


def _first_positions(codes: NDArray[np.integer]) -> Positions:
    """The position at which each code occurs first."""
    firsts = np.empty(len(codes) and int(codes.max()) + 1, dtype=np.intp)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return firsts


def _to_strings(values: pd.Series) -> pd.Series:
    return values.astype("str") if isinstance(values.dtype, pd.CategoricalDtype) else values
