"""What a person decided about pairs of incidents: which of them stands for an event, and how two events become one.

How decisions become `duplicate_of` in a table is the rule of geo/core/duplicate_links.py.
"""

import pandas as pd

from geo.core.duplicate_links import chain_ends, decide_links


def representatives(decisions: pd.DataFrame) -> dict[str, str]:
    """The representative of each incident that was decided to be the same as another.

    `decisions`: incident_id, duplicate_of, verdict.
    """
    columns = (decisions[name] for name in ("incident_id", "duplicate_of", "verdict"))
    return chain_ends(decide_links({}, zip(*columns, strict=True)))


def link_to_representative(decisions: pd.DataFrame, duplicate_id: str, original_id: str) -> tuple[str, str] | None:
    """The link (incident_id, duplicate_of) that makes two incidents, and all linked to either, one event.

    The representative of the original then stands for all of them; no incident gets a second link, and no circle
    closes. None where they are one event already.
    """
    ends = representatives(decisions)
    duplicate, original = ends.get(duplicate_id, duplicate_id), ends.get(original_id, original_id)
    return None if duplicate == original else (duplicate, original)
