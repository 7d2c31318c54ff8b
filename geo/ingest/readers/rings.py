"""Areas from rings in any order and direction: which are holes is told by which lies in which."""

from collections.abc import Sequence

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry


def build_area(rings: Sequence[Sequence[Sequence[float]]]) -> BaseGeometry:
    """The area inside of an odd number of rings; their lines where they enclose none.

    Raises ValueError or a ShapelyError for rings that are no lines.
    """
    lines = [LineString(ring) for ring in rings]
    area: BaseGeometry = shapely.build_area(shapely.geometrycollections(lines))
    return MultiLineString(lines) if area.is_empty else area
