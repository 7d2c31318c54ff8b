"""What a region of the globe is: whether points, circles and outlines lie inside, and which boxes its border may cross.

Degrees, longitude before latitude. In a box that the border does not cross, either all points lie inside or none does.
See docs/decisions/0030 for circles and outlines.
"""

import math
from abc import ABC, abstractmethod
from functools import cached_property, reduce

import narwhals as nw
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.core.geodesy import KM_PER_DEGREE
from geo.core.prepared_shape import PreparedShape
from geo.query.filters.borders import BorderDistance, border_samples, is_at_seam

Boxes = NDArray[np.float64]  # one row a box: west, south, east, north, degrees
Degrees = NDArray[np.float64]

RADIANS = math.pi / 180  # per degree
# Of the smaller of two outlines: what two borders that are one line on the ground overlap by rounding. Provinces lie
# within their countries to the last digit, so that this only forgives parts that were cut out of an outline.
ROUNDING_SHARE = 0.001
SEAM = 180.0  # degrees, the meridian at which the map is cut
BESIDE_SEAM = 1e-6


class Region(ABC):
    """A region of the globe."""

    @abstractmethod
    def contains(self, longitude: Degrees, latitude: Degrees) -> NDArray[np.bool_]:
        """Whether each point lies inside; a row without coordinates does not."""

    @abstractmethod
    def may_cross(self, boxes: Boxes, margin_km: float = 0.0) -> NDArray[np.bool_]:
        """Whether the border may pass through each box or within the margin of it; true in case of doubt."""

    @abstractmethod
    def border_km(self, longitude: Degrees, latitude: Degrees, limit_km: float) -> Degrees:
        """How far each point lies from the border, in km; distances beyond the limit may be infinite."""

    @abstractmethod
    def covers(self, outline: BaseGeometry) -> bool:
        """Whether the whole outline lies inside."""

    @abstractmethod
    def overlaps(self, outline: BaseGeometry) -> bool:
        """Whether a part of the outline lies inside."""

    def may_cover(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Whether an outline in each box, which touches all four sides, may lie inside as a whole; true in doubt."""
        return np.ones(len(boxes), dtype=bool)

    def covers_circles(self, longitude: Degrees, latitude: Degrees, radius_km: Degrees) -> NDArray[np.bool_]:
        """Whether each whole circle lies inside; one of radius 0 is its centre, one without a known radius does not."""
        within: NDArray[np.bool_] = self.contains(longitude, latitude) & ~np.isnan(radius_km)
        wide = np.flatnonzero(within & (radius_km > 0))
        radii = radius_km[wide]
        within[wide] = self.border_km(longitude[wide], latitude[wide], radii.max(initial=0.0)) >= radii
        return within

    def overlaps_circles(self, longitude: Degrees, latitude: Degrees, radius_km: Degrees) -> NDArray[np.bool_]:
        """Whether a part of each circle lies inside; of a circle without a known radius, its centre."""
        within = self.contains(longitude, latitude).copy()
        wide = np.flatnonzero(~within & (radius_km > 0) & np.isfinite(longitude))
        radii = radius_km[wide]
        within[wide] = self.border_km(longitude[wide], latitude[wide], radii.max(initial=0.0)) <= radii
        return within


class ExpressibleRegion(Region):
    """A region that a data frame can be asked about; `contains` decides as the expression does, to the last point."""

    @abstractmethod
    def expression(self) -> nw.Expr:
        """Whether a row's point lies inside; a row without coordinates does not."""


class OutlinedRegion(Region):
    """A region whose border is drawn in degrees."""

    @property
    @abstractmethod
    def prepared_outline(self) -> PreparedShape:
        """The region as a valid shape between -180° and 180°."""

    @property
    @abstractmethod
    def prepared_border(self) -> PreparedShape:
        """The lines around it, which may go on past 180°."""

    @property
    def outline(self) -> BaseGeometry:
        """The region, prepared for this thread."""
        return self.prepared_outline.for_thread()

    @property
    def border(self) -> BaseGeometry:
        """The lines around it, prepared for this thread."""
        return self.prepared_border.for_thread()

    def may_cross(self, boxes: Boxes, margin_km: float = 0.0) -> NDArray[np.bool_]:
        turns = (-2 * SEAM, 0.0, 2 * SEAM) if margin_km else (0.0,)
        grown = _grow(boxes, margin_km)
        return reduce(np.logical_or, (self._crosses(grown + np.array([turn, 0.0, turn, 0.0])) for turn in turns))

    def _crosses(self, boxes: Boxes) -> NDArray[np.bool_]:
        """Whether the border passes through each box; boxes beside all of it are told apart at once."""
        west, south, east, north = self.border.bounds
        crossed: NDArray[np.bool_] = boxes[:, 0] <= east
        crossed &= (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        crossed[crossed] = shapely.intersects(self.border, shapely.box(*boxes[crossed].T))
        return crossed

    def border_km(self, longitude: Degrees, latitude: Degrees, limit_km: float) -> Degrees:
        return self._border_distance.km(longitude, latitude, limit_km)

    def covers(self, outline: BaseGeometry) -> bool:
        tolerance = ROUNDING_SHARE * outline.area
        if outline.area - self.outline.area > tolerance or not shapely.intersects(self.outline, outline):
            return False
        return bool(shapely.difference(outline, self.outline).area <= tolerance)

    def overlaps(self, outline: BaseGeometry) -> bool:
        if not shapely.intersects(self.outline, outline):
            return False
        smaller = min(self.outline.area, outline.area)
        return bool(shapely.intersection(outline, self.outline).area > ROUNDING_SHARE * smaller)

    @cached_property
    def _border_distance(self) -> BorderDistance:
        longitude, latitude = border_samples(self.border)
        at_seam = np.flatnonzero(is_at_seam(longitude))
        sides = (np.full(len(at_seam), side * (SEAM - BESIDE_SEAM)) for side in (-1, 1))
        is_cut = reduce(np.logical_and, (self.contains(side, latitude[at_seam]) for side in sides))
        is_border = np.ones(len(longitude), dtype=bool)
        is_border[at_seam] = ~is_cut  # where both sides lie inside, only the map ends
        return BorderDistance(longitude[is_border], latitude[is_border])


def _grow(boxes: Boxes, margin_km: float) -> Boxes:
    """The boxes with a margin on each side; longitudes may go past 180."""
    if not margin_km:
        return boxes
    north_degrees = margin_km / KM_PER_DEGREE + BESIDE_SEAM
    west, south, east, north = boxes.T
    south, north = south - north_degrees, north + north_degrees
    # The widest circle of latitude that the margin reaches decides; one that reaches a pole crosses every meridian.
    farthest = np.minimum(np.maximum(np.abs(south), np.abs(north)), 90.0)
    east_degrees = np.minimum(north_degrees / np.maximum(np.cos(farthest * RADIANS), 1e-6), 2 * SEAM)
    return np.stack([west - east_degrees, np.maximum(south, -90), east + east_degrees, np.minimum(north, 90)], axis=1)
