"""An analyst's own imports on disk: what is stored stays, whatever happens to the process that stores."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from geo.errors import FaultlineError, ValueRefused, WorkspaceFailed
from geo.ingest.options import Answers
from geo.ingest.provider import Import
from geo.ingest.sandbox import read_apart
from geo.ingest.serialization import pack, unpack
from geo.storage.workspace import records
from geo.storage.workspace.blobs import Damaged, Files, sweep_unfinished
from geo.storage.workspace.database import Database
from geo.storage.workspace.stored_import import Received, Stored, clean, clean_label, counted, shape_of, stored_of

VERDICTS = ("same", "different")
DECISIONS = ("incident_id", "duplicate_of", "verdict")
UNREADABLE = (Damaged, ValueError, TypeError, KeyError, pa.ArrowException)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
BOUNDS = "The most is {files} files and {megabytes:,} MB. Remove imports that are no longer needed."


@dataclass(frozen=True)
class Quota:
    """How much a workspace may hold."""

    files: int
    size_bytes: int


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a workspace shows at one moment: its revision, the visible imports in order, and what was decided."""

    revision: str
    shown: tuple[Stored, ...]
    decisions: pd.DataFrame


class Workspace:
    """The imports of one folder. Threads, tabs and processes may use it at once; a folder is made when it is needed."""

    def __init__(self, folder: Path, quota: Quota | None = None) -> None:
        self.folder, self.quota = folder, quota
        self.made = folder / "made"  # from the imports, and can be made anew; goes when one of them is forgotten
        self._files, self._database = Files(folder / "files"), Database(folder)

    @property
    def revision(self) -> str:
        """What stands for all that the workspace shows: visible imports and decisions; empty where there are none."""
        if not self._database.exists():
            return ""
        with self._database.reading() as connection:
            return records.revision(connection)

    def snapshot(self) -> Snapshot:
        """All that is shown, at one moment; raises WorkspaceFailed."""
        if not self._database.exists():
            return Snapshot("", (), _table_of([]))
        with self._database.reading() as connection:
            shown = tuple(stored for stored, _ in records.rows(connection) if stored.visible)
            return Snapshot(records.revision(connection), shown, _table_of(records.decisions(connection)))

    def receive(self, content: bytes, name: str) -> Received:
        """Put a file aside without storing it; raises WorkspaceFailed where there is no room."""
        self._check_quota(len(content))
        with _loud():
            digest = self._files.write(content)
        known = tuple(each for each, _ in self._all() if each.digest == digest)
        return Received(digest, clean(name) or "unnamed", self._files.path(digest), known)

    def keep(self, received: Received, imported: Import, answers: Answers, *, label: str = "") -> Stored:
        """Store an import; the same bytes with the same answers twice add nothing. Raises WorkspaceFailed."""
        made = stored_of(received, imported, answers, label)
        with _loud():
            packed = pack(imported)
            parts = {part: self._files.write(content) for part, content in packed.items()}
            with self._database.writing() as connection:
                return self._keep(connection, made, parts, packed)

    def _keep(
        self, connection: sqlite3.Connection, made: Stored, parts: dict[str, str], packed: dict[str, bytes]
    ) -> Stored:
        rows = dict(records.rows(connection))
        earlier = next((each for each in rows if each.import_id == made.import_id), None)
        if earlier is not None and not earlier.deleted:
            return earlier
        # Another process may have swept meanwhile; while this transaction lasts, none can.
        if not self._files.touch(made.digest):
            raise WorkspaceFailed("The file is no longer here: it was removed in another tab. Give it once more.")
        for part in (part for part, digest in parts.items() if not self._files.touch(digest)):
            self._files.write(packed[part])
        if earlier is not None:
            records.change(connection, replace(earlier, deleted=False), rows[earlier])
        else:
            records.add(connection, made, parts)
        return next(each for each, _ in records.rows(connection) if each.import_id == made.import_id)

    def imports(self) -> tuple[Stored, ...]:
        """The imports that are not deleted, in the order in which they were added."""
        return tuple(each for each, _ in self._all() if not each.deleted)

    def deleted(self) -> tuple[Stored, ...]:
        """The imports that are deleted and can be restored."""
        return tuple(each for each, _ in self._all() if each.deleted)

    def rename(self, import_id: str, label: str) -> None:
        """Call an import otherwise; a blank label is its file's name again."""
        self._edit(import_id, lambda each: replace(each, label=clean_label(label) or each.file_name))

    def hide(self, import_id: str) -> None:
        """Keep an import out of the atlas."""
        self._edit(import_id, lambda each: replace(each, hidden=True))

    def show(self, import_id: str) -> None:
        """Show an import that was hidden."""
        self._edit(import_id, lambda each: replace(each, hidden=False))

    def delete(self, import_id: str) -> None:
        """Take an import away; `restore` brings it back."""
        self._edit(import_id, lambda each: replace(each, deleted=True))

    def restore(self, import_id: str) -> None:
        """Bring a deleted import back."""
        self._edit(import_id, lambda each: replace(each, deleted=False))

    def forget(self, import_id: str) -> None:
        """Remove an import and its files for good."""
        with _loud(), self._database.writing() as connection:
            stored, parts = records.found(connection, import_id)
            records.remove(connection, import_id)
        shutil.rmtree(self.made, ignore_errors=True)
        # Its row is gone for good before its files are; those that another import shares stay.
        with _loud(), self._database.writing() as connection:
            used = records.used(connection)
            for digest in {stored.digest, *parts.values()} - used:
                self._files.remove(digest)

    def read(self, import_id: str) -> Import:
        """An import as it was kept; what is damaged is read anew from the file's own bytes. Raises WorkspaceFailed."""
        with self._database.reading() as connection:
            stored, parts = records.found(connection, import_id)
        try:
            return unpack({part: self._files.read(digest) for part, digest in parts.items()})
        except UNREADABLE:
            return self._mended(stored, parts)

    def remembered(self, names: tuple[str, ...]) -> Answers | None:
        """The answers given for the last file with the same columns, but for those about single rows and its year."""
        shape = shape_of(names)
        last = next((each for each, _ in reversed(self._all()) if each.shape == shape), None)
        return replace(last.answers, corrected=(), years=()) if last else None

    def decide(self, incident_id: str, duplicate_of: str, verdict: str) -> None:
        """Say whether two incidents are the “same” or “different”; an empty verdict takes it back."""
        if verdict not in (*VERDICTS, ""):
            raise ValueRefused(verdict, accepted=f"{', '.join(VERDICTS)}, or nothing")
        with _loud(), self._database.writing() as connection:
            records.decide(connection, incident_id, duplicate_of, verdict)

    def decisions(self) -> pd.DataFrame:
        """What was decided about pairs of incidents: incident_id, duplicate_of, verdict, in order; all text."""
        return self.snapshot().decisions

    def sweep(self) -> None:
        """Remove what processes that died and previews that nobody came back to left behind."""
        sweep_unfinished(self.folder)
        if self._database.exists():
            with _loud(), self._database.writing() as connection:
                self._files.sweep(records.used(connection))

    def _all(self) -> list[tuple[Stored, dict[str, str]]]:
        if not self._database.exists():
            return []
        with self._database.reading() as connection:
            return records.rows(connection)

    def _edit(self, import_id: str, change: Callable[[Stored], Stored]) -> None:
        with _loud(), self._database.writing() as connection:
            stored, parts = records.found(connection, import_id)
            records.change(connection, change(stored), parts)

    def _mended(self, stored: Stored, parts: dict[str, str]) -> Import:
        try:
            self._files.read(stored.digest)
            path = self._files.path(stored.digest)
            imported = read_apart(path, stored.answers, name=stored.file_name)
        except (Damaged, FaultlineError) as error:
            raise WorkspaceFailed(
                f"{stored.label}: its files in the workspace are damaged, and so is the file that they came from "
                f"({type(error).__name__}). Remove the import and add the file again."
            ) from None
        with _loud(), self._database.writing() as connection:
            made = {part: self._files.write(content) for part, content in pack(imported).items()}
            if made != parts:  # another version of the code reads the same bytes otherwise
                records.change(connection, counted(stored, imported), made)
        return imported

    def _check_quota(self, size_bytes: int) -> None:
        if self.quota is None:
            return
        held = sum(1 for _ in self._all())
        if held >= self.quota.files or self._files.size_bytes() + size_bytes > self.quota.size_bytes:
            bounds = BOUNDS.format(files=self.quota.files, megabytes=self.quota.size_bytes // 1_000_000)
            raise WorkspaceFailed(f"There is no room for another file in your data on this server. {bounds}")


def _table_of(decisions: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(decisions, columns=list(DECISIONS), dtype="str")


@contextmanager
def _loud() -> Iterator[None]:
    """Say in words what the disk refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise WorkspaceFailed(
                "The disk is full: nothing was stored, and what was there is as it was. Free some space and try again."
            ) from None
        raise WorkspaceFailed(f"The workspace cannot be written: {error.strerror}. Nothing was stored.") from None
