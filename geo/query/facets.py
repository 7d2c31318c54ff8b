"""How many incidents each choice of a filter would leave, under all the other filters."""

from typing import Any

import pandas as pd

from geo.query.filters import FILTERS, Control, Filter
from geo.query.index import Index
from geo.query.selection import Selection


def facet_counts(index: Index, selection: Selection, choice: Filter[Any]) -> pd.Series:
    """Incidents per choice under the other filters: value → count, most first, or in the vocabulary's order.

    A choice that is set but that the table words otherwise is listed too; a name that no query can hold is not.
    An incident counts once per choice.
    """
    others = index.select(selection.without(choice.key))
    offers = index.facet_values(choice)
    found = pd.Series(
        offers.counts(others.combination_counts(offers.group), others.intersect),
        index=pd.Index(offers.values, dtype="str"),
    )
    found = found[found > 0]
    chosen = selection.get(choice.key) or () if choice.repeatable else ()
    unlisted = {name: _alone(index, selection, choice, name) for name in chosen if name not in found.index}
    return _ordered(pd.concat([found, pd.Series(unlisted, dtype="int64")]), getattr(choice, "vocabulary", ()))


def all_facet_counts(index: Index, selection: Selection) -> dict[str, pd.Series]:
    """The counts of every filter that offers choices, by its key."""
    offering = (each for each in FILTERS if each.control in (Control.CHOICES, Control.FLAG))
    return {each.key: facet_counts(index, selection, each) for each in offering}


def _alone(index: Index, selection: Selection, choice: Filter[Any], name: str) -> int:
    return len(index.select(selection.with_filter(choice.key, (name,))))


def _ordered(listed: pd.Series, vocabulary: tuple[str, ...]) -> pd.Series:
    if not vocabulary:
        by_name = listed.sort_index(kind="stable")
        return by_name.sort_values(ascending=False, kind="stable")
    return listed.reindex([name for name in vocabulary if name in listed.index])
