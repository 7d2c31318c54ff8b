"""Rows whose cells stand one or two columns beside their own: their kinds fit the neighbours, and not their columns.

A cell is lost or doubled when a table is copied or edited by hand. Each column's kind (numbers, dates, a few words that
recur) is that of most of its cells; a row is shifted where several cells break their columns' kinds and would keep them
one or two columns further.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.formatting import pluralize
from geo.ingest.parsers.missing_words import is_missing_word
from geo.ingest.readers.raw_table import RawTable, build_rejections

# By judgement, and checked on tables without shifted rows (tests/geo/ingest/checks/test_shifted_rows.py).
MIN_ROWS, MIN_COLUMNS, MAX_COLUMNS = 12, 4, 300
MIN_KIND_SHARE = 0.8  # of a column's cells that are of one kind
SAMPLE_ROWS = 2_000  # by which a column's kind is known
MIN_FILLED = 8  # cells of a column
MIN_REPEATS = 4  # times that the words of a column of codes recur on average
MIN_WORD_COUNT, MIN_WORD_SHARE = 3, 0.001  # of a word that is one of a column's codes
MIN_GAIN = 2  # cells that fit only beside their column
SURE_GAIN = 3  # from which one misfit more is no matter
MAX_SUSPECT_SHARE = 0.4  # of rows: beyond, the kinds are not understood
SHIFTS = (1, 2, -1, -2)  # columns to the right of their own, the likeliest first
MAX_SHOWN = 60  # characters of a cell that a reason repeats
# In the syntax of RE2, whose time is linear; bounded repetitions would make it slow.
_WHOLE = r"^\s*[+-]?[0-9]+\s*$"
_NUMBER = r"^\s*[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?\s*$"
_DATE = r"^\s*[0-9]+[-/. ]([0-9]+|[^0-9 ]+)[-/. ][0-9]+($|[T ])|^\s*[^0-9 ]+ [0-9]+,? [0-9]+$"
_PATTERNS = (_WHOLE, _NUMBER, _DATE)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Kind:
    """What the cells of a column are: texts of a pattern, or words of a list."""

    pattern: str = ""
    words: pa.Array | None = None

    def fits(self, texts: pa.ChunkedArray) -> Mask:
        """Which texts are of this kind; missing ones are not."""
        if self.words is not None:
            return _to_mask(pc.is_in(texts, self.words))
        is_fit = _to_mask(pc.ascii_is_decimal(texts)) if self.pattern != _DATE else np.zeros(len(texts), dtype=bool)
        others = np.flatnonzero(~is_fit & _to_mask(texts.is_valid()))
        is_fit[others] = _to_mask(pc.match_substring_regex(texts.take(pa.array(others)), self.pattern))
        return is_fit


def _to_mask(booleans: pa.ChunkedArray) -> Mask:
    return np.array(pc.fill_null(booleans, False).to_numpy(), dtype=bool)


def reject_shifted_rows(table: RawTable) -> RawTable:
    """Return the table with its shifted rows among the rejected, each with what stands where."""
    cells = table.cells
    if len(cells) < MIN_ROWS or not MIN_COLUMNS <= len(cells.columns) <= MAX_COLUMNS:
        return table
    texts = _to_texts(cells)
    kinds = {place: kind for place, column in enumerate(texts) if (kind := _find_kind(column))}
    if len(kinds) < MIN_GAIN:
        return table
    suspects = np.flatnonzero(_count_misfits(texts, kinds) >= MIN_GAIN)
    if not 0 < len(suspects) <= MAX_SUSPECT_SHARE * len(cells):
        return table
    shifted = list(_find_shifts(cells.iloc[suspects], kinds))
    if not shifted:
        return table
    rejections = build_rejections(shifted)
    rejected = pd.concat([part for part in (table.rejected, rejections) if len(part)], ignore_index=True)
    return replace(table, cells=cells.drop(index=rejections["row"]), rejected=rejected)


def _to_texts(cells: pd.DataFrame) -> list[pa.ChunkedArray]:
    """The columns as text; those of other types are missing everywhere."""
    table = pa.Table.from_pandas(cells, preserve_index=False)
    nothing = pa.chunked_array([pa.nulls(len(cells), pa.large_string())])
    columns = (table.column(place) for place in range(table.num_columns))
    return [
        column.cast(pa.large_string())
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        else nothing
        for column in columns
    ]


def _find_kind(column: pa.ChunkedArray) -> _Kind | None:
    filled = column.slice(0, SAMPLE_ROWS).drop_null()
    if len(filled) < MIN_FILLED:
        return None
    for pattern in _PATTERNS:
        if _Kind(pattern).fits(filled).mean() >= MIN_KIND_SHARE:
            return _Kind(pattern)
    if pc.count_distinct(filled).as_py() * MIN_REPEATS > len(filled):
        return None
    counts = pc.value_counts(column.drop_null())
    least = max(MIN_WORD_COUNT, MIN_WORD_SHARE * len(column))
    words = counts.filter(pc.greater_equal(counts.field("counts"), least)).field("values")
    kind = _Kind(words=words)
    return kind if kind.fits(filled).mean() >= MIN_KIND_SHARE else None


def _count_misfits(texts: list[pa.ChunkedArray], kinds: dict[int, _Kind]) -> NDArray[np.int64]:
    n_misfits = np.zeros(len(texts[0]), dtype=np.int64)
    for place, kind in kinds.items():
        n_misfits += ~kind.fits(texts[place]) & _to_mask(texts[place].is_valid())
    return n_misfits


def _find_shifts(cells: pd.DataFrame, kinds: dict[int, _Kind]) -> Iterator[tuple[int, str, str, str]]:
    """The rejections of those rows whose cells fit better beside their columns."""
    # Words for “unknown” fit every column, and say nothing.
    known = cells.apply(lambda texts: texts.mask(is_missing_word(texts.astype("str"))).astype("str"))
    texts = _to_texts(known)
    is_filled = np.column_stack([column.is_valid().to_numpy() for column in texts])
    fits = {shift: _fits_column(texts, kinds, shift) for shift in (0, *SHIFTS)}

    def has_kind(shift: int) -> Mask:
        return np.array([place - shift in kinds for place in range(len(texts))])

    def is_beyond(shift: int) -> Mask:
        return np.array([not 0 <= place - shift < len(texts) for place in range(len(texts))])

    misfits = has_kind(0) & is_filled & ~fits[0]
    is_shifted = np.zeros(len(cells), dtype=bool)
    for shift in SHIFTS:
        gains = misfits & fits[shift]
        losses = has_kind(shift) & is_filled & ~misfits & ~fits[shift]
        first, last = _best_segments(gains.astype(int) - losses.astype(int))
        for row in np.flatnonzero(~is_shifted):
            segment = slice(first[row], last[row])
            n_gains, n_losses = int(gains[row, segment].sum()), int(losses[row, segment].sum())
            n_unexplained = int((misfits[row] & (has_kind(shift) | is_beyond(shift))).sum()) - n_gains
            if n_gains - n_losses < MIN_GAIN or n_unexplained + n_losses > (n_gains >= SURE_GAIN) * n_gains / SURE_GAIN:
                continue
            is_shifted[row] = True
            yield _make_rejection(known.iloc[row], np.flatnonzero(gains[row]), shift)


def _fits_column(texts: list[pa.ChunkedArray], kinds: dict[int, _Kind], shift: int) -> Mask:
    """Which cells, by row and column, fit the column from which they would have moved `shift` columns to the right."""
    fits = np.zeros((len(texts[0]), len(texts)), dtype=bool)
    for place, column in enumerate(texts):
        if place - shift in kinds:
            fits[:, place] = kinds[place - shift].fits(column)
    return fits


def _best_segments(scores: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each row the first column, and that behind the last one, of the stretch with the largest sum."""
    sums = np.pad(scores.cumsum(axis=1), ((0, 0), (1, 0)))
    lowest = np.minimum.accumulate(sums, axis=1)
    last = (sums - lowest).argmax(axis=1)
    first = np.array([int(row[: end + 1].argmin()) for row, end in zip(sums, last, strict=True)], dtype=np.int64)
    return first, last


def _make_rejection(cells: pd.Series, places: NDArray[np.int64], shift: int) -> tuple[int, str, str, str]:
    names = list(map(str, cells.index))
    contents = [f"“{names[place]}” holds “{str(cells.iloc[place])[:MAX_SHOWN]}”" for place in places[:2]]
    direction = "right" if shift > 0 else "left"
    reason = (
        f"is shifted: its cells stand {pluralize(abs(shift), 'column')} to the {direction} of their own; "
        f"{' and '.join(contents)}. Move them in the file, and add it again."
    )
    place = int(places[0])
    return int(str(cells.name)), names[place], str(cells.iloc[place]), reason
