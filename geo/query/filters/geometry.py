"""The regions that a reader may ask for: a box, the inside of rings, a circle. Degrees, longitude before latitude."""

import math
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce

import narwhals as nw
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString
from shapely.geometry.base import BaseGeometry

from geo.core.geodesy import EARTH_RADIUS_KM, circle_bounds, haversine, haversine_km
from geo.core.prepared_shape import PreparedShape
from geo.query.filters.expressions import any_of, sum_of
from geo.query.filters.outline_distance import is_near, is_within_km
from geo.query.filters.region import (
    RADIANS,
    SEAM,
    Boxes,
    Degrees,
    ExpressibleRegion,
    OutlinedRegion,
)

BBox = tuple[float, float, float, float]  # west, south, east, north, degrees
Corner = tuple[float, float]  # longitude, latitude
Ring = tuple[Corner, ...]  # not closed
CentreAndRadius = tuple[float, float, float]  # longitude, latitude, km

TOLERANCE_KM = 0.001  # a metre: more than rounding makes of a distance
WORLD = shapely.box(-SEAM, -90, SEAM, 90)
BOX_MARGIN = 1e-5  # degrees, about a metre: more than rounding moves a border


class DrawnRegion(OutlinedRegion, ExpressibleRegion):
    """A region within rings, such as a reader draws."""

    @abstractmethod
    def border_rings(self) -> tuple[Ring, ...]:
        """The border; by the even-odd rule, a ring inside another is a hole."""

    @cached_property
    def prepared_outline(self) -> PreparedShape:
        parts = [_polygons(shapely.make_valid(shapely.Polygon(ring))) for ring in self.border_rings()]
        return PreparedShape(shapely.intersection(reduce(shapely.symmetric_difference, parts), WORLD))

    @cached_property
    def prepared_border(self) -> PreparedShape:
        return PreparedShape(MultiLineString([[*ring, ring[0]] for ring in self.border_rings()]))

    # Nobody draws along a border to the last digit, so that no share of an outline is forgiven as rounding: the quick
    # predicates of the prepared shape decide.

    def covers(self, outline: BaseGeometry) -> bool:
        return bool(shapely.covers(self.outline, outline))

    def overlaps(self, outline: BaseGeometry) -> bool:
        return bool(shapely.intersects(self.outline, outline))

    def may_cover(self, boxes: Boxes) -> NDArray[np.bool_]:
        west, south, east, north = self.outline.bounds
        beyond = np.array([west, south, -east, -north]) > boxes * np.array([1, 1, -1, -1])
        within: NDArray[np.bool_] = ~np.logical_or.reduce(beyond, axis=1)
        return within


@dataclass(frozen=True)
class Box(DrawnRegion):
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

    def border_rings(self) -> tuple[Ring, ...]:
        if self.west < self.east:
            return (_corners(self.west, self.south, self.east, self.north),)
        spans = ((self.west, SEAM), (-SEAM, self.east))
        return tuple(_corners(west, self.south, east, self.north) for west, east in spans if west < east)

    def contains(self, longitude: Degrees, latitude: Degrees) -> NDArray[np.bool_]:
        east_of_west, west_of_east = longitude >= self.west, longitude <= self.east
        between = east_of_west & west_of_east if self.west < self.east else east_of_west | west_of_east
        inside: NDArray[np.bool_] = between & (latitude >= self.south) & (latitude <= self.north)
        return inside


