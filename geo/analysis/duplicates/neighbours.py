"""Which rows of a table are worth reading for suggestions: one's imports, and what lies near them in days and place.

Asked of an engine by days, by cells of the space-filling curve and by provinces, so that the work grows with the
imports and what is near them. It is wider than the limits of blocking.py, which decides.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.duplicates.blocking import MAX_DISTANCE_KM, MAX_GAP_DAYS, MIN_COSINE, expand_ranges
from geo.core.geodesy import KM_PER_DEGREE
from geo.query import point_index
from geo.query.answers import Rows
from geo.query.engine import Engine, ResultSet
from geo.query.point_index import Keys
from geo.query.selection import Selection

LEVEL = 8  # of the cells: 1.4° wide, so that a point reaches few
MAX_NEIGHBOURS = 1_000_000  # by judgement: read in some seconds
MAX_WITHOUT_IMPORTS = 3_000_000  # rows of a base of several datasets that are compared with each other: the latest
DAYS_MARGIN = MAX_GAP_DAYS + 1


@dataclass(frozen=True, eq=False)
class Neighbours:
    """`rows` of an engine; `n_unread`: how many more there are that are not read."""

    rows: Rows
    n_unread: int


def latest_rows(engine: Engine) -> Neighbours:
    """The latest rows that have a date, for a table without imports; none where all are of one dataset."""
    everything = engine.select(Selection())
    days = engine.combinations("when")
    dated = everything.restrict("when", (days["date_start"].notna() & days["date_end"].notna()).to_numpy())
    first = max(0, len(dated) - MAX_WITHOUT_IMPORTS)
    return Neighbours(dated.page(first, len(dated)), first)


def find_neighbours(
    engine: Engine, imported: pd.DataFrame, *, max_span_days: int, points: tuple[str, ...]
) -> Neighbours:
    """The rows of an engine near those of its imports, and these; `imported` as similarity.py takes them.

    `max_span_days`: of the dates of rows that are compared. `points`: the precisions of places whose point is compared.
    """
    days = engine.combinations("when")
    near_in_time = engine.select(Selection()).restrict("when", _near_days(days, imported, max_span_days))
    cells, n_unread = _within_limit(near_in_time, _cells_in_reach(imported[imported["has_point"]]))
    rows = [near_in_time.spot_rows(cells, LEVEL), *_in_provinces(near_in_time, imported, points)]
    return Neighbours(np.unique(np.concatenate(rows)), n_unread)


def _near_days(days: pd.DataFrame, imported: pd.DataFrame, max_span_days: int) -> NDArray[np.bool_]:
    """Whether each pair of days touches the days of an import, widened by a margin, and spans few enough days."""
    start, end = (days[name].to_numpy().astype("datetime64[D]") for name in ("date_start", "date_end"))
    is_known = ~np.isnat(start) & ~np.isnat(end)
    first, last = (np.where(is_known, side.astype(np.int64), 0) for side in (start, end))
    is_near = _touch(first, last, imported["first_day"].to_numpy(), imported["last_day"].to_numpy())
    near: NDArray[np.bool_] = is_known & (last - first < max_span_days) & is_near
    return near


def _touch(
    first: NDArray[np.int64], last: NDArray[np.int64], others_first: NDArray[np.int64], others_last: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether each span of days touches one of the others, widened by the margin: some begin by its end, and fewer end
    before it begins.
    """
    begun = np.sort(others_first - DAYS_MARGIN).searchsorted(last, side="right")
    ended = np.sort(others_last + DAYS_MARGIN).searchsorted(first, side="left")
    touched: NDArray[np.bool_] = begun > ended
    return touched


def _cells_in_reach(points: pd.DataFrame) -> Keys:
    """The cells of LEVEL that are within the largest distance of some points, ascending."""
    longitude, latitude = (points[name].to_numpy(dtype=np.float64) for name in ("longitude", "latitude"))
    reach_north = MAX_DISTANCE_KM / KM_PER_DEGREE
    reach_east = reach_north / np.maximum(np.cos(np.radians(latitude)), MIN_COSINE)
    north, south = (_cell_row(np.clip(latitude + sign * reach_north, -90.0, 90.0)) for sign in (1, -1))
    west, east = (_cell_column(longitude + sign * reach_east) for sign in (-1, 1))
    point, rows = expand_ranges(north, south)
    of_row, columns = expand_ranges(west[point], east[point])
    cells: Keys = np.unique(point_index.interleave(columns % 2**LEVEL, rows[of_row]))
    return cells


def _cell_row(latitude: NDArray[np.float64]) -> NDArray[np.int64]:
    keys = point_index.morton_keys(np.zeros(len(latitude)), latitude)
    _, rows = point_index.deinterleave(keys >> np.uint64(2 * (point_index.BITS - LEVEL)))
    numbers: NDArray[np.int64] = rows.astype(np.int64)
    return numbers


def _cell_column(longitude: NDArray[np.float64]) -> NDArray[np.int64]:
    columns: NDArray[np.int64] = np.floor((longitude + 180.0) / 360.0 * 2**LEVEL).astype(np.int64)
    return columns


def _within_limit(results: ResultSet, cells: Keys) -> tuple[Keys, int]:
    """The first of some cells that hold MAX_NEIGHBOURS spots at most, and how many spots the others hold."""
    sums = results.spot_sums(cells, LEVEL)
    n_spots = np.cumsum(sums.counts)
    is_read = n_spots <= MAX_NEIGHBOURS
    return sums.cells[is_read], int(sums.counts[~is_read].sum())


def _in_provinces(results: ResultSet, imported: pd.DataFrame, points: tuple[str, ...]) -> tuple[Rows, ...]:
    """All rows in the provinces of imports that are known only to them, and such rows in those of the other imports."""
    vague = _all_rows(_in_province_of(results, imported[~imported["has_point"]]))
    around = _in_province_of(results, imported[imported["has_point"]])
    precisions = results.engine.combinations("what")["place_precision"]
    without_point = around.restrict("what", ~precisions.isin(points).to_numpy(dtype=bool))
    return vague, _all_rows(without_point), _all_rows(around.without_coordinates())


def _in_province_of(results: ResultSet, rows: pd.DataFrame) -> ResultSet:
    places = results.engine.combinations("where")
    provinces = pd.MultiIndex.from_frame(rows.loc[rows["province"] >= 0, ["country", "admin1"]].astype("str"))
    names = pd.MultiIndex.from_frame(places[["country", "admin1"]].astype("str"))
    is_known = places["country"].notna().to_numpy() & places["admin1"].notna().to_numpy()
    return results.restrict("where", names.isin(provinces) & is_known)


def _all_rows(results: ResultSet) -> Rows:
    return results.page(0, len(results))
