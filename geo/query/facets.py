"""Facets: how many incidents each choice of a filter would leave, under all the other filters."""

from typing import Any

import pandas as pd

from geo.query.engine import Engine
from geo.query.filters import FILTERS, Control, Filter
from geo.query.filters.exclusion import name_of, value_of
from geo.query.selection import Selection


def facet_counts(engine: Engine, selection: Selection, filter_: Filter[Any]) -> pd.Series:
    """Incidents per choice under the other filters: name → count, in the vocabulary's order or by count, then by name.

    An incident counts once per choice. A choice that the selection includes or excludes is listed even if the table
    spells it otherwise, an excluded one with the incidents that it takes away from the other filters; a name that no
    query can hold is not. `exclusion.value_of` makes a value of a name.
    """
    counts = engine.select(selection.without(filter_.key)).facet_counts(filter_, selection.inside)
    counts = counts[counts > 0]
    selected = map(name_of, selection.get(filter_.key) or ()) if filter_.repeatable else ()
    unlisted = {name: _count_choice(engine, selection, filter_, name) for name in selected if name not in counts.index}
    every = pd.concat([counts, pd.Series(unlisted, dtype="int64")]) if unlisted else counts
    return _sort(every, getattr(filter_, "vocabulary", ()))


def all_facet_counts(engine: Engine, selection: Selection) -> dict[str, pd.Series]:
    """The counts of every filter that has choices, by its key."""
    with_choices = (filter_ for filter_ in FILTERS if filter_.control in (Control.CHOICES, Control.FLAG))
    return {filter_.key: facet_counts(engine, selection, filter_) for filter_ in with_choices}


def _count_choice(engine: Engine, selection: Selection, filter_: Filter[Any], name: str) -> int:
    return len(engine.select(selection.with_filter(filter_.key, (value_of(name),))))


def _sort(counts: pd.Series, vocabulary: tuple[str, ...]) -> pd.Series:
    if not vocabulary:
        by_name = counts.sort_index(kind="stable")
        return by_name.sort_values(ascending=False, kind="stable")
    return counts.reindex([name for name in vocabulary if name in counts.index])
