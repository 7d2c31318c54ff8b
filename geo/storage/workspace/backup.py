"""A backup of all workspaces of a folder as one zip file, and its restoration.

The databases are copied by SQLite's own online backup, so that nobody need stop; the files that they name are copied
after them. `backup.json` has the size and the SHA-256 of each file. What is computed from imports is left out.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import msgspec

from geo.errors import BackupInvalid, WorkspaceFailed
from geo.settings import __version__
from geo.storage.workspace import records
from geo.storage.workspace.blobs import make_private_folder
from geo.storage.workspace.database_copy import can_write, copy_database
from geo.storage.workspace.home import SESSIONS
from geo.storage.workspace.slot_database import FILE_NAME as SLOTS
from geo.storage.workspace.sqlite_database import FILE_NAME, SqliteDatabase

FORMAT = 1
MANIFEST = "backup.json"
MAX_MANIFEST_BYTES = 200_000_000  # by judgement: of a million files
FILES = "files"
# Databases, and files named by their SHA-256, of every workspace of the folder: no other name is restored.
MEMBER = re.compile(
    rf"(?:{SESSIONS}/(?:person_)?[0-9a-f]{{32}}/)?(?:[a-z_]{{1,40}}\.sqlite|{FILES}/[0-9a-f]{{64}})", re.ASCII
)
MAX_TRIES = 3  # somebody may delete an import for good while its files are copied
BLOCK_BYTES = 1_000_000
# What zipfile raises for damaged archives, those that are encrypted or packed in ways it does not know among them.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, KeyError, ValueError, RuntimeError, OverflowError)


class Member(msgspec.Struct, frozen=True):
    """A file of a backup: its size in bytes and its SHA-256 in hex digits."""

    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself. `at`: when it was begun (UTC); `faultline`: by which version."""

    format: int
    faultline: str
    at: datetime
    files: dict[str, Member]


@dataclass(frozen=True)
class BackupSummary:
    """What a backup has: its number of workspaces and files, and the files that are damaged and not in it."""

    n_workspaces: int
    n_files: int
    damaged: tuple[str, ...] = ()


def make_backup(root: Path, target: Path) -> BackupSummary:
    """Write all workspaces below a folder into a zip file that is whole or not there.

    Raises WorkspaceFailed where there are none or a database cannot be read, and OSError.
    """
    if not (root / FILE_NAME).is_file() and not (root / SESSIONS).is_dir():
        raise WorkspaceFailed(f"There is nothing to back up: {root} has no workspace.")
    with tempfile.TemporaryDirectory(prefix="faultline-backup-", dir=target.resolve().parent) as temporary:
        unfinished = Path(temporary) / "backup.zip"
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            summary = _Writer(root, archive, Path(temporary)).write()
        unfinished.chmod(0o600)
        os.replace(unfinished, target)
    return summary


