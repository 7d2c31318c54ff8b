"""The cells of the incident table in a format's notation, a column of a batch at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

GEOMETRY = "geometry"  # written as latitude and longitude
TEXT = pa.large_string()

Formatter = Callable[[pa.Array], pa.Array]


@dataclass(frozen=True)
class CellFormat:
    """How a format writes its cells. Each function takes texts, missing where unknown, and leaves those missing.

    `text` gets any text, `day` ISO days, `plain` numbers, true and false; `unknown` stands where nothing is known.
    """

    text: Formatter
    day: Formatter
    plain: Formatter
    unknown: str


class CellEncoder:
    """The columns of a table as cells of text that read back to the same value.

    What many rows share is written once for all batches.
    """

    def __init__(self, table: gpd.GeoDataFrame, notation: CellFormat) -> None:
        self.names = [str(name) for name in table.columns if name != GEOMETRY]
        self._notation = notation
        self._shared = {
            name: notation.text(_texts(pd.Series(kind.categories)))
            for name, kind in ((name, table[name].dtype) for name in self.names)
            if isinstance(kind, pd.CategoricalDtype)
        }

    def of(self, rows: gpd.GeoDataFrame) -> list[pa.Array]:
        """A column of cells for each name, of some rows of the table."""
        return [self._column(name, rows[name]).fill_null(self._notation.unknown) for name in self.names]

    def _column(self, name: str, values: pd.Series) -> pa.Array:
        if name in self._shared:
            return _taken(self._shared[name], values.cat.codes.to_numpy())
        if pd.api.types.is_float_dtype(values.dtype):
            # Arrow words some numbers differently than Python: 26.0 as 26, 1e-07 as 1e-7.
            return self._notation.plain(_array([repr(number) if number == number else None for number in values]))
        if pd.api.types.is_datetime64_any_dtype(values.dtype):
            return _each_once(values, _days, self._notation.day)
        if pd.api.types.is_bool_dtype(values.dtype):
            return _each_once(values, _flags, self._notation.plain)
        if pd.api.types.is_numeric_dtype(values.dtype):
            return _each_once(values, _numbers, self._notation.plain)
        return self._notation.text(_texts(values))


def wrap(before: str, after: str) -> Formatter:
    """Texts with the same before and after each."""
    start, end, nothing = (pa.scalar(text, TEXT) for text in (before, after, ""))
    return lambda texts: pc.binary_join_element_wise(start, texts, end, nothing)


def replace_where(texts: pa.Array, where: pa.Array, told: Callable[[str], str]) -> pa.Array:
    """The texts with some of them told anew, one by one."""
    where = where.fill_null(False)
    return pc.replace_with_mask(texts, where, _array([told(text) for text in texts.filter(where).to_pylist()]))


def join_rows(*parts: pa.Array | pa.Scalar) -> bytes:
    """The parts of each row one behind the other, row behind row, as UTF-8."""
    rows = pc.binary_join_element_wise(*parts, pa.scalar("", TEXT))
    _, offsets, content = rows.buffers()
    if content is None:
        return b""
    # The joined texts lie one behind the other already.
    ends = np.frombuffer(offsets, dtype=np.int64)[rows.offset : rows.offset + len(rows) + 1]
    return bytes(memoryview(content)[int(ends[0]) : int(ends[-1])])


def _array(texts: list[Any]) -> pa.Array:
    return pa.array(texts, TEXT)


def _texts(values: pd.Series) -> pa.Array:
    held = pa.array(values.astype("str").array, TEXT)
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def _days(days: pd.Series) -> list[str]:
    return list(days.dt.strftime("%Y-%m-%d"))


def _flags(flags: pd.Series) -> list[str]:
    return ["true" if flag else "false" for flag in flags]


def _numbers(numbers: pd.Series) -> list[str]:
    return [str(number) for number in numbers]


def _each_once(values: pd.Series, told: Callable[[pd.Series], list[str]], written: Formatter) -> pa.Array:
    codes, distinct = pd.factorize(values)
    return _taken(written(_array(told(pd.Series(distinct)))), codes)


def _taken(cells: pa.Array, codes: Any) -> pa.Array:
    return cells.take(pa.array(codes, mask=codes < 0))  # the code of the unknown is -1
