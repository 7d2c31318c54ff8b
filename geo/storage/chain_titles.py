"""What the chains of a selection are called: by the title of the incident whose identifier names them."""

import pandas as pd

from geo.query.engine import NO_ROW
from geo.query.filters.exclusion import name_of
from geo.query.selection import Selection
from geo.storage.atlas import Atlas

CHAIN = "chain"  # the filter


def find_chain_titles(atlas: Atlas, selection: Selection) -> dict[str, str]:
    """By identifier the titles of the chains that a selection names, as hostile as the rows; others have none."""
    names = [name_of(value) for value in selection.get(CHAIN) or ()]
    if not names:
        return {}
    rows = atlas.engine.find(names)
    table = pd.DataFrame(atlas.engine.take(rows[rows != NO_ROW], ["incident_id", "title"])).dropna()
    return dict(zip(table["incident_id"], table["title"], strict=True))
