"""The incidents in a view of the map as a list: the latest first, a page at a time, and how many there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.query.map_view import MapView
from geo.query.point_index import Rows
from geo.query.result_set import ResultSet


@dataclass(frozen=True, eq=False)
class ViewPage:
    """A page of the incidents in a view: `rows` of the table in the order of the list, and the `count` of all pages."""

    count: int
    rows: Rows


def list_view(results: ResultSet, view: MapView, *, start: int, size: int) -> ViewPage:
    """The selected incidents in a view from `start` on, at most `size`: the latest first, undated ones last.

    A point lies in the view itself. An incident that is known only to an area is listed where the box around that area
    touches the view, which is when the map draws the area.
    """
    rows = np.concatenate([*results.marks.spots_in(view), results.marks.area_rows_in(view)])
    stop = min(start + size, len(rows))
    if start >= stop:
        return ViewPage(len(rows), rows[:0])
    places = _places_in_list(results, rows)
    first = np.argpartition(places, stop - 1)[:stop]
    return ViewPage(len(rows), rows[first[np.argsort(places[first])][start:]])


def _places_in_list(results: ResultSet, rows: Rows) -> NDArray[np.int64]:
    """Where each row stands in the list of all rows: the table is in the order of dates, and undated rows end it."""
    n_rows = len(results.index)
    n_dated = n_rows - int(results.index.table["date_start"].isna().sum())
    end: NDArray[np.int64] = np.where(rows < n_dated, n_dated, n_dated + n_rows).astype(np.int64)
    return end - 1 - rows
