"""Coordinates to point geometries, millions at a time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray

from geo.core.schema import CRS

GEOMETRY = "geometry"  # the column of the points of a table


def make_points(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> GeometryArray:
    """A point for each pair of coordinates, in degrees (WGS 84); missing where the longitude is not a number."""
    with _gc_paused():
        geometries = shapely.points(np.column_stack([longitude, latitude]))
    geometries[np.isnan(longitude)] = None
    return GeometryArray(geometries, crs=CRS)


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Pause the garbage collector, which would scan the growing array again and again: six times slower."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
