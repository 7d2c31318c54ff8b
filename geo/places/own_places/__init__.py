"""Places that data with coordinates have: names at points, for rows and texts that have none (docs/decisions/0072)."""

from geo.places.own_places.own_places import NO_OWN_PLACES, OwnPlaces
from geo.places.own_places.own_table import OwnTable
from geo.places.own_places.point_counts import POINT_COLUMNS, count_points, join_counts

__all__ = ["NO_OWN_PLACES", "POINT_COLUMNS", "OwnPlaces", "OwnTable", "count_points", "join_counts"]
