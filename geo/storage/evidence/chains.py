"""Which incidents links join into one chain, directly or through others, and what the chain is called."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.storage.evidence.membership import is_among

ENDS = ("incident_id", "to_incident_id")


def chain_names(links: pd.DataFrame, incident_ids: Collection[str]) -> dict[str, str]:
    """The name of its chain, the smallest identifier in it, by each incident that is linked to another.

    Links to incidents that are not among `incident_ids` join nothing.
    """
    is_known = is_among(links[ENDS[0]], incident_ids) & is_among(links[ENDS[1]], incident_ids)
    return {id_: members[0] for members in list_components(links[is_known]) for id_ in members}


def list_components(links: pd.DataFrame) -> list[list[str]]:
    """The incidents that links join, sorted within each chain; one that is linked to itself alone is in none."""
    rows = links[(links[ENDS[0]] != links[ENDS[1]]).to_numpy(dtype=bool)]
    if rows.empty:
        return []
    codes, names = pd.factorize(pd.concat([rows[end].astype("str") for end in ENDS]), sort=True)
    labels = _components(codes[: len(rows)], codes[len(rows) :], len(names))
    members: list[list[str]] = [[] for _ in range(int(labels.max()) + 1)]
    for name, label in zip(names.tolist(), labels.tolist(), strict=True):
        members[label].append(name)
    return members


def _components(sources: NDArray[np.intp], targets: NDArray[np.intp], size: int) -> NDArray[np.int32]:
    graph = coo_array((np.ones(len(sources), dtype=np.int8), (sources, targets)), shape=(size, size))
    _, labels = connected_components(graph.tocsr(), directed=False)
    return np.asarray(labels, dtype=np.int32)
