"""Find blank cells, replace cells and append notes, in columns of text or floats."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def is_blank(column: pd.Series) -> NDArray[np.bool_]:
    """Return whether each cell is missing, empty or only whitespace."""
    if pd.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.isna())
    codes, distinct = pd.factorize(column.astype("str"))
    is_empty = pd.Series(distinct, dtype="str").str.strip().eq("").to_numpy(dtype=bool)
    return np.asarray(np.append(is_empty, True)[codes], dtype=bool)  # a missing cell has the code -1, the last


def replace_cells(column: pd.Series, rows: pd.Index, values: object) -> pd.Series:
    """Return a copy with `values` in `rows`: floats in a column of floats, else text; None clears the cells."""
    is_float = pd.api.types.is_float_dtype(column.dtype)
    result = column.copy() if is_float else column.astype("str")
    result.loc[rows] = np.asarray(values, dtype=float) if is_float and values is not None else values
    return result


def add_notes(cells: pd.DataFrame, sentences: pd.Series) -> pd.Series:
    """Return the column `notes`, with each sentence (indexed by row) appended to the notes of its row."""
    notes = cells.get("notes", pd.Series(None, index=cells.index, dtype="str")).astype("str")
    before = notes.loc[sentences.index].fillna("").str.strip()
    is_closed = before.str.endswith((".", "!", "?", "…"))
    separators = np.select([before == "", is_closed], ["", " "], ". ")
    return replace_cells(notes, sentences.index, (before + separators + sentences).array)
