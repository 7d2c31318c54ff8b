"""Parts of a shape: the outermost along a direction, or the middle. Degrees in and out, WGS 84.

Cut in a cylindrical equal-area plane that is true to angles at the shape's middle latitude, so that the share of the
area holds on the globe too; a shape across the antimeridian is laid out unbroken first.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

SHARE = 0.4  # of the area; holds the coder's point in 98 % of UCDP's regions
BISECTIONS = 24
PIECES = 64  # a straight cut in the plane is a curve in degrees
HEMISPHERE = 180.0


@dataclass(frozen=True)
class Plane:
    """The cylindrical equal-area plane whose angles are true at one latitude, `cosine` being that latitude's."""

    cosine: float

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """Degrees to the plane."""
        return shapely.transform(shape, self._project)

    def round(self, shape: BaseGeometry) -> BaseGeometry:
        """The plane to degrees."""
        return shapely.transform(shape, self._unproject)

    def _project(self, degrees: np.ndarray) -> np.ndarray:
        x, y = np.radians(degrees).T
        return np.column_stack([x * self.cosine, np.sin(y) / self.cosine])

    def _unproject(self, flat: np.ndarray) -> np.ndarray:
        x, y = flat.T
        latitude = np.arcsin(np.clip(y * self.cosine, -1, 1))
        return np.column_stack([np.degrees(x / self.cosine), np.degrees(latitude)])


def outermost(shape: BaseGeometry, bearing: float) -> BaseGeometry:
    """The outermost 40 % of a shape's area along a bearing, in degrees clockwise from north."""
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))

    def beyond(flat: BaseGeometry, share: float) -> Polygon:
        reaches = shapely.get_coordinates(flat) @ (east, north)
        far, wide = reaches.max(), 2 * np.ptp(shapely.get_coordinates(flat), axis=0).sum()
        return _half_plane(flat, far - share * (far - reaches.min()), east, north, wide)

    return _cut(shape, beyond)


def middle(shape: BaseGeometry) -> BaseGeometry:
    """The 40 % of a shape's area that lie nearest to its centroid."""

    def around(flat: BaseGeometry, share: float) -> Polygon:
        farthest = shapely.hausdorff_distance(flat.centroid, flat)
        return flat.centroid.buffer(share * farthest, quad_segs=PIECES)

    return _cut(shape, around)


def _half_plane(flat: BaseGeometry, cut: float, east: float, north: float, wide: float) -> Polygon:
    middle = np.array(flat.centroid.coords[0])
    along, ahead = np.array([-north, east]) * wide, np.array([east, north]) * wide
    foot = middle + (cut - middle @ (east, north)) * np.array([east, north])
    return Polygon([foot + along, foot - along, foot - along + ahead, foot + along + ahead])


def _cut(shape: BaseGeometry, region: Callable[[BaseGeometry, float], Polygon]) -> BaseGeometry:
    """The part of the shape inside the region that grows with its second argument, at 40 % of the area."""
    whole = _unbroken(shape)
    plane = Plane(max(math.cos(math.radians(whole.centroid.y)), 0.1))
    flat = plane.flat(whole)
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        tried = (low + high) / 2
        larger = flat.intersection(region(flat, tried)).area > SHARE * flat.area
        low, high = (low, tried) if larger else (tried, high)
    bounds = shapely.box(*flat.bounds)
    window = shapely.segmentize(region(flat, high).intersection(bounds), max(bounds.length / 4 / PIECES, 1e-9))
    return _broken(whole.intersection(plane.round(window)))


def _unbroken(shape: BaseGeometry) -> BaseGeometry:
    """A shape across the antimeridian with its western half moved to the east of the eastern one."""
    west, _, east, _ = shape.bounds
    if east - west <= HEMISPHERE:
        return shape
    parts = [translate(each, 360) if each.centroid.x < 0 else each for each in shapely.get_parts(shape)]
    return shapely.union_all(parts)


def _broken(shape: BaseGeometry) -> BaseGeometry:
    """The reverse: what lies beyond 180° back in the west."""
    if shape.bounds[2] <= HEMISPHERE:
        return shape
    here = shape.intersection(shapely.box(-HEMISPHERE, -90, HEMISPHERE, 90))
    beyond = translate(shape.intersection(shapely.box(HEMISPHERE, -90, 3 * HEMISPHERE, 90)), -360)
    return shapely.union_all([here, beyond])
