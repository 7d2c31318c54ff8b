"""Regions of the globe that a point lies in or not: a box, the inside of rings, a circle.

Degrees, longitude before latitude. Besides its expression, a region says which boxes its border may cross: in a box
that it does not cross, either all points lie inside or none does.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals as nw
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core.geodesy import EARTH_RADIUS_KM, haversine, haversine_km
from geo.query.filters.expressions import evaluate

BBox = tuple[float, float, float, float]  # west, south, east, north, degrees
Corner = tuple[float, float]  # longitude, latitude
Ring = tuple[Corner, ...]  # not closed
CentreAndRadius = tuple[float, float, float]  # longitude, latitude, km
Boxes = NDArray[np.float64]  # one row a box: west, south, east, north, degrees

RADIANS = math.pi / 180  # per degree
TOLERANCE_KM = 0.001  # a metre: more than rounding makes of a distance


class Region(ABC):
    """A region of the globe."""

    @abstractmethod
    def expression(self) -> nw.Expr:
        """Whether a row's point lies inside; a row without coordinates does not."""

    @abstractmethod
    def may_cross(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Whether the border may pass through each box; true in case of doubt."""

    def contains(self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether each point lies inside, exactly as the expression decides."""
        return evaluate(pd.DataFrame({"longitude": longitude, "latitude": latitude}), self.expression())


@dataclass(frozen=True)
class Box(Region):
    """A box; one whose west lies east of its east crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def expression(self) -> nw.Expr:
        longitude, latitude = nw.col("longitude"), nw.col("latitude")
        east_of_west, west_of_east = longitude >= self.west, longitude <= self.east
        between = east_of_west & west_of_east if self.west < self.east else east_of_west | west_of_east
        return between & (latitude >= self.south) & (latitude <= self.north)

    def may_cross(self, boxes: Boxes) -> NDArray[np.bool_]:
        west, south, east, north = boxes.T
        meridians = [(west <= edge) & (edge <= east) for edge in (self.west, self.east)]
        parallels = [(south <= edge) & (edge <= north) for edge in (self.south, self.north)]
        crossed: NDArray[np.bool_] = np.any([*meridians, *parallels], axis=0)
        return crossed


@dataclass(frozen=True)
class Rings(Region):
    """The inside of rings by the even-odd rule: a ring inside another is a hole."""

    rings: tuple[Ring, ...]

    def expression(self) -> nw.Expr:
        crossings = (_crosses_edge(start, end) for start, end in self._edges())
        return reduce(add, (crossing.cast(nw.Int32) for crossing in crossings)) % 2 == 1

    def may_cross(self, boxes: Boxes) -> NDArray[np.bool_]:
        border = shapely.multilinestrings([shapely.linestrings([*ring, ring[0]]) for ring in self.rings])
        shapely.prepare(border)
        crossed: NDArray[np.bool_] = shapely.intersects(border, shapely.box(*boxes.T))
        return crossed

    def contains(self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The same as the expression to the last point, and for a few points a hundred times quicker."""
        odd = np.zeros(len(longitude), dtype=bool)
        with np.errstate(invalid="ignore", over="ignore"):  # an edge may be almost level
            for (x1, y1), (x2, y2) in self._edges():
                edge = (latitude - y1) * ((x2 - x1) / (y2 - y1)) + x1
                odd ^= (latitude >= y1) & (latitude < y2) & (longitude < edge)
        return odd

    def _edges(self) -> Iterator[tuple[Corner, Corner]]:
        """The edges that a parallel can cross, each from its lower end."""
        for ring in self.rings:
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                if start[1] != end[1]:
                    yield (start, end) if start[1] < end[1] else (end, start)


@dataclass(frozen=True)
class Circle(Region):
    """The points within a great-circle distance of a centre (haversine)."""

    longitude: float
    latitude: float
    km: float

    def expression(self) -> nw.Expr:
        latitude = nw.col("latitude") * RADIANS
        east = (nw.col("longitude") - self.longitude) * RADIANS
        share = haversine(latitude, self.latitude * RADIANS, east, sin=_sin, cos=_cos)
        within: nw.Expr = share <= math.sin(min(self.km / (2 * EARTH_RADIUS_KM), math.pi / 2)) ** 2
        return within

    def may_cross(self, boxes: Boxes) -> NDArray[np.bool_]:
        west, south, east, north = boxes.T
        centre_km = haversine_km(self.longitude, self.latitude, (west + east) / 2, (south + north) / 2)
        # No point of a box is farther from its centre than half its height along the meridian plus half its width
        # along its longest parallel.
        nearest_equator = np.where(south * north <= 0, 0.0, np.minimum(np.abs(south), np.abs(north)))
        reach = (north - south) / 2 + (east - west) / 2 * np.cos(nearest_equator * RADIANS)
        reach_km = reach * RADIANS * EARTH_RADIUS_KM + TOLERANCE_KM
        crossed: NDArray[np.bool_] = np.abs(centre_km - self.km) <= reach_km
        return crossed


def _sin(angle: float | nw.Expr) -> float | nw.Expr:
    return angle.sin() if isinstance(angle, nw.Expr) else math.sin(angle)


def _cos(angle: float | nw.Expr) -> float | nw.Expr:
    return angle.cos() if isinstance(angle, nw.Expr) else math.cos(angle)


def _crosses_edge(start: Corner, end: Corner) -> nw.Expr:
    """Whether a ray from the row's point eastward crosses the edge; the lower end counts, the upper does not."""
    (x1, y1), (x2, y2) = start, end
    latitude, longitude = nw.col("latitude"), nw.col("longitude")
    edge = (latitude - y1) * ((x2 - x1) / (y2 - y1)) + x1
    return (latitude >= y1) & (latitude < y2) & (longitude < edge)
