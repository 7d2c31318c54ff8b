"""Each kind of storage that a workspace may have, with what a test does behind its back."""

import hashlib
import os
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from geo.storage.workspace import checksums
from geo.storage.workspace.postgres_home import PostgresHome
from geo.storage.workspace.quota import Quota
from geo.storage.workspace.workspace import Workspace


class Store(ABC):
    """Where the workspaces of a test lie. `variable`: what WORKSPACE says of it."""

    variable: str
    full_disk: Exception  # what its database raises where the disk is full

    @abstractmethod
    def workspace(self, name: str = "workspace", quota: Quota | None = None) -> Workspace:
        """The workspace of a name."""

    @abstractmethod
    def sql(self, workspace: Workspace, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a statement in its database, past all checks."""

    @abstractmethod
    def set_version(self, workspace: Workspace, version: int) -> None:
        """Pretend that another version of the code made it."""

    @abstractmethod
    def digests(self, workspace: Workspace) -> set[str]:
        """The digests of all its files."""

    @abstractmethod
    def replace(self, workspace: Workspace, digest: str, content: bytes | None) -> None:
        """Put other content under a digest, or none."""

    @abstractmethod
    def age(self, workspace: Workspace, digest: str, seconds: float) -> None:
        """Make a file so old."""

    @abstractmethod
    def is_made(self, workspace: Workspace) -> bool:
        """Whether anything is stored."""

    def replace_import(self, workspace: Workspace, import_id: str, content: str) -> None:
        """Put another record in the place of the only import, with checksums that fit."""
        ((parts,),) = self.sql(workspace, "SELECT parts FROM imports")
        checksum = checksums.checksum(import_id, content, parts)
        self.sql(workspace, "UPDATE imports SET told = ?, seal = ?", (content, checksum))
        self.sql(workspace, "UPDATE state SET imports = ?", (checksums.checksum(checksum),))


class FolderStore(Store):
    """SQLite and files in a folder."""

    full_disk = sqlite3.OperationalError("database or disk is full")

    def __init__(self, folder: Path) -> None:
        self.folder, self.variable = folder, str(folder)

    def workspace(self, name: str = "workspace", quota: Quota | None = None) -> Workspace:
        return Workspace(self.folder / name, quota)

    def sql(self, workspace: Workspace, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(workspace.folder / "workspace.sqlite")) as connection, connection:
            return connection.execute(statement, tuple(parameters)).fetchall()

    def set_version(self, workspace: Workspace, version: int) -> None:
        self.sql(workspace, f"PRAGMA user_version={version}")

    def digests(self, workspace: Workspace) -> set[str]:
        files = workspace.folder / "files"
        return {path.name for path in files.iterdir()} if files.is_dir() else set()

    def replace(self, workspace: Workspace, digest: str, content: bytes | None) -> None:
        path = workspace.folder / "files" / digest
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content)

    def age(self, workspace: Workspace, digest: str, seconds: float) -> None:
        os.utime(workspace.folder / "files" / digest, (time.time() - seconds, time.time() - seconds))

    def is_made(self, workspace: Workspace) -> bool:
        return workspace.folder.exists()


class PostgresStore(Store):
    """A schema a workspace in a database of a server."""

    full_disk = psycopg.errors.DiskFull("could not extend file: No space left on device")

    def __init__(self, address: str, folder: Path) -> None:
        self.variable, self.folder = address, folder
        self.home = PostgresHome(address, folder)

    def workspace(self, name: str = "workspace", quota: Quota | None = None) -> Workspace:
        return self.home.open(hashlib.sha256(name.encode()).hexdigest()[:32], quota)

    def sql(self, workspace: Workspace, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.variable) as connection:
            connection.execute(f"SET search_path TO {workspace.folder.name}".encode())
            cursor = connection.execute(statement.replace("?", "%s").encode(), tuple(parameters))
            return cursor.fetchall() if cursor.description else []

    def set_version(self, workspace: Workspace, version: int) -> None:
        # SQLite keeps its files elsewhere: one script fewer.
        self.sql(workspace, "UPDATE version SET number = ?", (version + 1,))

    def digests(self, workspace: Workspace) -> set[str]:
        return (
            {digest for (digest,) in self.sql(workspace, "SELECT digest FROM files")}
            if self.is_made(workspace)
            else set()
        )

    def replace(self, workspace: Workspace, digest: str, content: bytes | None) -> None:
        self.sql(workspace, "DELETE FROM files WHERE digest = ?", (digest,))
        if content is None:
            return
        self.sql(workspace, "INSERT INTO files VALUES (?, ?, extract(epoch FROM now()))", (digest, len(content)))
        self.sql(workspace, "INSERT INTO pieces VALUES (?, 0, ?)", (digest, content))

    def age(self, workspace: Workspace, digest: str, seconds: float) -> None:
        self.sql(workspace, "UPDATE files SET used = extract(epoch FROM now()) - ? WHERE digest = ?", (seconds, digest))

    def is_made(self, workspace: Workspace) -> bool:
        with psycopg.connect(self.variable) as connection:
            return connection.execute(b"SELECT to_regnamespace(%s)", (workspace.folder.name,)).fetchone() != (None,)
