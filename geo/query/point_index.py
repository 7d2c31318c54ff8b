"""Points along a space-filling curve: a map tile is a contiguous slice of them, so that counting it takes a look-up.

A point's key is its Web Mercator cell at 31 bits an axis with the bits of both axes interleaved (Morton, 1966). The
first 2·z bits of a key are the tile of zoom z that contains the point. Poleward of 85.05°, points count at the edge.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.query.filters.region import Boxes, Region

Keys = NDArray[np.uint64]
Rows = NDArray[np.int32]
Counts = NDArray[np.int64]

BITS = 31  # an axis; two axes fit into 64 bits, and a cell is 2 cm wide at the equator
MAX_ZOOM = 22  # of a tile; chosen by judgement: a tile is then 10 m wide at the equator
COARSE_LEVEL = 10  # cells of zoom 10: a million for the whole world, 4 pixels wide in tiles of zoom 4
# A search for the points in a region starts with 64 cells and splits those that its border crosses, until they have
# few enough points to test each, or are 600 m wide. Chosen by judgement.
FIRST_LEVEL, LAST_LEVEL = 3, 16
MAX_LEAF_POINTS = 1024
MARGIN_DEGREES = 1e-6  # wider than a key's own cell
# Shifts and masks that spread the bits of a number (S. E. Anderson, Bit Twiddling Hacks, “Interleave bits by binary
# magic numbers”).
SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)
LOW_HALF = 0x00000000FFFFFFFF


@dataclass(frozen=True)
class Tile:
    """A tile of a slippy map: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    def exists(self) -> bool:
        """Whether there is such a tile."""
        return 0 <= self.zoom <= MAX_ZOOM and 0 <= self.column < 2**self.zoom and 0 <= self.row < 2**self.zoom

    @property
    def prefix(self) -> int:
        """The first bits of the keys of all its points."""
        return int(interleave(np.array([self.column]), np.array([self.row]))[0])


@dataclass(frozen=True, eq=False)
class PointIndex:
    """Points in the order of the curve: their `keys`, ascending, and the `rows` of the table that they belong to."""

    keys: Keys
    rows: Rows

    @classmethod
    def from_points(cls, longitude: NDArray[np.float64], latitude: NDArray[np.float64], rows: Rows) -> "PointIndex":
        """Index the points of these rows; each of them must have coordinates, in degrees."""
        keys = morton_keys(longitude[rows], latitude[rows])
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], rows[order])

    def selected_keys(self, mask: NDArray[np.bool_]) -> Keys:
        """The keys, ascending, of the rows under a mask of the table."""
        return self.keys.compress(mask.take(self.rows))

    def take(self, mask: NDArray[np.bool_]) -> "PointIndex":
        """The index of the rows under a mask of the table."""
        is_selected = mask.take(self.rows)
        return PointIndex(self.keys.compress(is_selected), self.rows.compress(is_selected))

    def rows_in(self, region: Region, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Rows:
        """The rows whose point lies in a region, in no order; the coordinates are those of the whole table."""
        inside, near_border = self.split(region, longitude, latitude)
        return np.concatenate([inside, near_border[region.contains(longitude[near_border], latitude[near_border])]])

    def split(
        self,
        region: Region,
        longitude: NDArray[np.float64],
        latitude: NDArray[np.float64],
        margin_km: float = 0.0,
    ) -> tuple[Rows, Rows]:
        """The rows whose point lies in a region, farther than a margin from its border, and those that may be nearer.

        The rest lie outside. Of a cell that the border does not come near, one point decides for all.
        """
        matches, doubtful, level = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int32)], FIRST_LEVEL
        cells = np.arange(4**level, dtype=np.uint64)
        while len(cells):
            starts, stops = key_ranges(self.keys, cells, level)
            occupied = stops > starts
            cells, starts, stops = cells[occupied], starts[occupied], stops[occupied]
            crossed = region.may_cross(cell_boxes(cells, level), margin_km)
            samples = self.rows[starts[~crossed]]
            inside = np.flatnonzero(~crossed)[region.contains(longitude[samples], latitude[samples])]
            is_leaf = crossed & ((stops - starts <= MAX_LEAF_POINTS) | (level >= LAST_LEVEL))
            matches.append(self._rows_between(starts[inside], stops[inside]))
            doubtful.append(self._rows_between(starts[is_leaf], stops[is_leaf]))
            cells, level = child_cells(cells[crossed & ~is_leaf]), level + 1
        return np.concatenate(matches), np.concatenate(doubtful)

    def _rows_between(self, starts: Counts, stops: Counts) -> Rows:
        """The rows of several slices of the curve."""
        slices = (self.rows[start:stop] for start, stop in zip(starts.tolist(), stops.tolist(), strict=True))
        return np.concatenate([np.empty(0, dtype=np.int32), *slices])


