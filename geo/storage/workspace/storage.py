"""Where a workspace keeps its records and its files."""

from dataclasses import dataclass
from pathlib import Path

from geo.storage.workspace.blobs import BlobStore
from geo.storage.workspace.database import Database
from geo.storage.workspace.file_store import FileStore
from geo.storage.workspace.sqlite_database import SqliteDatabase


@dataclass(frozen=True)
class Storage:
    """The database and the files of one workspace, and the name of who uses it, blank where nobody is asked."""

    database: Database
    files: FileStore
    person: str = ""


def folder_storage(folder: Path) -> Storage:
    """SQLite and files in a folder, which need not exist."""
    return Storage(SqliteDatabase(folder), BlobStore(folder / "files"))
