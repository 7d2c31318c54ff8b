"""Sums of the number killed (geo/query/casualty_sums.py), as ranges in words.

An unknown number leaves a range open; it never counts as 0.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import UNKNOWN, pluralize

RANGE_COLUMNS = ("incidents", "low", "high", "no_upper", "all_unknown")  # the sums that make up a range


def sum_by(sums: pd.DataFrame, codes: NDArray[np.intp], n_codes: int) -> pd.DataFrame:
    """Add up the rows by code, giving a row for each code below `n_codes`; whole numbers are exact up to 2**53."""
    by_code = {name: np.bincount(codes, weights=sums[name], minlength=n_codes) for name in sums}
    return pd.DataFrame(by_code).astype("int64")


def grand_total(sums: pd.DataFrame) -> pd.DataFrame:
    """All rows added up, as one row."""
    return sums.sum().astype("int64").to_frame().T


def format_ranges(sums: pd.DataFrame) -> list[str]:
    """The range of each row of sums in words."""
    columns = (sums[name].tolist() for name in RANGE_COLUMNS)
    rows = list(zip(*columns, strict=True))
    texts = {row: format_range(*row) for row in set(rows)}  # most cells of a wide table are alike
    return [texts[row] for row in rows]


def format_range(incidents: int, low: int, high: int, no_upper: int, all_unknown: int) -> str:
    """From the sum of the low numbers to the sum of the high ones, such as “27–30” or “at least 5”.

    `no_upper` and `all_unknown` count the incidents without an upper bound and without any number.
    """
    if all_unknown == incidents:
        return UNKNOWN
    closed = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    text = f"at least {low:,}" if no_upper else closed
    return f"{text} ({pluralize(all_unknown, 'incident')} unknown)" if all_unknown else text
