"""What a disk that refuses to write says, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from geo.core.disk_full import is_disk_full
from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import DISK_FULL


@contextmanager
def explain_disk_errors() -> Iterator[None]:
    """Raise WorkspaceFailed, in words, where the disk refuses to write."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise WorkspaceFailed(DISK_FULL) from None
        raise WorkspaceFailed(f"The workspace cannot be written: {error.strerror}. Nothing was stored.") from None
