"""Which points of a name are one place: those around the commonest, then those around the commonest that is left."""

import numpy as np
from numpy.typing import NDArray

from geo.core import geodesy

CLUSTER_KM = 25.0  # within which a place counts as right, and what “near” means; farther off is another place
MAX_CLUSTERS = 5  # of a name in a country; a name with more points far apart is hardly one. By judgement

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def cluster_points(groups: Numbers, longitude: Floats, latitude: Floats) -> tuple[Numbers, Floats]:
    """The first point of the cluster that each point belongs to, -1 for none, and its distance from that in kilometres.

    `groups` ascend; within each the commonest point is first.
    """
    leaders = np.full(len(groups), -1, dtype=np.int64)
    distances = np.zeros(len(groups))
    open_points = np.arange(len(groups), dtype=np.int64)
    for _ in range(MAX_CLUSTERS):
        if not len(open_points):
            break
        _, starts, inverse = np.unique(groups[open_points], return_index=True, return_inverse=True)
        leader = open_points[starts][inverse]
        km = geodesy.haversine_km(longitude[leader], latitude[leader], longitude[open_points], latitude[open_points])
        is_near = km <= CLUSTER_KM
        members = open_points[is_near]
        leaders[members], distances[members] = leader[is_near], km[is_near]
        open_points = open_points[~is_near]
    return leaders, distances
