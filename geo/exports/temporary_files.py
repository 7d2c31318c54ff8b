"""Files that are made whole before they are sent: private, and gone when the sending ends, however it ends."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK_BYTES = 1 << 20


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that only this process can read, removed with all that is in it."""
    with tempfile.TemporaryDirectory(prefix="faultline-export-") as folder:
        yield Path(folder)


def iter_file(path: Path) -> Iterator[bytes]:
    """The content of a file, some at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
