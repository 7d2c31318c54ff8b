"""Pages of the rows of a packed folder in some order: counts say which days a page lies in, and only these are read."""

from collections.abc import Callable
from dataclasses import dataclass

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from geo.query.answers import Rows
from geo.query.lazy.codebook import Codebook
from geo.query.lazy.joined_tests import passes_any
from geo.query.lazy.lazy_rows import LazyRows
from geo.query.lazy.pack_source import COUNT, Term
from geo.query.lazy.row_test import NumberRange, code_test
from geo.query.packed.columns import GROUP_COLUMN, ROW

WHEN = GROUP_COLUMN["when"]
MAX_READ_ROWS = 2_000_000  # numbers of rows that are read and sorted at once: 16 MB
MAX_FIRST_ROWS = 1_000  # of an order, that are looked for year by year; chosen by judgement
BLOCK_ROWS = 2**17  # of more, only the blocks of numbers that a page lies in

Order = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PairOrder:
    """An order of rows in which those of a pair of dates follow each other.

    `pairs`: the codes of the pairs in that order; `key`: a number for each number of a row, which ascends with it.
    """

    pairs: Order
    key: Callable[[Rows], Order]


def table_order(codebook: Codebook) -> PairOrder:
    """The table's order."""
    return PairOrder(codebook.pairs_in_order, lambda rows: rows)


def backwards(codebook: Codebook) -> PairOrder:
    """The table's order backwards."""
    return PairOrder(codebook.pairs_in_order[::-1], lambda rows: -rows)


def latest_first(codebook: Codebook) -> PairOrder:
    """The table's order backwards, but for the undated, which come last."""
    pairs = codebook.pairs_in_order
    n_pairs = int(codebook.combinations("when")["date_start"].notna().sum())
    n_dated, n_rows = (int(codebook.first_rows[place]) for place in (n_pairs, -1))
    order = np.concatenate([pairs[:n_pairs][::-1], pairs[n_pairs:][::-1]])
    return PairOrder(order, lambda rows: np.where(rows < n_dated, -rows, n_rows - rows))


def slice_of(rows: LazyRows, start: int, stop: int, order: PairOrder) -> Rows:
    """The rows from one place of an order up to another."""
    first_rows = _first_rows(rows, stop, order) if stop <= MAX_FIRST_ROWS and not rows.counts_at_once("when") else None
    if first_rows is not None:
        return first_rows[start:stop]
    counts = rows.combination_counts("when")[order.pairs]
    first, last, offset = touched(counts, start, stop)
    if first > last:
        return np.zeros(0, dtype=np.int64)
    size = min(stop, int(counts.sum())) - start
    if counts[first : last + 1].sum() <= MAX_READ_ROWS:
        numbers = _of_pairs(rows, order.pairs[first : last + 1]).read([ROW])[ROW].to_numpy()
        return _sort(numbers, order)[offset : offset + size]
    # Only the first and the last pair can have many rows beside the page.
    skipped, slices = offset, []
    for place in range(first, last + 1):
        stop_in_pair = min(int(counts[place]), skipped + size)
        slices.append(
            _slice_blocks(_of_pairs(rows, order.pairs[place : place + 1]), skipped, stop_in_pair - skipped, order)
        )
        size, skipped = size - (stop_in_pair - skipped), 0
    return np.concatenate(slices)


def _first_rows(rows: LazyRows, size: int, order: PairOrder) -> Rows | None:
    """The first rows of an order, or all where they are fewer; None where more would have to be read than counted.

    Years are read in this order, twice as many each time, until they have enough: the rows of the others stay unread.
    """
    stops, numbers, place, width = _stops_of_years(rows.source.codebook, order), np.zeros(0, dtype=np.int64), 0, 1
    while place < len(stops) and len(numbers) < size:
        last = min(place + width, len(stops)) - 1
        pairs = order.pairs[stops[place - 1] if place else 0 : stops[last]]
        further = _of_pairs(rows, pairs).read_some([ROW], MAX_READ_ROWS)
        if further is None:
            return None
        numbers = np.concatenate([numbers, further[ROW].to_numpy()])
        place, width = last + 1, 2 * width
    return _sort(numbers, order)[:size]


def _stops_of_years(codebook: Codebook, order: PairOrder) -> list[int]:
    """Where the pairs of each year end in an order, the undated being a year."""
    years = codebook.combinations("when")["date_start"].dt.year.fillna(0).to_numpy()[order.pairs]
    return [*(np.flatnonzero(np.diff(years)) + 1).tolist(), len(years)] if len(years) else []


def _of_pairs(rows: LazyRows, pairs: Order) -> LazyRows:
    """The rows of some pairs of dates."""
    is_included = np.zeros(len(rows.source.codebook.combinations("when")), dtype=bool)
    is_included[pairs] = True
    return rows.narrow(code_test(WHEN, is_included, has_missing=False))


def _slice_blocks(rows: LazyRows, offset: int, size: int, order: PairOrder) -> Rows:
    """The same of one pair of dates, which may have very many rows: by blocks of their numbers."""
    row = nw.col(ROW)
    sums = rows.sums({"block": Term(row - row % BLOCK_ROWS, (ROW,))}, {COUNT: None})
    blocks, counts = sums["block"].to_numpy(dtype=np.int64), sums[COUNT].to_numpy(dtype=np.int64)
    places = np.argsort(order.key(blocks), kind="stable")
    first, last, skipped = touched(counts[places], offset, offset + size)
    ranges = (NumberRange(int(block), int(block) + BLOCK_ROWS) for block in blocks[places[first : last + 1]])
    numbers = rows.narrow(passes_any(ranges)).read([ROW])[ROW].to_numpy()
    return _sort(numbers, order)[skipped : skipped + size]


def _sort(rows: Rows, order: PairOrder) -> Rows:
    return rows[np.argsort(order.key(rows), kind="stable")].astype(np.int64)


def touched(counts: Order, start: int, stop: int) -> tuple[int, int, int]:
    """The first and last of some counted things that a slice touches, and how many of the first it skips."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    stop = min(stop, total)
    if start >= stop:
        return 1, 0, 0
    first, last = int(ends.searchsorted(start, side="right")), int(ends.searchsorted(stop, side="left"))
    return first, last, start - (int(ends[first - 1]) if first else 0)
