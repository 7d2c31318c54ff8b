"""Tiles of the basemap read back, by a way of their own."""

import json
from dataclasses import dataclass
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.mapping.basemap.tiles import BUFFER, EXTENT, build_tile
from geo.query.point_index import Tile

TO_METRES = Transformer.from_crs(4326, 3857, always_xy=True)
HALF_METRES = 20037508.342789244  # from the middle to the edge of EPSG:3857
BOX = shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)


@dataclass(frozen=True)
class TileContent:
    """The JSON of a tile, with its shapes in the units of a tile."""

    content: dict[str, Any]

    @classmethod
    def of(cls, tile: Tile) -> "TileContent":
        return cls(json.loads(build_tile(tile)))

    @property
    def land(self) -> BaseGeometry:
        """Rings of both directions, filled by the rule `nonzero`: holes run the other way."""
        rings = [shapely.Polygon(points(ring)) for ring in self.content.get("land", [])]
        outer = [ring for ring in rings if ring.exterior.is_ccw]
        holes = [ring for ring in rings if not ring.exterior.is_ccw]
        return shapely.union_all(shapely.make_valid(outer)).difference(shapely.union_all(shapely.make_valid(holes)))

    @property
    def coast(self) -> BaseGeometry:
        """The edges of land that are no edge of the tile."""
        edges = shapely.union_all([shapely.LinearRing(points(ring)) for ring in self.content.get("land", [])])
        return edges.difference(BOX.exterior.buffer(0.5))

    def lines(self, *kinds: str) -> BaseGeometry:
        lines_of_kinds = [
            line for kind, lines in self.content.get("lines", {}).items() if kind in kinds for line in lines
        ]
        return shapely.union_all([shapely.LineString(points(line)) for line in lines_of_kinds])

    @property
    def all_lines(self) -> BaseGeometry:
        return shapely.union_all([self.coast, self.lines(*self.content.get("lines", {}))])

    @property
    def names(self) -> list[str]:
        return [name for *_, name in self.content["names"]]


def points(steps: list[int]) -> list[tuple[int, int]]:
    x, y, corners = 0, 0, []
    for index in range(0, len(steps), 2):
        x, y = x + steps[index], y + steps[index + 1]
        corners.append((x, y))
    return corners


def tile_at(longitude: float, latitude: float, zoom: int) -> Tile:
    """The tile that contains a place, found by asking the projection of a library."""
    x, y = to_tile_units(longitude, latitude, Tile(0, 0, 0))
    return Tile(zoom, int(x / EXTENT * 2**zoom), int(y / EXTENT * 2**zoom))


def to_tile_units(longitude: float, latitude: float, tile: Tile) -> tuple[float, float]:
    """A position in the units of a tile, by PROJ's Web Mercator."""
    east, north = TO_METRES.transform(longitude, latitude)
    x, y = (east + HALF_METRES) / (2 * HALF_METRES), (HALF_METRES - north) / (2 * HALF_METRES)
    return (x * 2**tile.zoom - tile.column) * EXTENT, (y * 2**tile.zoom - tile.row) * EXTENT
