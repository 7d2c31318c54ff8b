"""Coordinates to points, millions at a time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray

from geo.core.schema import CRS


def make_points(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> GeometryArray:
    """A point for each pair, in degrees; missing where there is no longitude."""
    with _gc_paused():
        made = shapely.points(np.column_stack([longitude, latitude]))
    made[np.isnan(longitude)] = None
    return GeometryArray(made, crs=CRS)


@contextmanager
def _gc_paused() -> Iterator[None]:
    """Without the garbage collector, which looks through all that was made again and again: six times slower."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
