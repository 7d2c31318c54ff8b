"""What a reader should know of a selection: rows left out for lack of a value, or because they may lie elsewhere."""

from geo.core.formatting import pluralize
from geo.query.filters import FILTER
from geo.query.filters.extents import Inside
from geo.query.filters.inside import INSIDE
from geo.query.index import Index
from geo.query.selection import Selection


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


def count_possible(index: Index, selection: Selection) -> int:
    """How many incidents lie inside the places and regions of a selection possibly, but not certainly."""
    if not any(FILTER[key].matches_regions for key, _ in selection.filters):
        return 0
    certain, possible = (index.select(selection.with_filter(INSIDE, inside)) for inside in Inside)
    return len(possible) - len(certain)


def describe_possible(index: Index, selection: Selection) -> list[str]:
    """One sentence on the incidents that may lie inside, such as “2 more may lie inside: they are known …”, or none."""
    count = count_possible(index, selection)
    if not count:
        return []
    amount = f"{count:,} of these" if selection.inside is Inside.POSSIBLE else f"{count:,} more"
    known = "it is known" if count == 1 else "they are known"
    return [f"{amount} may lie inside: {known} only to a wider area."]
