"""Files that are made whole before they are sent: private, and gone when the sending ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.core import temporary_folders
from geo.core.disk_full import is_disk_full
from geo.errors import DiskFull

CHUNK_BYTES = 1 << 20


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of this process alone, removed with all that is in it. Raises DiskFull where it has no room."""
    try:
        with temporary_folders.temporary_folder("export") as folder:
            yield folder
    except Exception as error:  # a library may have called it anything
        if is_disk_full(error):
            raise DiskFull from None
        raise


def iter_file(path: Path) -> Iterator[bytes]:
    """The content of a file, some at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
