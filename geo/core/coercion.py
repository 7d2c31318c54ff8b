"""Text to typed columns: each cell either reads as its column's type or is rejected with a reason."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.schema import CATEGORY, COUNT, DATE, DECIMAL, FLAG, TEXT, Column
from geo.core.text_lists import split_list

Coerced = tuple[pd.Series, pd.Series]  # the typed column; a reason for each cell that was rejected, else missing

PLAIN_INTEGER = r"[+-]?[0-9]{1,9}"
PLAIN_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]00:00:00(?:\.0+)?)?"
# Text is sliced into at most so many Arrow chunks, else copied: enough for a million rows less one in a hundred.
MAX_RUNS = 12_000
# In columns longer than this, equal texts of a repetitive column are parsed once. Chosen by judgement, not measured.
DEDUPLICATE_FROM_ROWS = 10_000
REPETITIVE = (COUNT, DATE, FLAG)
FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def coerce(texts: pd.Series, column: Column) -> Coerced:
    """Convert a column of text to its type, with a reason for every cell that cannot be read; blanks are unknown.

    A series that already has the type is returned unchanged. Of categorical text, each category is parsed once.
    """
    if column.dtype not in (TEXT, CATEGORY) and texts.dtype == column.dtype:
        return texts, pd.Series(dtype="str")
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return _coerce_categories(texts, column)
    texts = texts.astype("str")
    if column.dtype in REPETITIVE and len(texts) > DEDUPLICATE_FROM_ROWS:
        return _coerce_categories(texts.astype(CATEGORY), column)
    return _coerce_texts(texts, column)


def filter_rows(table: pd.DataFrame, mask: NDArray[np.bool_]) -> pd.DataFrame:
    """The rows under the mask (one boolean a row).

    Where few rows are dropped, text is sliced rather than copied: a large table has no room for it twice.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    runs = [(int(start), int(end - start)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if len(runs) > MAX_RUNS or not len(table.columns):
        return table.loc[mask]
    columns = {
        name: _slice_runs(values, runs) if values.dtype == "str" else values.array[mask]
        for name, values in table.items()
    }
    return pd.DataFrame(columns, index=table.index[mask], copy=False)


def _slice_runs(texts: pd.Series, runs: list[tuple[int, int]]) -> pd.api.extensions.ExtensionArray:
    """The rows of each run, given as start and length; no text is copied."""
    array = pa.array(texts.array, pa.large_string())
    chunked = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    chunks = [chunk for start, length in runs for chunk in chunked.slice(start, length).chunks]
    return pd.array(pa.chunked_array(chunks, pa.large_string()), dtype="str")


def _coerce_texts(texts: pd.Series, column: Column) -> Coerced:
    values, reasons = PARSERS[column.dtype](_strip_blanks(texts, column.prose))
    if column.allowed:
        unlisted = (values.notna() & ~_are_allowed(values, column)).to_numpy(dtype=bool)
        reasons = pd.Series(_refuse_unlisted(column), index=values.index[unlisted], dtype="str")
    return values, reasons


def _are_allowed(values: pd.Series, column: Column) -> pd.Series:
    """Whether each text is of the vocabulary of its column, in a list each entry; a missing one is not."""
    if not column.is_list:
        return values.isin(column.allowed)
    allowed = [text for text in values.dropna().unique() if set(split_list(text)) <= set(column.allowed)]
    return values.isin(allowed)


def _refuse_unlisted(column: Column) -> str:
    words = ", ".join(column.allowed)
    return f"has an entry that is not one of: {words}" if column.is_list else f"is not one of: {words}"


def _strip_blanks(texts: pd.Series, prose: bool) -> pd.Series:
    """The texts without outer blanks (prose keeps them), missing where blank; the same series if nothing changes."""
    array = pa.array(texts.array, pa.large_string())
    stripped = pc.utf8_trim_whitespace(array)
    blank = pc.equal(stripped, "")
    unchanged = prose or pc.sum(pc.binary_length(stripped)).equals(pc.sum(pc.binary_length(array)))
    if not pc.any(blank).as_py():
        return texts if unchanged else _to_series(stripped, texts.index)
    result = array if unchanged else stripped
    return _to_series(pc.if_else(blank, pa.scalar(None, result.type), result), texts.index)


def _to_series(texts: pa.Array, index: pd.Index) -> pd.Series:
    return pd.Series(pd.array(texts, dtype="str"), index=index)


def _coerce_categories(texts: pd.Series, column: Column) -> Coerced:
    """Convert each category once, and give every row the value or the reason of its category."""
    values, reasons = _coerce_texts(pd.Series(texts.cat.categories, dtype="str"), column)
    codes = texts.cat.codes.to_numpy()
    reason_by_code = reasons.reindex(range(-1, len(values))).to_numpy(dtype=object, na_value=None)
    failed = np.flatnonzero(pd.notna(reason_by_code)[codes + 1])  # the code of a missing value is -1
    row_reasons = pd.Series(reason_by_code[codes[failed] + 1], index=texts.index[failed], dtype="str")
    if column.dtype != CATEGORY:
        return values.reindex(codes).set_axis(texts.index), row_reasons
    # Two categories that differ only in outer blanks are now the same.
    merged_codes, distinct = pd.factorize(values)
    codes = np.append(merged_codes, -1)[codes]
    categorical = pd.Categorical.from_codes(codes, pd.Index(distinct, dtype="str"))
    return pd.Series(categorical, index=texts.index), row_reasons


def _parse_text(texts: pd.Series) -> Coerced:
    return texts, pd.Series(dtype="str")


def _match(texts: pd.Series, pattern: str, reason: str) -> tuple[pd.Series, pd.Series]:
    """The texts that match the whole pattern, missing elsewhere, and the reason for each that does not."""
    unmatched = texts.notna() & ~texts.str.fullmatch(pattern).fillna(False).astype(bool)
    return texts.mask(unmatched), _no_reasons(texts).mask(unmatched, reason)


def _parse_count(texts: pd.Series) -> Coerced:
    # Spreadsheets and float columns write whole numbers as 2.0.
    trimmed = texts.str.replace(r"\.0+$", "", regex=True)
    digits, reasons = _match(trimmed, PLAIN_INTEGER, "is not a whole number")
    numbers = pd.to_numeric(digits).astype(COUNT)
    negative = (numbers < 0).fillna(False).astype(bool)
    return numbers.mask(negative), reasons.mask(negative, "is below zero")


def _parse_decimal(texts: pd.Series) -> Coerced:
    digits, reasons = _match(texts, PLAIN_DECIMAL, "is not a number with a decimal point")
    # Not to_numeric: its fast parser is off by one in the last digit, and a download must read back the same.
    try:
        numbers = pc.cast(pa.array(digits.str.removeprefix("+").array, pa.large_string()), pa.float64())
        return pd.Series(numbers.to_numpy(zero_copy_only=False), index=texts.index, dtype=DECIMAL), reasons
    except pa.ArrowInvalid:  # Arrow refuses numbers beyond the range of a float; Python makes them infinite
        return digits.map(float, na_action="ignore").astype(DECIMAL), reasons


def _parse_date(texts: pd.Series) -> Coerced:
    iso_days, reasons = _match(texts, ISO_DAY, "is not an ISO date such as 2024-01-16")
    days = pd.to_datetime(iso_days.str[:10], format="%Y-%m-%d", errors="coerce").astype(DATE)
    days = days.mask(iso_days.str.startswith("0000").fillna(False).astype(bool))  # NumPy has a year 0, Python has none
    impossible = iso_days.notna() & days.isna()
    return days, reasons.mask(impossible, "is not a day of the calendar")


def _parse_flag(texts: pd.Series) -> Coerced:
    flags = texts.str.lower().map(FLAGS).astype(FLAG)
    unreadable = texts.notna() & flags.isna()
    return flags, _no_reasons(texts).mask(unreadable, "is not true or false")


def _no_reasons(texts: pd.Series) -> pd.Series:
    return pd.Series(None, index=texts.index, dtype="str")


PARSERS: dict[str, Callable[[pd.Series], Coerced]] = {
    TEXT: _parse_text,
    CATEGORY: _parse_text,  # made categorical once the table is whole: the chunks of a column differ in categories
    COUNT: _parse_count,
    DECIMAL: _parse_decimal,
    DATE: _parse_date,
    FLAG: _parse_flag,
}


def fill_missing(values: pd.Series, filling: str | pd.Series) -> pd.Series:
    """A column of text with its missing values filled in; the same series if none is missing."""
    return values.astype("str").fillna(filling) if values.isna().any() else values
