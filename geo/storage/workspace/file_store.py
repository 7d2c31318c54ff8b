"""What every store of a workspace's files answers: files named after their content, whole or not there."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Container
from contextlib import AbstractContextManager
from pathlib import Path

# By judgement (docs/decisions/0013): a preview is looked at again within a day.
UNUSED_SECONDS = 24 * 3_600  # an upload that no import came of: a preview that nobody came back to


def sha256_hex(content: bytes) -> str:
    """The SHA-256 of the content, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


class FileStore(ABC):
    """Files, each named after the SHA-256 of its content, its digest."""

    @abstractmethod
    def write(self, content: bytes) -> str:
        """Write the content so that it stays, and return its digest; raises OSError or WorkspaceFailed."""

    @abstractmethod
    def read(self, digest: str) -> bytes:
        """The content of this digest; raises BlobCorrupt where it is missing or has changed, and WorkspaceFailed."""

    @abstractmethod
    def borrow(self, digest: str) -> AbstractContextManager[Path]:
        """The content as a file of this machine, to be read only while the block runs; raises as `read` does."""

    @abstractmethod
    def touch(self, digest: str) -> bool:
        """Make a file count as new; returns whether it is there. Raises WorkspaceFailed."""

    @abstractmethod
    def remove(self, digest: str) -> None:
        """Remove a file, if it is there; raises WorkspaceFailed."""

    @abstractmethod
    def collect_garbage(self, referenced: Container[str]) -> None:
        """Remove what processes that died left behind, and files that are neither referenced nor young."""

    @abstractmethod
    def size_bytes(self) -> int:
        """The size of all files together; raises WorkspaceFailed."""
