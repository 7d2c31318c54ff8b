"""How many people each row says were killed: low, best and high, with what is unknown told apart from 0."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.schema import KILLED

UNKNOWN = -1


@dataclass(frozen=True, eq=False)
class KilledBounds:
    """People killed, one entry a row; UNKNOWN where a row gives no such number.

    A low number that is missing is the best one, a best one the low, a high one the best. A zero that may also mean
    “not reported” is unknown. Both are the rules of the sums in geo/query/casualty_sums.py.
    """

    low: NDArray[np.int32]
    best: NDArray[np.int32]
    high: NDArray[np.int32]

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> "KilledBounds":
        """Read the bounds of all rows of an incident table."""
        zero_is_unknown = table["zero_means_unknown"].fillna(False).to_numpy(dtype=bool)
        columns = (table[name].to_numpy(dtype=np.int32, na_value=UNKNOWN) for name in KILLED)
        low, best, high = (np.where((numbers == 0) & zero_is_unknown, UNKNOWN, numbers) for numbers in columns)
        return cls(_first_known(low, best), _first_known(best, low), _first_known(high, best))

    @property
    def is_unknown(self) -> NDArray[np.bool_]:
        """Whether a row gives no number at all."""
        unknown: NDArray[np.bool_] = (self.low == UNKNOWN) & (self.high == UNKNOWN)
        return unknown

    def take(self, rows: NDArray[np.integer]) -> "KilledBounds":
        """The bounds of some rows."""
        return KilledBounds(self.low.take(rows), self.best.take(rows), self.high.take(rows))

    def of_row(self, row: int) -> list[int | None]:
        """Low, best and high of one row; None where unknown."""
        numbers = (int(bound[row]) for bound in (self.low, self.best, self.high))
        return [None if number == UNKNOWN else number for number in numbers]


def _first_known(numbers: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.where(numbers == UNKNOWN, others, numbers)
