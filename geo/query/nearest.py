"""The incidents around a point of the map, nearest first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km
from geo.query.filters.geometry import Circle
from geo.query.point_index import Rows
from geo.query.result_set import ResultSet

MAX_LISTED = 50  # what a popup can list; chosen by judgement


@dataclass(frozen=True, eq=False)
class NearestIncidents:
    """The nearest rows, by their positions in the table, with their distances in km, and how many there are in all.

    At most MAX_LISTED are listed.
    """

    positions: Rows
    distances_km: NDArray[np.float64]
    count: int


def find_nearest(results: ResultSet, longitude: float, latitude: float, *, within_km: float) -> NearestIncidents:
    """The selected rows of exact or near place around a point; of equally near ones, the latest first."""
    index = results.index
    rows = results.intersect(index.points.rows_in(Circle(longitude, latitude, within_km), *index.coordinates))
    distances_km = haversine_km(longitude, latitude, *(coordinate[rows] for coordinate in index.coordinates))
    order = np.lexsort((-rows, distances_km))[:MAX_LISTED]
    return NearestIncidents(rows[order], distances_km[order], len(rows))
