"""Coordinates to point geometries, millions at a time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache

import numpy as np
import pyproj
import shapely
from geopandas.array import GeometryArray
from numpy.typing import NDArray

from geo.core.schema import CRS

GEOMETRY = "geometry"  # the column of the points of a table
MANY_POINTS = 10_000  # of which the garbage collector would look at all, again and again


def make_points(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> GeometryArray:
    """A point for each pair of coordinates, in degrees (WGS 84); missing where the longitude is not a number."""
    with _gc_paused() if len(longitude) > MANY_POINTS else nullcontext():
        geometries = shapely.points(np.column_stack([longitude, latitude]))
    geometries[np.isnan(longitude)] = None
    return GeometryArray(geometries, crs=_reference_system())


@cache
def _reference_system() -> pyproj.CRS:
    """What CRS names, which takes as long to read as some hundred points to make."""
    return pyproj.CRS(CRS)


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
