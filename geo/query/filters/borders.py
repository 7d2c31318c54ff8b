"""How far points lie from a border that is drawn in degrees, in km on the globe.

A border is sampled: every point of it lies within half a step of a sample, so that a distance is too long by at most
half a step, and by far less where it is many steps long. Distances beyond a limit are infinite.
"""

import math

import numpy as np
import scipy  # which imports its parts when they are asked for: half a second that few processes need
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.core.geodesy import EARTH_RADIUS_KM

MIN_STEP_DEGREES = 0.01  # 1.1 km: of a distance of 25 km, the error is then at most 6 m
MAX_SAMPLES = 10_000  # of a border; chosen by judgement: a border around the world then has a step of 12 km
SEAM, POLE = 180.0, 90.0  # degrees: the ends of the map, which are no borders
NEGLIGIBLE_DEGREES = 1e-9
MAX_CHORD = 2.0  # through a sphere of radius 1

Degrees = NDArray[np.float64]


def border_samples(border: BaseGeometry) -> tuple[Degrees, Degrees]:
    """Longitude and latitude of points along a border, without those at a pole."""
    step = max(MIN_STEP_DEGREES, shapely.length(border) / MAX_SAMPLES)
    longitude, latitude = shapely.get_coordinates(shapely.segmentize(border, step)).T
    is_border = np.abs(latitude) < POLE - NEGLIGIBLE_DEGREES
    return longitude[is_border], latitude[is_border]


def is_at_seam(longitude: Degrees) -> NDArray[np.bool_]:
    """Whether each longitude is the meridian at which the map is cut."""
    at_seam: NDArray[np.bool_] = np.abs(np.mod(longitude, 2 * SEAM) - SEAM) < NEGLIGIBLE_DEGREES
    return at_seam


class BorderDistance:
    """The great-circle distance of points from the samples of a border."""

    def __init__(self, longitude: Degrees, latitude: Degrees) -> None:
        self._tree = scipy.spatial.KDTree(_unit_vectors(longitude, latitude)) if len(longitude) else None

    def km(self, longitude: Degrees, latitude: Degrees, limit_km: float) -> Degrees:
        """The distance of each point, in km; infinite beyond the limit and where there is no border."""
        if self._tree is None or not len(longitude):
            return np.full(len(longitude), np.inf)
        chord = 2 * math.sin(min(limit_km / (2 * EARTH_RADIUS_KM), math.pi / 2))
        chords, _ = self._tree.query(
            _unit_vectors(longitude, latitude), distance_upper_bound=chord * (1 + 1e-9) + 1e-12
        )
        is_far = ~np.isfinite(chords)
        angles = 2 * np.arcsin(np.minimum(chords, MAX_CHORD) / 2)
        distances: Degrees = np.where(is_far, np.inf, angles * EARTH_RADIUS_KM)
        return distances


def _unit_vectors(longitude: Degrees, latitude: Degrees) -> NDArray[np.float64]:
    """Points on a sphere of radius 1, one row a point."""
    east, north = np.radians(longitude), np.radians(latitude)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)
