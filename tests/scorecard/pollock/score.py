"""Pollock's measures: success, and precision, recall and F1 of header, records and cells; ten in all, each up to 1.

As its evaluation computes them, but that cells are compared as they stand, apart from upper case: it also takes numbers
and dates that are written differently for equal.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.scorecard.pollock.polluted_file import Rows

N_MEASURES = 10


def score(clean: Rows, loaded: Rows | None) -> float:
    """The sum of the ten measures; `loaded` is None where the file was refused."""
    if loaded is None:
        return 0.0
    if not clean:
        return float(N_MEASURES)
    header = _measures(clean[0], loaded[0] if loaded else ())
    records = _measures(map("".join, clean[1:]), map("".join, loaded[1:]))
    cells = _measures([cell for row in clean for cell in row], [cell for row in loaded for cell in row])
    return 1.0 + sum(header) + sum(records) + sum(cells)


def average(scores: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    """The simple score of a system, and the weighted one."""
    weighted = sum(score * weight for score, weight in zip(scores, weights, strict=True)) / sum(weights)
    return sum(scores) / len(scores), weighted


def _measures(clean: Iterable[str], loaded: Iterable[str]) -> tuple[float, float, float]:
    expected, actual = (Counter(text.lower() for text in texts) for texts in (clean, loaded))
    n_common = (expected & actual).total()
    if not expected:
        return 1.0, 1.0, 1.0
    if not n_common:
        return 0.0, 0.0, 0.0
    recall, precision = n_common / expected.total(), n_common / actual.total()
    return precision, recall, 2 * precision * recall / (precision + recall)
