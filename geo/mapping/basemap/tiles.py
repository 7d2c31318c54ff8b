"""A tile of the basemap as compact JSON, for the map's script to draw.

A tile is drawn 512 pixels wide: tile zoom z belongs to zoom z + 1 of the map. Coordinates are whole 2048ths of its
width from its north-western corner; a line or ring is one list: x and y of the first point, then the step to each next.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from geo.core import boundaries
from geo.core.data_files import open_data_file, read_data_file
from geo.core.outline_levels import FINEST, LAND, LAST_ZOOMS, detail_of_zoom, outline_level
from geo.mapping.basemap import area_names, mercator
from geo.mapping.basemap.place_names import PROVINCE, WEIGHT_STEPS, place_names
from geo.mapping.basemap.shape_index import Box, ShapeIndex, Shapes
from geo.places.districts.layers import DISTRICT_FILES
from geo.query.point_index import Tile

FORMAT_VERSION = "1"  # of the JSON and of what is in it; part of the addresses that browsers keep
FILES = ("basemap_arcs", "basemap_rings", "basemap_lakes", "basemap_rivers", "gazetteer")
MAX_ZOOM = 18  # of a tile
EXTENT = 2048  # a quarter of a pixel
TILE_PX = 512
BUFFER = 32  # of the extent: 8 pixels, wider than any line
LINE_KINDS = ("border", "disputed", "indefinite", "control", "province")
PROVINCES_FROM_ZOOM = 5  # of the map; below, a province is some 20 pixels wide
MIN_PROVINCE_PX = 36.0  # the borders of smaller ones are a net that hides the rest; chosen by eye
MIN_LAKE_PX, MIN_ISLAND_PX = 3.0, 1.0  # smaller ones are specks; chosen by eye
STEP_DEGREES = 1e-4  # of lakes and rivers: as in data/build_basemap.py
# The least length in km of a river at zooms 0, 1, 2 … of the map, from zoom 10 on none; chosen by eye.
MIN_RIVER_KM = (99_999, 99_999, 99_999, 3_000, 1_500, 900, 500, 250, 100, 40)
RIVER_CLASSES_KM = (250, 900)  # brooks, rivers, streams; the script draws each a little wider
SIMPLIFY_PX = 0.4  # lakes and rivers have no levels of detail

WARM_DETAILS = (1, 2)  # of zooms 4 to 6, on which a country or a few open
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LevelIndex:
    """Land and lines of one level of detail.

    `kinds`: of the lines' rows; `provinces`: how long the sides of the smaller province beside each line are.
    """

    land: ShapeIndex
    lines: ShapeIndex
    kinds: NDArray[np.str_]
    provinces: NDArray[np.float64]

    def pieces_shown(self, zoom: int) -> NDArray[np.bool_]:
        """Whether a zoom of the map shows each piece of the lines."""
        rows = self.lines.rows
        is_large = self.provinces[rows] >= MIN_PROVINCE_PX / (256 * 2.0**zoom)
        shown: NDArray[np.bool_] = (self.kinds[rows] != "province") | (is_large & (zoom >= PROVINCES_FROM_ZOOM))
        return shown


@lru_cache(maxsize=1024)
def build_tile(tile: Tile) -> bytes:
    """The JSON of a tile: land, lines by kind, lakes, rivers by class, and names as kind, x, y, weight, name.

    Where a ring of land does not run along the edge of the tile's buffer it is the coast.
    """
    zoom, box = tile.zoom + 1, _box(tile)
    prepare(detail_of_zoom(zoom))
    content = {**_outlines(tile, zoom, box), "lakes": _lakes_in(tile, box), "rivers": _rivers_in(tile, zoom, box)}
    present = {key: value for key, value in content.items() if value}
    return json.dumps({**present, "names": _names_in(tile, zoom)}, ensure_ascii=False, separators=(",", ":")).encode()


def warm_up() -> None:
    """Read what the tiles of most opening views need, so that no browser waits for it."""
    for detail in WARM_DETAILS:
        prepare(detail)


@cache
def tiles_version() -> str:
    """The version of what the tiles show, for addresses that a browser may keep for good."""
    digest = hashlib.sha256(FORMAT_VERSION.encode())
    for name in (*(f"{stem}.parquet" for stem in FILES), *(path.name for path in DISTRICT_FILES.values())):
        digest.update(read_data_file(name))
    return digest.hexdigest()[:12]


def _box(tile: Tile) -> Box:
    width = 2.0**-tile.zoom
    margin = width * BUFFER / EXTENT
    west, north = tile.column * width, tile.row * width
    return west - margin, north - margin, west + width + margin, north + width + margin


def _outlines(tile: Tile, zoom: int, box: Box) -> dict[str, object]:
    level = read_level(detail_of_zoom(zoom))
    land, pieces_of = level.land.cut(box, _pixels(MIN_ISLAND_PX, tile))
    lines, rows = level.lines.cut(box, among=level.pieces_shown(zoom))
    kinds = level.kinds[rows]
    return {
        "land": _encode_polygons(put_together(land, pieces_of, is_at_seam=tile.column in (0, 2**tile.zoom - 1)), tile),
        "lines": {kind: _encode_lines(merge_lines(lines[kinds == kind]), tile) for kind in LINE_KINDS if kind in kinds},
    }


def _pixels(number: float, tile: Tile) -> float:
    """A length on the square of Web Mercator."""
    return number / (TILE_PX * 2.0**tile.zoom)


def _lakes_in(tile: Tile, box: Box) -> list[list[int]]:
    lakes, _ = read_lakes().cut(box, _pixels(MIN_LAKE_PX, tile))
    return _encode_polygons(shapely.simplify(lakes, _pixels(SIMPLIFY_PX, tile)), tile)


def _rivers_in(tile: Tile, zoom: int, box: Box) -> dict[str, list[list[int]]]:
    index, lengths_km = read_rivers()
    least = MIN_RIVER_KM[zoom] if zoom < len(MIN_RIVER_KM) else 0
    rivers, rows = index.cut(box, among=lengths_km[index.rows] >= least)
    classes = np.searchsorted(RIVER_CLASSES_KM, lengths_km[rows], side="right")
    by_class = {str(number): merge_lines(rivers[classes == number]) for number in np.unique(classes)}
    tolerance = _pixels(SIMPLIFY_PX, tile)
    return {key: _encode_lines(shapely.simplify(lines, tolerance), tile) for key, lines in by_class.items()}


def _names_in(tile: Tile, zoom: int) -> list[tuple[int, int, int, int, str]]:
    names = place_names()
    rows = names.in_tile(tile, zoom)
    positions = _quantize(names.xy[rows], tile)
    weights = np.rint(names.weights[rows] * WEIGHT_STEPS).astype(int)
    columns = (names.kinds[rows].tolist(), *positions.T.tolist(), weights.tolist(), names.names[rows])
    return [*_province_names_in(tile, zoom), *zip(*columns, strict=True)]


def _province_names_in(tile: Tile, zoom: int) -> list[tuple[int, int, int, int, str]]:
    if zoom < area_names.FROM_ZOOM:
        return []
    names = area_names.area_names_in(tile)
    return [(PROVINCE, *_quantize(name.xy[None], tile)[0].tolist(), 0, name.name) for name in names]


def merge_lines(lines: Shapes) -> Shapes:
    """Lines put together where one ends and another begins, so that dashes run on."""
    is_line = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING
    merged: Shapes = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[is_line])))
    return merged


def put_together(pieces: Shapes, rows: NDArray[np.intp], *, is_at_seam: bool) -> Shapes:
    """Polygons, with those that were divided, by us or by the 180° meridian, made whole again."""
    is_piece = (np.bincount(rows)[rows] > 1) | is_at_seam
    return np.append(pieces[~is_piece], shapely.union_all(pieces[is_piece]))


def _encode_polygons(shapes: Shapes, tile: Tile) -> list[list[int]]:
    """The rings of polygons; holes run the other way, so that the rule `nonzero` fills them all in one go."""
    polygons = shapely.get_parts(shapes)
    polygons = polygons[shapely.get_type_id(polygons) == shapely.GeometryType.POLYGON]
    rings = shapely.get_rings(shapely.orient_polygons(polygons))
    return _encode(rings, tile, min_points=3)


def _encode_lines(lines: Shapes, tile: Tile) -> list[list[int]]:
    return _encode(lines, tile, min_points=2)


def _encode(lines: Shapes, tile: Tile, min_points: int) -> list[list[int]]:
    xy, line = shapely.get_coordinates(lines, return_index=True)
    points = _quantize(xy, tile)
    is_new = np.append(True, (points[1:] != points[:-1]).any(axis=1) | (line[1:] != line[:-1]))[: len(points)]
    points, line = points[is_new], line[is_new]
    is_first = np.append(True, line[1:] != line[:-1])[: len(points)]
    steps = np.where(is_first[:, None], points, points - np.roll(points, 1, axis=0))
    lists = np.split(steps, np.flatnonzero(is_first)[1:])
    return [steps_of_line.ravel().tolist() for steps_of_line in lists if len(steps_of_line) >= min_points]


def _quantize(xy: NDArray[np.float64], tile: Tile) -> Ints:
    quantized: Ints = np.rint((xy * 2.0**tile.zoom - (tile.column, tile.row)) * EXTENT).astype(np.int64)
    return quantized


_LOCK = Lock()


def prepare(detail: int) -> None:
    """Read what the tiles of a level need, once: a browser asks for a dozen at the same time."""
    with _LOCK:
        read_level(detail), read_lakes(), read_rivers(), place_names(), boundaries.provinces().sindex


@cache
def read_level(detail: int) -> LevelIndex:
    """The land and the lines of a level of detail."""
    level = outline_level(detail)
    first_zoom = LAST_ZOOMS[detail - 1] if detail else 0
    margin = 1 / (256 * 2.0**first_zoom)  # a pixel or two at its first zoom
    is_line = np.isin(level.kinds, LINE_KINDS)
    arc_of_point = np.repeat(np.arange(len(level.kinds)), np.diff(level.starts))
    xy = level.xy[is_line[arc_of_point]]
    number = (np.cumsum(is_line) - 1)[arc_of_point[is_line[arc_of_point]]]
    lines = shapely.linestrings(mercator.project(xy[:, 0], xy[:, 1]), indices=number)
    land = ShapeIndex.of_polygons(_around_the_earth(_land(detail)), margin)
    sides = level.smallest_by_arc(_province_sides())[is_line]
    return LevelIndex(land, ShapeIndex.of_lines(lines), level.kinds[is_line], sides)


def _province_sides() -> dict[str, float]:
    """The side of a square as large as each province, on the square of Web Mercator, by province_id."""
    table = boundaries.provinces()
    sides = np.sqrt(table["area_km2"]) / (mercator.EARTH_KM * np.cos(np.radians(table["label_latitude"])))
    return dict(zip(table["province_id"], sides, strict=True))


def _land(detail: int) -> Shapes:
    polygons = np.array(outline_level(detail).polygons(LAND), dtype=object)
    projected = shapely.transform(polygons, lambda xy: mercator.project(xy[:, 0], xy[:, 1]))
    invalid = ~shapely.is_valid(projected)
    return np.append(projected[~invalid], shapely.get_parts(shapely.make_valid(projected[invalid])))


def _around_the_earth(shapes: Shapes) -> Shapes:
    """The shapes, and those at an edge of the square once more beyond the other, so that no seam shows there."""
    west, _, east, _ = shapely.bounds(shapes).T
    edge = 1e-6
    beyond = [(shapes[west < edge], 1.0), (shapes[east > 1 - edge], -1.0)]
    copies = [shapely.transform(some, lambda xy, by=by: xy + np.array([by, 0.0])) for some, by in beyond if len(some)]
    return np.concatenate([shapes, *copies])


@cache
def read_lakes() -> ShapeIndex:
    """The lakes."""
    table = pq.read_table(open_data_file("basemap_lakes.parquet"))
    rings: dict[int, list[NDArray[np.float64]]] = {}
    for polygon, ring in zip(table["polygon"].to_pylist(), _points(table), strict=True):
        rings.setdefault(polygon, []).append(ring)
    polygons = np.array([shapely.Polygon(outer, holes) for outer, *holes in rings.values()], dtype=object)
    return ShapeIndex.of_polygons(shapely.make_valid(polygons), margin=_pixels(1, Tile(FINEST, 0, 0)) / 64)


@cache
def read_rivers() -> tuple[ShapeIndex, NDArray[np.int64]]:
    """The rivers, and the length in km of the one that each line is part of."""
    table = pq.read_table(open_data_file("basemap_rivers.parquet"))
    lines = np.array([shapely.LineString(line) for line in _points(table)], dtype=object)
    return ShapeIndex.of_lines(lines), table["length_km"].to_numpy()


def _points(table: pa.Table) -> list[NDArray[np.float64]]:
    """The points of each row on the square of Web Mercator."""
    x, y = (table[axis].combine_chunks() for axis in "xy")
    longitude, latitude = (axis.flatten().to_numpy() * STEP_DEGREES for axis in (x, y))
    return np.split(mercator.project(longitude, latitude), pc.list_value_length(x).to_numpy().cumsum()[:-1])
