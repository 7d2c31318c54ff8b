"""Outlines as whole numbers: each line its first point and then steps, on a grid over the square of Web Mercator."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.mapping.basemap import mercator

Shapes = NDArray[np.object_]
Encoded = list[list[int]]


def encode_rings(polygons: Iterable[BaseGeometry], bits: int) -> Encoded:
    """The rings of polygons on the square, whose side has 2**bits steps; rings smaller than a step are left out."""
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return _encode(rings, bits, min_points=4)


def encode_lines(lines: Iterable[BaseGeometry], bits: int) -> Encoded:
    """Lines on the square, whose side has 2**bits steps."""
    return _encode(lines, bits, min_points=2)


def polygons_on_square(outline: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of an outline in degrees, on the square of Web Mercator."""
    flat = shapely.transform(outline, lambda xy: mercator.project(xy[:, 0], xy[:, 1]))
    return [part for part in shapely.get_parts(flat) if part.geom_type == "Polygon"]


def _encode(lines: Iterable[BaseGeometry], bits: int, min_points: int) -> Encoded:
    all_steps = (_steps(shapely.get_coordinates(line), bits) for line in lines)
    return [steps.ravel().tolist() for steps in all_steps if len(steps) >= min_points]


def _steps(xy: NDArray[np.float64], bits: int) -> NDArray[np.int64]:
    """The first point and the steps to the others, without points that fall onto the one before."""
    points = np.round(xy * 2.0**bits).astype(np.int64)
    is_new = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
    points = points[is_new[: len(points)]]
    steps: NDArray[np.int64] = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return steps
