"""Cut a shape into parts: the outermost along a direction, or the middle. Degrees in and out, WGS 84.

The cut is made in a cylindrical equal-area plane that is true to angles at the shape's middle latitude, so that the
share of the area holds on the globe too. A shape across the antimeridian is first moved into one piece.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon
from shapely.affinity import translate
from shapely.geometry.base import BaseGeometry

SHARE = 0.4  # of the area: it holds the coder's point in 98 % of UCDP's regions, see docs/decisions/0006
BISECTIONS = 24  # the share is then exact to 2⁻²⁴ of the shape's extent
EDGE_PIECES = 64  # per side: a straight cut in the plane is a curve in degrees
MIN_COSINE = 0.1  # of the plane's latitude, 84°: nearer to a pole it would be stretched without bound
HALF_TURN = 180.0  # degrees of longitude


@dataclass(frozen=True)
class EqualAreaPlane:
    """The cylindrical equal-area plane whose angles are true at one latitude; `cosine` is that latitude's."""

    cosine: float

    def project(self, shape: BaseGeometry) -> BaseGeometry:
        """From degrees to the plane."""
        return shapely.transform(shape, self._to_plane)

    def unproject(self, shape: BaseGeometry) -> BaseGeometry:
        """From the plane to degrees."""
        return shapely.transform(shape, self._to_degrees)

    def _to_plane(self, degrees: np.ndarray) -> np.ndarray:
        longitude, latitude = np.radians(degrees).T
        return np.column_stack([longitude * self.cosine, np.sin(latitude) / self.cosine])

    def _to_degrees(self, coordinates: np.ndarray) -> np.ndarray:
        x, y = coordinates.T
        latitude = np.arcsin(np.clip(y * self.cosine, -1, 1))
        return np.column_stack([np.degrees(x / self.cosine), np.degrees(latitude)])


def outermost(shape: BaseGeometry, bearing: float) -> BaseGeometry:
    """The outermost 40 % of a shape's area along a bearing, in degrees clockwise from north."""
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))

    def beyond(flat: BaseGeometry, share: float) -> Polygon:
        reaches = shapely.get_coordinates(flat) @ (east, north)
        farthest, size = reaches.max(), 2 * np.ptp(shapely.get_coordinates(flat), axis=0).sum()
        return _half_plane(flat, farthest - share * (farthest - reaches.min()), (east, north), size)

    return _cut(shape, beyond)


def middle(shape: BaseGeometry) -> BaseGeometry:
    """The 40 % of a shape's area that lie nearest to its centroid."""

    def disc(flat: BaseGeometry, share: float) -> Polygon:
        farthest = shapely.hausdorff_distance(flat.centroid, flat)
        return flat.centroid.buffer(share * farthest, quad_segs=EDGE_PIECES)

    return _cut(shape, disc)


def _half_plane(flat: BaseGeometry, reach: float, direction: tuple[float, float], size: float) -> Polygon:
    """What lies beyond a reach along a unit vector (east, north), as a square of twice that size."""
    direction_vector = np.array(direction)
    lateral = np.array([-direction_vector[1], direction_vector[0]]) * size
    centroid = np.array(flat.centroid.coords[0])
    base = centroid + (reach - centroid @ direction_vector) * direction_vector
    far_offset = direction_vector * size
    return Polygon([base + lateral, base - lateral, base - lateral + far_offset, base + lateral + far_offset])


def _cut(shape: BaseGeometry, region: Callable[[BaseGeometry, float], Polygon]) -> BaseGeometry:
    """The part of a shape inside the region that grows with its second argument, at 40 % of the area."""
    whole = _in_one_piece(shape)
    plane = EqualAreaPlane(max(math.cos(math.radians(whole.centroid.y)), MIN_COSINE))
    flat = plane.project(whole)
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        share = (low + high) / 2
        is_too_large = flat.intersection(region(flat, share)).area > SHARE * flat.area
        low, high = (low, share) if is_too_large else (share, high)
    bounds = shapely.box(*flat.bounds)
    window = shapely.segmentize(region(flat, high).intersection(bounds), max(bounds.length / 4 / EDGE_PIECES, 1e-9))
    return _within_180(whole.intersection(plane.unproject(window)))


def _in_one_piece(shape: BaseGeometry) -> BaseGeometry:
    """A shape across the antimeridian with its part in the western hemisphere moved to the east of the other."""
    west, _, east, _ = shape.bounds
    if east - west <= HALF_TURN:
        return shape
    parts = [translate(part, 360) if part.centroid.x < 0 else part for part in shapely.get_parts(shape)]
    return shapely.union_all(parts)


def _within_180(shape: BaseGeometry) -> BaseGeometry:
    """The reverse of `_in_one_piece`: what lies beyond 180° is moved back to the west."""
    if shape.bounds[2] <= HALF_TURN:
        return shape
    eastern = shape.intersection(shapely.box(-HALF_TURN, -90, HALF_TURN, 90))
    western = translate(shape.intersection(shapely.box(HALF_TURN, -90, 3 * HALF_TURN, 90)), -360)
    return shapely.union_all([eastern, western])
