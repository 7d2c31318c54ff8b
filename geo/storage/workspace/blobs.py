"""Files named after their content: written whole or not at all, and checked whenever they are read."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Container
from pathlib import Path

BEING_WRITTEN = "being-written-"
ABANDONED_SECONDS = 3_600  # a file that is still being written after so long belongs to a process that died
UNUSED_SECONDS = 24 * 3_600  # a file received and never kept: a preview that nobody came back to


class BlobCorrupt(Exception):
    """A file is missing or no longer holds what it is named after."""


def sha256_hex(content: bytes) -> str:
    """The SHA-256 of the content, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


class BlobStore:
    """The files of a folder, each named after the SHA-256 of its content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the content of this digest lies."""
        return self.folder / digest

    def write(self, content: bytes) -> str:
        """Have the content on the disk, whatever happens next, and give its digest; raises OSError, leaving nothing."""
        digest = sha256_hex(content)
        if self._holds(digest):  # what was damaged is replaced
            self.touch(digest)
            return digest
        make_private_folder(self.folder)
        number, name = tempfile.mkstemp(prefix=BEING_WRITTEN, dir=self.folder)
        try:
            with os.fdopen(number, "wb") as file:
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
        """The content of this digest; raises Damaged."""
        try:
            content = self.path(digest).read_bytes()
        except OSError:
            raise BlobCorrupt(digest) from None
        if sha256_hex(content) != digest:
            raise BlobCorrupt(digest)
        return content

    def touch(self, digest: str) -> bool:
        """Whether the content is there; it then counts as new."""
        try:
            os.utime(self.path(digest))
        except OSError:
            return False
        return True

    def _holds(self, digest: str) -> bool:
        try:
            with self.path(digest).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == digest
        except OSError:
            return False

    def remove(self, digest: str) -> None:
        """Remove a file, if it is there."""
        self.path(digest).unlink(missing_ok=True)

    def collect_garbage(self, used: Container[str]) -> None:
        """Remove what processes that died left behind, and files that nobody uses and nobody may still want to."""
        remove_unfinished(self.folder)
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in used and age_seconds(path) > UNUSED_SECONDS:
                path.unlink(missing_ok=True)

    def size_bytes(self) -> int:
        """How much all of them take."""
        return sum(_size(path) for path in self.folder.iterdir()) if self.folder.is_dir() else 0


def make_private_folder(folder: Path) -> None:
    """Make a folder that is only its owner's, and those above it that are missing."""
    for each in reversed((folder, *folder.parents)):
        if not each.exists():
            each.mkdir(mode=0o700, exist_ok=True)


def fsync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove_unfinished(folder: Path) -> None:
    """Remove what processes that died were writing into a folder."""
    for path in folder.glob(f"{BEING_WRITTEN}*"):
        if age_seconds(path) > ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def age_seconds(path: Path) -> float:
    """How long ago a file or a folder was changed; 0 for one that is not there."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
