"""The incident table as lines of CSV, a column of a batch at a time: every cell quoted, what starts a formula armed."""

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.formulas import armed

GEOMETRY = "geometry"  # written as latitude and longitude
HARMLESS = r"^[\p{L}0-9(]"  # a cell that begins so is no formula; the others are looked at one by one
UNKNOWN = '""'
QUOTE, COMMA, END, NOTHING = (pa.scalar(text, pa.large_string()) for text in ('"', ",", "\r\n", ""))


class Cells:
    """The columns of a table as quoted cells. What the rows share is quoted once for all batches."""

    def __init__(self, table: gpd.GeoDataFrame) -> None:
        self.names = [str(name) for name in table.columns if name != GEOMETRY]
        kinds = {name: table[name].dtype for name in self.names}
        self._shared = {
            name: quoted(_texts(kind.categories.array))
            for name, kind in kinds.items()
            if isinstance(kind, pd.CategoricalDtype)
        }

    def header(self) -> bytes:
        """The line of the columns' names."""
        return ",".join(quoted(pa.array(self.names, pa.large_string())).to_pylist()).encode() + b"\r\n"

    def lines(self, rows: gpd.GeoDataFrame) -> bytes:
        """The lines of some rows of the table."""
        columns = [self._column(name, rows[name]) for name in self.names]
        lines = pc.binary_join_element_wise(*columns, COMMA)
        # The joined texts lie one behind the other already.
        return _content(pc.binary_join_element_wise(lines, END, NOTHING))

    def _column(self, name: str, values: pd.Series) -> pa.Array:
        if name in self._shared:
            codes = pa.array(values.cat.codes.to_numpy(), mask=values.cat.codes.to_numpy() < 0)
            return self._shared[name].take(codes).fill_null(UNKNOWN)
        if isinstance(values.dtype, pd.StringDtype):
            return quoted(_texts(values.array)).fill_null(UNKNOWN)
        return pa.array([f'"{text}"' for text in _plain(values)], pa.large_string())


def quoted(texts: pa.Array) -> pa.Array:
    """Each text in quotation marks, armed where a spreadsheet would run it; unknown stays so."""
    doubtful = pc.invert(pc.match_substring_regex(texts, HARMLESS)).fill_null(False)
    safe = [armed(text) for text in texts.filter(doubtful).to_pylist()]
    told = pc.replace_with_mask(texts, doubtful, pa.array(safe, pa.large_string()))
    return pc.binary_join_element_wise(QUOTE, pc.replace_substring(told, '"', '""'), QUOTE, NOTHING)


def _texts(values: pd.api.extensions.ExtensionArray) -> pa.Array:
    held = pa.array(values, pa.large_string())
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def _plain(values: pd.Series) -> list[str]:
    """Numbers, days and flags as text that reads back to the same value; unknown is blank."""
    if pd.api.types.is_float_dtype(values.dtype):
        return ["" if number != number else repr(number) for number in values.tolist()]
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return _each_once(values, lambda days: days.dt.strftime("%Y-%m-%d").tolist())
    if pd.api.types.is_bool_dtype(values.dtype):
        return _each_once(values, lambda flags: ["true" if flag else "false" for flag in flags])
    return _each_once(values, lambda numbers: [str(number) for number in numbers])


def _each_once(values: pd.Series, told: Callable[[pd.Series], list[str]]) -> list[str]:
    codes, distinct = pd.factorize(values)
    texts: Any = np.array([*told(pd.Series(distinct)), ""], dtype=object)
    return list(texts[codes])  # the code of the unknown is -1


def _content(texts: pa.Array) -> bytes:
    _, offsets, content = texts.buffers()
    if content is None:
        return b""
    ends = np.frombuffer(offsets, dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return bytes(memoryview(content)[int(ends[0]) : int(ends[-1])])
