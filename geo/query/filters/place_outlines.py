"""The outlines of named places as regions: as they are, and simplified for expressions."""

from functools import cached_property, lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core.prepared_shape import PreparedShape
from geo.query.filters.geometry import Ring, Rings
from geo.query.filters.region import OutlinedRegion

# An outline is simplified until an expression over its edges stays short; the smallest islands are left out. Chosen by
# judgement, not measured.
MAX_COORDINATES = 120
MAX_RINGS = 60
FIRST_TOLERANCE_DEGREES = 0.001  # about 100 m; doubled until the outline is simple enough


class PlaceOutline(OutlinedRegion):
    """The outline of a place as it is, for circles and areas: no expression could hold its corners."""

    def __init__(self, shape: BaseGeometry) -> None:
        self._shape = shape

    @cached_property
    def prepared_outline(self) -> PreparedShape:
        return PreparedShape(self._shape)

    @cached_property
    def prepared_border(self) -> PreparedShape:
        return PreparedShape(shapely.boundary(self._shape))

    def contains(self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = shapely.contains_xy(self.outline, longitude, latitude)
        return inside


@lru_cache(maxsize=256)
def place_outline(place_id: str) -> PlaceOutline:
    """The outline of a place that has one."""
    shape = places.place_from_id(place_id).shape
    assert shape is not None
    return PlaceOutline(shape)


@lru_cache(maxsize=256)
def simple_outline(place_id: str) -> Rings:
    """The outline of a place for points: simplified so that an expression can hold it."""
    shape = places.place_from_id(place_id).shape
    assert shape is not None
    return Rings(_to_rings(shape))


def _to_rings(shape: BaseGeometry) -> tuple[Ring, ...]:
    """The largest rings of a shape, simplified enough for an expression."""
    tolerance = FIRST_TOLERANCE_DEGREES
    while shapely.get_num_coordinates(shape) > MAX_COORDINATES and tolerance < 1:
        shape = shapely.simplify(shape, tolerance)
        tolerance *= 2
    rings = shapely.get_rings(shapely.get_parts(shape))
    largest = sorted(rings, key=lambda ring: shapely.box(*ring.bounds).area, reverse=True)[:MAX_RINGS]
    return tuple(tuple(map(tuple, shapely.get_coordinates(ring)[:-1].tolist())) for ring in largest)
