"""The outlines of provinces, countries and land at each level of detail, as arcs that neighbours share.

Level 0 is the coarsest (about 0.1°), level 3 the finest (0.002°); data/build_basemap.py makes them. An arc is stored
once, so that a border and the provinces on both sides of it have the same points.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.core.data_files import open_data_file

# The step of the grid of each level, in degrees: as in data/build_basemap.py.
STEPS_DEGREES = (1e-4, 1e-4, 1e-4, 1e-5)
FINEST = len(STEPS_DEGREES) - 1
# The closest zoom of each level but the finest, at which its tolerance is about a pixel (0.7 px, 0.9 px, 0.9 px).
LAST_ZOOMS = (3, 5, 7)
LAND = ""  # the province_id of the rings around land


def detail_of_zoom(zoom: float) -> int:
    """The level of detail at a zoom of the map, where the earth is 256 · 2**zoom pixels wide."""
    return sum(round_half_up(zoom) > last for last in LAST_ZOOMS)


def round_half_up(zoom: float) -> int:
    """The whole zoom nearest to a zoom, as the map's script rounds it."""
    return int(np.floor(zoom + 0.5))


@dataclass(frozen=True, eq=False)
class OutlineLevel:
    """Arcs and rings of one level of detail.

    `xy`: the points of all arcs in degrees, arc after arc; `starts`: where each begins, and the end of the last.
    `kinds`: coast, border, province, disputed, indefinite, control …; `rings`: polygon and signed arcs of each ring.
    """

    xy: NDArray[np.float64]
    starts: NDArray[np.int64]
    kinds: NDArray[np.str_]
    rings: dict[str, list[tuple[int, NDArray[np.int64]]]]

    def arc(self, number: int) -> NDArray[np.float64]:
        """The points of an arc; of -1 minus its number, from its end."""
        if number < 0:
            return self.arc(-1 - number)[::-1]
        return self.xy[self.starts[number] : self.starts[number + 1]]

    def smallest_by_arc(self, sizes: dict[str, float]) -> NDArray[np.float64]:
        """The smaller size of the provinces on both sides of each arc; `sizes`: by province_id."""
        smallest = np.full(len(self.kinds), np.inf)
        for province_id, rings in self.rings.items():
            arcs = np.concatenate([numbers for _, numbers in rings])
            arcs = np.where(arcs < 0, -1 - arcs, arcs)
            smallest[arcs] = np.minimum(smallest[arcs], sizes.get(province_id, np.inf))
        return smallest

    def polygons(self, province_id: str) -> list[BaseGeometry]:
        """The polygons of a province, or of LAND, in degrees; empty for an unknown one."""
        shapes: dict[int, list[NDArray[np.float64]]] = {}
        for polygon, arcs in self.rings.get(province_id, []):
            shapes.setdefault(polygon, []).append(self._ring(arcs))
        return [shapely.Polygon(outer, holes) for outer, *holes in shapes.values()]

    def _ring(self, arcs: NDArray[np.int64]) -> NDArray[np.float64]:
        # Every arc begins where the one before it ends.
        points = np.concatenate([self.arc(number)[:-1] for number in arcs.tolist()])
        return np.append(points, points[:1], axis=0)


@cache
def outline_level(detail: int) -> OutlineLevel:
    """Read one level of detail."""
    arcs = pq.read_table(open_data_file("basemap_arcs.parquet"), filters=pc.field("level") == detail)
    step = STEPS_DEGREES[detail]
    x, y = (arcs[axis].combine_chunks() for axis in "xy")
    xy = np.stack([axis.flatten().to_numpy() * step for axis in (x, y)], axis=1)
    starts = np.append(0, pc.list_value_length(x).to_numpy().cumsum())
    return OutlineLevel(xy, starts, np.array(arcs["kind"].to_pylist()), _rings(detail))


def _rings(detail: int) -> dict[str, list[tuple[int, NDArray[np.int64]]]]:
    table = pq.read_table(open_data_file("basemap_rings.parquet"), filters=pc.field("level") == detail)
    lists = table["arcs"].combine_chunks()
    numbers = np.split(
        lists.flatten().to_numpy().astype(np.int64), pc.list_value_length(lists).to_numpy().cumsum()[:-1]
    )
    rings: dict[str, list[tuple[int, NDArray[np.int64]]]] = {}
    columns = (table["province_id"].to_pylist(), table["polygon"].to_pylist(), numbers)
    for province_id, polygon, arcs in zip(*columns, strict=True):
        rings.setdefault(province_id, []).append((polygon, arcs))
    return rings


@lru_cache(maxsize=4096)
def province_outline(province_id: str, detail: int) -> BaseGeometry:
    """A province at a level of detail, in degrees, valid; empty for an unknown one."""
    shape = shapely.MultiPolygon(outline_level(detail).polygons(province_id))
    return shape if shape.is_valid else _polygonal(shapely.make_valid(shape))


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    """The polygons of a shape whose repair may have left lines."""
    return shapely.union_all([part for part in shapely.get_parts(shape) if part.area])


def merged_outline(province_ids: tuple[str, ...], detail: int) -> BaseGeometry:
    """Several provinces as one shape at a level of detail, in degrees."""
    return shapely.union_all([province_outline(province_id, detail) for province_id in province_ids])
