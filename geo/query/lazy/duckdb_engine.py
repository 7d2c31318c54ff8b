"""DuckDB as the engine of a packed folder: one connection a thread, limits of memory and time, and interrupts."""

import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

import duckdb
import narwhals as nw
import pyarrow as pa

from geo import settings
from geo.errors import EngineFailed, PackInvalid
from geo.query import cancellation
from geo.query.lazy.frames import Frame, Frames
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.limits import query_seconds
from geo.query.packed.file_states import FileStates
from geo.query.packed.folder import PackedFolder

MAX_SCANS = 64  # sets of files that a thread has open; chosen by judgement
ASKED = "a selection of packed incidents"


class DuckDBFrames(Frames):
    """Frames of an embedded DuckDB that reads Parquet files where they lie."""

    def __init__(self, folder: Path, *, memory: str, seconds: float, states: FileStates | None = None) -> None:
        self._folder, self._seconds = folder, seconds
        self._database = _connect(memory)
        self._threads = threading.local()
        self._files = states or FileStates(folder)

    def scan(self, paths: Sequence[Path]) -> Frame:
        self._files.check(paths)
        connection, key = self._connection, tuple(map(str, paths))
        scans: dict[tuple[str, ...], Frame] = self._threads.scans
        if key not in scans:
            while len(scans) >= MAX_SCANS:
                scans.pop(next(iter(scans)))
            scans[key] = nw.from_native(self._guarded(lambda: connection.read_parquet(list(key))))
        return scans[key]

    def frame(self, table: pa.Table) -> Frame:
        return nw.from_native(self._connection.from_arrow(table))

    def collect(self, frame: Frame) -> pa.Table:
        relation, connection = frame.to_native(), self._connection
        return self._guarded(
            lambda: cancellation.run_watched(
                relation.to_arrow_table, connection.interrupt, max_seconds=self._seconds, asked=ASKED
            )
        )

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """The connection of this thread."""
        if not hasattr(self._threads, "connection"):
            self._threads.connection, self._threads.scans = self._database.cursor(), {}
        connection: duckdb.DuckDBPyConnection = self._threads.connection
        return connection

    def _guarded(self, ask: Any) -> Any:
        try:
            return ask()
        except duckdb.Error as error:
            _raise(error, self._folder)


def open_duckdb(folder: Path) -> LazyEngine:
    """The engine of a packed folder. Raises PackInvalid where it cannot be used."""
    packed = PackedFolder.open(folder)
    frames = DuckDBFrames(folder, memory=settings.query_memory(), seconds=query_seconds(), states=packed.states)
    packed.states.verify_in_background()
    return LazyEngine.over(packed, frames)


def _connect(memory: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that reads files and never the network. Raises EngineFailed for a limit that is none."""
    config = {
        # DuckDB makes the folder when it first needs it, and removes it when it ends.
        "temp_directory": str(Path(tempfile.gettempdir()) / f"faultline-duckdb-{uuid4()}"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    try:
        if memory.lstrip().startswith("-"):  # which the engine takes for no limit at all
            raise duckdb.InvalidInputException(memory)
        database = duckdb.connect(":memory:", config={**config, "memory_limit": memory})
    except duckdb.Error:
        raise EngineFailed(
            f"The setting QUERY_MEMORY cannot be used: {memory!r}.", remedy="Write it as 4GB or 512MB."
        ) from None
    database.execute("SET parquet_metadata_cache = true")  # the footers of hundreds of files are read once
    return database


def _raise(error: duckdb.Error, folder: Path) -> NoReturn:
    """What failed, in plain words: no text of the engine, which may repeat what a reader typed."""
    if isinstance(error, duckdb.OutOfMemoryException):
        raise EngineFailed(
            "The answer needs more memory than this server allows.",
            asked=ASKED,
            remedy="Choose fewer days or places, or raise the setting QUERY_MEMORY.",
        ) from error
    if isinstance(error, duckdb.IOException | duckdb.InvalidInputException | duckdb.BinderException):
        raise PackInvalid(str(folder), "a file of it was replaced, removed or damaged while it was read") from error
    raise EngineFailed("The engine could not answer.", asked=ASKED, remedy="Ask again, or choose less.") from error
