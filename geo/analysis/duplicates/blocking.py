"""Which incidents are worth comparing: those that share a few days and a coarse cell, or a province.

No pair of rows is looked at that shares neither, so that the work grows with what happened near each other and not with
the product of two tables; where too much did, it is left out and counted.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.analysis.duplicates import similarity

RowNumbers = NDArray[np.intp]
MAX_DAYS_APART = 2
MAX_DISTANCE_KM = 50.0
BUCKET_DAYS, CELL_DEGREES = 4, 1.0
MAX_BLOCK_PAIRS = 250_000  # pairs of one place and some days
MAX_CANDIDATES = 8_000_000  # pairs that are close enough
BATCH_PAIRS = 1_000_000  # pairs held in memory


def candidate_pairs(rows: pd.DataFrame, within: bool) -> tuple[RowNumbers, RowNumbers, int]:
    """Pairs of row numbers that share a few days and a coarse cell or a province, each once."""
    dataset, _ = pd.factorize(rows["dataset"].astype("str").fillna(""))
    joined = [
        _joined(rows, *keys, dataset=None if within else dataset) for keys in (_cell_keys(rows), _province_keys(rows))
    ]
    one, other = (np.concatenate([each[side] for each in joined]) for side in (0, 1))
    number = max(len(rows), 1)
    keys = np.unique(np.minimum(one, other) * np.intp(number) + np.maximum(one, other))
    left_out = sum(each[2] for each in joined) + max(0, len(keys) - MAX_CANDIDATES)
    return keys[:MAX_CANDIDATES] // number, keys[:MAX_CANDIDATES] % number, left_out


def _cell_keys(rows: pd.DataFrame) -> tuple[RowNumbers, NDArray[np.int64], RowNumbers, NDArray[np.int64]]:
    """Row numbers and keys: of each point's own cell, and of every cell that its reach touches, for all its days."""
    at = np.flatnonzero(rows["pointed"].to_numpy())
    latitude, longitude = (rows[name].to_numpy(dtype=float)[at] for name in ("latitude", "longitude"))
    reach = MAX_DISTANCE_KM / similarity.KM_A_DEGREE
    across = reach / np.maximum(np.cos(np.radians(latitude)), 0.2)
    south, north = (np.floor((latitude + turn * reach) / CELL_DEGREES).astype(int) for turn in (-1, 1))
    west, east = (np.floor((longitude + turn * across) / CELL_DEGREES).astype(int) for turn in (-1, 1))
    one, row = _spanned(south, north)
    two, column = _spanned(west[one], east[one])
    touched = _space(row[two], column)
    own = _space(np.floor(latitude / CELL_DEGREES).astype(int), np.floor(longitude / CELL_DEGREES).astype(int))
    return (*_with_days(rows, at, own, 0), *_with_days(rows, at[one[two]], touched, MAX_DAYS_APART))


def _province_keys(rows: pd.DataFrame) -> tuple[RowNumbers, NDArray[np.int64], RowNumbers, NDArray[np.int64]]:
    """The same for provinces: of rows known to no more than one, and of all rows in it."""
    province = rows["province"].to_numpy()
    vague = np.flatnonzero(~rows["pointed"].to_numpy())
    placed = np.flatnonzero(province >= 0)
    return (
        *_with_days(rows, vague, province[vague].astype(np.int64), 0),
        *_with_days(rows, placed, province[placed].astype(np.int64), MAX_DAYS_APART),
    )


def _space(row: RowNumbers, column: RowNumbers) -> NDArray[np.int64]:
    around = int(360 / CELL_DEGREES)
    return ((row + 100) * around + column % around).astype(np.int64)


def _with_days(
    rows: pd.DataFrame, at: RowNumbers, space: NDArray[np.int64], margin: int
) -> tuple[RowNumbers, NDArray[np.int64]]:
    """A key for every few days that a row, widened by some days, touches in its place."""
    first = (rows["first"].to_numpy()[at] - margin) // BUCKET_DAYS
    last = (rows["last"].to_numpy()[at] + margin) // BUCKET_DAYS
    of, bucket = _spanned(first, last)
    return at[of], space[of] * 2_000_000 + bucket + 1_000_000


def _spanned(first: RowNumbers, last: RowNumbers) -> tuple[RowNumbers, RowNumbers]:
    """Every whole number from first to last of each, and whose it is."""
    lengths = last - first + 1
    of = np.repeat(np.arange(len(first)), lengths)
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return of, first[of] + np.arange(len(of)) - before


def _joined(
    table: pd.DataFrame,
    rows: RowNumbers,
    keys: NDArray[np.int64],
    others: RowNumbers,
    other_keys: NDArray[np.int64],
    *,
    dataset: RowNumbers | None,
) -> tuple[RowNumbers, RowNumbers, int]:
    """The close pairs under one key, and how many were not looked at for their key holds too many."""
    order = np.argsort(other_keys, kind="stable")
    others, other_keys = others[order], other_keys[order]
    start, stop = (np.searchsorted(other_keys, keys, side) for side in ("left", "right"))
    number = stop - start
    in_block = pd.Series(number).groupby(keys).transform("sum").to_numpy() if len(keys) else number
    crowded = in_block > MAX_BLOCK_PAIRS
    kept = np.flatnonzero(~crowded & (number > 0))
    turns = np.cumsum(number[kept])
    pairs = [(rows[:0], rows[:0])]
    for turn in np.split(kept, np.searchsorted(turns, np.arange(BATCH_PAIRS, turns[-1:].sum(), BATCH_PAIRS))):
        of, place = _spanned(start[turn], stop[turn] - 1)
        one, other = rows[turn[of]], others[place]
        apart = np.flatnonzero((one != other) & (True if dataset is None else dataset[one] != dataset[other]))
        close = apart[_close(table, one[apart], other[apart])]
        pairs.append((one[close], other[close]))
    return (
        np.concatenate([each[0] for each in pairs]),
        np.concatenate([each[1] for each in pairs]),
        int(number[crowded].sum()),
    )


def _close(rows: pd.DataFrame, one: RowNumbers, other: RowNumbers) -> NDArray[np.bool_]:
    """Whether the pairs are few days and kilometres apart."""
    near = similarity.gap_days(rows, one, other) <= MAX_DAYS_APART
    near[near] = ~(similarity.distances_km(rows, one[near], other[near]) > MAX_DISTANCE_KM)
    return near
