"""PMTiles 3 (github.com/protomaps/PMTiles): a header, directories and tiles, read in small pieces of the file."""

import io
import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Self

from pmtiles.tile import Compression, TileType, deserialize_header, zxy_to_tileid

from geo.errors import BasemapInvalid
from geo.mapping.raster_archives.archive import VECTOR_REASON, RasterArchive
from geo.mapping.raster_archives.picture import MAX_TILE_BYTES, unpack_at_most
from geo.mapping.raster_archives.pmtiles_directory import MAX_DIRECTORY_BYTES, Directory, Entry, parse_directory
from geo.query.point_index import Tile

MAGIC, VERSION = b"PMTiles", 3
OLD_MAGIC = b"PM"  # versions 1 and 2 begin with it and the version, in two bytes
HEADER_BYTES = 127
MAX_METADATA_BYTES = 2_000_000  # packed or not, by judgement: pictures need a name and an attribution
MAX_DEPTH = 4  # the root and three levels of leaves: what the specification allows
MAX_CACHED_DIRECTORIES = 16  # in memory, at most 16 MB each; usually some 0.5 MB
VECTOR_TYPES = (TileType.MVT, TileType.MLT)
PACKED_BY = {Compression.NONE: False, Compression.GZIP: True}
SECTIONS = ("root", "metadata", "leaf_directory", "tile_data")
CONVERT = "Convert it with “pmtiles convert old.pmtiles new.pmtiles” of go-pmtiles."
DAMAGED = "its directory of tiles is damaged. Copy or download it again."


