"""Shaded relief as grey tiles of 512 pixels, 128 where land is flat.

The map's script lays them over the land as hard light.
"""

import zipfile
from functools import cache
from threading import Lock

from geo.query.point_index import Tile
from geo.settings import data_dir

MAX_ZOOM = 4  # of a tile of 512 pixels; farther in, the script enlarges and fades the closest there is
_LOCK = Lock()  # an archive has one place in its file


def relief_tile(tile: Tile) -> bytes | None:
    """The picture of a tile (WebP); None where there is nothing but sea, or no such tile."""
    name = f"{tile.zoom}/{tile.column}/{tile.row}.webp"
    if name not in _names():
        return None
    with _LOCK:
        return _archive().read(name)


@cache
def relief_version() -> str:
    """The version of the pictures, for addresses that a browser may keep for good."""
    return f"{sum(info.CRC for info in _archive().infolist()) & 0xFFFFFFFF:08x}"


@cache
def _names() -> frozenset[str]:
    return frozenset(_archive().namelist())


@cache
def _archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(data_dir() / "basemap_relief.zip")
