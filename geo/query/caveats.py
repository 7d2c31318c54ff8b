"""What a selection leaves out only because the source is silent: no date, no number, no place."""

from geo.core.formatting import pluralize
from geo.query.filters import FILTER
from geo.query.index import Index
from geo.query.selection import Selection


def selection_caveats(selection: Selection) -> list[str]:
    """What else a reader should know of the rows that a selection holds, each sentence once."""
    return list(dict.fromkeys(filter(None, (FILTER[key].caveat_for(value) for key, value in selection.values))))


def omissions(index: Index, selection: Selection) -> list[str]:
    """One sentence for each thing that rows lack, under the other filters; none where nothing is left out so."""
    lacks = {FILTER[key].required_columns: None for key, _ in selection.values if FILTER[key].required_columns[1]}
    told = []
    for lack, columns in lacks:
        keys = [key for key, _ in selection.values if FILTER[key].required_columns[0] == lack]
        silent = index.select(selection.without(*keys)).count_missing(columns)
        if silent:
            told.append(f"Left out, for the source gives no {lack}: {pluralize(silent, 'incident')}.")
    return told
