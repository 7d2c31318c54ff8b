"""What the rows above a row add up to, and whether its numbers are these sums."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A typed sum is often out of date: where others are equal, one may be off by so much. By judgement.
_NEAR_SHARE, _NEAR = 0.1, 2.0
Floats = NDArray[np.float64]


@dataclass
class RunningSums:
    """What the rows up to one of them add up to, in columns of numbers: since the last total, and in all."""

    since: Floats
    above: Floats
    n_since: int = 0
    n_above: int = 0
    has_total: bool = False

    def add(self, sums: Floats, n_rows: int) -> None:
        """Count rows in."""
        self.since, self.above = self.since + sums, self.above + sums
        self.n_since, self.n_above = self.n_since + n_rows, self.n_above + n_rows

    def close(self) -> None:
        """Begin a new group behind a total."""
        self.since, self.n_since, self.has_total = np.zeros_like(self.since), 0, True


def are_sums(numbers: Floats, sums: Floats, min_columns: int) -> bool:
    """Return whether a row's numbers are the sums: all of them, or most of at least two and the others nearly."""
    is_filled = ~np.isnan(numbers)
    values, totals = numbers[is_filled], sums[is_filled]
    is_equal = np.isclose(values, totals, rtol=1e-9, atol=1e-6)
    n_equal = int((is_equal & (totals != 0)).sum())
    if bool(is_equal.all()):
        return n_equal > 0 and len(values) >= min_columns
    is_near = np.abs(values - totals) <= np.maximum(_NEAR, _NEAR_SHARE * np.abs(totals))
    return n_equal >= 2 and 2 * n_equal >= len(values) and bool(is_near.all())
