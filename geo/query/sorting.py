"""The rows of a selection in order of a column: over the whole selection, by arrays, whatever page of it is shown."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.query.indexed_table import IndexedTable
from geo.query.killed_bounds import UNKNOWN

DESCENDING = "-"  # before the name of a column: the largest and the latest first
KILLED_COLUMN = "killed_best"
Keys = NDArray[np.int64] | NDArray[np.float64]


def sort_positions(source: IndexedTable, positions: NDArray[np.intp], sort: str) -> NDArray[np.intp]:
    """Positions of rows in order of a column; `sort` is its name, with DESCENDING for the last first.

    Unknown values come last in either direction, and rows of one value stay in the order in which they come. Texts are
    in order of the alphabet, capital or not. Without a column all stay as they are.
    """
    column = sort.removeprefix(DESCENDING)
    if not column:
        return positions
    keys, is_unknown = _sort_keys(source, column, positions)
    order = np.argsort(-keys if sort.startswith(DESCENDING) else keys, kind="stable")
    known_first = np.argsort(is_unknown[order], kind="stable")
    return positions[order[known_first]]


def _sort_keys(source: IndexedTable, column: str, positions: NDArray[np.intp]) -> tuple[Keys, NDArray[np.bool_]]:
    """A number for each of these rows that sorts as the column does, and whether its value is unknown."""
    if column == KILLED_COLUMN:  # a low number stands for a best one that is missing, as it does on the map
        best = source.measures.killed.best.take(positions).astype(np.int64)
        return best, best == UNKNOWN
    values = source.table[column].array
    if isinstance(values, pd.Categorical):
        codes = values.codes.take(positions)
        ranks = np.append(rank_texts(pa.array(values.categories, type=pa.string())), 0)
        return ranks[codes], codes < 0
    cells = pd.Series(values.take(positions))
    is_unknown = cells.isna().to_numpy(dtype=bool)
    if isinstance(values, pd.arrays.ArrowStringArray):
        return rank_texts(pa.array(cells, type=pa.string(), from_pandas=True)), is_unknown
    if isinstance(cells.dtype, np.dtype) and cells.dtype.kind == "M":
        return cells.astype("int64").to_numpy(), is_unknown
    return cells.to_numpy(dtype=np.float64, na_value=0), is_unknown


def rank_texts(texts: pa.Array) -> NDArray[np.int64]:
    """The place of each text in the alphabet, capital or not; equal ones share it."""
    ranks = pc.rank(pc.utf8_lower(texts), sort_keys="ascending", tiebreaker="dense")
    places: NDArray[np.int64] = ranks.to_numpy(zero_copy_only=False).astype(np.int64)
    return places
