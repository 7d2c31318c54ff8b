"""Shaded relief as grey tiles of 512 pixels, 128 where land is flat.

The map's script lays them over the land as hard light.
"""

import io
import zipfile
from functools import cache
from threading import Lock

from geo.core.data_files import read_data_file
from geo.query.point_index import Tile

MAX_ZOOM = 4  # of a tile of 512 pixels; farther in, the script enlarges and fades the closest there is
_LOCK = Lock()  # an archive has one place in its bytes


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
    """The archive in memory, 1.6 MB: whatever becomes of the file, its pictures stay."""
    return zipfile.ZipFile(io.BytesIO(read_data_file("basemap_relief.zip")))
