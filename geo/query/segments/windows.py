"""Which rows of each part a page of them all can begin and end with, so that nothing before the page is read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Windows:
    """By part, from which to which of its own rows to read; `skipped` of them, in joint order, precede the page."""

    ranges: tuple[tuple[int, int], ...]
    skipped: int


def windows_of_counts(counts: Sequence[int], start: int, stop: int) -> Windows:
    """The windows where only the number of each part's rows is known.

    At most all rows of the other parts precede a part's first row on the page: so many rows at most are read too much.
    """
    total = sum(counts)
    ranges = tuple((min(own, max(0, start - (total - own))), min(own, stop)) for own in counts)
    return Windows(ranges, start - sum(low for low, _ in ranges))


def windows_of_days(before: Counts, start: int, stop: int) -> Windows:
    """The windows where it is known how many rows each part has before each pair of days, [part, pair]; the last
    column has all. `start` is less than `stop`, which is at most the number of all rows.

    Within a pair of days only the number of each part's rows is known.
    """
    totals = before.sum(axis=0)
    first, last = (int(totals.searchsorted(position, side="right")) - 1 for position in (start, stop - 1))
    from_first = windows_of_counts(_in_pair(before, first), start - int(totals[first]), stop)
    to_last = windows_of_counts(_in_pair(before, last), 0, stop - int(totals[last]))
    lows = [int(own[first]) + low for own, (low, _) in zip(before, from_first.ranges, strict=True)]
    highs = [int(own[last]) + high for own, (_, high) in zip(before, to_last.ranges, strict=True)]
    return Windows(tuple(zip(lows, highs, strict=True)), start - sum(lows))


def _in_pair(before: Counts, pair: int) -> list[int]:
    counts: list[int] = (before[:, pair + 1] - before[:, pair]).tolist()
    return counts
