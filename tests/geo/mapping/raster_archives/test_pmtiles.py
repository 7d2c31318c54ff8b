"""PMTiles as the package of its makers writes them, and headers that lie."""

import json
import zlib
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pmtiles.convert import mbtiles_to_pmtiles
from pmtiles.reader import MemorySource, Reader
from pmtiles.tile import (
    Compression,
    Entry,
    TileType,
    deserialize_header,
    serialize_directory,
    serialize_header,
)

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives import open_archive
from geo.mapping.raster_archives.pmtiles_directory import MAX_DIRECTORY_BYTES
from geo.query.point_index import Tile
from tests.tile_files import PNG, VECTOR, write_mbtiles, write_pmtiles

TILES = {Tile(5, column, row): PNG + bytes([column, row]) for column in range(3) for row in range(2)}


def rewrite_header(path: Path, **changes: Any) -> Path:
    """The file with some values of its header changed."""
    content = path.read_bytes()
    header: Any = deserialize_header(content[:127]) | changes
    path.write_bytes(serialize_header(header) + content[127:])
    return path


def test_another_program_turns_one_kind_into_the_other(tmp_path: Path) -> None:
    metadata = {"name": "A", "format": "png", "minzoom": "5", "maxzoom": "5", "bounds": "60,25,66,30"}
    first, second = write_mbtiles(tmp_path / "a.mbtiles", TILES, metadata), tmp_path / "a.pmtiles"
    mbtiles_to_pmtiles(str(first), str(second), None)  # type: ignore[no-untyped-call]
    with closing(open_archive(first)) as mbtiles, closing(open_archive(second)) as pmtiles:
        assert mbtiles.description == pmtiles.description
        for tile in (*TILES, Tile(5, 9, 9), Tile(4, 0, 0)):
            assert mbtiles.read_picture(tile) == pmtiles.read_picture(tile)


def test_leaf_directories_are_followed_as_another_reader_does(tmp_path: Path) -> None:
    random = Random(12)  # tiles far apart and pictures of every length, so that the root does not hold them all
    content = {
        Tile(14, random.randrange(2**14), random.randrange(2**14)): PNG + random.randbytes(n % 90) for n in range(9_000)
    }
    path = write_pmtiles(tmp_path / "large.pmtiles", content)
    peer: Any = Reader(MemorySource(path.read_bytes()))  # type: ignore[no-untyped-call]
    assert peer.header()["leaf_directory_length"] > 0
    with closing(open_archive(path)) as archive:
        for tile in [*list(content)[::97], Tile(14, 511, 511), Tile(14, 0, 1)]:
            picture = archive.read_picture(tile)
            assert (picture and picture.content) == peer.get(tile.zoom, tile.column, tile.row)


@pytest.mark.parametrize(
    ("head", "version"), [(b"PM\x01\x00", 1), (b"PM\x02\x00", 2), (b"PMTiles\x04", 4), (b"PMTiles\x00", 0)]
)
def test_other_versions_are_refused_by_name_with_what_to_do(head: bytes, version: int, tmp_path: Path) -> None:
    (tmp_path / "old.pmtiles").write_bytes(head + bytes(1000))
    with pytest.raises(BasemapInvalid, match=f"of version {version} of PMTiles.*pmtiles convert"):
        open_archive(tmp_path / "old.pmtiles")


@pytest.mark.parametrize("kind", [TileType.MVT, TileType.MLT])
def test_vector_tiles_are_refused_by_name_with_what_to_do(kind: TileType, tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path / "vector.pmtiles", {Tile(0, 0, 0): VECTOR}, kind=kind)
    with pytest.raises(BasemapInvalid, match=r"its tiles are vectors.*QGIS.*Generate XYZ tiles"):
        open_archive(path)


def test_pictures_of_no_stated_type_are_known_by_their_bytes(tmp_path: Path) -> None:
    with closing(open_archive(write_pmtiles(tmp_path / "a.pmtiles", TILES, kind=TileType.UNKNOWN))) as archive:
        assert archive.read_picture(Tile(5, 2, 1)) is not None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"root_length": 2**63}, "cut off"),
        ({"root_offset": 2**64 - 1}, "cut off"),
        ({"leaf_directory_offset": 2**40}, "cut off"),
        ({"metadata_length": 2**50}, "cut off"),
        ({"root_length": 0}, "directory of tiles is damaged"),
        ({"root_offset": 0}, "directory of tiles is damaged"),
        ({"tile_data_length": 1}, "directory of tiles is damaged"),
        ({"internal_compression": Compression.BROTLI}, "packed by brotli"),
        ({"internal_compression": Compression.UNKNOWN}, "packed by unknown"),
        ({"internal_compression": Compression.NONE}, "directory of tiles is damaged"),
        ({"min_zoom": 9, "max_zoom": 3}, "zooms 9 to 3"),
        ({"min_zoom": 30, "max_zoom": 31}, "zooms 30 to 31"),
    ],
)
def test_a_header_that_lies_is_refused(changes: dict[str, Any], reason: str, tmp_path: Path) -> None:
    path = rewrite_header(write_pmtiles(tmp_path / "a.pmtiles", TILES), **changes)
    with pytest.raises(BasemapInvalid, match=reason):
        open_archive(path)


