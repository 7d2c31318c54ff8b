"""What a reader should know of a selection: rows left out or included because something of them is not known."""

from geo.core.formatting import pluralize
from geo.query.engine import Engine, ResultSet
from geo.query.filters import FILTER, is_excluded
from geo.query.filters.categorical import CategoricalFilter
from geo.query.filters.extents import Inside
from geo.query.filters.filter import Clause
from geo.query.filters.inside import INSIDE
from geo.query.selection import Selection


def describe_caveats(engine: Engine, selection: Selection) -> list[str]:
    """All that a reader should know, one sentence for each: what was not searched, may lie inside, or lacks a value."""
    notes = (describe_possible, describe_possibly_excluded, omission_notes, unstated_notes)
    limits = engine.select(selection).limits
    return [*limits, *(sentence for describe in notes for sentence in describe(engine, selection))]


def omission_notes(engine: Engine, selection: Selection) -> list[str]:
    """One sentence for each value that incidents lack which pass the other filters: “2 incidents without a date …”."""
    required = {FILTER[key].required_value: FILTER[key].required_columns for key, _ in selection.filters}
    notes = []
    for value, columns in required.items():
        keys = [key for key, _ in selection.filters if FILTER[key].required_value == value]
        missing = engine.select(selection.without(*keys)).count_missing(columns) if columns else 0
        if missing:
            verb = "is" if missing == 1 else "are"
            notes.append(f"{pluralize(missing, 'incident')} without {value} {verb} not included.")
    return notes


def unstated_notes(engine: Engine, selection: Selection) -> list[str]:
    """One sentence for each value that selected incidents do not state, so that no exclusion can judge them.

    Such as “Includes 3 incidents whose actor is not stated.” An incident counts once for each filter.
    """
    notes = []
    for key, value in selection.filters:
        filter_ = FILTER[key]
        if not isinstance(filter_, CategoricalFilter):
            continue
        included, n_before = _surely_included(engine, selection, key), 0
        clauses: tuple[Clause, ...] = ()
        for noun, further in filter_.unstated_clauses(value).items():
            clauses += further
            n_unstated = len(included.matching(clauses))
            count, n_before = n_unstated - n_before, n_unstated
            notes += [f"Includes {pluralize(count, 'incident')} whose {noun} is not stated."] if count else []
    return notes


def _surely_included(engine: Engine, selection: Selection, key: str) -> ResultSet:
    """The selected rows without those that may lie in a place that the filter excludes, which have a note already."""
    excluded = tuple(filter(is_excluded, selection.get(key)))
    results = engine.select(selection)
    if not (excluded and FILTER[key].matches_regions):
        return results
    possible = Selection().with_filter(key, excluded).with_filter(INSIDE, Inside.POSSIBLE)
    return results.intersect(engine.select(possible))


def count_possible(engine: Engine, selection: Selection) -> int:
    """How many incidents lie inside the places and regions of a selection possibly, but not certainly."""
    _certain, possible, both = _count_by_certainty(engine, selection)
    return possible - both


def count_possibly_excluded(engine: Engine, selection: Selection) -> int:
    """How many incidents that pass all else lie in an excluded place possibly, but not certainly."""
    certain, _possible, both = _count_by_certainty(engine, selection)
    return certain - both


def _count_by_certainty(engine: Engine, selection: Selection) -> tuple[int, int, int]:
    """How many rows are selected if incidents must lie inside certainly, if possibly is enough, and both."""
    if not any(FILTER[key].matches_regions for key, _ in selection.filters):
        return 0, 0, 0
    certain, possible = (engine.select(selection.with_filter(INSIDE, inside)) for inside in Inside)
    return len(certain), len(possible), len(certain.intersect(possible))


def describe_possible(engine: Engine, selection: Selection) -> list[str]:
    """One sentence on the incidents that may lie inside, such as “2 more may lie inside: they are known …”, or none."""
    count = count_possible(engine, selection)
    if not count:
        return []
    amount = f"{count:,} of these" if selection.inside is Inside.POSSIBLE else f"{count:,} more"
    known = "it is known" if count == 1 else "they are known"
    return [f"{amount} may lie inside: {known} only to a wider area."]


def describe_possibly_excluded(engine: Engine, selection: Selection) -> list[str]:
    """One sentence on the incidents that may lie in an excluded place, or none."""
    count = count_possibly_excluded(engine, selection)
    if not count:
        return []
    incidents, known = pluralize(count, "incident"), "it is known" if count == 1 else "they are known"
    if selection.inside is Inside.CERTAIN:
        return [f"Includes {incidents} that may lie in an excluded place: {known} only to a wider area."]
    verb = "is" if count == 1 else "are"
    return [f"{incidents} that may lie elsewhere {verb} not included: {known} only to a wider area."]
