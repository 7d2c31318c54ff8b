"""Whether the files of a packed folder are still those that were packed, and that were there when it was opened."""

import contextlib
import hashlib
import os
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.errors import PACK_AGAIN, PackInvalid

# Bytes, nanoseconds of the last change, nanoseconds of that or of a change of the file's name or rights, and its number
# on the disk: whoever writes into a file and sets its time back is noticed by the third.
State = tuple[int, int, int, int]
Fault = tuple[State, str]  # a file as it was when it was read, and what is wrong with it
NICENESS = 19  # of the thread that reads everything: it comes after whoever waits for an answer
CHANGED = "was replaced, removed or damaged after the start"
OTHER_DIGEST = "is damaged: it is not what was packed"


class FileStates:
    """The Parquet files of a packed folder, as they were at the start. `digests`: SHA-256 by name in the folder."""

    def __init__(self, folder: Path, digests: Mapping[str, str] | None = None) -> None:
        self._folder, self._digests = folder, digests or {}
        self._states = {path: _state(path) for path in folder.rglob("*.parquet")}
        self._faults: dict[Path, Fault] = {}
        self._reading = threading.Lock()

    def check(self, paths: Iterable[Path]) -> None:
        """Raise PackInvalid for a file that is gone or was replaced since the start, even by one of the same columns.

        Whatever is asked of an open scan would fail by the one, anywhere, and be answered in part by the other. A file
        that has only another name, owner or time is read once to see that it is the same.
        """
        for path in paths:
            if (state := _state(path)) is None:
                raise self._failed(path, "is missing", PACK_AGAIN)
            fault = self._faults.get(path)
            if (fault is None or fault[0] != state) and state != self._states.setdefault(path, state):
                fault = self._look_into(path, state, CHANGED)
            if fault is not None and fault[0] == state:
                raise self._failed(path, fault[1])

    def verify_in_background(self) -> threading.Thread:
        """Read every file and compare it with its digest, for a disk may have changed it before the start."""
        thread = threading.Thread(target=self._verify, daemon=True, name="digests")
        thread.start()
        return thread

    def _verify(self) -> None:
        if sys.platform == "linux":  # elsewhere threads have no priority of their own
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        for name in self._digests:
            path = self._folder / name
            if (state := _state(path)) is not None:
                self._look_into(path, state, OTHER_DIGEST)

    def _look_into(self, path: Path, state: State, text: str) -> Fault | None:
        """Read a file: it is the same from now on, or has a fault for as long as nobody writes it anew.

        One thread reads at a time, and the others take over what it learnt: a change of owner touches all files.
        """
        with self._reading:
            fault = self._faults.get(path)
            if fault is not None and fault[0] == state:
                return fault
            if text == CHANGED and self._states.get(path) == state:
                return None
            if self._is_as_packed(path):
                self._states[path] = state
                return None
            self._faults[path] = state, text
            return self._faults[path]

    def _is_as_packed(self, path: Path) -> bool:
        """Whether a file has the digest that it was packed with; false where none is known."""
        digest = self._digests.get(path.relative_to(self._folder).as_posix())
        try:
            return digest is not None and file_digest(path) == digest
        except OSError:
            return False

    def _failed(
        self, path: Path, fault: str, remedy: str = f"{PACK_AGAIN} Then start the server again."
    ) -> PackInvalid:
        return PackInvalid(str(self._folder), f"its file {path.relative_to(self._folder)} {fault}", remedy=remedy)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _state(path: Path) -> State | None:
    """What shows that a file is still the same; None where it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
