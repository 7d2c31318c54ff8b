"""Blocking: which incidents are worth comparing, because they share a few days and a coarse cell or a province.

Only pairs under a common key are looked at, so the work grows with what happened near each other and not with the
product of two tables. Where too much happened, pairs are left out and counted.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.duplicates import similarity
from geo.core.geodesy import KM_PER_DEGREE

# These limits are a judgement, not fitted: docs/decisions/0014.
MAX_GAP_DAYS = 2
MAX_DISTANCE_KM = 50.0
BUCKET_DAYS, CELL_DEGREES = 4, 1.0  # about twice the limits, so that a row touches few buckets and cells
MAX_BLOCK_PAIRS = 250_000  # under one key
MAX_CANDIDATES = 8_000_000
BATCH_PAIRS = 1_000_000  # in memory at a time
# The cosine of 78 degrees: nearer to a pole, cells count as no narrower, which bounds how many a point can reach.
MIN_COSINE = 0.2
# The calendar from year 1 to 9999 has 913,000 buckets, counted from 1970.
BUCKETS_PER_CELL, FIRST_BUCKET = 2_000_000, -1_000_000
CELLS_PER_ROW, FIRST_CELL_ROW = int(360 / CELL_DEGREES), -100

RowNumbers = NDArray[np.intp]
Keys = NDArray[np.int64]


class Keyed(NamedTuple):
    """Row numbers, and a key for each; a row may be there several times."""

    rows: RowNumbers
    keys: Keys


@dataclass(frozen=True, eq=False)
class CandidatePairs:
    """Row numbers of the two incidents of each pair; `n_left_out`: at most so many pairs were not looked at."""

    left: RowNumbers
    right: RowNumbers
    n_left_out: int


def candidate_pairs(
    rows: pd.DataFrame, *, within_datasets: bool, is_imported: NDArray[np.bool_] | None = None
) -> CandidatePairs:
    """The pairs of rows (see similarity.py) that are close in time and place, each once.

    Pairs within a dataset only on request. `is_imported`: only pairs with such a row; None for all.
    """
    datasets = None if within_datasets else pd.factorize(rows["dataset"].astype("str").fillna(""))[0]
    sides = [
        pair
        for left, right in (_cell_keys(rows), _province_keys(rows))
        for pair in _with_import(left, right, is_imported)
    ]
    candidates = [_join_on_keys(rows, *pair, datasets) for pair in sides]
    left = np.concatenate([pairs.left for pairs in candidates])
    right = np.concatenate([pairs.right for pairs in candidates])
    n_rows = max(len(rows), 1)
    pair_keys = np.unique(np.minimum(left, right) * np.intp(n_rows) + np.maximum(left, right))
    n_left_out = sum(pairs.n_left_out for pairs in candidates) + max(0, len(pair_keys) - MAX_CANDIDATES)
    return CandidatePairs(*np.divmod(pair_keys[:MAX_CANDIDATES], n_rows), n_left_out)


def _with_import(left: Keyed, right: Keyed, is_imported: NDArray[np.bool_] | None) -> list[tuple[Keyed, Keyed]]:
    """Two sides to join, in parts so that each pair has an imported row."""
    if is_imported is None:
        return [(left, right)]
    of_imports, of_others = (_keep(left, is_included) for is_included in (is_imported, ~is_imported))
    return [(of_imports, right), (of_others, _keep(right, is_imported))]


def _keep(keyed: Keyed, is_included: NDArray[np.bool_]) -> Keyed:
    mask = is_included[keyed.rows]
    return Keyed(keyed.rows[mask], keyed.keys[mask])


def _cell_keys(rows: pd.DataFrame) -> tuple[Keyed, Keyed]:
    """Each point under its own cell and its days; and under every cell and bucket that is within the limits."""
    points = np.flatnonzero(rows["has_point"].to_numpy())
    latitude, longitude = (rows[name].to_numpy(dtype=float)[points] for name in ("latitude", "longitude"))
    reach_north = MAX_DISTANCE_KM / KM_PER_DEGREE
    reach_east = reach_north / np.maximum(np.cos(np.radians(latitude)), MIN_COSINE)
    south, north = (_cell(latitude + sign * reach_north) for sign in (-1, 1))
    west, east = (_cell(longitude + sign * reach_east) for sign in (-1, 1))
    point, cell_row = expand_ranges(south, north)
    row_of_cell, cell_column = expand_ranges(west[point], east[point])
    own_keys = _cell_key(_cell(latitude), _cell(longitude))
    keys_in_reach = _cell_key(cell_row[row_of_cell], cell_column)
    owners = points[point[row_of_cell]]
    return _with_days(rows, points, own_keys, 0), _with_days(rows, owners, keys_in_reach, MAX_GAP_DAYS)


def _province_keys(rows: pd.DataFrame) -> tuple[Keyed, Keyed]:
    """The rows known only to their province under it and their days; and all rows in a province under both."""
    province = rows["province"].to_numpy()
    vague = np.flatnonzero(~rows["has_point"].to_numpy())
    assigned = np.flatnonzero(province >= 0)
    return (
        _with_days(rows, vague, province[vague].astype(np.int64), 0),
        _with_days(rows, assigned, province[assigned].astype(np.int64), MAX_GAP_DAYS),
    )


def _cell(degrees: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.floor(degrees / CELL_DEGREES).astype(np.int64)


def _cell_key(row: NDArray[np.int64], column: NDArray[np.int64]) -> Keys:
    """The key of a cell; columns wrap around the antimeridian."""
    return ((row - FIRST_CELL_ROW) * CELLS_PER_ROW + column % CELLS_PER_ROW).astype(np.int64)


def _with_days(rows: pd.DataFrame, numbers: RowNumbers, places: Keys, margin_days: int) -> Keyed:
    """Key rows by their place and by every bucket of days that they touch, widened by a margin."""
    first = (rows["first_day"].to_numpy()[numbers] - margin_days) // BUCKET_DAYS
    last = (rows["last_day"].to_numpy()[numbers] + margin_days) // BUCKET_DAYS
    position, bucket = expand_ranges(first, last)
    return Keyed(numbers[position], places[position] * BUCKETS_PER_CELL + bucket - FIRST_BUCKET)


def expand_ranges(first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[RowNumbers, NDArray[np.int64]]:
    """Every whole number from first to last of each range, with the position of its range."""
    lengths = last - first + 1
    position = np.repeat(np.arange(len(first)), lengths)
    offsets = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return position, first[position] + np.arange(len(position)) - offsets


def _join_on_keys(table: pd.DataFrame, left: Keyed, right: Keyed, datasets: RowNumbers | None) -> CandidatePairs:
    """The close pairs under a common key; `datasets` has the number of each row's dataset, None to ignore it."""
    order = np.argsort(right.keys, kind="stable")
    right = Keyed(right.rows[order], right.keys[order])
    start, stop = (np.searchsorted(right.keys, left.keys, side) for side in ("left", "right"))
    n_matches = stop - start
    in_block = pd.Series(n_matches).groupby(left.keys).transform("sum").to_numpy() if len(left.keys) else n_matches
    is_crowded = in_block > MAX_BLOCK_PAIRS
    pairs = [(left.rows[:0], left.rows[:0])]
    for batch in _batches(np.flatnonzero(~is_crowded & (n_matches > 0)), n_matches):
        position, match = expand_ranges(start[batch], stop[batch] - 1)
        pairs.append(_close_pairs(table, left.rows[batch[position]], right.rows[match], datasets))
    return CandidatePairs(
        np.concatenate([pair[0] for pair in pairs]),
        np.concatenate([pair[1] for pair in pairs]),
        int(n_matches[is_crowded].sum()),
    )


def _batches(positions: RowNumbers, n_matches: NDArray[np.intp]) -> list[RowNumbers]:
    """The positions in runs of about BATCH_PAIRS matches."""
    totals = np.cumsum(n_matches[positions])
    return np.split(positions, np.searchsorted(totals, np.arange(BATCH_PAIRS, totals[-1:].sum(), BATCH_PAIRS)))


def _close_pairs(
    table: pd.DataFrame, left: RowNumbers, right: RowNumbers, datasets: RowNumbers | None
) -> tuple[RowNumbers, RowNumbers]:
    """The pairs of two different rows, of different datasets, within the limits of time and distance."""
    comparable = np.flatnonzero((left != right) & (True if datasets is None else datasets[left] != datasets[right]))
    left, right = left[comparable], right[comparable]
    is_close = similarity.gap_days(table, left, right) <= MAX_GAP_DAYS
    km = similarity.distances_km(table, left[is_close], right[is_close])
    is_close[is_close] = ~(km > MAX_DISTANCE_KM)  # a distance that is not a number is that of two rows of a province
    return left[is_close], right[is_close]
