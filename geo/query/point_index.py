"""Points along a space-filling curve: a map tile is a contiguous slice of them, so that counting one costs a look-up.

A point's key is its Web-Mercator cell at 31 bits an axis with the bits of both axes interleaved (Morton 1966). The
first 2·z bits of the key are the tile of zoom z that it lies in. Poleward of 85.05° a point is held at the edge.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.query.filters.geometry import Boxes, Region

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]

BITS = 31
DEEPEST_ZOOM = 22
COARSE_LEVEL = 10  # cells of zoom 10: a million, the whole world at 4 px a cell down to zoom 4
LEAF = 1024  # points; fewer are asked one by one
FIRST_LEVEL, LAST_LEVEL = 3, 16  # of the descent into a region
MARGIN_DEGREES = 1e-6  # more than a key's own width
SPREAD = (  # how far to shift, and what to keep (Anderson, Bit Twiddling Hacks: interleave by binary magic numbers)
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


@dataclass(frozen=True)
class Tile:
    """A tile of the slippy map: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    def exists(self) -> bool:
        """Whether there is such a tile."""
        return 0 <= self.zoom <= DEEPEST_ZOOM and 0 <= self.column < 2**self.zoom and 0 <= self.row < 2**self.zoom

    @property
    def prefix(self) -> int:
        """The bits that the keys of all its points begin with."""
        return int(interleave(np.array([self.column]), np.array([self.row]))[0])


