"""The ground of the page's map: the world coarsely, and the part around the incidents finer, with names."""

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from geo.core.outline_levels import detail_of_zoom
from geo.handover.polylines import encode_lines, encode_rings
from geo.mapping.basemap import mercator, tiles
from geo.mapping.basemap.place_names import COUNTRY, PROVINCE, SEA, TOWN, place_names
from geo.mapping.basemap.view_outlines import outlines_in
from geo.query.filters.geometry import BBox

Box = tuple[float, float, float, float]  # west, north, east, south on the square of Web Mercator
WORLD: Box = (0.0, 0.0, 1.0, 1.0)
WORLD_ZOOM = 4  # outlines of about a kilometre; measured: 240 kB in a page
FRAME_PX = 900.0  # of a map on a desk: how closely it shows the incidents when the page opens
# The part around the incidents is as fine as the map of the server is that many levels closer than it opens, at most
# to a size that leaves the page its room. Chosen by eye, and measured: docs/decisions/0052.
CLOSER, CLOSEST_ZOOM = 2, 9
EXTRA_BITS = 10  # a quarter of a pixel at the zoom of the outlines: 256 · 2**zoom · 4 steps
MARGIN = 0.35  # of the part's sides, around it
MIN_SIDE = 0.004  # of the square: some 1.4 degrees
MAX_NEAR_NUMBERS = 160_000  # whole numbers of its outlines: at most 300 kB in a page
MAX_NAMES = 1_600  # of a part, the weightiest
NAME_KINDS = {COUNTRY: "country", SEA: "sea", TOWN: "town", PROVINCE: "province"}
FIRST_ZOOM = 2  # the names of a part begin at that of the world


@dataclass(frozen=True)
class Part:
    """A box of the square, and the zoom for which its outlines are drawn."""

    box: Box
    zoom: int

    @property
    def bits(self) -> int:
        """The grid of its whole numbers: the square's side has 2**bits steps."""
        return self.zoom + EXTRA_BITS


def build_ground(bounds: BBox | None) -> dict[str, Any]:
    """JSON values: the `world`, and `near` the part around `bounds` (degrees), which may be None, in finer outlines."""
    near = _near_part(bounds) if bounds else None
    return {"world": _world(), "near": _finest_within(near) if near else None}


@cache
def _world() -> dict[str, Any]:
    return _draw(Part(WORLD, WORLD_ZOOM))


def _near_part(bounds: BBox) -> Part | None:
    """The part around the incidents; None where they are spread so widely that the world is as fine."""
    west, south, east, north = bounds
    (left, bottom), (right, top) = mercator.project(np.array([west, east]), np.array([south, north])).tolist()
    width, height = max(right - left, MIN_SIDE), max(bottom - top, MIN_SIDE)
    zoom = math.floor(math.log2(FRAME_PX / (256 * max(width, height)))) + CLOSER
    if zoom <= WORLD_ZOOM:
        return None
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    half = max(width, height) * (0.5 + MARGIN)
    # Cut to a grid of its own size, so that selections of one region share the work.
    step = 2.0 ** math.floor(math.log2(half / 2))
    low_x, low_y = (math.floor((middle - half) / step) * step for middle in (middle_x, middle_y))
    high_x, high_y = (math.ceil((middle + half) / step) * step for middle in (middle_x, middle_y))
    return Part((low_x, max(low_y, 0.0), high_x, min(high_y, 1.0)), min(zoom, CLOSEST_ZOOM))


@lru_cache(maxsize=16)
def _finest_within(part: Part) -> dict[str, Any] | None:
    """The part at the closest zoom whose outlines are few enough; None where the world's are as fine."""
    for zoom in range(part.zoom, WORLD_ZOOM, -1):
        outlines = _draw(Part(part.box, zoom))
        if _count_numbers(outlines) <= MAX_NEAR_NUMBERS:
            return outlines
    return None


def _count_numbers(outlines: dict[str, Any]) -> int:
    lines = (line for name in ("land", "lakes", *LINES) for line in outlines[name])
    return sum(map(len, lines))


LINES = (*tiles.LINE_KINDS, "river")


def _draw(part: Part) -> dict[str, Any]:
    """Outlines and names of a part, in whole numbers of its grid."""
    shapes = outlines_in(part.box, part.zoom, detail_of_zoom(part.zoom))
    rivers = [line for lines in shapes.rivers.values() for line in lines]
    return {
        "box": part.box,
        "bits": part.bits,
        "land": encode_rings(shapes.land, part.bits),
        "lakes": encode_rings(shapes.lakes, part.bits),
        **{kind: encode_lines(shapes.lines[kind], part.bits) for kind in tiles.LINE_KINDS},
        "river": encode_lines(rivers, part.bits),
        "names": _names_in(part),
    }


def _names_in(part: Part) -> list[list[Any]]:
    """Kind, name, x, y, weight and the first and last zoom of the names in a part, the weightiest first."""
    names, (west, north, east, south) = place_names(), part.box
    x = west + (names.xy[:, 0] - west) % 1.0
    y = names.xy[:, 1]
    is_inside = (x <= east) & (y >= north) & (y <= south)
    rows = np.flatnonzero(is_inside & (names.min_zooms <= part.zoom) & (names.max_zooms >= FIRST_ZOOM))
    rows = rows[np.lexsort((names.names[rows].astype(str), -names.weights[rows]))][:MAX_NAMES]
    scale = 2.0**part.bits
    return [
        [
            NAME_KINDS.get(int(names.kinds[row]), "town"),
            str(names.names[row]),
            round(float(x[row] * scale)),
            round(float(y[row] * scale)),
            round(float(names.weights[row]), 1),
            int(names.min_zooms[row]),
            int(names.max_zooms[row]),
        ]
        for row in rows.tolist()
    ]
