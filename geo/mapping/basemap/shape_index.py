"""Shapes on the square of Web Mercator that are cut to tiles quickly: big ones are divided beforehand."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

# More points in a piece make cutting slow, fewer make more to put together again; measured: 384 is quicker than 128.
MAX_PIECE_POINTS = 384

Shapes = NDArray[np.object_]
Box = tuple[float, float, float, float]  # west, north, east, south of the square: the smaller y first


@dataclass(frozen=True, eq=False)
class ShapeIndex:
    """Pieces of shapes, with the row of the shape that each belongs to and the longer side of that shape."""

    pieces: Shapes
    rows: NDArray[np.intp]
    sizes: NDArray[np.float64]
    tree: shapely.STRtree

    @classmethod
    def of_polygons(cls, polygons: Shapes, margin: float) -> "ShapeIndex":
        """Index polygons; their pieces overlap by twice the margin, so that no gap shows between them."""
        pieces, rows = _divide(polygons, margin)
        return cls._of_pieces(pieces, rows, polygons)

    @classmethod
    def of_lines(cls, lines: Shapes) -> "ShapeIndex":
        """Index lines; each piece ends where the next begins."""
        points, line = shapely.get_coordinates(lines, return_index=True)
        place = np.arange(len(points)) - np.searchsorted(line, line)
        is_last = np.append(line[1:] != line[:-1], True)
        starts = np.flatnonzero((place % MAX_PIECE_POINTS == 0) & ~is_last)
        ends = np.searchsorted(starts, np.arange(len(points)), side="right") - 1
        # A point at which a piece begins ends the one before it as well.
        shared = np.flatnonzero((place % MAX_PIECE_POINTS == 0) & (place > 0) & ~is_last)
        order = np.argsort(np.append(np.arange(len(points)), shared), kind="stable")
        numbers = np.append(ends, ends[shared] - 1)[order]
        pieces = shapely.linestrings(np.append(points, points[shared], axis=0)[order], indices=np.sort(numbers))
        return cls._of_pieces(pieces, line[starts], lines)

    @classmethod
    def _of_pieces(cls, pieces: Shapes, rows: NDArray[np.intp], shapes: Shapes) -> "ShapeIndex":
        west, south, east, north = shapely.bounds(shapes).T
        sizes = np.maximum(east - west, north - south)
        return cls(pieces, rows, sizes[rows], shapely.STRtree(pieces))

    def cut(
        self, box: Box, min_size: float = 0.0, among: NDArray[np.bool_] | None = None
    ) -> tuple[Shapes, NDArray[np.intp]]:
        """What lies in a box, and the rows that it belongs to; of shapes at least `min_size` long.

        `among`: whether each piece is asked for at all.
        """
        numbers = self.tree.query(shapely.box(*box))
        numbers = numbers[self.sizes[numbers] >= min_size]
        if among is not None:
            numbers = numbers[among[numbers]]
        insides = shapely.clip_by_rect(self.pieces[numbers], *box)
        parts, part_of = shapely.get_parts(insides, return_index=True)
        return parts, self.rows[numbers[part_of]]


def _divide(polygons: Shapes, margin: float) -> tuple[Shapes, NDArray[np.intp]]:
    """Halve polygons with many points until each piece has few or is small."""
    small: list[Shapes] = []
    small_rows: list[NDArray[np.intp]] = []
    pieces, rows = polygons, np.arange(len(polygons))
    while len(pieces):
        boxes = shapely.bounds(pieces)
        sides = boxes[:, 2:] - boxes[:, :2]
        is_big = (shapely.get_num_coordinates(pieces) > MAX_PIECE_POINTS) & (sides.max(axis=1) > 8 * margin)
        small, small_rows = [*small, pieces[~is_big]], [*small_rows, rows[~is_big]]
        pieces, rows = _halve(pieces[is_big], rows[is_big], boxes[is_big], margin)
    return np.concatenate(small), np.concatenate(small_rows)


def _halve(
    pieces: Shapes, rows: NDArray[np.intp], boxes: NDArray[np.float64], margin: float
) -> tuple[Shapes, NDArray[np.intp]]:
    halves = []
    for piece, (west, south, east, north) in zip(pieces, boxes, strict=True):
        x, y = (west + east) / 2, (south + north) / 2
        if east - west >= north - south:
            first, second = (west, south, x + margin, north), (x - margin, south, east, north)
        else:
            first, second = (west, south, east, y + margin), (west, y - margin, east, north)
        halves += [shapely.clip_by_rect(piece, *first), shapely.clip_by_rect(piece, *second)]
    parts, part_of = shapely.get_parts(np.array(halves, dtype=object), return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[is_polygon], np.repeat(rows, 2)[part_of[is_polygon]]
