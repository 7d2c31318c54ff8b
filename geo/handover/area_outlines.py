"""The outlines of the areas that incidents are known to, as fine as there is room."""

from functools import lru_cache
from typing import Any

from geo.handover.polylines import Encoded, encode_rings, polygons_on_square
from geo.mapping.incident_properties import describe_area
from geo.mapping.outlines import outline_at
from geo.places.areas import Area

# Levels of detail of geo/core/outline_levels.py, from fine to coarse: the first with few enough numbers, or the last.
DETAILS = (2, 1, 0)
MAX_NUMBERS = 160_000  # whole numbers: at most 300 kB in a page, as for the ground's near part
BITS = 16  # some 600 metres: finer than the outlines are


def draw_areas(areas: tuple[Area, ...]) -> list[dict[str, Any]]:
    """Each area's name, a point in it, its bounds in degrees, and its rings on a grid of 2**`bits` steps."""
    for detail in DETAILS:
        rings = [_rings(area, detail) for area in areas]
        if sum(len(ring) for of_area in rings for ring in of_area) <= MAX_NUMBERS:
            break
    return [describe_area(area) | {"bits": BITS, "rings": outline} for area, outline in zip(areas, rings, strict=True)]


@lru_cache(maxsize=2048)
def _rings(area: Area, detail: int) -> Encoded:
    return encode_rings(polygons_on_square(outline_at(area, detail)), BITS)
