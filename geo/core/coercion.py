"""Text to typed columns: each cell either reads as its column's type or is rejected with a reason."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.core.schema import CATEGORY, COUNT, DATE, DECIMAL, FLAG, TEXT, Column

Coerced = tuple[pd.Series, pd.Series]  # the typed column; a reason for each cell that was rejected, else missing

PLAIN_INTEGER = r"[+-]?[0-9]{1,9}"
PLAIN_DECIMAL = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
ISO_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]00:00:00(?:\.0+)?)?"
MAX_RUNS = 12_000  # pieces that a column may lie in
DEDUPLICATE_FROM_ROWS = 10_000  # rows above which each text of a column that repeats itself is read once only
REPEATED = (COUNT, DATE, FLAG)
FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def coerce(texts: pd.Series, column: Column) -> Coerced:
    """The column in its type, with a reason for every cell that cannot be read; blanks are unknown.

    What a source gives in the type already is taken as it is; of text in categories each is read once.
    """
    if column.dtype not in (TEXT, CATEGORY) and texts.dtype == column.dtype:
        return texts, pd.Series(dtype="str")
    if isinstance(texts.dtype, pd.CategoricalDtype):
        return _once_each(texts, column)
    texts = texts.astype("str")
    if column.dtype in REPEATED and len(texts) > DEDUPLICATE_FROM_ROWS:
        return _once_each(texts.astype(CATEGORY), column)
    return _each(texts, column)


def filter_rows(table: pd.DataFrame, keep: NDArray[np.bool_]) -> pd.DataFrame:
    """The rows that are kept; where few go, text stays where it lies, for a large table has no room for it twice."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(np.int8)))
    runs = [(int(start), int(end - start)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    if len(runs) > MAX_RUNS or not len(table.columns):
        return table.loc[keep]
    columns = {
        name: _pieces(values, runs) if values.dtype == "str" else values.array[keep] for name, values in table.items()
    }
    return pd.DataFrame(columns, index=table.index[keep], copy=False)


def _pieces(texts: pd.Series, runs: list[tuple[int, int]]) -> pd.api.extensions.ExtensionArray:
    held = pa.array(texts.array, pa.large_string())
    whole = held if isinstance(held, pa.ChunkedArray) else pa.chunked_array([held])
    pieces = [piece for start, length in runs for piece in whole.slice(start, length).chunks]
    return pd.array(pa.chunked_array(pieces, pa.large_string()), dtype="str")


def _each(texts: pd.Series, column: Column) -> Coerced:
    values, reasons = READERS[column.dtype](_known(texts, column.prose))
    if column.allowed:
        strange = (values.notna() & ~values.isin(column.allowed)).to_numpy(dtype=bool)
        reasons = pd.Series(f"is not one of: {', '.join(column.allowed)}", index=values.index[strange], dtype="str")
    return values, reasons


def _known(texts: pd.Series, prose: bool) -> pd.Series:
    """The texts without blanks around them (prose keeps those), missing where blank; no copy where that is as it is."""
    held = pa.array(texts.array, pa.large_string())
    stripped = pc.utf8_trim_whitespace(held)
    blank = pc.equal(stripped, "")
    as_it_is = prose or pc.sum(pc.binary_length(stripped)).equals(pc.sum(pc.binary_length(held)))
    if not pc.any(blank).as_py():
        return texts if as_it_is else _series(stripped, texts.index)
    kept = held if as_it_is else stripped
    return _series(pc.if_else(blank, pa.scalar(None, kept.type), kept), texts.index)


def _series(texts: pa.Array, index: pd.Index) -> pd.Series:
    return pd.Series(pd.array(texts, dtype="str"), index=index)


def _once_each(texts: pd.Series, column: Column) -> Coerced:
    values, reasons = _each(pd.Series(texts.cat.categories, dtype="str"), column)
    codes = texts.cat.codes.to_numpy()
    unread = reasons.reindex(range(-1, len(values))).to_numpy(dtype=object, na_value=None)
    failed = np.flatnonzero(pd.notna(unread)[codes + 1])  # the code of the unknown is -1
    told = pd.Series(unread[codes[failed] + 1], index=texts.index[failed], dtype="str")
    if column.dtype != CATEGORY:
        return values.reindex(codes).set_axis(texts.index), told
    # Stripped, two may have become one.
    usual, distinct = pd.factorize(values)
    codes = np.append(usual, -1)[codes]
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(distinct, dtype="str")), index=texts.index), told


def _text(texts: pd.Series) -> Coerced:
    return texts, pd.Series(dtype="str")


def _matching(texts: pd.Series, pattern: str, reason: str) -> tuple[pd.Series, pd.Series]:
    strange = texts.notna() & ~texts.str.fullmatch(pattern).fillna(False).astype(bool)
    return texts.mask(strange), _no_reasons(texts).mask(strange, reason)


def _count(texts: pd.Series) -> Coerced:
    # Spreadsheets and float columns write whole numbers as 2.0.
    trimmed = texts.str.replace(r"\.0+$", "", regex=True)
    plain, reasons = _matching(trimmed, PLAIN_INTEGER, "is not a whole number")
    numbers = pd.to_numeric(plain).astype(COUNT)
    negative = (numbers < 0).fillna(False).astype(bool)
    return numbers.mask(negative), reasons.mask(negative, "is below zero")


def _decimal(texts: pd.Series) -> Coerced:
    plain, reasons = _matching(texts, PLAIN_DECIMAL, "is not a number with a decimal point")
    # Not to_numeric: its fast parser is off by one in the last digit, and a download must read back the same.
    try:
        numbers = pc.cast(pa.array(plain.str.removeprefix("+").array, pa.large_string()), pa.float64())
        return pd.Series(numbers.to_numpy(zero_copy_only=False), index=texts.index, dtype=DECIMAL), reasons
    except pa.ArrowInvalid:  # beyond what a float holds: endless
        return plain.map(float, na_action="ignore").astype(DECIMAL), reasons


def _date(texts: pd.Series) -> Coerced:
    plain, reasons = _matching(texts, ISO_DAY, "is not an ISO date such as 2024-01-16")
    days = pd.to_datetime(plain.str[:10], format="%Y-%m-%d", errors="coerce").astype(DATE)
    days = days.mask(plain.str.startswith("0000").fillna(False).astype(bool))  # numpy has a year 0, Python has none
    missing = plain.notna() & days.isna()
    return days, reasons.mask(missing, "is not a day of the calendar")


def _flag(texts: pd.Series) -> Coerced:
    flags = texts.str.lower().map(FLAGS).astype(FLAG)
    strange = texts.notna() & flags.isna()
    return flags, _no_reasons(texts).mask(strange, "is not true or false")


def _no_reasons(texts: pd.Series) -> pd.Series:
    return pd.Series(None, index=texts.index, dtype="str")


READERS: dict[str, Callable[[pd.Series], Coerced]] = {
    TEXT: _text,
    CATEGORY: _text,  # until the table is whole: the parts of one column have different categories
    COUNT: _count,
    DECIMAL: _decimal,
    DATE: _date,
    FLAG: _flag,
}
