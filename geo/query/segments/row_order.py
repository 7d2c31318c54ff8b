"""The order of some rows in memory: that of the table, and those that are put together of it."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.incidents import ORDER_COLUMNS, chronological_order
from geo.query.killed_bounds import BOUNDS_COLUMNS, UNKNOWN, KilledBounds
from geo.query.sorting import DESCENDING, KILLED_COLUMN

Order = NDArray[np.intp]
Keys = NDArray[np.int64] | NDArray[np.float64]


def table_order(rows: pd.DataFrame) -> Order:
    """The positions of rows in the table's order, from their ORDER_COLUMNS."""
    return chronological_order(rows)


def backward_order(rows: pd.DataFrame) -> Order:
    """The table's order backwards."""
    return chronological_order(rows)[::-1]


def latest_order(rows: pd.DataFrame) -> Order:
    """The latest first and the undated last: both parts are the table's order backwards."""
    order = chronological_order(rows)
    n_dated = int(rows["date_start"].notna().sum())
    return np.concatenate([order[:n_dated][::-1], order[n_dated:][::-1]])


def columns_for(sort: str) -> list[str]:
    """The columns that `sorted_order` reads."""
    column = sort.removeprefix(DESCENDING)
    further = [*BOUNDS_COLUMNS] if column == KILLED_COLUMN else [column] if column else []
    return [*ORDER_COLUMNS, *(name for name in further if name not in ORDER_COLUMNS)]


def sorted_order(rows: pd.DataFrame, sort: str) -> Order:
    """The positions of rows by a column, as geo/query/sorting.py orders them; without one, the table's order."""
    order, column = chronological_order(rows), sort.removeprefix(DESCENDING)
    if not column:
        return order
    keys, is_unknown = _sort_keys(rows.iloc[order], column)
    by_key = np.argsort(-keys if sort.startswith(DESCENDING) else keys, kind="stable")
    return order[by_key[np.argsort(is_unknown[by_key], kind="stable")]]


def _sort_keys(rows: pd.DataFrame, column: str) -> tuple[Keys, NDArray[np.bool_]]:
    """A number for each row that sorts as the column does, and whether its value is unknown."""
    if column == KILLED_COLUMN:
        best = KilledBounds.from_table(rows).best.astype(np.int64)
        return best, best == UNKNOWN
    values = rows[column]
    is_unknown = values.isna().to_numpy(dtype=bool)
    if isinstance(values.dtype, pd.CategoricalDtype | pd.StringDtype):
        return _rank_texts(values.astype("str")), is_unknown
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M":
        return values.astype("int64").to_numpy(), is_unknown
    return values.to_numpy(dtype=np.float64, na_value=0), is_unknown


def _rank_texts(texts: pd.Series) -> NDArray[np.int64]:
    lower = pc.utf8_lower(pa.array(texts, type=pa.string(), from_pandas=True))
    ranks = pc.rank(lower, sort_keys="ascending", tiebreaker="dense")
    places: NDArray[np.int64] = ranks.to_numpy(zero_copy_only=False).astype(np.int64)
    return places