def morton_keys(longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> Keys:
    """The key of each point, in degrees."""
    n_steps = 2**BITS
    radians = np.radians(np.clip(latitude, -89.9, 89.9))  # the projection of a pole is infinite
    from_west = (longitude + 180.0) / 360.0
    from_north = 0.5 - np.arctanh(np.sin(radians)) / (2 * math.pi)
    column, row = (np.clip(share * n_steps, 0, n_steps - 1).astype(np.uint64) for share in (from_west, from_north))
    return interleave(column, row)


def interleave(column: NDArray[np.integer], row: NDArray[np.integer]) -> Keys:
    """The bits of both numbers in turn, the row's before the column's."""
    return _spread_bits(column) | (_spread_bits(row) << np.uint64(1))


def deinterleave(keys: Keys) -> tuple[Keys, Keys]:
    """The column and the row of each key; the inverse of `interleave`."""
    return _gather_bits(keys), _gather_bits(keys >> np.uint64(1))


def child_cells(cells: Keys) -> Keys:
    """The four cells of the next level in each cell, in the order of the curve."""
    children: Keys = (cells[:, None] << np.uint64(2)) | np.arange(4, dtype=np.uint64)
    return children.ravel()


def cell_boxes(cells: Keys, level: int) -> Boxes:
    """The box around each cell of a level, in degrees, with a margin; the first and last row reach the poles."""
    column, row = (number.astype(np.float64) for number in deinterleave(cells))
    n_columns = 2.0**level
    west, east = (360.0 * edge / n_columns - 180.0 for edge in (column, column + 1))
    north, south = (_to_latitude(edge / n_columns) for edge in (row, row + 1))
    north, south = np.where(row == 0, 90.0, north), np.where(row == n_columns - 1, -90.0, south)
    return np.stack([west, south, east, north], axis=1) + np.array([-1, -1, 1, 1]) * MARGIN_DEGREES


def key_ranges(keys: Keys, cells: Keys, level: int) -> tuple[Counts, Counts]:
    """The positions among the keys at which the points of each cell of a level start and stop."""
    shift = np.uint64(2 * (BITS - level))
    return keys.searchsorted(cells << shift), keys.searchsorted((cells + np.uint64(1)) << shift)


def count_in_tile(keys: Keys, tile: Tile) -> int:
    """How many points lie in a tile."""
    starts, stops = key_ranges(keys, np.array([tile.prefix], dtype=np.uint64), tile.zoom)
    return int(stops[0] - starts[0])


def coarse_counts(keys: Keys) -> NDArray[np.int32]:
    """The number of points in every cell of COARSE_LEVEL, in the order of the curve."""
    cells = (keys >> np.uint64(2 * (BITS - COARSE_LEVEL))).astype(np.intp)
    counts: NDArray[np.int32] = np.bincount(cells, minlength=4**COARSE_LEVEL).astype(np.int32)
    return counts


def tile_grid(keys: Keys, coarse: NDArray[np.int32] | None, tile: Tile, depth: int) -> Counts:
    """The points in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west].

    `coarse`: the `coarse_counts` of the keys, which save a pass over many points; or None.
    """
    level, n_cells = tile.zoom + depth, 4**depth
    if coarse is not None and level <= COARSE_LEVEL:
        width = 4 ** (COARSE_LEVEL - tile.zoom)
        counts = coarse[tile.prefix * width : (tile.prefix + 1) * width].reshape(n_cells, -1).sum(axis=1)
    else:
        (start,), (stop,) = key_ranges(keys, np.array([tile.prefix], dtype=np.uint64), tile.zoom)
        cells = (keys[start:stop] >> np.uint64(2 * (BITS - level))) - np.uint64(tile.prefix * n_cells)
        counts = np.bincount(cells.astype(np.intp), minlength=n_cells)
    grid: Counts = counts[_curve_positions(depth)]
    return grid


@cache
def _curve_positions(depth: int) -> NDArray[np.intp]:
    """The position along the curve of each cell of a square: [row, column]."""
    row, column = np.indices((2**depth, 2**depth))
    return interleave(column, row).astype(np.intp)


def _spread_bits(numbers: NDArray[np.integer]) -> Keys:
    """The bits of each number with a zero before each."""
    bits = numbers.astype(np.uint64)
    for shift, mask in SPREAD:
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _gather_bits(keys: Keys) -> Keys:
    """Every second bit of each key, from the last; the inverse of `_spread_bits`."""
    bits = keys & np.uint64(SPREAD[-1][1])
    masks = [*(mask for _, mask in SPREAD[-2::-1]), LOW_HALF]
    for (shift, _), mask in zip(SPREAD[::-1], masks, strict=True):
        bits = (bits | (bits >> np.uint64(shift))) & np.uint64(mask)
    return bits


def _to_latitude(from_north: NDArray[np.float64]) -> NDArray[np.float64]:
    """The latitude in degrees at a share of the way from the north edge of the map to its south."""
    degrees: NDArray[np.float64] = np.degrees(np.arctan(np.sinh(math.pi * (1 - 2 * from_north))))
    return degrees
