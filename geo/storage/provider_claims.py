"""The claims in a provider's own columns of a row, beside those that are stored."""

import pandas as pd

from geo.ingest.claims import list_row_claims

KEY = ["claimant", "stance", "claim", "actor"]  # what tells claims of one row's columns apart


def list_provider_claims(row: pd.Series) -> pd.DataFrame:
    """What the provider of a row states in its own columns, with CLAIM_COLUMNS; worked out of the row each time."""
    return list_row_claims({str(name): cell for name, cell in row.items()})


def add_provider_claims(stored: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The claims about an incident: those that are stored, and behind them those of its row that are not among them."""
    further = list_provider_claims(row)
    if further.empty:
        return stored
    if stored.empty:
        return further
    is_stored = pd.MultiIndex.from_frame(further[KEY]).isin(pd.MultiIndex.from_frame(stored[KEY]))
    return pd.concat([stored, further[~is_stored]], ignore_index=True) if not is_stored.all() else stored
