"""Temporary folders of this process: they go with it, and what a process that was killed left goes at the next start.

Each process has one folder with a file in it that it locks as long as it lives. The system frees the lock of a process
that ends in whatever way, also of one that another container sees under no number: a folder whose lock can be taken is
nobody's.
"""

import atexit
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

PREFIX, LOCK = "faultline-", "lock"


@contextmanager
def temporary_folder(kind: str) -> Iterator[Path]:
    """A folder of this process that is removed when the block ends; `kind` begins its name.

    Raises OSError with ENOSPC where no folder for temporary files takes any.
    """
    with tempfile.TemporaryDirectory(prefix=f"{kind}-", dir=process_folder(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def process_folder() -> Path:
    """The folder of this process, which is removed when it ends; what dead processes left is removed first."""
    if not _make_folder().exists():  # a cleaner of old temporary files came by
        _make_folder.cache_clear()
    return _make_folder()


@cache
def _make_folder() -> Path:
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    unlocked = folder / f"{LOCK}.new"
    descriptor = os.open(unlocked, os.O_CREAT | os.O_RDWR, 0o600)  # open until the process ends; no child inherits it
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    unlocked.rename(folder / LOCK)  # with its name only once it is locked: no sweep comes between
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def sweep() -> None:
    """Remove the folders of processes that have ended."""
    for lock in _root().glob(f"{PREFIX}*/{LOCK}"):
        with suppress(OSError):  # another's folder, or one that another sweep removes
            _remove_if_unlocked(lock)


def _root() -> Path:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:  # Python has tried to write a few bytes into each folder that there is
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None


def _remove_if_unlocked(lock: Path) -> None:
    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(lock.parent)