@pytest.mark.parametrize("place", [97, 98, 99])
def test_kinds_that_the_specification_does_not_number_are_refused(place: int, tmp_path: Path) -> None:
    path = write_pmtiles(tmp_path / "a.pmtiles", TILES)
    content = bytearray(path.read_bytes())
    content[place] = 99
    path.write_bytes(content)
    with pytest.raises(BasemapInvalid, match="header is damaged, or newer"):
        open_archive(path)


def write_parts(path: Path, root: bytes, leaves: bytes = b"", metadata: bytes = b"") -> Path:
    """A file of these parts, with one tile."""
    parts = {"root": root, "metadata": metadata, "leaf_directory": leaves, "tile_data": PNG}
    header: dict[str, Any] = {"clustered": True, "min_zoom": 0, "max_zoom": 8, "tile_type": TileType.PNG}
    header |= {"internal_compression": Compression.GZIP, "tile_compression": Compression.NONE}
    offset = 127
    for name, content in parts.items():
        header |= {f"{name}_offset": offset, f"{name}_length": len(content)}
        offset += len(content)
    path.write_bytes(serialize_header(header) + b"".join(parts.values()))  # type: ignore[arg-type]
    return path


ROOT = serialize_directory([Entry(0, 0, len(PNG), 1)])


def deflate(size: int) -> bytes:
    """A few kilobytes of gzip that unpack to this many bytes of zeros."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])


@pytest.mark.parametrize(
    ("root", "leaves"),
    [
        (deflate(200_000_000), b""),
        (bytes(MAX_DIRECTORY_BYTES + 1), b""),
        (serialize_directory([Entry(0, 0, len(ROOT), 0)]), deflate(200_000_000)),
        (serialize_directory([Entry(0, 10_000, len(ROOT), 0)]), ROOT),
        (serialize_directory([Entry(0, 0, 10, 0)]), ROOT),
        (serialize_directory([]), b""),
        (ROOT[:-3], b""),
    ],
    ids=["bomb", "large", "bomb in a leaf", "leaf outside", "leaf cut", "empty", "cut"],
)
def test_a_directory_that_is_damaged_or_a_bomb_is_refused(root: bytes, leaves: bytes, tmp_path: Path) -> None:
    with pytest.raises(BasemapInvalid, match=r"directory of tiles is damaged|has no tiles"):
        open_archive(write_parts(tmp_path / "a.pmtiles", root, leaves))


def test_a_leaf_that_leads_to_itself_ends(tmp_path: Path) -> None:
    loop = serialize_directory([Entry(0, 0, 1, 0)])
    while (longer := serialize_directory([Entry(0, 0, len(loop), 0)])) != loop:
        loop = longer
    with pytest.raises(BasemapInvalid):
        open_archive(write_parts(tmp_path / "loop.pmtiles", loop, loop))


@pytest.mark.parametrize(
    "metadata",
    [b"", b"no gzip", deflate(100_000_000), zlib.compress(b"{}", wbits=31)[:-2], b"\x1f\x8b",
     *(zlib.compress(text.encode(), wbits=31) for text in
       ("", "[]", "null", "[" * 100_000, '{"name": 7}', '{"name": {"a": 1}}', '{"a": ' + "9" * 10_000 + "}", "{'a'}",
        json.dumps({"name": None, "attribution": ["x"]})))],
)  # fmt: skip
def test_metadata_that_are_damaged_or_a_bomb_cost_no_tile(metadata: bytes, tmp_path: Path) -> None:
    with closing(open_archive(write_parts(tmp_path / "map.pmtiles", ROOT, metadata=metadata))) as archive:
        assert (archive.description.name, archive.description.attribution) == ("map", "")
        assert archive.read_picture(Tile(0, 0, 0)) is not None
