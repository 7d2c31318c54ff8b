"""The workspace's database: its tables, their migrations, and transactions that happen whole or not at all."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geo.errors import WorkspaceFailed
from geo.storage.workspace.blobs import BEING_WRITTEN, fsync_folder, make_private_folder

FILE_NAME = "workspace.sqlite"
LOCK_TIMEOUT_SECONDS = 30  # for another process's transaction, which takes tenths of a second; chosen by judgement
# One script a version; the database's user_version counts those that ran. Never change one: add another.
MIGRATIONS = (
    """
    CREATE TABLE imports (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        import_id TEXT NOT NULL UNIQUE,
        told TEXT NOT NULL,
        parts TEXT NOT NULL,
        seal TEXT NOT NULL
    );
    CREATE TABLE decisions (
        incident_id TEXT NOT NULL,
        duplicate_of TEXT NOT NULL,
        verdict TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (incident_id, duplicate_of)
    );
    CREATE TABLE state (revision TEXT NOT NULL, seal TEXT NOT NULL, imports TEXT NOT NULL, decisions TEXT NOT NULL);
    INSERT INTO state VALUES ('', '055539df4a0b804c58caf46c0cd2941af10d64c1395ddd8e50b5f55d945841e6', '', '');
    """,
)


class Database:
    """One SQLite file in a folder; every call opens it anew, so that threads and processes share nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / FILE_NAME

    def exists(self) -> bool:
        """Whether the file is there."""
        return self.path.is_file()

    @contextmanager
    def read_transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees the database at one moment; raises WorkspaceFailed."""
        with self._open() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other interrupts, committed when the block ends and rolled back if it fails.

        Makes the database where there is none. Raises WorkspaceFailed.
        """
        if not self.exists():
            self._create()
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with _connect(self.path) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")  # what is purged leaves no trace in free pages
            _migrate(connection)
            yield connection

    def _create(self) -> None:
        """Make the file under another name first: of two processes that start at once, each meets a whole one."""
        make_private_folder(self.folder)
        with tempfile.TemporaryDirectory(prefix=BEING_WRITTEN, dir=self.folder) as temporary:
            path = Path(temporary) / FILE_NAME
            with _connect(path) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                _migrate(connection)
            try:
                os.link(path, self.path)
            except FileExistsError:
                return
        fsync_folder(self.folder)


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite's message may itself hold a damaged name
        raise WorkspaceFailed(_error_message(error)) from None


def _migrate(connection: sqlite3.Connection) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    version = _version(connection)  # another process may have been quicker
    if version > len(MIGRATIONS):
        raise WorkspaceFailed(
            f"The workspace was made by a newer Faultline (its version is {version}, this one reads up to "
            f"{len(MIGRATIONS)}). Update Faultline, or set WORKSPACE to another folder."
        )
    for script in MIGRATIONS[version:]:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _error_message(error: Exception) -> str:
    if "full" in str(error):
        return "The disk is full. Nothing was stored, and what was there is unchanged. Free some space and try again."
    if "locked" in str(error):
        return f"Another process has been using the workspace for {LOCK_TIMEOUT_SECONDS} seconds. Try again."
    return (
        f"The workspace's database cannot be used ({type(error).__name__}). Restore its folder from a backup, or set "
        "WORKSPACE to another folder."
    )
