"""A workspace's database as one SQLite file: the way of one machine."""

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from geo.errors import WorkspaceFailed
from geo.storage.workspace.blobs import BEING_WRITTEN, fsync_folder, make_private_folder
from geo.storage.workspace.database import (
    DISK_FULL,
    IS_LOCKED,
    LOCK_TIMEOUT_SECONDS,
    MIGRATIONS,
    NOT_WRITTEN,
    READ_ONLY,
    Database,
    Transaction,
    newer_version_error,
    statements,
)
from geo.storage.workspace.database_copy import can_write, copy_database, is_writable

FILE_NAME = "workspace.sqlite"


class SqliteTransaction(Transaction):
    """A transaction of SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, tuple(parameters)).fetchall()

    def now(self) -> float:
        return time.time()


class SqliteDatabase(Database):
    """One SQLite file in a folder; every call opens it anew, so that threads and processes share nothing else.

    `is_durable`: whether a transaction is on the disk once it has ended, as what is stored must be.
    """

    def __init__(
        self,
        folder: Path,
        file_name: str = FILE_NAME,
        migrations: tuple[str, ...] = MIGRATIONS,
        *,
        is_durable: bool = True,
    ) -> None:
        self.folder, self.path = folder, folder / file_name
        self._migrations, self._is_durable = migrations, is_durable

    def exists(self) -> bool:
        return self.path.is_file()

    @contextmanager
    def read_transaction(self) -> Iterator[Transaction]:
        with ExitStack() as stack:
            connection = self._open_for_reading(stack)
            connection.execute("BEGIN")
            yield SqliteTransaction(connection)

    def create(self) -> None:
        if not self.exists():
            self._create()

    @contextmanager
    def write_transaction(self) -> Iterator[Transaction]:
        self.create()
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def drop_journal(self) -> None:
        if self.exists():
            with self._open() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with _connect(self.path) as connection:
            connection.execute(f"PRAGMA synchronous={'FULL' if self._is_durable else 'OFF'}")
            connection.execute("PRAGMA secure_delete=ON")  # what is purged leaves no trace in free pages
            self._migrate(connection)
            yield connection

    def _open_for_reading(self, stack: ExitStack) -> sqlite3.Connection:
        """The database, or a copy of it where SQLite cannot write beside it, as it must even for reading."""
        try:
            return stack.enter_context(self._open())
        except WorkspaceFailed:
            if can_write(self.folder):
                raise
        copy = stack.enter_context(copy_database(self.path))
        return stack.enter_context(SqliteDatabase(copy.parent, copy.name, self._migrations, is_durable=False)._open())

    def _create(self) -> None:
        """Make the file under another name first: of two processes that start at once, each meets a whole one."""
        make_private_folder(self.folder)
        with tempfile.TemporaryDirectory(prefix=BEING_WRITTEN, dir=self.folder) as temporary:
            path = Path(temporary) / self.path.name
            with _connect(path) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                self._migrate(connection)
            try:
                os.link(path, self.path)
            except FileExistsError:
                return
        fsync_folder(self.folder)

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if _version(connection) == len(self._migrations):
            return
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # another process may have been quicker
        if version > len(self._migrations):
            raise newer_version_error(version, len(self._migrations))
        for script in self._migrations[version:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version={len(self._migrations)}")
        connection.execute("COMMIT")


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(path, timeout=LOCK_TIMEOUT_SECONDS, isolation_level=None)) as connection:
            yield connection
    except (sqlite3.Error, UnicodeDecodeError) as error:  # SQLite's message may itself hold a damaged name
        raise WorkspaceFailed(_error_message(error, path.parent)) from None


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _error_message(error: Exception, folder: Path) -> str:
    if "full" in str(error):
        return DISK_FULL
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_WRITE:
        return NOT_WRITTEN
    if "locked" in str(error):
        return IS_LOCKED
    if folder.is_dir() and not is_writable(folder):
        return READ_ONLY
    if folder.is_dir() and not can_write(folder):
        return DISK_FULL
    return (
        f"The workspace's database cannot be used ({type(error).__name__}). Restore its folder from a backup, or set "
        "WORKSPACE to another folder."
    )
