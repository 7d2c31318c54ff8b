"""Whether an error says that a disk has no more room, whoever raised it."""

import errno
import sqlite3

ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # no room on the disk, of one's quota, within a limit of the process
SQLITE_CODES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is of a disk without room: libraries put errors of their own before it."""
    seen: list[BaseException] = []
    while error is not None and error not in seen:
        if isinstance(error, OSError) and error.errno in ERRNOS:
            return True
        if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) in SQLITE_CODES:
            return True
        seen.append(error)
        error = error.__cause__ or error.__context__
    return False
