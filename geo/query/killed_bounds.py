"""How many people each row says were killed: low, best and high, with what is unknown told apart from 0."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.claimed_range import parse_claimed_range
from geo.core.schema import KILLED, KILLED_CLAIMED

UNKNOWN = -1
BOUNDS_COLUMNS = (*KILLED, "zero_means_unknown", KILLED_CLAIMED)  # of which they are read

Numbers = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class KilledBounds:
    """People killed, one entry a row; UNKNOWN where a row gives no such number.

    A low number that is missing is the best one, a best one the low, a high one the best. A zero that may also mean
    “not reported” is unknown. Both are the rules of the sums in geo/query/casualty_sums.py. Where parties contradict
    each other, low and high reach to the least and the greatest number that one of them claims
    (docs/decisions/0046). `most`: the greatest number that is stated, even where there is no upper end.
    """

    low: Numbers
    best: Numbers
    high: Numbers
    most: Numbers

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> "KilledBounds":
        """Read the bounds of all rows of a table that has BOUNDS_COLUMNS."""
        zero_is_unknown = table["zero_means_unknown"].fillna(False).to_numpy(dtype=bool)
        columns = (table[name].to_numpy(dtype=np.int32, na_value=UNKNOWN) for name in KILLED)
        low, best, high = (np.where((numbers == 0) & zero_is_unknown, UNKNOWN, numbers) for numbers in columns)
        most = np.maximum.reduce([low, best, high])
        stated = cls(_first_known(low, best), _first_known(best, low), _first_known(high, best), most)
        return stated._with_claims(table[KILLED_CLAIMED])

    @property
    def is_unknown(self) -> NDArray[np.bool_]:
        """Whether a row gives no number at all."""
        unknown: NDArray[np.bool_] = (self.low == UNKNOWN) & (self.high == UNKNOWN)
        return unknown

    def take(self, rows: NDArray[np.integer]) -> "KilledBounds":
        """The bounds of some rows."""
        return KilledBounds(*(each.take(rows) for each in (self.low, self.best, self.high, self.most)))

    def of_row(self, row: int) -> list[int | None]:
        """Low, best and high of one row; None where unknown."""
        numbers = (int(bound[row]) for bound in (self.low, self.best, self.high))
        return [None if number == UNKNOWN else number for number in numbers]

    def _with_claims(self, ranges: pd.Series) -> "KilledBounds":
        """The same, wider where parties claim ranges that contradict each other."""
        codes, texts = pd.factorize(ranges)
        read = [parse_claimed_range(text) for text in texts]
        if not any(read):
            return self
        rows = [each or (UNKNOWN, UNKNOWN, False) for each in (*read, None)]  # the last one for code -1
        least, most, is_open = (np.array(values)[codes] for values in zip(*rows, strict=True))
        is_claimed = least != UNKNOWN
        low = np.where(self.is_unknown, least, np.minimum(np.maximum(self.low, 0), least))
        low = np.where(is_claimed, low, self.low).astype(np.int32)
        is_closed = ~is_open & (self.is_unknown | (self.high != UNKNOWN))
        high = np.where(is_closed, np.maximum(self.high, most), UNKNOWN)
        high = np.where(is_claimed, high, self.high).astype(np.int32)
        return KilledBounds(low, _first_known(self.best, low), high, np.maximum(self.most, most).astype(np.int32))


def _first_known(numbers: Numbers, others: Numbers) -> Numbers:
    return np.where(numbers == UNKNOWN, others, numbers)
