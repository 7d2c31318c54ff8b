"""What a reader should know of a selection: rows left out only because they lack a value, and rough positions."""

from geo.core.formatting import pluralize
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection


def selection_caveats(selection: Selection) -> list[str]:
    """The caveats of the filters that are set, each sentence once."""
    caveats = (FILTER[key].caveat_for(value) for key, value in selection.values)
    return list(dict.fromkeys(filter(None, caveats)))


def omission_notes(index: Index, selection: Selection) -> list[str]:
    """One sentence for each value that incidents lack which pass the other filters: “2 incidents without a date …”."""
    required = {FILTER[key].required_value: FILTER[key].required_columns for key, _ in selection.values}
    notes = []
    for value, columns in required.items():
        keys = [key for key, _ in selection.values if FILTER[key].required_value == value]
        missing = index.select(selection.without(*keys)).count_missing(columns) if columns else 0
        if missing:
            verb = "is" if missing == 1 else "are"
            notes.append(f"{pluralize(missing, 'incident')} without {value} {verb} not included.")
    return notes
