"""The incident table as cells of text in a format's notation, one column of a batch at a time."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

GEOMETRY = "geometry"  # written as latitude and longitude
TEXT = pa.large_string()

Formatter = Callable[[pa.Array], pa.Array]


@dataclass(frozen=True)
class CellFormat:
    """How a format writes its cells. Each function takes an array of text and leaves its nulls, the unknown, unchanged.

    `text` gets any text, `day` ISO dates, `plain` numbers, true and false; `unknown` is written for null.
    """

    text: Formatter
    day: Formatter
    plain: Formatter
    unknown: str


class CellEncoder:
    """Encodes the columns of a table as text that reads back to the same values.

    The categories of a column are formatted once for all batches that have the same ones.
    """

    def __init__(self, table: pd.DataFrame, cell_format: CellFormat) -> None:
        self.names = [str(name) for name in table.columns if name != GEOMETRY]
        self._format = cell_format
        self._categories: dict[str, tuple[pd.Index, pa.Array]] = {}

    def encode(self, rows: pd.DataFrame) -> list[pa.Array]:
        """Encode some rows of the table: an array of cells for each of `names`, without nulls."""
        return [self._encode_column(name, rows[name]).fill_null(self._format.unknown) for name in self.names]

    def _encode_column(self, name: str, values: pd.Series) -> pa.Array:
        if isinstance(values.dtype, pd.CategoricalDtype):
            return _take(self._categories_of(name, values.cat.categories), values.cat.codes.to_numpy())
        if pd.api.types.is_float_dtype(values.dtype):
            # Arrow writes some numbers differently from Python: 26.0 as 26, 1e-07 as 1e-7.
            return self._format.plain(
                _text_array([repr(number) if number == number else None for number in values])  # NaN != NaN
            )
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            return _format_unique(values, _iso_days, self._format.day)
        if pd.api.types.is_bool_dtype(values.dtype):
            return _format_unique(values, _true_false, self._format.plain)
        if pd.api.types.is_numeric_dtype(values.dtype):
            return _format_unique(values, _integers, self._format.plain)
        return self._format.text(_as_text(values))

    def _categories_of(self, name: str, categories: pd.Index) -> pa.Array:
        """The cells of a column's categories, which an engine may state anew for each batch."""
        entry = self._categories.get(name)
        if entry is None or not entry[0].equals(categories):
            entry = self._categories[name] = categories, self._format.text(_as_text(pd.Series(categories)))
        return entry[1]


def wrap(before: str, after: str) -> Formatter:
    """A formatter that puts the same text before and after each cell."""
    start, end, separator = (pa.scalar(text, TEXT) for text in (before, after, ""))
    return lambda texts: pc.binary_join_element_wise(start, texts, end, separator)


def replace_where(texts: pa.Array, mask: pa.Array, replace: Callable[[str], str]) -> pa.Array:
    """The texts, with `replace` applied to each one that the mask selects."""
    mask = mask.fill_null(False)
    return pc.replace_with_mask(texts, mask, _text_array([replace(text) for text in texts.filter(mask).to_pylist()]))


def join_rows(*parts: pa.Array | pa.Scalar) -> bytes:
    """Concatenate the parts of each row, and then the rows, as UTF-8."""
    rows = pc.binary_join_element_wise(*parts, pa.scalar("", TEXT))
    _, offsets, content = rows.buffers()
    if content is None:
        return b""
    # Arrow stores the texts of an array one after another: its buffer is the file's content already.
    ends = np.frombuffer(offsets, dtype=np.int64)[rows.offset : rows.offset + len(rows) + 1]
    return bytes(memoryview(content)[int(ends[0]) : int(ends[-1])])


def _text_array(texts: list[str | None] | list[str]) -> pa.Array:
    return pa.array(texts, TEXT)


def _as_text(values: pd.Series) -> pa.Array:
    array = pa.array(values.astype("str").array, TEXT)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _iso_days(days: pd.Series) -> list[str]:
    return list(days.dt.strftime("%Y-%m-%d"))


def _true_false(flags: pd.Series) -> list[str]:
    return ["true" if flag else "false" for flag in flags]


def _integers(numbers: pd.Series) -> list[str]:
    return [str(number) for number in numbers]


def _format_unique(values: pd.Series, to_text: Callable[[pd.Series], list[str]], format_cell: Formatter) -> pa.Array:
    """Format each distinct value once and look the cells up."""
    codes, distinct = pd.factorize(values)
    return _take(format_cell(_text_array(to_text(pd.Series(distinct)))), codes)


def _take(cells: pa.Array, codes: NDArray[np.integer]) -> pa.Array:
    return cells.take(pa.array(codes, mask=codes < 0))  # pandas codes a missing value as -1
