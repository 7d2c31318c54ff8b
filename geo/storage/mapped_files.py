"""The folders of cached indexes that this process has mapped into memory, and whether somebody has written into them.

What is mapped changes with its file: a byte that changes there changes answers, and a file that is cut ends the process
that reads beyond its end. So whoever takes an atlas looks first. A file that is removed, or replaced by another one, is
no damage: what is mapped stays as it was.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from geo.errors import IndexDamaged
from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.indexed_table import IndexedTable
from geo.storage.folder_checksums import is_intact

State = tuple[int, int, int, int]  # number on the disk, bytes, nanoseconds of the last change and of that of the file


class MappedFolder:
    """A folder as it was before its files were checked and mapped."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._states = {path: state for path in folder.rglob("*") if (state := _state(path))}
        self._reading = Lock()

    def check(self) -> None:
        """Raise IndexDamaged where a file was written into; one that is the same but for its time is no damage."""
        if not self._list_new_states():
            return
        with self._reading:  # by one thread: the others take over what it learnt
            states = self._list_new_states()
            if states and not is_intact(self._folder):
                raise IndexDamaged
            self._states |= states

    def _list_new_states(self) -> dict[Path, State]:
        return {path: state for path, before in self._states.items() if (state := _changed(path, before))}


_FOLDERS: WeakKeyDictionary[IndexedTable, MappedFolder] = WeakKeyDictionary()


def note_mapped(table: IndexedTable, folder: MappedFolder) -> None:
    """Remember from which folder a table is mapped, for as long as somebody has the table."""
    _FOLDERS[table] = folder


def check_mapped(engines: Iterable[Engine]) -> None:
    """Raise IndexDamaged where the cached index of an engine was written into since it was mapped."""
    for engine in engines:
        folder = _FOLDERS.get(engine.source) if isinstance(engine, Index) else None
        if folder is not None:
            folder.check()


def _changed(path: Path, before: State) -> State | None:
    """The state of a file that was written into; None where it is as it was, or another one, or none at all."""
    state = _state(path)
    return state if state and state[0] == before[0] and state != before else None


def _state(path: Path) -> State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
