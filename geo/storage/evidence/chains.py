"""Which incidents links join into one chain, directly or through others, and what the chain is called."""

from collections.abc import Collection
from typing import Literal

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from geo.storage.evidence.membership import is_among

Connection = Literal["weak", "strong"]  # whether the direction of links counts
ENDS = ("incident_id", "to_incident_id")


def chain_names(links: pd.DataFrame, incident_ids: Collection[str]) -> dict[str, str]:
    """The name of its chain, the smallest identifier in it, by each incident that is linked to another.

    Links to incidents that are not among `incident_ids` join nothing.
    """
    is_known = is_among(links[ENDS[0]], incident_ids) & is_among(links[ENDS[1]], incident_ids)
    return {id_: members[0] for members in list_components(links[is_known]) for id_ in members}


def list_components(links: pd.DataFrame) -> list[list[str]]:
    """The incidents that links join, sorted within each chain; one that is linked to itself alone is in none."""
    return _list_members(links, "weak")


def list_circles(links: pd.DataFrame) -> list[list[str]]:
    """The incidents of which each is later than itself by links that have a direction, sorted within each circle."""
    return [members for members in _list_members(links, "strong") if len(members) > 1]


def _list_members(links: pd.DataFrame, connection: Connection) -> list[list[str]]:
    rows = links[(links[ENDS[0]] != links[ENDS[1]]).to_numpy(dtype=bool)]
    if rows.empty:
        return []
    codes, names = pd.factorize(pd.concat([rows[end].astype("str") for end in ENDS]), sort=True)
    labels = _components(codes[: len(rows)], codes[len(rows) :], len(names), connection)
    members: list[list[str]] = [[] for _ in range(int(labels.max()) + 1)]
    for name, label in zip(names.tolist(), labels.tolist(), strict=True):
        members[label].append(name)
    return members


def _components(
    sources: NDArray[np.intp], targets: NDArray[np.intp], size: int, connection: Connection
) -> NDArray[np.int32]:
    graph = scipy.sparse.coo_array((np.ones(len(sources), dtype=np.int8), (sources, targets)), shape=(size, size))
    _, labels = scipy.sparse.csgraph.connected_components(graph.tocsr(), connection=connection)
    return np.asarray(labels, dtype=np.int32)
