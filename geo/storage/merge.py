"""Checked tables as one, as `faultline import` writes several files: later rows replace earlier ones of the same
identifier.
"""

import pandas as pd
from pandas.api.types import union_categoricals


def concat_tables(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Concatenate checked tables, with all columns of any; of each identifier the last row stays.

    Works a column at a time, for there may be millions of rows.
    """
    names = dict.fromkeys(name for table in tables for name in table.columns)
    columns = {name: _concat_columns([_column(table, name) for table in tables]) for name in names}
    rows = pd.DataFrame(columns, copy=False)
    is_replaced = rows["incident_id"].duplicated(keep="last")
    return rows[~is_replaced].reset_index(drop=True) if is_replaced.any() else rows


def _column(table: pd.DataFrame, name: str) -> pd.Series:
    """A column of a table, blank where it has none; only the core ones are in every table, and the others are text."""
    return table[name] if name in table else pd.Series(None, index=table.index, dtype="str")


def _concat_columns(parts: list[pd.Series]) -> pd.Series:
    if isinstance(parts[0].dtype, pd.CategoricalDtype):
        return pd.Series(union_categoricals([part.astype("str").astype("category") for part in parts]))
    return pd.concat([part.astype(parts[0].dtype) for part in parts], ignore_index=True)