@dataclass(frozen=True, eq=False)
class PointIndex:
    """Points in the curve's order: `keys` ascending, and beside each key the `rows` of the table that it stands for."""

    keys: Keys
    rows: Rows

    @classmethod
    def from_points(cls, longitude: NDArray[np.float64], latitude: NDArray[np.float64], rows: Rows) -> "PointIndex":
        """The points of these rows; every row must have coordinates, in degrees."""
        keys = morton_keys(longitude[rows], latitude[rows])
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], rows[order])

    def selected(self, mask: NDArray[np.bool_]) -> Keys:
        """The keys of the rows that the mask takes, ascending."""
        return self.keys.compress(mask.take(self.rows))

    def rows_in(self, region: Region, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Rows:
        """The rows whose point lies in a region: cells that its border does not cross are settled by one point."""
        inside, level = [np.empty(0, dtype=np.int32)], FIRST_LEVEL
        cells = np.arange(4**level, dtype=np.uint64)
        while len(cells):
            starts, stops = key_ranges(self.keys, cells, level)
            held = stops > starts
            cells, starts, stops = cells[held], starts[held], stops[held]
            crossed = region.may_cross(cell_boxes(cells, level))
            speaking = self.rows[starts[~crossed]]
            whole = np.flatnonzero(~crossed)[region.contains(longitude[speaking], latitude[speaking])]
            last = crossed & ((stops - starts <= LEAF) | (level >= LAST_LEVEL))
            asked = self._rows_of(starts[last], stops[last])
            asked = asked[region.contains(longitude[asked], latitude[asked])]
            inside += [self._rows_of(starts[whole], stops[whole]), asked]
            cells, level = child_cells(cells[crossed & ~last]), level + 1
        return np.concatenate(inside)

    def _rows_of(self, starts: Counts, stops: Counts) -> Rows:
        empty = np.empty(0, dtype=np.int32)
        return np.concatenate([empty, *(self.rows[a:b] for a, b in zip(starts.tolist(), stops.tolist(), strict=True))])


def morton_keys(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Keys:
    """The key of each point, in degrees."""
    steps = 2**BITS
    radians = np.radians(np.clip(latitude, -89.9, 89.9))
    across = (longitude + 180.0) / 360.0
    down = 0.5 - np.arctanh(np.sin(radians)) / (2 * math.pi)
    column, row = (np.clip(part * steps, 0, steps - 1).astype(np.uint64) for part in (across, down))
    return interleave(column, row)


def interleave(column: NDArray[np.integer], row: NDArray[np.integer]) -> Keys:
    """The bits of both numbers in turn, the row's before the column's."""
    return _spread(column) | (_spread(row) << np.uint64(1))


def deinterleave(keys: Keys) -> tuple[Keys, Keys]:
    """The column and the row that `interleaved` made the keys of."""
    return _gathered(keys), _gathered(keys >> np.uint64(1))


def child_cells(cells: Keys) -> Keys:
    """The four cells of the next level in each cell, in the curve's order."""
    four: Keys = (cells[:, None] << np.uint64(2)) | np.arange(4, dtype=np.uint64)
    return four.ravel()


def cell_boxes(cells: Keys, level: int) -> Boxes:
    """The box around each cell of a level, in degrees, a little wide; the first and last row reach the poles."""
    column, row = (part.astype(np.float64) for part in deinterleave(cells))
    across = 2.0**level
    west, east = (360.0 * edge / across - 180.0 for edge in (column, column + 1))
    north, south = (_latitude(edge / across) for edge in (row, row + 1))
    north, south = np.where(row == 0, 90.0, north), np.where(row == across - 1, -90.0, south)
    return np.stack([west, south, east, north], axis=1) + np.array([-1, -1, 1, 1]) * MARGIN_DEGREES


def key_ranges(keys: Keys, cells: Keys, level: int) -> tuple[Counts, Counts]:
    """Where the points of each cell of a level begin and end among the keys."""
    shift = np.uint64(2 * (BITS - level))
    one = np.uint64(1)
    return keys.searchsorted(cells << shift), keys.searchsorted((cells + one) << shift)


def count_in_tile(keys: Keys, tile: Tile) -> int:
    """How many points lie in a tile."""
    starts, stops = key_ranges(keys, np.array([tile.prefix], dtype=np.uint64), tile.zoom)
    return int(stops[0] - starts[0])


def coarse_counts(keys: Keys) -> NDArray[np.int32]:
    """The points of every cell of COARSE_LEVEL, in the curve's order."""
    cells = (keys >> np.uint64(2 * (BITS - COARSE_LEVEL))).astype(np.intp)
    counts: NDArray[np.int32] = np.bincount(cells, minlength=4**COARSE_LEVEL).astype(np.int32)
    return counts


def tile_grid(keys: Keys, coarsely: NDArray[np.int32] | None, tile: Tile, depth: int) -> Counts:
    """The points in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west].

    `coarsely`: what `coarse` gives for the keys, where there are many.
    """
    level, number = tile.zoom + depth, 4**depth
    if coarsely is not None and level <= COARSE_LEVEL:
        width = 4 ** (COARSE_LEVEL - tile.zoom)
        counts = coarsely[tile.prefix * width : (tile.prefix + 1) * width].reshape(number, -1).sum(axis=1)
    else:
        (start,), (stop,) = key_ranges(keys, np.array([tile.prefix], dtype=np.uint64), tile.zoom)
        cells = (keys[start:stop] >> np.uint64(2 * (BITS - level))) - np.uint64(tile.prefix * number)
        counts = np.bincount(cells.astype(np.intp), minlength=number)
    square: Counts = counts[_curve(depth)]
    return square


@cache
def _curve(depth: int) -> NDArray[np.intp]:
    """Where each cell of a square stands along the curve."""
    row, column = np.indices((2**depth, 2**depth))
    return interleave(column, row).astype(np.intp)


def _spread(numbers: NDArray[np.integer]) -> Keys:
    spread = numbers.astype(np.uint64)
    for shift, kept in SPREAD:
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(kept)
    return spread


def _gathered(keys: Keys) -> Keys:
    gathered = keys & np.uint64(SPREAD[-1][1])
    kept_after = [*(kept for _, kept in SPREAD[-2::-1]), 0x00000000FFFFFFFF]
    for (shift, _), kept in zip(SPREAD[::-1], kept_after, strict=True):
        gathered = (gathered | (gathered >> np.uint64(shift))) & np.uint64(kept)
    return gathered


def _latitude(down: NDArray[np.float64]) -> NDArray[np.float64]:
    """The latitude in degrees of a share of the way from the north edge of the map to its south."""
    degrees: NDArray[np.float64] = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * down))))
    return degrees
