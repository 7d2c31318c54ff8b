"""Files of a folder, named after their content: written whole or not at all, and checked whenever they are read."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import BlobCorrupt
from geo.storage.workspace.file_store import UNUSED_SECONDS, FileStore, sha256_hex

BEING_WRITTEN = "being-written-"
# By judgement (docs/decisions/0013): no write takes an hour.
ABANDONED_SECONDS = 3_600  # a file that is still being written after so long belongs to a process that died


class BlobStore(FileStore):
    """The files of a folder, each named after the SHA-256 of its content, its digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the content of this digest is."""
        return self.folder / digest

    def write(self, content: bytes) -> str:
        """Write the content through to the disk and return its digest; raises OSError, leaving nothing behind."""
        digest = sha256_hex(content)
        if self._is_intact(digest):  # a damaged file is replaced
            self.touch(digest)
            return digest
        make_private_folder(self.folder)
        descriptor, name = tempfile.mkstemp(prefix=BEING_WRITTEN, dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, self.path(digest))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        fsync_folder(self.folder)
        return digest

    def read(self, digest: str) -> bytes:
        try:
            content = self.path(digest).read_bytes()
        except OSError:
            raise BlobCorrupt(digest) from None
        if sha256_hex(content) != digest:
            raise BlobCorrupt(digest)
        return content

    @contextmanager
    def borrow(self, digest: str) -> Iterator[Path]:
        if not self._is_intact(digest):
            raise BlobCorrupt(digest)
        yield self.path(digest)

    def touch(self, digest: str) -> bool:
        try:
            os.utime(self.path(digest))
        except OSError:
            return False
        return True

    def remove(self, digest: str) -> None:
        self.path(digest).unlink(missing_ok=True)

    def collect_garbage(self, referenced: Container[str]) -> None:
        remove_unfinished(self.folder)
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in referenced and age_seconds(path) > UNUSED_SECONDS:
                path.unlink(missing_ok=True)

    def size_bytes(self) -> int:
        return sum(_size_bytes(path) for path in self.folder.iterdir()) if self.folder.is_dir() else 0

    def _is_intact(self, digest: str) -> bool:
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may open, and those above it that are missing."""
    for ancestor in reversed((folder, *folder.parents)):
        if not ancestor.exists():
            ancestor.mkdir(mode=0o700, exist_ok=True)


def fsync_folder(folder: Path) -> None:
    """Write the names of a folder's files through to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_unfinished(folder: Path) -> None:
    """Remove what processes that died were writing into a folder, where the disk lets us."""
    for path in folder.glob(f"{BEING_WRITTEN}*"):
        if age_seconds(path) > ABANDONED_SECONDS:
            with suppress(OSError):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def age_seconds(path: Path) -> float:
    """How long ago a file or a folder was changed; 0 for one that is not there."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # removed meanwhile
        return 0
