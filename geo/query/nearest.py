"""What lies around a point of the map, nearest first."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km
from geo.query.filters.geometry import Circle
from geo.query.index import ResultSet

MAX_LISTED = 50


@dataclass(frozen=True, eq=False)
class NearestIncidents:
    """The nearest rows with their distances in km, at most MOST_LISTED, and how many lie within reach in all."""

    rows: gpd.GeoDataFrame
    distances_km: NDArray[np.float64]
    count: int


def find_nearest(chosen: ResultSet, longitude: float, latitude: float, *, within_km: float) -> NearestIncidents:
    """The chosen rows of exact or near place around a point; of equally near ones the latest first."""
    index = chosen.index
    reached = chosen.intersect(index.points.rows_in(Circle(longitude, latitude, within_km), *index.coordinates))
    away = haversine_km(longitude, latitude, *(each[reached] for each in index.coordinates))
    order = np.lexsort((-reached, away))[:MAX_LISTED]
    return NearestIncidents(index.table.iloc[reached[order]], away[order], len(reached))
