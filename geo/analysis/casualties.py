"""The numbers killed as amounts that add up to a range: a number that is not known leaves it open, and is never 0."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import UNKNOWN, pluralize
from geo.core.schema import KILLED
from geo.query.index import ResultSet

RANGE_COLUMNS = ("incidents", "least", "most", "open", "silent")  # the amounts that a range is told from


def casualty_bounds(chosen: ResultSet) -> pd.DataFrame:
    """What each chosen incident adds to a range, in the table's order.

    `incidents` is 1; `least`, `best`, `most` are people, 0 where not known; `unsaid`: neither least nor best is known;
    `open`: the most is not known; `silent`: nothing is known. A zero that also stands for “not reported” is unknown.
    """
    table = chosen.index.table
    doubtful = _chosen(table["zero_means_unknown"].fillna(False).to_numpy(dtype=bool), chosen)
    given = (_chosen(table[name].to_numpy(dtype=float, na_value=np.nan), chosen) for name in KILLED)
    low, best, high = (np.where((numbers == 0) & doubtful, np.nan, numbers) for numbers in given)
    least, most, likely = (
        np.where(np.isnan(one), other, one) for one, other in ((low, best), (high, best), (best, low))
    )
    told = {
        "incidents": np.ones(len(low), dtype=np.int64),
        "least": np.nan_to_num(least),
        "best": np.nan_to_num(likely),
        "most": np.nan_to_num(most),
        "unsaid": np.isnan(least),
        "open": np.isnan(most),
        "silent": np.isnan(least) & np.isnan(most),
    }
    return pd.DataFrame(told)


def sum_by(amounts: pd.DataFrame, codes: NDArray[np.intp], number: int) -> pd.DataFrame:
    """The amounts added up by code below `number`; whole numbers stay exact up to 2**53."""
    sums = {name: np.bincount(codes, weights=amounts[name], minlength=number) for name in amounts}
    return pd.DataFrame(sums).astype("int64")


def grand_total(amounts: pd.DataFrame) -> pd.DataFrame:
    """The sums of all as one row."""
    return amounts.sum().astype("int64").to_frame().T


def format_ranges(sums: pd.DataFrame) -> list[str]:
    """The range of each row of sums in words."""
    columns = (sums[name].tolist() for name in RANGE_COLUMNS)
    each = list(zip(*columns, strict=True))
    told = {numbers: format_range(*numbers) for numbers in set(each)}  # most cells of a wide table are alike
    return [told[numbers] for numbers in each]


def format_range(incidents: int, least: int, most: int, unbounded: int, silent: int) -> str:
    """The sum of the low numbers to the sum of the high ones; open where an incident's number is not known."""
    if silent == incidents:
        return UNKNOWN
    told = f"at least {least:,}" if unbounded else f"{least:,}–{most:,}"
    told = f"{least:,}" if not unbounded and least == most else told
    return f"{told} ({pluralize(silent, 'incident')} unknown)" if silent else told


def _chosen(values: NDArray[np.generic], chosen: ResultSet) -> NDArray[np.generic]:
    return values if chosen.mask is None else values[chosen.mask]
