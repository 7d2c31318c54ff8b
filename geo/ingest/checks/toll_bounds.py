"""Tolls whose least is above their most, or whose best figure lies outside: they are unknown, and the row stays."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.formatting import pluralize
from geo.core.schema import INJURED, KILLED
from geo.ingest.checks.cell_edits import add_notes, replace_cells
from geo.ingest.import_result import Finding
from geo.ingest.provider import Crosswalk

N_EXAMPLES = 3  # of rows that a finding shows


def clear_contradictory_tolls(crosswalk: Crosswalk) -> Crosswalk:
    """Return the crosswalk with such tolls left unknown, a note in each of the rows and one finding an outcome."""
    for names in (KILLED, INJURED):
        crosswalk = _clear(crosswalk, names)
    return crosswalk


def _clear(crosswalk: Crosswalk, names: tuple[str, ...]) -> Crosswalk:
    cells = crosswalk.cells
    present = [name for name in names if name in cells.columns]
    if len(present) < 2:
        return crosswalk
    figures = [_to_numbers(cells[name]) for name in present]
    is_wrong = _is_descending(figures)
    if not is_wrong.any():
        return crosswalk
    rows = cells.index[is_wrong]
    outcome = names[0].partition("_")[0]
    written = _describe(cells.loc[rows, present])
    noted = add_notes(cells, f"the {outcome} contradict each other ({outcome}: " + written + ") and are unknown")
    changes: Mapping[str, pd.Series] = {name: _blank(cells[name], rows) for name in present}
    return replace(
        crosswalk,
        cells=cells.assign(**changes, notes=noted),
        findings=(*crosswalk.findings, *_find(outcome, rows, written, crosswalk.origin.get(names[0], ""))),
    )


def _find(outcome: str, rows: pd.Index, written: pd.Series, column: str) -> Iterator[Finding]:
    text = f"The {outcome} of {pluralize(len(rows), 'row')} contradict each other (the least is above the most)"
    examples = tuple(f"row {row:,}: {figures}" for row, figures in written.iloc[:N_EXAMPLES].items())
    yield Finding(f"{text} and are left unknown", column, rows, examples)


def _is_descending(figures: list[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Whether a figure is below an earlier one, in the order low, best, high; unknown ones contradict nothing."""
    is_wrong = np.zeros(len(figures[0]), dtype=bool)
    for first in range(len(figures)):
        for second in range(first + 1, len(figures)):
            with np.errstate(invalid="ignore"):
                is_wrong |= figures[first] > figures[second]
    return is_wrong


def _to_numbers(column: pd.Series) -> NDArray[np.float64]:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.to_numpy(dtype="float64", na_value=np.nan), dtype=np.float64)
    return np.asarray(pd.to_numeric(column.astype("str"), errors="coerce"), dtype=np.float64)


def _describe(figures: pd.DataFrame) -> pd.Series:
    """The figures as written, such as “low 2, high 1”."""
    parts = [
        (name.rpartition("_")[2] + " " + figures[name].astype("str")).where(figures[name].notna()) for name in figures
    ]
    return pd.concat(parts, axis=1).apply(lambda row: ", ".join(row.dropna()), axis=1).astype("str")


def _blank(column: pd.Series, rows: pd.Index) -> pd.Series:
    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.mask(column.index.isin(rows))
    return replace_cells(column, rows, None)