class _Writer:
    """Writes workspaces into an archive; `temporary`: where databases are copied to first."""

    def __init__(self, root: Path, archive: zipfile.ZipFile, temporary: Path) -> None:
        self._root, self._archive, self._temporary = root, archive, temporary
        self._members: dict[str, Member] = {}
        self._damaged: list[str] = []

    def write(self) -> BackupSummary:
        began, folders = datetime.now(UTC), _workspace_folders(self._root)
        for folder in folders:
            self._write_workspace(folder)
        for path in sorted(self._root.glob("*.sqlite")):
            if path.name not in (FILE_NAME, SLOTS):
                self._write_database(path)
        manifest = Manifest(FORMAT, __version__, began, self._members)
        self._archive.writestr(MANIFEST, msgspec.json.encode(manifest))
        return BackupSummary(len(folders), len(self._members), tuple(self._damaged))

    def _write_workspace(self, folder: Path) -> None:
        """Write the files that a copy of the database names, then that copy."""
        for _ in range(MAX_TRIES):
            copy = self._copy_database(folder / FILE_NAME)
            missing = [digest for digest in sorted(_digests_of(copy)) if not self._write_blob(folder, digest)]
            if not missing or set(missing) <= _digests_of(folder / FILE_NAME):
                break
        self._damaged.extend(f"{self._name(folder / FILES)}/{digest}" for digest in missing)
        self._write_file(copy, self._name(folder / FILE_NAME))

    def _write_database(self, path: Path) -> None:
        self._write_file(self._copy_database(path), self._name(path))

    def _copy_database(self, path: Path) -> Path:
        copy = self._temporary / path.name
        copy.unlink(missing_ok=True)
        with nullcontext(path) if can_write(path.parent) else copy_database(path) as readable:
            try:
                with closing(sqlite3.connect(readable)) as source, closing(sqlite3.connect(copy)) as target:
                    source.backup(target)
            except sqlite3.Error as error:
                reason = f"The database {self._name(path)} cannot be read ({error}). Nothing was backed up."
                raise WorkspaceFailed(reason) from None
        return copy

    def _write_blob(self, folder: Path, digest: str) -> bool:
        """Write a file of a workspace, unless it is there already; False where it is missing or damaged."""
        path, name = folder / FILES / digest, self._name(folder / FILES / digest)
        if name in self._members:
            return True
        if not path.is_file() or _sha256_of(path) != digest:
            return False
        self._write_file(path, name)
        return True

    def _write_file(self, path: Path, name: str) -> None:
        self._archive.write(path, name)
        self._members[name] = Member(path.stat().st_size, _sha256_of(path))

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def restore_backup(source: Path, root: Path) -> BackupSummary:
    """Restore a backup into a folder that has no workspace; all of it is checked before anything is there.

    Raises BackupInvalid where it is none or damaged, WorkspaceFailed where the folder has a workspace, and OSError.
    """
    if (root / FILE_NAME).exists() or (root / SESSIONS).exists():
        raise WorkspaceFailed(
            f"{root} has a workspace already, and nothing was restored. Set WORKSPACE to another folder, or move what "
            "is there."
        )
    make_private_folder(root)
    with tempfile.TemporaryDirectory(prefix="faultline-restore-", dir=root) as temporary, _open(source) as archive:
        manifest = _read_manifest(archive)
        for name, member in manifest.files.items():
            _extract(archive, name, member, Path(temporary) / name)
        # Databases last: without one, a restoration that was broken off has restored nothing.
        for path in sorted(Path(temporary).iterdir(), key=lambda path: path.suffix == ".sqlite"):
            shutil.move(path, root / path.name)
    return BackupSummary(sum(Path(name).name == FILE_NAME for name in manifest.files), len(manifest.files))


@contextmanager
def _open(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except ZIP_ERRORS:
        raise BackupInvalid(source.name, "it is no zip file, or it is damaged") from None


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    name = Path(archive.filename or "").name
    infos = {info.filename: info for info in archive.infolist()}
    head = infos.pop(MANIFEST, None)
    if head is None or head.file_size > MAX_MANIFEST_BYTES:
        raise BackupInvalid(name, f"it has no {MANIFEST}")
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except ValueError:  # msgspec's errors are ValueErrors
        raise BackupInvalid(name, f"its {MANIFEST} cannot be read") from None
    if manifest.format != FORMAT:
        raise BackupInvalid(name, f"its format is {manifest.format}, and this version reads {FORMAT}")
    sizes = {file_name: member.bytes for file_name, member in manifest.files.items()}
    if {file_name: info.file_size for file_name, info in infos.items()} != sizes:
        raise BackupInvalid(name, f"its files are not those that its {MANIFEST} names")
    if strange := next((file_name for file_name in infos if not MEMBER.fullmatch(file_name)), None):
        raise BackupInvalid(name, f"{strange[:100]!r} is no file of a workspace")
    return manifest


def _extract(archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    make_private_folder(target.parent)
    digest, n_bytes = hashlib.sha256(), 0
    with archive.open(name) as file, target.open("xb") as out:
        target.chmod(0o600)
        while n_bytes <= member.bytes and (block := file.read(BLOCK_BYTES)):
            digest.update(block)
            n_bytes += len(block)
            out.write(block)
        _flush(out)
    if (n_bytes, digest.hexdigest()) != (member.bytes, member.sha256):
        raise BackupInvalid(Path(archive.filename or "").name, f"{name} is damaged")


def _flush(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def _workspace_folders(root: Path) -> list[Path]:
    sessions = sorted((root / SESSIONS).iterdir()) if (root / SESSIONS).is_dir() else []
    return [folder for folder in (root, *sessions) if (folder / FILE_NAME).is_file()]


def _digests_of(database: Path) -> set[str]:
    with SqliteDatabase(database.parent, database.name).read_transaction() as transaction:
        return records.referenced_digests(transaction)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
