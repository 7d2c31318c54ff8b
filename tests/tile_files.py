"""Files of map tiles, as other programs write them."""

import gzip
import io
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write

from geo.query.point_index import Tile

Tiles = Mapping[Tile, bytes]
PNG, JPEG, WEBP, AVIF = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"RIFF\x24\x00\x00\x00WEBP",
    b"\x00\x00\x00\x1cftypavif",
)
VECTOR = b"\x1a\x0a\x78\x02\x0a\x05water\x28\x80\x20"  # the beginning of a Mapbox Vector Tile
TABLE = "CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)"
INDEX = "CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row)"
INSERT = "INSERT INTO {} VALUES (?, ?, ?, ?)"


def draw_tile(colour: str, side: int = 256) -> bytes:
    """A PNG of one colour."""
    picture = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(picture, "PNG")
    return picture.getvalue()


def write_mbtiles(path: Path, tiles: Tiles, metadata: Mapping[str, Any] | None = None, page_size: int = 512) -> Path:
    """An MBTiles file with a table of tiles and its index."""
    with closing(connect_new(path, page_size)) as connection, connection:
        connection.execute(TABLE)
        connection.execute(INDEX)
        connection.execute("CREATE TABLE metadata (name text, value text)")
        connection.executemany(INSERT.format("tiles"), to_rows(tiles))
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", (metadata or {}).items())
    return path


def connect_new(path: Path, page_size: int = 512) -> sqlite3.Connection:
    """A database that is written quickly."""
    connection = sqlite3.connect(path)
    for pragma in (f"page_size = {page_size}", "synchronous = OFF", "journal_mode = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def to_rows(tiles: Tiles) -> list[tuple[int, int, int, bytes]]:
    """The rows of a table of tiles, which counts from the south."""
    return [(tile.zoom, tile.column, 2**tile.zoom - 1 - tile.row, content) for tile, content in tiles.items()]


def write_pmtiles(
    path: Path, tiles: Tiles, metadata: Mapping[str, Any] | None = None, kind: TileType = TileType.PNG
) -> Path:
    """A PMTiles file; `bounds` in the metadata as in MBTiles go into the header."""
    stated = dict(metadata or {})
    bounds = stated.pop("bounds", "-180,-85,180,85").split(",")
    names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    header = {name: round(float(degrees) * 1e7) for name, degrees in zip(names, bounds, strict=True)}
    with write(str(path)) as writer:
        for tile in sorted(tiles, key=tile_number):
            writer.write_tile(tile_number(tile), tiles[tile])
        writer.finalize(header | {"tile_type": kind, "tile_compression": Compression.NONE}, stated)
    return path


def tile_number(tile: Tile) -> int:
    """The number of a tile in PMTiles."""
    return zxy_to_tileid(tile.zoom, tile.column, tile.row)


def pack(content: bytes) -> bytes:
    """The content packed by gzip."""
    return gzip.compress(content, mtime=0)
