"""The claims in a provider's own columns of a row, beside those that are stored."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from geo.ingest.claims import BY_PREFIX, build_claims, list_claim_columns, list_claims_of_rows, list_row_claims
from geo.ingest.row_cells import split_prefix
from geo.query.index import Index

KEY = ["incident_id", "claimant", "stance", "claim", "actor"]  # what tells claims of a row's columns apart


def list_provider_claims(row: pd.Series) -> pd.DataFrame:
    """What the provider of a row states in its own columns, with CLAIM_COLUMNS; worked out of the row each time."""
    return list_row_claims({str(name): cell for name, cell in row.items()})


def add_provider_claims(stored: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The claims about an incident: those that are stored, and behind them those of its row that are not among them."""
    return join_claims(stored, list_provider_claims(row))


def add_claims_of_rows(stored: pd.DataFrame, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """The same of many incidents at once."""
    return join_claims(stored, list_claims_of_rows(rows))


def list_provider_columns(names: Iterable[str]) -> list[str]:
    """The columns of our table that came from a provider whose own columns state claims."""
    return [name for name in names if split_prefix(name, BY_PREFIX)[0]]


def add_table_claims(stored: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Claims that lie beside a table, and those in its providers' own columns that may contradict each other."""
    for prefix in list_claim_columns(map(str, rows.columns)):
        stored = join_claims(stored, build_claims(rows, prefix))
    return stored


def add_index_claims(stored: pd.DataFrame, index: Index) -> pd.DataFrame:
    """The same of the table of an index, of which only the columns that claims are read from are taken."""
    columns = [name for names in list_claim_columns(map(str, index.head.columns)).values() for name in names]
    if not columns:
        return stored
    return add_table_claims(stored, pd.DataFrame(index.take(np.arange(len(index)), ["incident_id", *columns])))


def join_claims(stored: pd.DataFrame, further: pd.DataFrame) -> pd.DataFrame:
    """The stored claims, and behind them those of the further ones that are not among them."""
    if further.empty or stored.empty:
        return stored if further.empty else further
    is_stored = pd.MultiIndex.from_frame(further[KEY]).isin(pd.MultiIndex.from_frame(stored[KEY]))
    return stored if is_stored.all() else pd.concat([stored, further[~is_stored]], ignore_index=True)
