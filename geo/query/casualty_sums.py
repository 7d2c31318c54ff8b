"""What incidents add to a range of people killed, and the sums of it by cell of a table. All numbers are whole."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.killed_bounds import UNKNOWN, KilledBounds

# Of each incident: 1; low, best and high, 0 where unknown; whether neither low nor best is known, neither high nor
# best, and none of the three. A zero that may also mean “not reported” is unknown.
CASUALTY_SUMS = ("incidents", "low", "best", "high", "no_figure", "no_upper", "all_unknown")
EXACT = 2**53  # below it, float64 adds whole numbers without a rest
# Of more cells than this, and than a few for each row, only those that occur are numbered. Measured: numbering the rows
# of a million takes ten times as long as counting them in as many cells does.
DENSE_CELLS = 100_000
DENSE_CELLS_PER_ROW = 4


def casualty_columns(killed: KilledBounds) -> dict[str, NDArray[np.generic]]:
    """What each row adds to each of CASUALTY_SUMS but `incidents`."""
    return {
        "low": np.maximum(killed.low, 0),
        "best": np.maximum(killed.best, 0),
        "high": np.maximum(killed.high, 0),
        "no_figure": killed.low == UNKNOWN,
        "no_upper": killed.high == UNKNOWN,
        "all_unknown": killed.is_unknown,
    }


def sum_by_cell(
    columns: Mapping[str, NDArray[np.generic]], classes: Sequence[NDArray[np.intp]], sizes: Sequence[int], n_rows: int
) -> pd.DataFrame:
    """The sums of the rows of each cell that occurs, in order of its classes: columns 0, 1 … and the sums, int64.

    `columns`: what is summed up beside `incidents`, as of `casualty_columns`. `classes`: by each of several groupings,
    the class of each row, below its entry in `sizes`; -1 is not counted.
    """
    if not classes:
        sums = {name: np.array([values.sum(dtype=np.int64)]) for name, values in columns.items()}
        return pd.DataFrame({"incidents": np.array([n_rows], dtype=np.int64)} | sums)
    is_counted = np.logical_and.reduce([each >= 0 for each in classes])
    whole = bool(is_counted.all())
    codes = np.zeros(n_rows, dtype=np.int64)
    for each, size in zip(classes, sizes, strict=True):
        codes = codes * size + each
    cells, codes = _number_cells(codes if whole else codes[is_counted], int(np.prod(sizes, dtype=np.int64)))
    taken = {name: values if whole else values[is_counted] for name, values in columns.items()}
    counts = np.bincount(codes, minlength=len(cells))
    sums = {"incidents": counts} | {name: _sum_exactly(codes, values, len(cells)) for name, values in taken.items()}
    occurs = counts > 0
    by_class = np.unravel_index(cells[occurs], tuple(sizes))
    keys = {number: each.astype(np.int64) for number, each in enumerate(by_class)}
    return pd.DataFrame(keys | {name: values[occurs].astype(np.int64) for name, values in sums.items()})


def _number_cells(codes: NDArray[np.int64], n_cells: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Some cells that include all that occur, and the position among them of that of each row."""
    if n_cells <= max(DENSE_CELLS, DENSE_CELLS_PER_ROW * len(codes)):
        return np.arange(n_cells), codes
    positions, cells = pd.factorize(codes, sort=True)
    return cells, positions


def _sum_exactly(codes: NDArray[np.int64], values: NDArray[np.generic], n_cells: int) -> NDArray[np.int64]:
    """The sum of whole numbers from 0 by code."""
    if len(values) == 0 or int(values.max()) * len(values) < EXACT:
        return np.bincount(codes, values, n_cells).astype(np.int64)
    sums = np.zeros(n_cells, dtype=np.int64)
    np.add.at(sums, codes, values)
    return sums
