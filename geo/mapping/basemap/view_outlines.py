"""What the basemap draws in a view of any shape: the outlines of the tiles, but cut to the view alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.core.outline_levels import FINEST, round_half_up
from geo.mapping.basemap import tiles
from geo.mapping.basemap.shape_index import Box, Shapes

SEAM = 1e-6  # of the square's side: shapes on both sides of the 180° meridian overlap by this and are one
WORLD_PX = 256.0  # at zoom 0
EDGE_SHARE = 1e-6  # of a view's side: an edge of the land that runs so near to the view's is where the land was cut


@dataclass(frozen=True, eq=False)
class ViewOutlines:
    """Shapes on the square of Web Mercator; x goes on beyond 0 and 1 as the view does.

    `land` and `lakes` are polygons; `coast` are lines, `lines` by kind (`tiles.LINE_KINDS`), `rivers` by class, the
    widest last.
    """

    land: Shapes
    coast: Shapes
    lakes: Shapes
    lines: dict[str, Shapes]
    rivers: dict[int, Shapes]


def outlines_in(box: Box, zoom: float, detail: int) -> ViewOutlines:
    """The outlines in a box of the square of Web Mercator.

    `zoom` decides what is shown, as on the map; `detail`, 0 (coarsest) to FINEST, how finely it is drawn.
    """
    level, whole_zoom = tiles.read_level(min(max(detail, 0), FINEST)), round_half_up(zoom)
    pixel = 1 / (WORLD_PX * 2.0**zoom)
    least_km = tiles.MIN_RIVER_KM[whole_zoom] if whole_zoom < len(tiles.MIN_RIVER_KM) else 0
    rivers, lengths_km = tiles.read_rivers()
    land = _polygons(_cut(box, lambda part: level.land.cut(part, tiles.MIN_ISLAND_PX * pixel)))
    lines, rows = _cut(box, lambda part: level.lines.cut(part, among=level.pieces_shown(whole_zoom)))
    streams, stream_rows = _cut(box, lambda part: rivers.cut(part, among=lengths_km[rivers.rows] >= least_km))
    lakes = _polygons(_cut(box, lambda part: tiles.read_lakes().cut(part, tiles.MIN_LAKE_PX * pixel)))
    classes = np.searchsorted(tiles.RIVER_CLASSES_KM, lengths_km[stream_rows], side="right")
    tolerance = tiles.SIMPLIFY_PX * pixel
    return ViewOutlines(
        land,
        _coast(land, box),
        shapely.simplify(lakes, tolerance),
        {kind: tiles.merge_lines(lines[level.kinds[rows] == kind]) for kind in tiles.LINE_KINDS},
        {
            int(number): shapely.simplify(tiles.merge_lines(streams[classes == number]), tolerance)
            for number in np.unique(classes)
        },
    )


def _cut(box: Box, cut: Callable[[Box], tuple[Shapes, NDArray[np.intp]]]) -> tuple[Shapes, NDArray[np.intp]]:
    """What lies in a box that may go on beyond the square: each copy of the square is asked for its part."""
    shapes, rows = [np.empty(0, dtype=object)], [np.empty(0, dtype=np.intp)]
    for turn, part in _parts(box):
        some, some_rows = cut(part)
        shapes.append(shapely.transform(some, lambda xy, turn=turn: xy + np.array([turn, 0.0])))
        rows.append(some_rows)
    return np.concatenate(shapes), np.concatenate(rows)


def _parts(box: Box) -> Iterator[tuple[int, Box]]:
    west, north, east, south = box
    for turn in range(int(np.floor(west)), int(np.ceil(east))):
        yield turn, (max(west - turn, -SEAM), north, min(east - turn, 1 + SEAM), south)


def _polygons(shapes_and_rows: tuple[Shapes, NDArray[np.intp]]) -> Shapes:
    """The polygons, made whole where they were divided."""
    shapes, _ = shapes_and_rows
    polygons = shapes[shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON]
    whole: Shapes = shapely.get_parts(shapely.union_all(polygons))
    return whole


def _coast(land: Shapes, box: Box) -> Shapes:
    """The edges of the land, without those where the view cuts it."""
    west, north, east, south = box
    margin = EDGE_SHARE * max(east - west, south - north)
    rings = shapely.get_parts(shapely.boundary(land))
    inner = shapely.clip_by_rect(rings, west + margin, north + margin, east - margin, south - margin)
    parts = shapely.get_parts(inner)
    coast: Shapes = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    return coast
