"""What a disk that refuses to write says, in words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import DISK_FULL

DISK_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def explain_disk_errors() -> Iterator[None]:
    """Raise WorkspaceFailed, in words, where the disk refuses to write."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL_ERRNOS:
            raise WorkspaceFailed(DISK_FULL) from None
        raise WorkspaceFailed(f"The workspace cannot be written: {error.strerror}. Nothing was stored.") from None
