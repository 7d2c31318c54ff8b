"""How much a workspace may hold, and how many workspaces a server."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from geo.core.formatting import pluralize
from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import Database, Transaction

# Chosen by judgement: a person's work of years. All of them are read at each change (docs/decisions/0048 has the time).
MAX_EDITS = 50_000
MAX_LOG_CHARACTERS = 50_000_000  # of all edits together: a thousand for each; chosen by judgement
MAX_ROWS = 3_000_000  # 3 GB of memory where all of them are shown; chosen by judgement
MAX_WORKSPACES = 2_000  # they go after a day without use; chosen by judgement
MIN_FREE_BYTES = 1_000_000_000  # of the disk, for whatever else writes there; chosen by judgement
DISK_NEARLY_FULL = "The disk of this server is nearly full. Nothing was stored. Ask whoever runs it."


@dataclass(frozen=True)
class Usage:
    """What a workspace would hold: files that were imported, their accepted rows, and bytes, those derived too."""

    n_files: int
    n_rows: int
    size_bytes: int


@dataclass(frozen=True)
class Quota:
    """How much a workspace may hold, and how many workspaces there may be beside it."""

    max_files: int
    max_bytes: int
    max_edits: int = MAX_EDITS
    max_rows: int = MAX_ROWS
    max_workspaces: int = MAX_WORKSPACES
    min_free_bytes: int = MIN_FREE_BYTES

    def check(self, usage: Usage) -> None:
        """Raise WorkspaceFailed where that is too much."""
        is_within = usage.n_files <= self.max_files and usage.n_rows <= self.max_rows
        if not is_within or usage.size_bytes > self.max_bytes:
            raise WorkspaceFailed(
                "There is no room for this in your data on this server. It holds at most "
                f"{pluralize(self.max_files, 'file')} with {pluralize(self.max_rows, 'row')} and "
                f"{self.max_bytes // 1_000_000:,} MB. Remove some imports."
            )

    def check_disk(self, folder: Path, size_bytes: int) -> None:
        """Raise WorkspaceFailed where a disk has no room for so many bytes and what must stay free."""
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if shutil.disk_usage(existing).free < size_bytes + self.min_free_bytes:
            raise WorkspaceFailed(DISK_NEARLY_FULL)


def folder_bytes(folder: Path) -> int:
    """The bytes of all files below a folder, 0 where there is none; files that go meanwhile count for nothing."""
    return sum(_file_bytes(path) for path in folder.rglob("*")) if folder.is_dir() else 0


def _file_bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


class CountedDatabase(Database):
    """A database that is not made where there are too many of its kind.

    `count`: how many there are.
    """

    def __init__(self, database: Database, count: Callable[[], int], max_databases: int) -> None:
        self._database, self._count, self._max_databases = database, count, max_databases

    def exists(self) -> bool:
        return self._database.exists()

    def create(self) -> None:
        self._check()
        self._database.create()

    def read_transaction(self) -> AbstractContextManager[Transaction]:
        return self._database.read_transaction()

    def write_transaction(self) -> AbstractContextManager[Transaction]:
        self._check()
        return self._database.write_transaction()

    def drop_journal(self) -> None:
        self._database.drop_journal()

    def count_purge(self, transaction: Transaction) -> None:
        self._database.count_purge(transaction)

    def n_purges(self) -> int:
        return self._database.n_purges()

    def _check(self) -> None:
        if not self._database.exists() and self._count() >= self._max_databases:
            raise WorkspaceFailed(
                f"This server holds the data of {self._max_databases:,} people, as many as it may. Data that nobody "
                "uses for a day are removed: try again later."
            )
