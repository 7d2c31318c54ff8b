"""Files that are made whole before they are sent: private, and gone when the sending ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.core import temporary_folders

CHUNK_BYTES = 1 << 20


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that only this process can read, removed with all that is in it."""
    with temporary_folders.temporary_folder("export") as folder:
        yield folder


def iter_file(path: Path) -> Iterator[bytes]:
    """The content of a file, some at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