class PMTiles(RasterArchive):
    """A file whose header says where its directories and tiles lie."""

    kind = "PMTiles"
    extension = ".pmtiles"

    def __init__(self, path: Path) -> None:
        self.path, self._lock = path, Lock()
        # Unbuffered, and not mapped into memory: a mapped file that is cut off while we serve it would end the server.
        self._file = io.FileIO(path)
        self._directory = lru_cache(maxsize=MAX_CACHED_DIRECTORIES)(self._read_directory)

    @staticmethod
    def matches(head: bytes) -> bool:
        return head.startswith(MAGIC) or (head.startswith(OLD_MAGIC) and head[2:4] in (b"\x01\x00", b"\x02\x00"))

    @classmethod
    def open(cls, path: Path) -> Self:
        try:
            archive = cls(path)
        except OSError as error:
            raise BasemapInvalid(path.name, f"it cannot be opened ({error.strerror}).") from None
        try:
            archive._read_header()
            archive._check_sample()
        except BasemapInvalid:
            archive.close()
            raise
        return archive

    def read_tile(self, tile: Tile) -> bytes | None:
        entry = self._find(zxy_to_tileid(tile.zoom, tile.column, tile.row))
        return self._read_section("tile_data", entry, MAX_TILE_BYTES) if entry else None

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def _read_header(self) -> None:
        """Fill in the header and the description; raises BasemapInvalid."""
        n_bytes = self._n_bytes()
        self._header = self._parse_header(self._read(0, min(HEADER_BYTES, n_bytes)))
        ends = [self._header[f"{name}_offset"] + self._header[f"{name}_length"] for name in SECTIONS]
        if max(ends) > n_bytes:
            raise self.refuse(f"it ends after {n_bytes:,} bytes: it is cut off. Copy or download it again.")
        if self._header["tile_type"] in VECTOR_TYPES:
            raise self.refuse(VECTOR_REASON)
        metadata = self._read_metadata()
        self.description = self.describe(
            name=metadata.get("name"),
            attribution=metadata.get("attribution"),
            zooms=(self._header["min_zoom"], self._header["max_zoom"]),
            bounds=[self._header[f"{name}_e7"] / 1e7 for name in ("min_lon", "min_lat", "max_lon", "max_lat")],
        )

    def _parse_header(self, content: bytes) -> Mapping[str, Any]:
        if content.startswith(MAGIC) and len(content) < HEADER_BYTES:
            raise self.refuse(f"it ends after {len(content)} bytes: it is cut off. Copy or download it again.")
        version = content[len(MAGIC)] if content.startswith(MAGIC) else content[len(OLD_MAGIC)]
        if version != VERSION:
            raise self.refuse(f"it is of version {version} of PMTiles; version {VERSION} is read. {CONVERT}")
        try:
            header = deserialize_header(content)
        except ValueError:  # a kind of compression or of tiles that has no number in the specification
            raise self.refuse("its header is damaged, or newer than this version of Faultline.") from None
        if header["internal_compression"] not in PACKED_BY:
            name = header["internal_compression"].name.lower()
            raise self.refuse(f"its directories are packed by {name}; gzip and none are read. {CONVERT}")
        return dict(header)

    def _read_metadata(self) -> dict[str, Any]:
        """The metadata; empty where they are damaged or too large: then the layer has the name of the file."""
        offset, length = self._header["metadata_offset"], self._header["metadata_length"]
        if length > MAX_METADATA_BYTES:
            return {}
        content = self._unpack(self._read(offset, length), MAX_METADATA_BYTES)
        try:
            metadata = json.loads(content or b"{}")
        except (ValueError, RecursionError):
            return {}
        return metadata if isinstance(metadata, dict) else {}

    def _check_sample(self) -> None:
        """Raise BasemapInvalid where the first tile is no picture."""
        entry = self._first_entry(*self._root(), depth=0)
        content = self._read_section("tile_data", entry, MAX_TILE_BYTES) if entry else None
        if not content:
            raise self.refuse("it has no tiles.")
        self._to_picture(content)

    def _first_entry(self, offset: int, length: int, depth: int) -> Entry | None:
        directory = self._directory(offset, length)
        if not len(directory.tile_ids):
            return None
        entry = directory.find(int(directory.tile_ids[0]))
        if entry is None or not entry.is_leaf:
            return entry
        return self._first_entry(*self._leaf(entry), depth=depth + 1) if depth + 1 < MAX_DEPTH else None

    def _find(self, tile_id: int) -> Entry | None:
        offset, length = self._root()
        for _ in range(MAX_DEPTH):
            entry = self._directory(offset, length).find(tile_id)
            if entry is None or not entry.is_leaf:
                return entry
            offset, length = self._leaf(entry)
        raise self.refuse(DAMAGED)

    def _root(self) -> tuple[int, int]:
        return self._header["root_offset"], self._header["root_length"]

    def _leaf(self, entry: Entry) -> tuple[int, int]:
        """Where a leaf directory lies in the file, by its offset and length."""
        if entry.offset + entry.length > self._header["leaf_directory_length"]:
            raise self.refuse(DAMAGED)
        return self._header["leaf_directory_offset"] + entry.offset, entry.length

    def _read_directory(self, offset: int, length: int) -> Directory:
        if length > MAX_DIRECTORY_BYTES:
            raise self.refuse(DAMAGED)
        content = self._unpack(self._read(offset, length), MAX_DIRECTORY_BYTES)
        directory = parse_directory(content) if content else None
        if directory is None:
            raise self.refuse(DAMAGED)
        return directory

    def _unpack(self, content: bytes, limit: int) -> bytes | None:
        is_packed = PACKED_BY[self._header["internal_compression"]]
        return unpack_at_most(content, limit) if is_packed else content

    def _read_section(self, name: str, entry: Entry, limit: int) -> bytes:
        if entry.offset + entry.length > self._header[f"{name}_length"]:
            raise self.refuse(DAMAGED)
        if entry.length > limit:
            raise self.refuse(f"it has a tile of {entry.length:,} bytes; {limit:,} are accepted.")
        return self._read(self._header[f"{name}_offset"] + entry.offset, entry.length)

    def _read(self, offset: int, length: int) -> bytes:
        """Bytes of the file; raises BasemapInvalid where it cannot be read, or is no longer as long as it was."""
        with self._lock:
            try:
                self._file.seek(offset)
                content = self._file.read(length) or b""
            except (OSError, ValueError, OverflowError) as error:
                raise self.refuse(f"it cannot be read ({error}).") from None
        if len(content) < length:
            raise self.refuse(
                f"it ends before its byte {offset + length:,}: it was cut off. Copy or download it again."
            )
        return content

    def _n_bytes(self) -> int:
        return os.fstat(self._file.fileno()).st_size
