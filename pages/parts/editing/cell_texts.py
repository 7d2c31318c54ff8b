"""What a row holds, as the texts that a person can write instead."""

import pandas as pd

from geo.analysis.comparable_values import values_to_text
from geo.core.schema import COLUMN


def cell_text(row: pd.Series, name: str) -> str:
    """The cell of a column as it is written into a field; empty where it is unknown."""
    return values_to_text(pd.Series([row[name]], dtype=COLUMN[name].dtype))[0]


def column_texts(rows: pd.DataFrame, name: str) -> list[str]:
    """The cells of a column of several rows, likewise."""
    return values_to_text(rows[name])
