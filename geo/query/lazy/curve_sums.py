"""Counts and sums of the rows of a packed folder by cell of the curve: tiles, clusters and grids."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.query.answers import Counts, Rows, SpotCounts
from geo.query.area_sums import AreaSums
from geo.query.cell_sums import N_KILLED, CellSums
from geo.query.filters.geometry import BBox
from geo.query.lazy.curve_cover import ranges_of_cells
from geo.query.lazy.joined_tests import passes_all, passes_not, select_rows
from geo.query.lazy.lazy_rows import Cube, LazyRows
from geo.query.lazy.pack_source import COUNT, Term, add_up, cell_of, columns_of, highest, lowest, term, terms
from geo.query.lazy.row_test import Flags, RowTest, code_test, key_test
from geo.query.packed.columns import (
    AREA,
    CODE_COLUMN,
    KEY,
    KNOWN_AREA,
    MAP_COLUMNS,
    NO_COORDINATES,
    POINT,
    ROW,
    SPOT,
    VAGUE_SPOT,
    X7,
    Y7,
)
from geo.query.packed.names import AREAS_CUBE, CELLS_CUBE, WORLD_CUBE
from geo.query.point_index import BITS, COARSE_LEVEL, Keys, Tile, deinterleave

N_SPOT_KINDS = 4
NO_CODE = -2
MAX_RANGES = 16  # of keys in an expression; what lies between them is dropped afterwards
KILLED = ("map_low", "map_best", "map_high", "map_unknown")
BOUNDS = ("west", "south", "east", "north")
TYPES, PRECISIONS = CODE_COLUMN["event_type"], CODE_COLUMN["place_precision"]


def spots(*kinds: int) -> RowTest:
    """Rows that are drawn in one of these ways."""
    return code_test(SPOT, np.isin(np.arange(N_SPOT_KINDS), kinds), has_missing=False)


POINTS, ALL_SPOTS, AREAS = spots(POINT), spots(POINT, VAGUE_SPOT), spots(KNOWN_AREA)
WITH_COORDINATES = passes_not(spots(NO_COORDINATES))


@dataclass(frozen=True, eq=False)
class CurveSums:
    """The sums along the curve of some rows."""

    rows: LazyRows
    n_types: int
    n_precisions: int

    def count_cells(self, kinds: RowTest, tile: Tile, level: int) -> tuple[Keys, Counts]:
        """The cells of a level in a tile that hold rows drawn in these ways, in no order, and how many each holds."""
        shift = 2 * (BITS - tile.zoom)
        within = key_test(np.array([[tile.prefix << shift, (tile.prefix + 1) << shift]], dtype=np.int64))
        test = passes_all([kinds, within]) if tile.zoom else kinds
        cube = self._count_cube(kinds, tile, level) if level <= COARSE_LEVEL else None
        sums = self.rows.sums({"cell": cell_of(BITS, level)}, {COUNT: None}, test, cube)
        cells = sums["cell"].to_numpy(dtype=np.int64).astype(np.uint64) >> np.uint64(2 * (BITS - level))
        return cells, sums[COUNT].to_numpy(dtype=np.int64)

    def _count_cube(self, kinds: RowTest, tile: Tile, level: int) -> Cube:
        shift = 2 * (COARSE_LEVEL - tile.zoom)
        cell, spot = nw.col("cell"), nw.col("spot")
        included = np.flatnonzero(kinds.is_included).tolist()  # type: ignore[attr-defined]
        condition = spot.is_in(included) & (cell >= tile.prefix << shift) & (cell < (tile.prefix + 1) << shift)
        keys = {"cell": cell_of(COARSE_LEVEL, level, "cell")}
        return Cube(CELLS_CUBE, keys, {COUNT: term(COUNT)}, condition)

    def grid(self, kinds: RowTest, tile: Tile, depth: int) -> Counts:
        """The counts in each of 2**depth by 2**depth cells of a tile: [row from the north, column from the west]."""
        cells, counts = self.count_cells(kinds, tile, tile.zoom + depth)
        column, row = deinterleave(cells - np.uint64(tile.prefix << (2 * depth)))
        grid = np.zeros((2**depth, 2**depth), dtype=np.int64)
        np.add.at(grid, (row.astype(np.intp), column.astype(np.intp)), counts)
        return grid

    def spot_sums(self, cells: Keys, level: int) -> CellSums:
        """The sums over those of some cells of a level that hold spots."""
        if not len(cells):
            return self._to_cell_sums(_no_sums(), level)
        ranges = ranges_of_cells(cells, level, MAX_RANGES)
        keys = {"cell": cell_of(BITS, level), **terms(type=TYPES, precision=PRECISIONS)}
        sums = {COUNT: None} | dict(zip(KILLED, map(term, MAP_COLUMNS), strict=True))
        sums |= terms(x7=X7, y7=Y7)
        test = passes_all([ALL_SPOTS, key_test(ranges)])
        answers = self._sum_files_and_cube(keys, sums, test, level)
        found = answers["cell"].to_numpy(dtype=np.int64) >> (2 * (BITS - level))
        return self._to_cell_sums(answers[np.isin(found, cells.astype(np.int64))], level)

    def _sum_files_and_cube(
        self, keys: dict[str, Term], sums: dict[str, Term | None], test: RowTest, level: int
    ) -> pd.DataFrame:
        """Sums and bounds; from the cube for whole partitions where its cells are fine enough."""
        source, joint = self.rows.source, passes_all([self.rows.test, test])
        whole, some = source.split(self.rows.test)
        if level > COARSE_LEVEL:
            whole, some = whole[:0], np.union1d(whole, some)
        extremes = _bounds("longitude", "latitude", "longitude", "latitude")
        rows = source.rows(
            joint, columns_of(keys, sums, extremes), np.intersect1d(some, np.concatenate(source.split(joint)))
        )
        answers = [add_up(rows, source.frames, keys, sums, extremes)] if rows is not None else [_no_sums()]
        if len(whole):
            is_all = len(whole) == len(source.folder.manifest.partitions)
            frame = source.cube(WORLD_CUBE if is_all else CELLS_CUBE, whole)
            frame = frame.filter(nw.col("spot").is_in([POINT, VAGUE_SPOT]))
            cube_keys = {"cell": cell_of(COARSE_LEVEL, level, "cell"), **terms(type="type", precision="precision")}
            of_cube = {name: term(name) for name in sums}
            answers.append(add_up(frame, source.frames, cube_keys, of_cube, _bounds(*BOUNDS)))
        return pd.concat(answers, ignore_index=True)

    def _to_cell_sums(self, answers: pd.DataFrame, level: int) -> CellSums:
        keys = answers["cell"].to_numpy(dtype=np.int64) >> (2 * (BITS - level))
        cells, places = np.unique(keys, return_inverse=True)
        counts = answers[COUNT].to_numpy(dtype=np.int64)
        types, precisions = (
            _spread(places, answers[name], counts, (len(cells), width))
            for name, width in (("type", self.n_types), ("precision", self.n_precisions))
        )
        killed = np.stack([_add(places, answers[name], len(cells)) for name in KILLED], axis=1)
        sums = np.stack([_add(places, answers[name], len(cells)) for name in ("x7", "y7")], axis=1)
        bounds = np.stack([_extreme(places, answers[name], len(cells), name) for name in BOUNDS], axis=1)
        n_points = _add(places, answers[COUNT], len(cells))
        return CellSums(level, cells.astype(np.uint64), n_points, types, precisions, killed, sums, bounds)

    def spot_rows(self, cells: Keys, level: int) -> Rows:
        """The spots in some cells of a level, in the table's order."""
        if not len(cells):
            return np.zeros(0, dtype=np.int64)
        source, ranges = self.rows.source, ranges_of_cells(cells, level, MAX_RANGES)
        frame = source.rows(passes_all([self.rows.test, ALL_SPOTS, key_test(ranges)]), (ROW, KEY))
        if frame is None:
            return np.zeros(0, dtype=np.int64)
        of_cells = frame.select(ROW, _cell=cell_of(BITS, level).expression)
        firsts = (cells << np.uint64(2 * (BITS - level))).astype(np.int64)
        chosen = select_rows(of_cells, _ValueTest("_cell", firsts), source.frames)
        return np.sort(source.frames.collect(chosen.select(ROW))[ROW].to_numpy())

    def spot_counts(self) -> SpotCounts:
        """How the map draws the rows."""
        keys = terms(kind=SPOT, precision=PRECISIONS)
        cube = None  # it leaves out what has no coordinates
        sums = self.rows.sums(keys, {COUNT: None}, cube=cube)
        exact = self.rows.source.codebook.categories("place_precision").index("exact") if self._has_exact else NO_CODE
        kinds, counts = sums["kind"].to_numpy(dtype=np.intp), sums[COUNT].to_numpy(dtype=np.int64)
        by_kind = np.bincount(kinds, weights=counts, minlength=N_SPOT_KINDS).astype(np.int64).tolist()
        n_exact = int(counts[(kinds == POINT) & (sums["precision"].to_numpy() == exact)].sum())
        return SpotCounts(
            n_exact, by_kind[POINT] - n_exact, by_kind[VAGUE_SPOT], by_kind[KNOWN_AREA], by_kind[NO_COORDINATES]
        )

    @property
    def _has_exact(self) -> bool:
        return "exact" in self.rows.source.codebook.categories("place_precision")

    def bounds(self) -> BBox | None:
        """The box around all rows that have coordinates; of whole partitions the manifest states it."""
        source = self.rows.source
        whole, some = self.rows.parts
        boxes = [source.folder.manifest.partitions[part].bounds for part in whole]
        rows = source.rows(passes_all([self.rows.test, WITH_COORDINATES]), ("longitude", "latitude"), some)
        if rows is not None:
            extremes = _bounds("longitude", "latitude", "longitude", "latitude")
            boxes.append(tuple(add_up(rows, source.frames, {}, {}, extremes)[list(BOUNDS)].iloc[0].tolist()))
        known = np.array([box for box in boxes if box is not None and not np.isnan(box[0])]).reshape(-1, 4)
        if not len(known):
            return None
        (west, south), (east, north) = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
        return float(west), float(south), float(east), float(north)

    def area_sums(self) -> AreaSums:
        """The rows that have coordinates and are known to an area, by that area."""
        keys = terms(area=AREA, type=TYPES)
        sums = {COUNT: None} | dict(zip(KILLED, map(term, MAP_COLUMNS), strict=True))
        cube_keys = terms(area="area", type="type")
        cube = Cube(AREAS_CUBE, cube_keys, {name: term(name) for name in sums})
        answers = self._area_answers(keys, sums, cube)
        areas, places = np.unique(answers["area"].to_numpy(dtype=np.intp), return_inverse=True)
        counts = answers[COUNT].to_numpy(dtype=np.int64)
        killed = np.stack([_add(places, answers[name], len(areas)) for name in KILLED], axis=1)
        return AreaSums(
            areas,
            _add(places, answers[COUNT], len(areas)),
            _spread(places, answers["type"], counts, (len(areas), self.n_types)),
            killed.reshape(-1, N_KILLED),
            np.ones(len(areas), dtype=np.int64),
        )

    def _area_answers(self, keys: dict[str, Term], sums: dict[str, Term | None], cube: Cube) -> pd.DataFrame:
        """From the cube for all partitions that the rows have wholly, whatever is drawn of them."""
        source = self.rows.source
        whole, some = self.rows.parts
        rows = source.rows(passes_all([self.rows.test, AREAS]), columns_of(keys, sums), some)
        answers = [add_up(rows, source.frames, keys, sums)] if rows is not None else []
        if len(whole):
            answers.append(add_up(cube.frame(source, whole), source.frames, cube.keys, cube.sums))
        return pd.concat(answers, ignore_index=True) if answers else _no_sums()


