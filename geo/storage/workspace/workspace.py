"""An analyst's own imports on disk: what is stored stays, whatever happens to the process that stores."""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa

from geo.errors import FaultlineError, ValueRefused, WorkspaceFailed
from geo.ingest.import_result import Import
from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess
from geo.ingest.serialization import deserialize, serialize
from geo.storage.workspace import records
from geo.storage.workspace.blobs import BlobCorrupt, BlobStore, remove_unfinished
from geo.storage.workspace.database import Database
from geo.storage.workspace.stored_import import (
    StoredImport,
    Upload,
    clean_file_name,
    clean_label,
    columns_fingerprint,
    describe_import,
    with_counts,
)

VERDICTS = ("same", "different")
DECISION_COLUMNS = ("incident_id", "duplicate_of", "verdict")
DESERIALIZE_ERRORS = (BlobCorrupt, ValueError, TypeError, KeyError, pa.ArrowException)
DISK_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
QUOTA_HINT = "The most is {files} files and {megabytes:,} MB. Remove imports that are no longer needed."


@dataclass(frozen=True)
class Quota:
    """How much a workspace may hold."""

    files: int
    size_bytes: int


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a workspace shows at one moment: its revision, the visible imports in order, and what was decided."""

    revision: str
    shown: tuple[StoredImport, ...]
    decisions: pd.DataFrame


class Workspace:
    """The imports of one folder. Threads, tabs and processes may use it at once; a folder is made when it is needed."""

    def __init__(self, folder: Path, quota: Quota | None = None) -> None:
        self.folder, self.quota = folder, quota
        self.cache_dir = folder / "made"  # from the imports, and can be made anew; goes when one of them is forgotten
        self._blobs, self._database = BlobStore(folder / "files"), Database(folder)

    @property
    def revision(self) -> str:
        """What stands for all that the workspace shows: visible imports and decisions; empty where there are none."""
        if not self._database.exists():
            return ""
        with self._database.read_transaction() as connection:
            return records.read_revision(connection)

    def snapshot(self) -> Snapshot:
        """All that is shown, at one moment; raises WorkspaceFailed."""
        if not self._database.exists():
            return Snapshot("", (), _decisions_table([]))
        with self._database.read_transaction() as connection:
            shown = tuple(stored for stored, _ in records.read_imports(connection) if stored.visible)
            return Snapshot(
                records.read_revision(connection), shown, _decisions_table(records.read_decisions(connection))
            )

    def add_upload(self, content: bytes, name: str) -> Upload:
        """Put a file aside without storing it; raises WorkspaceFailed where there is no room."""
        self._check_quota(len(content))
        with _explain_disk_errors():
            digest = self._blobs.write(content)
        known = tuple(each for each, _ in self._read_imports() if each.digest == digest)
        return Upload(digest, clean_file_name(name) or "unnamed", self._blobs.path(digest), known)

    def save_import(
        self, received: Upload, imported: Import, answers: ImportOptions, *, label: str = ""
    ) -> StoredImport:
        """Store an import; the same bytes with the same answers twice add nothing. Raises WorkspaceFailed."""
        made = describe_import(received, imported, answers, label)
        with _explain_disk_errors():
            packed = serialize(imported)
            parts = {part: self._blobs.write(content) for part, content in packed.items()}
            with self._database.write_transaction() as connection:
                return self._insert_import(connection, made, parts, packed)

    def _insert_import(
        self, connection: sqlite3.Connection, made: StoredImport, parts: dict[str, str], packed: dict[str, bytes]
    ) -> StoredImport:
        rows = dict(records.read_imports(connection))
        earlier = next((each for each in rows if each.import_id == made.import_id), None)
        if earlier is not None and not earlier.deleted:
            return earlier
        # Another process may have swept meanwhile; while this transaction lasts, none can.
        if not self._blobs.touch(made.digest):
            raise WorkspaceFailed("The file is no longer here: it was removed in another tab. Give it once more.")
        for part in (part for part, digest in parts.items() if not self._blobs.touch(digest)):
            self._blobs.write(packed[part])
        if earlier is not None:
            records.update_import(connection, replace(earlier, deleted=False), rows[earlier])
        else:
            records.insert_import(connection, made, parts)
        return next(each for each, _ in records.read_imports(connection) if each.import_id == made.import_id)

    def imports(self) -> tuple[StoredImport, ...]:
        """The imports that are not deleted, in the order in which they were added."""
        return tuple(each for each, _ in self._read_imports() if not each.deleted)

    def deleted(self) -> tuple[StoredImport, ...]:
        """The imports that are deleted and can be restored."""
        return tuple(each for each, _ in self._read_imports() if each.deleted)

    def rename(self, import_id: str, label: str) -> None:
        """Call an import otherwise; a blank label is its file's name again."""
        self._update_import(import_id, lambda each: replace(each, label=clean_label(label) or each.file_name))

    def hide(self, import_id: str) -> None:
        """Keep an import out of the atlas."""
        self._update_import(import_id, lambda each: replace(each, hidden=True))

    def show(self, import_id: str) -> None:
        """Show an import that was hidden."""
        self._update_import(import_id, lambda each: replace(each, hidden=False))

    def delete(self, import_id: str) -> None:
        """Take an import away; `restore` brings it back."""
        self._update_import(import_id, lambda each: replace(each, deleted=True))

    def restore(self, import_id: str) -> None:
        """Bring a deleted import back."""
        self._update_import(import_id, lambda each: replace(each, deleted=False))

    def purge(self, import_id: str) -> None:
        """Remove an import and its files for good."""
        with _explain_disk_errors(), self._database.write_transaction() as connection:
            stored, parts = records.find_import(connection, import_id)
            records.delete_import(connection, import_id)
        shutil.rmtree(self.cache_dir, ignore_errors=True)
        # Its row is gone for good before its files are; those that another import shares stay.
        with _explain_disk_errors(), self._database.write_transaction() as connection:
            used = records.referenced_digests(connection)
            for digest in {stored.digest, *parts.values()} - used:
                self._blobs.remove(digest)

    def read(self, import_id: str) -> Import:
        """An import as it was kept; what is damaged is read anew from the file's own bytes. Raises WorkspaceFailed."""
        with self._database.read_transaction() as connection:
            stored, parts = records.find_import(connection, import_id)
        try:
            return deserialize({part: self._blobs.read(digest) for part, digest in parts.items()})
        except DESERIALIZE_ERRORS:
            return self._reread_file(stored, parts)

    def last_options(self, names: tuple[str, ...]) -> ImportOptions | None:
        """The answers given for the last file with the same columns, but for those about single rows and its year."""
        shape = columns_fingerprint(names)
        last = next((each for each, _ in reversed(self._read_imports()) if each.shape == shape), None)
        return msgspec.structs.replace(last.answers, corrected_rows=(), years=()) if last else None

    def decide(self, incident_id: str, duplicate_of: str, verdict: str) -> None:
        """Say whether two incidents are the “same” or “different”; an empty verdict takes it back."""
        if verdict not in (*VERDICTS, ""):
            raise ValueRefused(verdict, accepted=f"{', '.join(VERDICTS)}, or nothing")
        with _explain_disk_errors(), self._database.write_transaction() as connection:
            records.put_decision(connection, incident_id, duplicate_of, verdict)

    def decisions(self) -> pd.DataFrame:
        """What was decided about pairs of incidents: incident_id, duplicate_of, verdict, in order; all text."""
        return self.snapshot().decisions

    def collect_garbage(self) -> None:
        """Remove what processes that died and previews that nobody came back to left behind."""
        remove_unfinished(self.folder)
        if self._database.exists():
            with _explain_disk_errors(), self._database.write_transaction() as connection:
                self._blobs.collect_garbage(records.referenced_digests(connection))

    def _read_imports(self) -> list[tuple[StoredImport, dict[str, str]]]:
        if not self._database.exists():
            return []
        with self._database.read_transaction() as connection:
            return records.read_imports(connection)

    def _update_import(self, import_id: str, change: Callable[[StoredImport], StoredImport]) -> None:
        with _explain_disk_errors(), self._database.write_transaction() as connection:
            stored, parts = records.find_import(connection, import_id)
            records.update_import(connection, change(stored), parts)

    def _reread_file(self, stored: StoredImport, parts: dict[str, str]) -> Import:
        try:
            self._blobs.read(stored.digest)
            path = self._blobs.path(stored.digest)
            imported = read_in_subprocess(path, stored.answers, name=stored.file_name)
        except (BlobCorrupt, FaultlineError) as error:
            raise WorkspaceFailed(
                f"{stored.label}: its files in the workspace are damaged, and so is the file that they came from "
                f"({type(error).__name__}). Remove the import and add the file again."
            ) from None
        with _explain_disk_errors(), self._database.write_transaction() as connection:
            made = {part: self._blobs.write(content) for part, content in serialize(imported).items()}
            if made != parts:  # another version of the code reads the same bytes otherwise
                records.update_import(connection, with_counts(stored, imported), made)
        return imported

    def _check_quota(self, size_bytes: int) -> None:
        if self.quota is None:
            return
        held = sum(1 for _ in self._read_imports())
        if held >= self.quota.files or self._blobs.size_bytes() + size_bytes > self.quota.size_bytes:
            bounds = QUOTA_HINT.format(files=self.quota.files, megabytes=self.quota.size_bytes // 1_000_000)
            raise WorkspaceFailed(f"There is no room for another file in your data on this server. {bounds}")


def _decisions_table(decisions: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(decisions, columns=list(DECISION_COLUMNS), dtype="str")


@contextmanager
def _explain_disk_errors() -> Iterator[None]:
    """Say in words what the disk refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in DISK_FULL_ERRNOS:
            raise WorkspaceFailed(
                "The disk is full: nothing was stored, and what was there is as it was. Free some space and try again."
            ) from None
        raise WorkspaceFailed(f"The workspace cannot be written: {error.strerror}. Nothing was stored.") from None
