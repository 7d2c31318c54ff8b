"""The choices of a filter by a few typed letters, for a list that shows only the most frequent ones."""

from typing import Any

import pandas as pd

from geo.core import actors
from geo.core.casefold import casefold
from geo.places.country_names import strip_accents
from geo.query.filters import Filter
from geo.query.filters.country import listed_country
from geo.query.filters.filter import MAX_TEXT

MAX_CHOICES = 12  # as many as a list shows without scrolling on a laptop; chosen by judgement


def search_choices(counts: pd.Series, filter_: Filter[Any], text: str) -> pd.Series:
    """The choices that a text may mean, with their counts: by another name first, then by their first letters, then
    by letters inside.

    `counts`: choice → incidents, the most frequent first; equally good choices stay in this order. Case and accents
    do not matter. At most MAX_CHOICES; none for a text that is blank or too long for a query.
    """
    letters = _fold(text.strip())
    if not letters or len(text) > MAX_TEXT:
        return counts.iloc[:0]
    names = counts.index.to_series()
    folded_names = names.map(filter_.display).map(_fold)
    is_namesake = names.map(_fold).isin([_fold(name) for name in _usual_names(filter_, text)])
    contains = folded_names.str.contains(letters, regex=False)
    begins = folded_names.str.startswith(letters)
    rank = pd.Series(3, index=counts.index).mask(contains, 2).mask(begins, 1).mask(is_namesake, 0)
    best = rank[rank < 3].sort_values(kind="stable").index[:MAX_CHOICES]
    return counts.loc[best]


def _usual_names(filter_: Filter[Any], text: str) -> tuple[str, ...]:
    """What the filter calls a thing of which the text is another name."""
    if filter_.key == "actor":
        return (actors.canonical(text), *actors.vocabulary().candidates(text))
    return tuple(filter(None, (listed_country(text),))) if filter_.key == "country" else ()


def _fold(text: str) -> str:
    return casefold(strip_accents(text))
