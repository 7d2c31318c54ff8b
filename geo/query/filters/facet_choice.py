"""The choices of a filter in a table, as they follow from how many incidents have each text."""

from typing import NamedTuple

import numpy as np
import pandas as pd

ROW_WEIGHT = "incidents"  # the column with the number of incidents that a row of combinations stands for


class FacetChoice(NamedTuple):
    """A choice by its name; `identity`: what it means, where the name alone does not say so."""

    name: str
    identity: str = ""


def row_weights(frame: pd.DataFrame) -> pd.Series:
    """How many incidents each row of a frame stands for: ROW_WEIGHT, or one where there is no such column."""
    weights: pd.Series = frame[ROW_WEIGHT] if ROW_WEIGHT in frame else pd.Series(1, index=frame.index)
    return weights


def count_texts(texts: pd.Series, weights: pd.Series) -> pd.Series:
    """How many incidents have each of some texts, sorted by text; both are by row label, which `texts` may repeat."""
    counts: pd.Series = weights.loc[texts.index].groupby(texts.astype("str").to_numpy()).sum()
    return counts


def commonest_first(counts: pd.Series, limit: int | None = None) -> list[str]:
    """Texts sorted by text, or so many of them, the most frequent first: of equally common ones, the first by name."""
    order = np.argsort(-counts.to_numpy(), kind="stable")
    return list(counts.index.take(order[:limit]))
