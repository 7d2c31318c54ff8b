"""Columns of two tables made comparable, and their values as text."""

from datetime import datetime

import pandas as pd
import pyarrow as pa


def make_comparable(old: pd.Series, new: pd.Series) -> tuple[pa.Array, pa.Array]:
    """Both columns as Arrow arrays of one type: text where their own types differ."""
    if old.dtype != new.dtype or not (_is_number(old) or pd.api.types.is_datetime64_any_dtype(old.dtype)):
        old, new = old.astype("str"), new.astype("str")
    return _to_arrow(old), _to_arrow(new)


def _to_arrow(values: pd.Series) -> pa.Array:
    arrow_type = pa.large_string() if pd.api.types.is_string_dtype(values.dtype) else None
    array = pa.array(values, type=arrow_type, from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values.dtype) and not isinstance(values.dtype, pd.CategoricalDtype)


def values_to_text(values: pd.Series) -> list[str]:
    """The values as the CSV export writes them; empty where unknown."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [_iso_day(day) for day in values]
    if pd.api.types.is_bool_dtype(values.dtype):
        return ["" if pd.isna(flag) else str(bool(flag)).lower() for flag in values]
    return ["" if pd.isna(value) else str(value) for value in values.tolist()]


def _iso_day(day: datetime) -> str:
    return "" if pd.isna(day) else day.strftime("%Y-%m-%d")
