"""What several tables list, each its own names, as one list; and the joint code of each of a table's codes."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.combinations import Combinations

Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class JointCategories:
    """The values of a column in all tables, sorted. `codes`, by table: the joint code of each of its codes.

    The last entry is that of a missing value, whose joint code is the last one too.
    """

    values: tuple[str, ...]
    codes: tuple[Codes, ...]

    @classmethod
    def of_parts(cls, parts: Sequence[tuple[str, ...]]) -> "JointCategories":
        """Join the sorted values of each table. The first may have many: the others are sorted in."""
        first = parts[0]
        further = sorted(set().union(*parts[1:]).difference(first))
        values = tuple(sorted((*first, *further))) if further else first
        places = np.array([bisect_left(first, text) for text in further], dtype=np.intp)
        positions = np.arange(len(first))
        of_first = np.append(positions + places.searchsorted(positions, side="right"), len(values))
        return cls(values, (of_first, *(_find_sorted(part, values) for part in parts[1:])))


@dataclass(frozen=True, eq=False)
class JointCombinations:
    """The combinations of a group in all tables: those of the first one as they are, then what the others add.

    `codes`, by table: the joint code of each of its combinations.
    """

    values: pd.DataFrame
    codes: tuple[Codes, ...]

    @classmethod
    def of_parts(cls, parts: Sequence[pd.DataFrame]) -> "JointCombinations":
        """Join the combinations of each table. The first may be large: it is searched, neither sorted nor hashed."""
        first, others = parts[0], [part for part in parts[1:] if len(part)]
        if not others:
            return cls(first, (np.arange(len(first)), *(np.zeros(0, dtype=np.intp) for _ in parts[1:])))
        columns = list(first.columns)
        stacked = pd.concat([part[columns].astype(first.dtypes.to_dict()) for part in others], ignore_index=True)
        further = Combinations.from_table(stacked, columns)
        numbers, is_new = _find_combinations(first, further.values)
        codes = iter(np.split(numbers[further.codes], np.cumsum([len(part) for part in others])[:-1]))
        values = pd.concat([first, further.values[is_new]], ignore_index=True) if is_new.any() else first
        empty = np.zeros(0, dtype=np.intp)
        return cls(values, (np.arange(len(first)), *(next(codes) if len(part) else empty for part in parts[1:])))


def _find_sorted(texts: tuple[str, ...], values: tuple[str, ...]) -> Codes:
    """The position of each of some sorted texts among sorted values, and behind them that of a missing value."""
    return np.array([*(bisect_left(values, text) for text in texts), len(values)], dtype=np.intp)


def _find_combinations(large: pd.DataFrame, small: pd.DataFrame) -> tuple[Codes, NDArray[np.bool_]]:
    """The number of each combination of a small table in a large one, or behind it; and which are new."""
    positions = np.flatnonzero(np.logical_and.reduce([_is_among(large[name], small[name]) for name in small.columns]))
    candidates = large.iloc[positions]
    stacked = pd.concat([candidates, small], ignore_index=True)
    codes = Combinations.from_table(stacked, small.columns).codes[len(candidates) :].astype(np.intp)
    is_new = codes >= len(candidates)  # the candidates differ from each other, and come first
    numbers = np.append(positions, 0)[np.where(is_new, len(positions), codes)]
    numbers[is_new] = len(large) + np.arange(np.count_nonzero(is_new))
    return numbers, is_new


def _is_among(values: pd.Series, others: pd.Series) -> NDArray[np.bool_]:
    """Whether each value is among the others, a missing one too."""
    is_known: NDArray[np.bool_] = values.isin(others.dropna().unique()).fillna(False).to_numpy(dtype=bool)
    return is_known | values.isna().to_numpy() if others.isna().any() else is_known
