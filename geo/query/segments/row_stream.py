"""Streams of rows, each in the table's order, as one stream in that order: no more is read than a batch of each."""

from collections.abc import Iterator, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.core.incidents import ORDER_COLUMNS, chronological_order

Batches = Iterator[gpd.GeoDataFrame]


def merge_streams(streams: Sequence[Batches]) -> Batches:
    """All rows of the streams in the table's order; the batches are of any length but empty."""
    waiting: dict[int, gpd.GeoDataFrame] = {}
    live = dict(enumerate(streams))
    while True:
        for number in [number for number in live if number not in waiting]:
            batch = next((rows for rows in live[number] if len(rows)), None)
            if batch is None:
                del live[number]
            else:
                waiting[number] = batch
        if not waiting:
            return
        yield _take_first(waiting, live)


def _take_first(waiting: dict[int, gpd.GeoDataFrame], live: dict[int, Batches]) -> gpd.GeoDataFrame:
    """The waiting rows that no later row of a live stream can precede; the others go on waiting."""
    numbers = list(waiting)
    if len(numbers) == 1:
        return waiting.pop(numbers[0])
    lengths = [len(waiting[number]) for number in numbers]
    ends = np.cumsum(lengths)
    order = chronological_order(pd.concat([pd.DataFrame(waiting[number][list(ORDER_COLUMNS)]) for number in numbers]))
    places = np.empty(len(order), dtype=np.intp)
    places[order] = np.arange(len(order))
    last_places = [places[end - 1] for number, end in zip(numbers, ends.tolist(), strict=True) if number in live]
    n_safe = int(min(last_places, default=len(order) - 1)) + 1
    # Each stream is in order, so that the safe ones of its rows are its first.
    taken = [int((part < n_safe).sum()) for part in np.split(places, ends[:-1])]
    pieces = [waiting[number].iloc[:count] for number, count in zip(numbers, taken, strict=True)]
    for number, count, length in zip(numbers, taken, lengths, strict=True):
        waiting.update({number: waiting[number].iloc[count:]} if count < length else {})
        if count == length:
            del waiting[number]
    joint = pd.concat([piece for piece in pieces if len(piece)])
    safe = joint.iloc[chronological_order(pd.DataFrame(joint[list(ORDER_COLUMNS)]))]
    return safe.reset_index(drop=True)


def cut_batches(rows: Batches, first: int, size: int) -> Batches:
    """The same rows, `first` of them, then `size` at a time."""
    pending: list[gpd.GeoDataFrame] = []
    n_pending, wanted = 0, first
    for batch in rows:
        pending, n_pending = [*pending, batch], n_pending + len(batch)
        while n_pending >= wanted:
            joint = _concat(pending)
            yield joint.iloc[:wanted].reset_index(drop=True)
            pending, n_pending, wanted = [joint.iloc[wanted:]], n_pending - wanted, size
    if n_pending:
        yield _concat(pending).reset_index(drop=True)


def _concat(parts: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    filled = [part for part in parts if len(part)]
    return filled[0] if len(filled) == 1 else pd.concat(filled)