@dataclass(frozen=True)
class Rings(DrawnRegion):
    """The inside of rings by the even-odd rule: a ring inside another is a hole."""

    rings: tuple[Ring, ...]

    def border_rings(self) -> tuple[Ring, ...]:
        return self.rings

    def expression(self) -> nw.Expr:
        crossings = (_crosses_edge(start, end) for start, end in self._edges())
        is_odd = sum_of(crossing.cast(nw.Int32) for crossing in crossings) % 2 == 1
        return any_of(box.expression() for box in self._boxes) & is_odd

    def contains(self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The same as the expression to the last point, and for a few points a hundred times quicker."""
        inside = reduce(np.logical_or, (box.contains(longitude, latitude) for box in self._boxes))
        near = np.flatnonzero(inside)
        inside[near] = self._is_odd(longitude[near], latitude[near])
        return inside

    @cached_property
    def _boxes(self) -> tuple[Box, ...]:
        """Boxes around the rings, which most points lie beside: one, or one a ring where rings go on past 180°."""
        west, _, east, _ = whole = shapely.bounds(self.border)
        bounds = [whole] if west >= -SEAM and east <= SEAM else [_ring_bounds(ring) for ring in self.rings]
        return tuple(_grown_box(*map(float, each)) for each in bounds)

    def _is_odd(self, longitude: Degrees, latitude: Degrees) -> NDArray[np.bool_]:
        """Whether a ray from each point eastward crosses an odd number of edges."""
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
class Circle(ExpressibleRegion):
    """The points within a great-circle distance of a centre (haversine)."""

    longitude: float
    latitude: float
    km: float

    def expression(self) -> nw.Expr:
        latitude = nw.col("latitude") * RADIANS
        east = (nw.col("longitude") - self.longitude) * RADIANS
        share = haversine(latitude, self.latitude * RADIANS, east, sin=_sin, cos=_cos)
        within: nw.Expr = self._box.expression() & (share <= self._largest_share)
        return within

    def contains(self, longitude: Degrees, latitude: Degrees) -> NDArray[np.bool_]:
        east, north = (longitude - self.longitude) * RADIANS, latitude * RADIANS
        share = haversine(north, self.latitude * RADIANS, east, sin=_sin, cos=_cos)
        within: NDArray[np.bool_] = share <= self._largest_share
        return within

    @property
    def _box(self) -> Box:
        """A box around the circle, across the antimeridian where it is; with all longitudes around a pole."""
        west, south, east, north = circle_bounds(self.longitude, self.latitude, self.km)
        if east - west + 2 * BOX_MARGIN >= 2 * SEAM:
            return _grown_box(-SEAM, south, SEAM, north)
        box = _grown_box(west, south, east, north)
        turns = (2 * SEAM if box.west < -SEAM else 0.0, -2 * SEAM if box.east > SEAM else 0.0)
        return Box(box.west + turns[0], box.south, box.east + turns[1], box.north)

    @property
    def _largest_share(self) -> float:
        """The haversine of the distance."""
        return float(math.sin(min(self.km / (2 * EARTH_RADIUS_KM), math.pi / 2)) ** 2)

    def may_cross(self, boxes: Boxes, margin_km: float = 0.0) -> NDArray[np.bool_]:
        west, south, east, north = boxes.T
        centre_km = haversine_km(self.longitude, self.latitude, (west + east) / 2, (south + north) / 2)
        # No point of a box is farther from its centre than half its height along the meridian plus half its width
        # along its longest parallel.
        nearest_equator = np.where(south * north <= 0, 0.0, np.minimum(np.abs(south), np.abs(north)))
        reach = (north - south) / 2 + (east - west) / 2 * np.cos(nearest_equator * RADIANS)
        reach_km = reach * RADIANS * EARTH_RADIUS_KM + TOLERANCE_KM
        crossed: NDArray[np.bool_] = np.abs(centre_km - self.km) <= reach_km + margin_km
        return crossed

    def border_km(self, longitude: Degrees, latitude: Degrees, limit_km: float) -> Degrees:
        if self.km >= math.pi * EARTH_RADIUS_KM:  # the whole globe has no border
            return np.full(len(longitude), np.inf)
        distances: Degrees = np.abs(haversine_km(self.longitude, self.latitude, longitude, latitude) - self.km)
        return distances

    def covers(self, outline: BaseGeometry) -> bool:
        return is_within_km(outline, self.longitude, self.latitude, self.km)

    def overlaps(self, outline: BaseGeometry) -> bool:
        return is_near(outline, self.longitude, self.latitude, self.km)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape, without lines and points into which a ring may fold."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _ring_bounds(ring: Ring) -> BBox:
    longitudes, latitudes = zip(*ring, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _grown_box(west: float, south: float, east: float, north: float) -> Box:
    return Box(west - BOX_MARGIN, south - BOX_MARGIN, east + BOX_MARGIN, north + BOX_MARGIN)


def _corners(west: float, south: float, east: float, north: float) -> Ring:
    return ((west, south), (east, south), (east, north), (west, north))


def _sin(angle: float | Degrees | nw.Expr) -> float | Degrees | nw.Expr:
    if isinstance(angle, float):
        return math.sin(angle)
    return np.sin(angle) if isinstance(angle, np.ndarray) else angle.sin()


def _cos(angle: float | Degrees | nw.Expr) -> float | Degrees | nw.Expr:
    if isinstance(angle, float):
        return math.cos(angle)
    return np.cos(angle) if isinstance(angle, np.ndarray) else angle.cos()


def _crosses_edge(start: Corner, end: Corner) -> nw.Expr:
    """Whether a ray from the row's point eastward crosses the edge; the lower end counts, the upper does not."""
    (x1, y1), (x2, y2) = start, end
    latitude, longitude = nw.col("latitude"), nw.col("longitude")
    edge = (latitude - y1) * ((x2 - x1) / (y2 - y1)) + x1
    return (latitude >= y1) & (latitude < y2) & (longitude < edge)
