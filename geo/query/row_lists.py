"""Rows of a table in memory, which are found in no order, as lists: the table is in the order of dates."""

import numpy as np
from numpy.typing import NDArray

from geo.query import point_index
from geo.query.answers import RowPage, Rows


def in_order(rows: point_index.Rows) -> Rows:
    """The rows in the table's order."""
    return np.sort(rows).astype(np.int64)


def page_backwards(rows: point_index.Rows, start: int, size: int) -> RowPage:
    """A part of these rows in the table's order backwards."""
    return RowPage(len(rows), in_order(rows)[::-1][start : start + size])


def page_latest_first(rows: point_index.Rows, n_rows: int, n_dated: int, *, start: int, size: int) -> RowPage:
    """A part of these rows, the latest first and the undated last; of `n_rows` in the table, `n_dated` have a date."""
    stop = min(start + size, len(rows))
    if start >= stop:
        return RowPage(len(rows), np.zeros(0, dtype=np.int64))
    places = _places_in_list(rows, n_rows, n_dated)
    first = np.argpartition(places, stop - 1)[:stop]
    return RowPage(len(rows), rows[first[np.argsort(places[first])][start:]].astype(np.int64))


def _places_in_list(rows: point_index.Rows, n_rows: int, n_dated: int) -> NDArray[np.int64]:
    """Where each row stands in the list of all rows; in the table the undated end it."""
    end: NDArray[np.int64] = np.where(rows < n_dated, n_dated, n_dated + n_rows).astype(np.int64)
    return end - 1 - rows
