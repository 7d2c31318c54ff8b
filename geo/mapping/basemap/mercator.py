"""Web Mercator as a square with sides of 1: x from the west, y from the north (EPSG:3857, scaled)."""

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 40_075.017  # around the equator (WGS 84)
MAX_LATITUDE = 89.9  # degrees; the projection of a pole is infinite


def project(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Positions in degrees (WGS 84) as rows of x and y; the map proper lies between 0 and 1."""
    radians = np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE))
    x = (longitude + 180.0) / 360.0
    y = 0.5 - np.arctanh(np.sin(radians)) / (2 * np.pi)
    return np.stack([x, y], axis=1)


def box_degrees(zoom: int, column: int, row: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile, in degrees."""
    n_tiles = 2**zoom
    west, east = (360.0 * edge / n_tiles - 180.0 for edge in (column, column + 1))
    north, south = (float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * edge / n_tiles))))) for edge in (row, row + 1))
    return west, south, east, north


def km_a_square(latitude: float) -> float:
    """How many kilometres the side of the square is at a latitude."""
    return EARTH_KM * float(np.cos(np.radians(np.clip(latitude, -MAX_LATITUDE, MAX_LATITUDE))))
