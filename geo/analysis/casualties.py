"""Sums of the number killed, as ranges. An unknown number leaves a range open; it never counts as 0."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import UNKNOWN, pluralize
from geo.core.schema import KILLED
from geo.query.result_set import ResultSet

RANGE_COLUMNS = ("incidents", "low", "high", "no_upper", "all_unknown")  # the sums that make up a range


def casualty_bounds(results: ResultSet) -> pd.DataFrame:
    """What each selected incident adds to a range, one row each in the table's order.

    `incidents` is 1. `low`, `best` and `high` are people killed, 0 where unknown. The flags are `no_figure` (neither
    low nor best is known), `no_upper` (neither high nor best) and `all_unknown` (none of the three). A zero that may
    also mean “not reported” is unknown.
    """
    table = results.index.table
    zero_is_unknown = _selected(table["zero_means_unknown"].fillna(False).to_numpy(dtype=bool), results)
    columns = (_selected(table[name].to_numpy(dtype=float, na_value=np.nan), results) for name in KILLED)
    low, best, high = (np.where((numbers == 0) & zero_is_unknown, np.nan, numbers) for numbers in columns)
    low, best, high = _first_known(low, best), _first_known(best, low), _first_known(high, best)
    bounds = {
        "incidents": np.ones(len(low), dtype=np.int64),
        "low": np.nan_to_num(low),
        "best": np.nan_to_num(best),
        "high": np.nan_to_num(high),
        "no_figure": np.isnan(low),
        "no_upper": np.isnan(high),
        "all_unknown": np.isnan(low) & np.isnan(high),
    }
    return pd.DataFrame(bounds)


def sum_by(bounds: pd.DataFrame, codes: NDArray[np.intp], n_codes: int) -> pd.DataFrame:
    """Sum the rows by code, giving a row for each code below `n_codes`; whole numbers are exact up to 2**53."""
    sums = {name: np.bincount(codes, weights=bounds[name], minlength=n_codes) for name in bounds}
    return pd.DataFrame(sums).astype("int64")


def grand_total(bounds: pd.DataFrame) -> pd.DataFrame:
    """The sums of all rows, as one row."""
    return bounds.sum().astype("int64").to_frame().T


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


def _first_known(numbers: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isnan(numbers), others, numbers)


def _selected(values: NDArray[np.generic], results: ResultSet) -> NDArray[np.generic]:
    return values if results.mask is None else values[results.mask]
