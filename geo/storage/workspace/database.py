"""What every database of a workspace answers: transactions whole or not at all, over the same statements."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from geo.errors import WorkspaceFailed

LOCK_TIMEOUT_SECONDS = 30  # for another process's transaction, which takes tenths of a second; chosen by judgement
# One script a version, in SQLite's words, which each kind of database translates; the database counts those that ran.
# Never change one: add another.
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
    """
    CREATE TABLE edits (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        edit_id TEXT NOT NULL UNIQUE,
        entry TEXT NOT NULL,
        seal TEXT NOT NULL
    );
    ALTER TABLE state ADD COLUMN edits TEXT NOT NULL DEFAULT '';
    """,
    """
    CREATE TABLE saved_selections (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        saved_id TEXT NOT NULL UNIQUE,
        entry TEXT NOT NULL,
        seen BLOB NOT NULL,
        earlier BLOB NOT NULL,
        seal TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE history (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        entry TEXT NOT NULL,
        seal TEXT NOT NULL
    );
    ALTER TABLE state ADD COLUMN history TEXT NOT NULL DEFAULT '';
    """,
)
# A limit on sizes, a quota or a disk that fails: SQLite does not say which.
NOT_WRITTEN = (
    "The disk did not take what was to be stored: it may be full, or damaged. Nothing was stored, and what was there "
    "is unchanged. Free some space and try again."
)
DISK_FULL = "The disk is full. Nothing was stored, and what was there is unchanged. Free some space and try again."
READ_ONLY = (
    "The folder of the workspace, or its disk, can only be read. Nothing was stored, and what is there is shown. Let "
    "Faultline write there, or set WORKSPACE to another folder."
)
IS_LOCKED = f"Another process has been using the workspace for {LOCK_TIMEOUT_SECONDS} seconds. Try again."


class Transaction(ABC):
    """A transaction that runs; its statements have `?` for each parameter."""

    @abstractmethod
    def execute(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows, none where it has none."""

    @abstractmethod
    def now(self) -> float:
        """Seconds since 1970, by the clock that all processes of this database share."""


class Database(ABC):
    """A database; threads and processes may use it at the same time."""

    @abstractmethod
    def exists(self) -> bool:
        """Whether it has been made; raises WorkspaceFailed where that cannot be known."""

    @abstractmethod
    def create(self) -> None:
        """Make it, where there is none; raises WorkspaceFailed."""

    @abstractmethod
    def read_transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction that sees the database at one moment and changes nothing; raises WorkspaceFailed."""

    @abstractmethod
    def write_transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction that no other interrupts, committed when the block ends and rolled back if it fails.

        Makes the database where there is none. Raises WorkspaceFailed.
        """

    def drop_journal(self) -> None:  # noqa: B027  # only what keeps one has something to drop
        """Leave nothing of what was purged in a journal beside the database; raises WorkspaceFailed."""

    def count_purge(self, transaction: Transaction) -> None:  # noqa: B027  # one machine has nobody to tell
        """Let other machines know that something was purged, and what they computed from it with it."""

    def n_purges(self) -> int:
        """How often something was purged, as far as other machines need to know; raises WorkspaceFailed."""
        return 0


def newer_version_error(version: int, known: int) -> WorkspaceFailed:
    """The error where a newer version of the code made the database."""
    return WorkspaceFailed(
        f"The workspace was made by a newer Faultline (its version is {version}, this one reads up to {known}). "
        "Update Faultline, or set WORKSPACE to another folder."
    )


def statements(script: str) -> list[str]:
    """The statements of a migration."""
    return [statement.strip() for statement in script.split(";") if statement.strip()]
