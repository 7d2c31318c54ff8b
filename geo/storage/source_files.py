"""The files that an atlas was read from, and what became of them since: the server goes on with what it read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from geo.core.formatting import format_day
from geo.errors import FaultlineError

MAX_NAMES = 3  # of files in a sentence; by judgement
CHECKED_BYTES = 5_000_000  # of files that are read again, within a second, to see whether that can be done

READ_AGAIN = "Whoever runs the server shows the new version by starting it again."
ABSENT = "A new start would fail until it is there again."
UNREADABLE = (
    "What is there now cannot be read as incidents, and a new start would fail: “faultline import” says why to whoever "
    "runs the server."
)


class FileState(NamedTuple):
    """What shows that a file is still the same."""

    size_bytes: int
    modified_ns: int
    inode: int


FileStates = Mapping[Path, FileState]


def file_states(paths: Iterable[Path]) -> FileStates:
    """The states of files; those that are missing are left out."""
    states = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        states[path] = FileState(status.st_size, status.st_mtime_ns, status.st_ino)
    return states


@dataclass(eq=False)
class SourceFiles:
    """The files of an atlas of a version, as they were when it was read.

    `list_files`: those that are there now. `read_version`: reads them, as at a start, and gives their version; raises
    FaultlineError or OSError where that cannot be done.
    """

    states: FileStates
    version: str
    list_files: Callable[[], Iterable[Path]]
    read_version: Callable[[], str]
    read_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _lock: Lock = field(default_factory=Lock, init=False)
    _answer: tuple[FileStates, str] | None = field(default=None, init=False)

    def describe_change(self) -> str:
        """What a reader should know of the files as they are now, by their names alone; blank where nothing changed.

        Each state of them is looked into once.
        """
        states = self._current_states()
        if states == self.states:
            return ""
        with self._lock:
            if self._answer is None or self._answer[0] != states:
                self._answer = states, self._describe(states)
            return self._answer[1]

    def _current_states(self) -> FileStates:
        try:
            return file_states(self.list_files())
        except (FaultlineError, OSError):
            return {}

    def _describe(self, states: FileStates) -> str:
        missing = [path for path in self.states if path not in states]
        outlook = ABSENT if not states else self._describe_content(states)
        if not outlook and not missing:
            return ""
        changed = [path for path in states if states[path] != self.states.get(path)]
        parts = []
        if missing:
            parts.append(f"{_list_names(missing)} {'is' if len(missing) == 1 else 'are'} no longer there")
        if changed:
            last = max(states[path].modified_ns for path in changed)
            moment = datetime.fromtimestamp(last / 1e9, UTC)
            parts.append(f"{_list_names(changed)} changed on {_format_moment(moment)}")
        return (
            f"{', and '.join(parts)}. Pages and downloads go on with what this server read on "
            f"{_format_moment(self.read_at)}, version {self.version}. {outlook}".strip()
        )

    def _describe_content(self, states: FileStates) -> str:
        """What a new start would make of the files; blank where they hold the same as before."""
        if sum(state.size_bytes for state in states.values()) > CHECKED_BYTES:
            return READ_AGAIN
        try:
            return "" if self.read_version() == self.version else READ_AGAIN
        except (FaultlineError, OSError):
            return UNREADABLE


def _list_names(paths: list[Path]) -> str:
    """The names of files, without their folders."""
    names = sorted(path.name for path in paths)
    if len(names) > MAX_NAMES:
        names = [*names[:MAX_NAMES], f"{len(names) - MAX_NAMES} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _format_moment(moment: datetime) -> str:
    return f"{format_day(moment)}, {moment:%H:%M} UTC"
