"""Boxes on a globe that goes on past ±180: the arc of longitudes that holds several of them."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geo.query.filters.geometry import BBox

FULL_TURN, HALF_TURN = 360.0, 180.0  # degrees
# An arc across the antimeridian has to be narrower than one that stops there by this much: where incidents lie all
# around the globe, a map with the Pacific in its middle would gain little and surprise. Degrees, by judgement.
MIN_SAVING = 45.0
Floats = NDArray[np.float64]
AnyFloat = TypeVar("AnyFloat", float, Floats)


def wrap(longitude: AnyFloat) -> AnyFloat:
    """The longitude from -180 up to 180, without it."""
    return (longitude + HALF_TURN) % FULL_TURN - HALF_TURN


def union(boxes: Sequence[BBox] | Floats) -> BBox | None:
    """The smallest box that holds all of these, across the antimeridian where that is much narrower; None of none.

    Degrees. West lies from -180 up to 180; the east of a box, and of the answer, may lie past 180.
    """
    return bounds(_turn_behind_widest_gap(np.array(boxes, dtype=np.float64))) if len(boxes) else None


def bounds(boxes: Floats) -> BBox:
    """The box around boxes that are not turned any more: with a west from -180 up to 180, once around at most."""
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    if east - west >= FULL_TURN:
        return -HALF_TURN, float(south), HALF_TURN, float(north)
    start = float(wrap(west))
    return start, float(south), start + float(east - west), float(north)


def turn_around(boxes: Floats, longitude: float) -> Floats:
    """The boxes, each turned so that its middle lies within half a turn of a longitude."""
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    turn = longitude + wrap(middle - longitude) - middle
    turned: Floats = boxes + turn[:, None] * np.array([1, 0, 1, 0])
    return turned


def mean_longitude(longitude: Floats, weights: Floats) -> float:
    """The direction of the sum of unit vectors that point at each longitude (the circular mean), in degrees."""
    angles = np.radians(longitude)
    return float(np.degrees(np.arctan2(weights @ np.sin(angles), weights @ np.cos(angles))))


def _turn_behind_widest_gap(boxes: Floats) -> Floats:
    """The boxes, those west of the widest gap between them one turn on, where that saves enough."""
    west = wrap(boxes[:, 0])
    east = west + (boxes[:, 2] - boxes[:, 0])
    order = np.argsort(west, kind="stable")
    ends = np.maximum.accumulate(east[order])
    start = west[order][1:]
    gaps = start - np.maximum(ends[:-1], ends[-1] - FULL_TURN)
    last_gap = west.min() + FULL_TURN - ends[-1]
    is_worth_it = len(gaps) > 0 and gaps.max() >= last_gap + MIN_SAVING
    turn = np.where(west < start[np.argmax(gaps)], FULL_TURN, 0.0) if is_worth_it else np.zeros(len(west))
    return np.stack([west + turn, boxes[:, 1], east + turn, boxes[:, 3]], axis=1)
