"""What a reader should know of a selection: rows left out or included because something of them is not known."""

import numpy as np

from geo.core.formatting import pluralize
from geo.query.filters import FILTER, is_excluded
from geo.query.filters.categorical import CategoricalFilter
from geo.query.filters.extents import Inside
from geo.query.filters.inside import INSIDE
from geo.query.index import Index
from geo.query.result_set import Mask
from geo.query.selection import Selection


def describe_caveats(index: Index, selection: Selection) -> list[str]:
    """All that a reader should know, one sentence for each: what may lie inside, and what lacks a value."""
    notes = (describe_possible, describe_possibly_excluded, omission_notes, unstated_notes)
    return [sentence for describe in notes for sentence in describe(index, selection)]


def omission_notes(index: Index, selection: Selection) -> list[str]:
    """One sentence for each value that incidents lack which pass the other filters: “2 incidents without a date …”."""
    required = {FILTER[key].required_value: FILTER[key].required_columns for key, _ in selection.filters}
    notes = []
    for value, columns in required.items():
        keys = [key for key, _ in selection.filters if FILTER[key].required_value == value]
        missing = index.select(selection.without(*keys)).count_missing(columns) if columns else 0
        if missing:
            verb = "is" if missing == 1 else "are"
            notes.append(f"{pluralize(missing, 'incident')} without {value} {verb} not included.")
    return notes


def unstated_notes(index: Index, selection: Selection) -> list[str]:
    """One sentence for each value that selected incidents do not state, so that no exclusion can judge them.

    Such as “Includes 3 incidents whose actor is not stated.” An incident counts once for each filter.
    """
    notes = []
    for key, value in selection.filters:
        filter_ = FILTER[key]
        if not isinstance(filter_, CategoricalFilter):
            continue
        remaining = _surely_included(index, selection, key)
        for noun, clauses in filter_.unstated_clauses(value).items():
            unstated = remaining & np.logical_or.reduce([index.clause_mask(clause) for clause in clauses])
            count = int(np.count_nonzero(unstated))
            remaining = remaining & ~unstated
            notes += [f"Includes {pluralize(count, 'incident')} whose {noun} is not stated."] if count else []
    return notes


def _surely_included(index: Index, selection: Selection, key: str) -> Mask:
    """The selected rows without those that may lie in a place that the filter excludes, which have a note already."""
    excluded = tuple(filter(is_excluded, selection.get(key)))
    selected = _mask(index, selection)
    if not (excluded and FILTER[key].matches_regions):
        return selected
    return selected & _mask(index, Selection().with_filter(key, excluded).with_filter(INSIDE, Inside.POSSIBLE))


def count_possible(index: Index, selection: Selection) -> int:
    """How many incidents lie inside the places and regions of a selection possibly, but not certainly."""
    certain, possible = _by_certainty(index, selection)
    return int(np.count_nonzero(possible & ~certain))


def count_possibly_excluded(index: Index, selection: Selection) -> int:
    """How many incidents that pass all else lie in an excluded place possibly, but not certainly."""
    certain, possible = _by_certainty(index, selection)
    return int(np.count_nonzero(certain & ~possible))


def _by_certainty(index: Index, selection: Selection) -> tuple[Mask, Mask]:
    """The rows that are selected if incidents must lie inside certainly, and if possibly is enough."""
    if not any(FILTER[key].matches_regions for key, _ in selection.filters):
        nothing = np.zeros(0, dtype=bool)
        return nothing, nothing
    certain, possible = (_mask(index, selection.with_filter(INSIDE, inside)) for inside in Inside)
    return certain, possible


def _mask(index: Index, selection: Selection) -> Mask:
    mask = index.select(selection).mask
    return np.ones(len(index), dtype=bool) if mask is None else mask


def describe_possible(index: Index, selection: Selection) -> list[str]:
    """One sentence on the incidents that may lie inside, such as “2 more may lie inside: they are known …”, or none."""
    count = count_possible(index, selection)
    if not count:
        return []
    amount = f"{count:,} of these" if selection.inside is Inside.POSSIBLE else f"{count:,} more"
    known = "it is known" if count == 1 else "they are known"
    return [f"{amount} may lie inside: {known} only to a wider area."]


def describe_possibly_excluded(index: Index, selection: Selection) -> list[str]:
    """One sentence on the incidents that may lie in an excluded place, or none."""
    count = count_possibly_excluded(index, selection)
    if not count:
        return []
    incidents, known = pluralize(count, "incident"), "it is known" if count == 1 else "they are known"
    if selection.inside is Inside.CERTAIN:
        return [f"Includes {incidents} that may lie in an excluded place: {known} only to a wider area."]
    verb = "is" if count == 1 else "are"
    return [f"{incidents} that may lie elsewhere {verb} not included: {known} only to a wider area."]
