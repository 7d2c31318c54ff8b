"""The arcs between linked incidents: a curve that bends to one side of its direction, so that two ways do not coincide.

An arc is a quadratic Bézier curve in Web Mercator, which the map's own projection keeps: its two ends and one control
point say all of it. A great circle bends by where it lies and not by its direction, and the way back would cover it.
"""

import math

from geo.mapping import longitude_arcs

Point = tuple[float, float]  # longitude and latitude in degrees; a longitude may lie past ±180

BEND = 0.22  # how far the control point lies beside the middle, by the length; chosen by eye
BEND_STEP = 0.16  # by which each further arc between the same two places bends more; chosen by eye
MAX_BEND = 0.9
MAX_LATITUDE = 85.05  # of Web Mercator


def bend_arc(start: Point, end: Point, rank: int = 0) -> tuple[Point, Point, Point]:
    """The start, control point and end of the arc from one place to another, the shorter way around the globe.

    Seen along the arc it bends to the left. `rank`: how many arcs lie between the two places already.
    """
    x, y = _project(start)
    other_x, other_y = _project(end)
    other_x = x + float(longitude_arcs.wrap(other_x - x))
    bend = min(BEND + BEND_STEP * rank, MAX_BEND)
    control = (x + other_x) / 2 - (other_y - y) * bend, (y + other_y) / 2 + (other_x - x) * bend
    return _unproject((x, y)), _unproject(control), _unproject((other_x, other_y))


def point_on_arc(arc: tuple[Point, Point, Point], share: float) -> Point:
    """The point of an arc after a share of its way, from 0 to 1."""
    (x, y), (control_x, control_y), (other_x, other_y) = map(_project, arc)
    first, middle, last = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return _unproject(
        (first * x + middle * control_x + last * other_x, first * y + middle * control_y + last * other_y)
    )


def _project(point: Point) -> Point:
    longitude, latitude = point
    northing = math.asinh(math.tan(math.radians(max(-MAX_LATITUDE, min(MAX_LATITUDE, latitude)))))
    return longitude, math.degrees(northing)


def _unproject(point: Point) -> Point:
    x, y = point
    return x, math.degrees(math.atan(math.sinh(math.radians(y))))
