"""Whether the files of a packed folder are still those that were there when its engine was opened."""

from collections.abc import Iterable
from pathlib import Path

from geo.errors import PACK_AGAIN, PackInvalid

State = tuple[int, int]  # bytes, nanoseconds of the last change


class FileStates:
    """The sizes and times of the Parquet files of a packed folder, as they were at the start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._states = {path: _state(path) for path in folder.rglob("*.parquet")}

    def check(self, paths: Iterable[Path]) -> None:
        """Raise PackInvalid for a file that is gone or was replaced since the start, even by one of the same columns.

        Whatever is asked of an open scan would fail by the one, anywhere, and be answered in part by the other.
        """
        for path in paths:
            if (state := _state(path)) is None:
                raise PackInvalid(str(self._folder), f"its file {path.relative_to(self._folder)} is missing")
            if state != self._states.setdefault(path, state):
                reason = f"its file {path.relative_to(self._folder)} was replaced, removed or damaged after the start"
                raise PackInvalid(str(self._folder), reason, remedy=f"{PACK_AGAIN} Then start the server again.")


def _state(path: Path) -> State | None:
    """What shows that a file is still the same; None where it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
