"""A copy of a database whose folder cannot be written: SQLite writes beside a database even to read it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import WorkspaceFailed

# By judgement: what SQLite needs beside a database, 32 kB, and some pages of its journal.
MIN_FREE_BYTES = 1_000_000
# The folder for temporary files may be on the same full disk; Linux has a second one, in memory.
IN_MEMORY = Path("/dev/shm")
JOURNAL = "-wal"  # committed transactions that are not in the database's own file yet
MAX_TRIES = 3  # another process may write while it is copied, where a disk is full but not read-only


def can_write(folder: Path) -> bool:
    """Whether the folder takes files, and its disk has room for them."""
    try:
        return is_writable(folder) and shutil.disk_usage(folder).free >= MIN_FREE_BYTES
    except OSError:
        return False


def is_writable(folder: Path) -> bool:
    """Whether this process may write into a folder, and its disk is not one that can only be read."""
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def copy_database(path: Path) -> Iterator[Path]:
    """A copy of a SQLite file with its journal, as long as the block lasts; raises WorkspaceFailed."""
    size_bytes = sum(part.stat().st_size for part in _parts(path))
    for parent in (Path(tempfile.gettempdir()), IN_MEMORY):
        if can_write(parent) and shutil.disk_usage(parent).free > size_bytes + MIN_FREE_BYTES:
            break
    else:
        raise WorkspaceFailed(
            "The disk of the workspace is full or can only be read, and no other folder has room for a copy of its "
            "database. Nothing is lost. Free some space and try again."
        )
    with tempfile.TemporaryDirectory(prefix="faultline-database-", dir=parent) as folder:
        _copy(path, Path(folder))
        yield Path(folder) / path.name


def _copy(path: Path, folder: Path) -> None:
    """Copy all parts of one moment; raises WorkspaceFailed."""
    for _ in range(MAX_TRIES):
        before = _states(path)
        for part in _parts(path):
            shutil.copyfile(part, folder / part.name)
        if _states(path) == before:
            return
    raise WorkspaceFailed("The workspace's database is being written all the time. Try again.")


def _parts(path: Path) -> list[Path]:
    return [part for part in (path, path.with_name(f"{path.name}{JOURNAL}")) if part.is_file()]


def _states(path: Path) -> list[tuple[str, int, int]]:
    return [(part.name, part.stat().st_size, part.stat().st_mtime_ns) for part in _parts(path)]
