"""What is doubtful in companions that a table can hold: links that no order of time fits, and incidents it has not."""

from collections.abc import Sequence

import pandas as pd

from geo.storage.evidence.chains import ENDS, list_circles
from geo.storage.incident_links import RELATION_PHRASES

LATER = "later than itself: their dates decide the order. Remove one of these links."
MAX_IDS_LISTED = 5  # in a note; chosen by judgement


def describe_links(links: pd.DataFrame) -> tuple[str, ...]:
    """Sentences on links of an incident to itself, and on each circle, whose members would be later than themselves."""
    first, second = (links[end].astype("str") for end in ENDS)
    own = first[(first == second).to_numpy(dtype=bool)].unique().tolist()
    directed = [relation for relation, phrases in RELATION_PHRASES.items() if not phrases.is_mutual]
    circles = list_circles(links[links["relation"].isin(directed)])
    return (*_describe_own(own), *(f"The links make each of {list_ids(circle)} {LATER}" for circle in circles))


def _describe_own(incident_ids: Sequence[str]) -> tuple[str, ...]:
    end = "itself" if len(incident_ids) == 1 else "themselves"
    return (f"The links join {list_ids(incident_ids)} to {end}: such a link is not shown.",) if incident_ids else ()


def describe_unknown(kind: str, incident_ids: Sequence[str]) -> str:
    """A sentence on incidents that companions of a kind name and the table has not."""
    verb = "is" if len(incident_ids) == 1 else "are"
    return f"The {kind} name {list_ids(incident_ids)}, which {verb} not among the incidents."


def list_ids(incident_ids: Sequence[str]) -> str:
    """The first of some identifiers, and how many more there are."""
    n_more = len(incident_ids) - MAX_IDS_LISTED
    return ", ".join(map(repr, incident_ids[:MAX_IDS_LISTED])) + (f" and {n_more:,} more" if n_more > 0 else "")
