"""MBTiles 1.3 (github.com/mapbox/mbtiles-spec): tiles in a database of SQLite, read by three queries and no others."""

import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Self

from geo.core.excerpts import shorten
from geo.errors import BasemapInvalid
from geo.mapping.raster_archives.archive import VECTOR_REASON, RasterArchive
from geo.mapping.raster_archives.picture import GZIP, MAX_TILE_BYTES, identify_picture, unpack
from geo.query.point_index import Tile

BEGINNING = b"SQLite format 3\x00"
# Limits of SQLite, by judgement: a tile with the rest of its row, and what a view over two tables needs.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_TILE_BYTES + 1_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 20,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 4,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
PRAGMAS = ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON", "mmap_size = 0")
# Of one query, by judgement: with the index that the specification asks for, a tile takes 0.1 ms.
MAX_SECONDS, CHECK_EVERY = 1.0, 10_000  # the second: virtual instructions between looks at the clock
VECTOR_FORMATS = ("pbf", "mvt", "application/vnd.mapbox-vector-tile", "application/x-protobuf")
SELECT_TEXT = "SELECT value FROM metadata WHERE name = ? LIMIT 1"
SELECT_ZOOM = "SELECT zoom_level FROM tiles WHERE zoom_level IS NOT NULL ORDER BY zoom_level {} LIMIT 1"
SELECT_SAMPLE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_data > x'' LIMIT 1"
SELECT_TILE = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1"
DAMAGED = "SQLite cannot read it ({}). It may be damaged or cut off."
NO_TILES = "it is a database of SQLite (a GeoPackage or another) without the tiles of MBTiles ({})."
DOES_MORE = "its view of tiles does more than read tables ({}). Store the tiles in a table."
# How the messages of SQLite begin, and what they mean here.
REASONS = (
    ("no such table", NO_TILES),
    ("no such column", NO_TILES),
    ("not authorized", DOES_MORE),
    ("access to", DOES_MORE),
    ("unsafe use", DOES_MORE),
    ("string or blob too big", f"it has a tile of more than {MAX_TILE_BYTES:,} bytes."),
    (
        "interrupted",
        f"to find a tile takes more than {MAX_SECONDS:g} second. An index helps: “CREATE UNIQUE INDEX tile_index ON "
        "tiles (zoom_level, tile_column, tile_row)” in the file.",
    ),
)
ALLOWED_ACTIONS = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)


class MBTiles(RasterArchive):
    """A database whose table or view `tiles` counts its rows from the south."""

    kind = "MBTiles"
    extension = ".mbtiles"

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock, self._deadline = Lock(), 0.0
        try:
            self._check_files()
            self._connection = self._connect()
        except (OSError, sqlite3.Error) as error:
            raise self.refuse(f"it cannot be opened ({shorten(str(error))}).") from None

    @staticmethod
    def matches(head: bytes) -> bool:
        return head.startswith(BEGINNING)

    @classmethod
    def open(cls, path: Path) -> Self:
        archive = cls(path)
        try:
            archive._set_up()
            archive._describe()
        except BasemapInvalid:
            archive.close()
            raise
        return archive

    def read_tile(self, tile: Tile) -> bytes | None:
        value = self._select(SELECT_TILE, tile.zoom, tile.column, 2**tile.zoom - 1 - tile.row)
        if value is not None and not isinstance(value, bytes):
            raise self.refuse("it has tiles that are text or numbers.")
        return value

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _check_files(self) -> None:
        """Raise BasemapInvalid for a file that is shorter than its header says, or that is still being written."""
        # The header: sqlite.org/fileformat2.html §1.3. The number of pages counts where both versions agree.
        with self.path.open("rb") as file:
            head = file.read(100)
        size, pages = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
        n_bytes = self.path.stat().st_size
        if head[24:28] == head[92:96] and pages * (65_536 if size == 1 else size) > n_bytes:
            raise self.refuse(f"it ends after {n_bytes:,} bytes: it is cut off. Copy or download it again.")
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.is_file() and log.stat().st_size:
            raise self.refuse(f"it is still being written ({log.name} lies beside it). Close what writes to it.")

    def _connect(self) -> sqlite3.Connection:
        # Without `immutable` SQLite would write files beside it, or wait for whoever has locked it.
        address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def _set_up(self) -> None:
        """Allow nothing but to read tables and views, a limited time and size; views come with the file."""
        for limit, value in LIMITS.items():
            self._connection.setlimit(limit, value)
        for pragma in PRAGMAS:
            self._select(f"PRAGMA {pragma}")
        self._connection.text_factory = lambda text: text.decode("utf-8", "replace")
        self._connection.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_OK if action in ALLOWED_ACTIONS else sqlite3.SQLITE_DENY
        )
        self._connection.set_progress_handler(lambda: int(time.monotonic() > self._deadline), CHECK_EVERY)

    def _select(self, statement: str, *values: object) -> Any:
        """The first value of the first row, or None; raises BasemapInvalid."""
        with self._lock:
            self._deadline = time.monotonic() + MAX_SECONDS
            try:
                row = self._connection.execute(statement, values).fetchone()
            except (sqlite3.Error, OverflowError, UnicodeError) as error:  # names of a damaged file are no UTF-8
                raise self.refuse(_explain(error)) from None
        return row[0] if row else None

    def _describe(self) -> None:
        """Fill in the description; raises BasemapInvalid where there are no pictures."""
        zooms = [self._select(SELECT_ZOOM.format(order)) for order in ("ASC", "DESC")]
        if zooms == [None, None]:
            raise self.refuse("it has no tiles.")
        if not all(isinstance(zoom, int) for zoom in zooms):
            raise self.refuse("the zooms of its tiles are no whole numbers.")
        self._check_sample(self._select(SELECT_SAMPLE, zooms[0]))
        self.description = self.describe(
            name=self._read_text("name"),
            attribution=self._read_text("attribution"),
            zooms=(zooms[0], zooms[1]),
            bounds=_parse_numbers(self._read_text("bounds")),
        )

    def _check_sample(self, sample: object) -> None:
        content = unpack(sample) if isinstance(sample, bytes) else b""
        if identify_picture(content):
            return
        is_packed = isinstance(sample, bytes) and sample.startswith(GZIP)
        if is_packed or self._read_text("format").strip().lower() in VECTOR_FORMATS:
            raise self.refuse(VECTOR_REASON)
        raise self.refuse("its tiles are neither PNG, JPEG, WebP nor AVIF.")

    def _read_text(self, name: str) -> str:
        """A text of the table `metadata`; blank where it is missing, no text or too large to be one."""
        with suppress(BasemapInvalid):
            value = self._select(SELECT_TEXT, name)
            return value if isinstance(value, str) else ""
        return ""


def _explain(error: Exception) -> str:
    text = str(error)
    reason = next((reason for beginning, reason in REASONS if text.startswith(beginning)), DAMAGED)
    return reason.format(shorten(text))


def _parse_numbers(text: str) -> list[float]:
    """The numbers of a text such as “60.5,25,63,29.75”; empty where one is none."""
    with suppress(ValueError):
        return [float(part) for part in text[:200].split(",")]
    return []
