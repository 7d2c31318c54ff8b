"""The names of provinces close up, where the one place of a province's name is rarely in view.

Every block of two by two tiles names each province that fills a good part of it, so that a view has one or two names.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core import boundaries
from geo.mapping.basemap import mercator
from geo.mapping.basemap.place_names import PROVINCE_MAX_ZOOM, UNLABELLED_COUNTRIES
from geo.places import province_changes
from geo.query.point_index import Tile

FROM_ZOOM = PROVINCE_MAX_ZOOM + 1  # of the map
MIN_SHARE = 0.12  # of a block: less has no room for a name; chosen by eye
MAX_NAMES = 4  # in a block


@dataclass(frozen=True, eq=False)
class AreaName:
    """The name of a province and its country, and where it stands on the square of Web Mercator."""

    name: str
    xy: NDArray[np.float64]


def area_names_in(tile: Tile) -> list[AreaName]:
    """The names that stand in a tile."""
    width = 2.0**-tile.zoom
    names = _names_of_block(tile.zoom - 1, tile.column // 2, tile.row // 2)
    return [name for name in names if tuple((name.xy // width).astype(int)) == (tile.column, tile.row)]


@lru_cache(maxsize=512)
def _names_of_block(zoom: int, column: int, row: int) -> tuple[AreaName, ...]:
    box = mercator.box_degrees(zoom, column, row)
    table = boundaries.provinces()
    table = table.iloc[table.sindex.query(shapely.box(*box), predicate="intersects")]
    table = table[~table["country_code"].isin(UNLABELLED_COUNTRIES)]
    parts: dict[str, list[shapely.Geometry]] = {}
    for name, part in zip(_titles(table), shapely.clip_by_rect(table.geometry.to_numpy(), *box), strict=True):
        parts.setdefault(name, []).append(part)
    shapes = {name: shapely.union_all(some) for name, some in parts.items()}
    least = MIN_SHARE * shapely.box(*box).area
    largest = sorted((name for name in shapes if shapes[name].area >= least), key=lambda name: -shapes[name].area)
    return tuple(AreaName(name, _place_of(shapes[name])) for name in largest[:MAX_NAMES])


def _titles(table: pd.DataFrame) -> list[str]:
    """“Province, Country” of each row; a dissolved province has the name of the one that it is part of."""
    holders = province_changes.dissolved()
    pairs = zip(table["name"], table["country"], strict=True)
    wholes = [(holders.get((country, name), name), country) for name, country in pairs]
    return [name if name == country else f"{name}, {country}" for name, country in wholes]


def _place_of(shape: shapely.Geometry) -> NDArray[np.float64]:
    """The point of a shape in degrees that lies farthest from its edges, on the square of Web Mercator."""
    west, south, east, north = shape.bounds
    longitude, latitude = shapely.maximum_inscribed_circle(shape, (east - west + north - south) / 50).coords[0]
    place: NDArray[np.float64] = mercator.project(np.array([longitude]), np.array([latitude]))[0]
    return place