@dataclass(frozen=True, eq=False)
class _ValueTest(RowTest):
    """Rows with one of some values in a column."""

    column: str
    values: NDArray[np.int64]

    def expression(self, flags: Flags) -> nw.Expr:
        return flags.add(self.column, self.values)

    @property
    def read_columns(self) -> frozenset[str]:
        return frozenset({self.column})


def _bounds(west: str, south: str, east: str, north: str) -> dict[str, Term]:
    extremes = (lowest(west), lowest(south), highest(east), highest(north))
    return dict(zip(BOUNDS, extremes, strict=True))


def _no_sums() -> pd.DataFrame:
    names = ("cell", "area", "type", "precision", COUNT, *KILLED, "x7", "y7")
    whole = {name: np.zeros(0, dtype=np.int64) for name in names}
    return pd.DataFrame(whole | {name: np.zeros(0) for name in BOUNDS})


def _add(places: NDArray[np.intp], values: pd.Series, n_cells: int) -> Counts:
    sums = np.zeros(n_cells, dtype=np.int64)
    np.add.at(sums, places, values.to_numpy(dtype=np.int64))
    return sums


def _spread(places: NDArray[np.intp], codes: pd.Series, counts: Counts, shape: tuple[int, int]) -> Counts:
    """Counts by place and code; the code -1 is the last."""
    sums = np.zeros(shape, dtype=np.int64)
    np.add.at(sums, (places, codes.to_numpy(dtype=np.intp)), counts)
    return sums


def _extreme(places: NDArray[np.intp], values: pd.Series, n_cells: int, name: str) -> NDArray[np.float64]:
    is_lowest = name in ("west", "south")
    extremes = np.full(n_cells, np.inf if is_lowest else -np.inf)
    (np.minimum if is_lowest else np.maximum).at(extremes, places, values.to_numpy(dtype=np.float64))
    return extremes
