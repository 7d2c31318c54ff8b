"""An analyst's own imports: what is stored stays stored, whatever happens to the process that stores it."""

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import msgspec
import pandas as pd
import pyarrow as pa

from geo.errors import BlobCorrupt, FaultlineError, QueueFull, ValueRefused, WorkspaceFailed
from geo.ingest.column_hash import hash_columns
from geo.ingest.import_result import Import, make_companion
from geo.ingest.options import ImportOptions
from geo.ingest.sandbox import read_in_subprocess
from geo.ingest.serialization import COMPANIONS, deserialize, read_companion, serialize
from geo.query.cache import forget_answers
from geo.storage.workspace import edit_records, records
from geo.storage.workspace.blobs import make_private_folder, remove_unfinished
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.disk_errors import explain_disk_errors
from geo.storage.workspace.edit_log import EditLog
from geo.storage.workspace.history import Action
from geo.storage.workspace.history_log import HistoryLog
from geo.storage.workspace.quota import Quota, Usage, folder_bytes
from geo.storage.workspace.reading_slots import take_reading_slot
from geo.storage.workspace.saved_selections import SavedSelections
from geo.storage.workspace.snapshot import VERDICTS, Snapshot, decisions_table
from geo.storage.workspace.storage import Storage, folder_storage
from geo.storage.workspace.stored_import import (
    StoredImport,
    Upload,
    clean_file_name,
    clean_label,
    describe_import,
    with_counts,
)

# Damaged bytes, and bytes that another version of the code wrote.
DESERIALIZE_ERRORS = (BlobCorrupt, ValueError, TypeError, KeyError, pa.ArrowException)
PURGES = "purges"  # in the cache folder: how many purges it has seen, where other machines can purge too


class Workspace:
    """The imports of one folder, made when something is stored. Threads and processes may use it at the same time.

    `storage`: where records and files are, by default in the folder. What is computed from them is always there.
    """

    def __init__(self, folder: Path, quota: Quota | None = None, storage: Storage | None = None) -> None:
        self.folder, self.quota = folder, quota
        self.cache_dir = folder / "made"  # computed from the imports, and removed when one of them is purged
        storage = storage or folder_storage(folder)
        self._blobs, self._database = storage.files, storage.database
        self.history = HistoryLog(self._database, storage.person)
        self.edits = EditLog(self._database, quota, partial(forget_answers, folder), self.history)
        self.saved = SavedSelections(self._database, partial(forget_answers, folder), self.history)

    @property
    def revision(self) -> str:
        """A hash of all that is shown and of all edits; empty where that is nothing. Raises WorkspaceFailed."""
        if not self._database.exists():
            return ""
        with self._database.read_transaction() as transaction:
            return records.read_revision(transaction)

    def snapshot(self) -> Snapshot:
        """All that is shown, at one moment; raises WorkspaceFailed."""
        if not self._database.exists():
            return Snapshot("", (), decisions_table([]))
        with self._database.read_transaction() as transaction:
            visible = [(stored, parts) for stored, parts in records.read_imports(transaction) if stored.is_visible]
            decisions = decisions_table(records.read_decisions(transaction))
            imports, digests = tuple(stored for stored, _ in visible), tuple(parts["accepted"] for _, parts in visible)
            edits = edit_records.read_edits(transaction)
            return Snapshot(records.read_revision(transaction), imports, decisions, digests, edits)

    def add_upload(self, content: bytes, name: str) -> Upload:
        """Put a file into the workspace without importing it; raises WorkspaceFailed where there is no room."""
        digest = self._write_upload(content)
        existing = tuple(stored for stored, _ in self._read_imports() if stored.digest == digest)
        return Upload(digest, clean_file_name(name) or "unnamed", existing)

    def borrow_file(self, upload: Upload) -> AbstractContextManager[Path]:
        """The upload as a file of this machine while the block runs; raises BlobCorrupt and WorkspaceFailed."""
        return self._blobs.borrow(upload.digest)

    def save_import(self, upload: Upload, imported: Import, options: ImportOptions, *, label: str = "") -> StoredImport:
        """Store an import; storing the same bytes with the same options again adds nothing. Raises WorkspaceFailed."""
        stored = describe_import(upload, imported, options, label)
        with explain_disk_errors():
            contents, imports = serialize(imported), self._read_imports()
            if stored.import_id not in [row.import_id for row, _ in imports]:
                self._check_quota(imports, sum(map(len, contents.values())), stored.accepted)
            parts = {part: self._blobs.write(content) for part, content in contents.items()}
            with self._database.write_transaction() as transaction:
                return self._insert_import(transaction, stored, parts, contents)

    def imports(self) -> tuple[StoredImport, ...]:
        """The imports that are not deleted, in the order added; raises WorkspaceFailed."""
        return tuple(stored for stored, _ in self._read_imports() if not stored.is_deleted)

    def deleted(self) -> tuple[StoredImport, ...]:
        """The imports that are deleted and can be restored, in the order added; raises WorkspaceFailed."""
        return tuple(stored for stored, _ in self._read_imports() if stored.is_deleted)

    def rename(self, import_id: str, label: str) -> None:
        """Give an import another label; a blank one makes it its file's name again. Raises WorkspaceFailed."""
        self._update_import(
            import_id, Action.RENAME_IMPORT, lambda stored: {"label": clean_label(label) or stored.file_name}
        )

    def hide(self, import_id: str) -> None:
        """Keep an import out of the atlas; raises WorkspaceFailed."""
        self._update_import(import_id, Action.HIDE_IMPORT, lambda _: {"is_hidden": True})

    def show(self, import_id: str) -> None:
        """Show an import that was hidden; raises WorkspaceFailed."""
        self._update_import(import_id, Action.SHOW_IMPORT, lambda _: {"is_hidden": False})

    def delete(self, import_id: str) -> None:
        """Delete an import so that `restore` can bring it back; raises WorkspaceFailed."""
        self._update_import(import_id, Action.DELETE_IMPORT, lambda _: {"is_deleted": True})

    def restore(self, import_id: str) -> None:
        """Bring a deleted import back; raises WorkspaceFailed."""
        self._update_import(import_id, Action.RESTORE_IMPORT, lambda _: {"is_deleted": False})

    def purge(self, import_id: str) -> None:
        """Remove an import and its files for good; raises WorkspaceFailed."""
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            stored, parts = records.find_import(transaction, import_id)
            records.delete_import(transaction, import_id)
            self.history.forget(transaction, import_id, Action.PURGE_IMPORT)
            self._database.count_purge(transaction)
        shutil.rmtree(self.cache_dir, ignore_errors=True)
        forget_answers(self.folder)
        # Its row is gone for good before its files are; those that another import shares stay.
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            for digest in {stored.digest, *parts.values()} - records.referenced_digests(transaction):
                self._blobs.remove(digest)

    def read(self, import_id: str) -> Import:
        """Read a stored import; where its rows are damaged, from the bytes of its file. Raises WorkspaceFailed."""
        with self._database.read_transaction() as transaction:
            stored, parts = records.find_import(transaction, import_id)
        try:
            return deserialize({part: self._blobs.read(digest) for part, digest in parts.items()})
        except DESERIALIZE_ERRORS:
            return self._reread_file(stored, parts)

    def read_companions(self, import_id: str) -> dict[str, pd.DataFrame]:
        """Read the companion tables of a stored import, without its rows, by kind; raises WorkspaceFailed."""
        with self._database.read_transaction() as transaction:
            _, parts = records.find_import(transaction, import_id)
        try:
            return {
                kind: read_companion(kind, self._blobs.read(parts[kind])) if kind in parts else make_companion(kind)
                for kind in COMPANIONS
            }
        except DESERIALIZE_ERRORS:
            imported = self.read(import_id)
            return {kind: getattr(imported, kind) for kind in COMPANIONS}

    def last_options(self, names: tuple[str, ...]) -> ImportOptions | None:
        """The options of the last import with the same columns, without those about single rows and about years.

        None where there is no such import. Raises WorkspaceFailed.
        """
        columns_hash = hash_columns(names, in_order=False)
        imports = (stored for stored, _ in reversed(self._read_imports()))
        last = next((stored for stored in imports if stored.columns_hash == columns_hash), None)
        return msgspec.structs.replace(last.options, corrected_rows=(), years=()) if last else None

    def decide(self, incident_id: str, duplicate_of: str, verdict: str) -> None:
        """Record whether two incidents are the “same” or “different”; an empty verdict takes that back.

        Raises ValueRefused for any other verdict, and WorkspaceFailed.
        """
        if verdict not in (*VERDICTS, ""):
            raise ValueRefused(verdict, accepted=f"{', '.join(VERDICTS)}, or nothing")
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            records.put_decision(transaction, incident_id, duplicate_of, verdict)
            self.history.note(transaction, Action.DECIDE_PAIR)

    def decisions(self) -> pd.DataFrame:
        """All decisions: incident_id, duplicate_of, verdict, in order; all text. Raises WorkspaceFailed."""
        return self.snapshot().decisions

    def collect_garbage(self) -> None:
        """Remove what processes that died left behind, and uploads that were not imported within a day.

        Raises WorkspaceFailed.
        """
        remove_unfinished(self.folder)
        if self._database.exists():
            with explain_disk_errors(), self._database.write_transaction() as transaction:
                self._blobs.collect_garbage(records.referenced_digests(transaction))
            self._drop_outdated_cache()

    def _drop_outdated_cache(self) -> None:
        """Remove what was computed from an import that another machine has purged since."""
        mark, n_purges = self.cache_dir / PURGES, str(self._database.n_purges())
        if (mark.read_text() if mark.is_file() else "0") == n_purges:
            return
        shutil.rmtree(self.cache_dir, ignore_errors=True)
        with explain_disk_errors():
            make_private_folder(self.cache_dir)
            mark.write_text(n_purges)

    def _write_upload(self, content: bytes) -> str:
        """Put content into the files where the quota allows it; of two at once, the second meets the first."""
        self._check_quota(self._read_imports(), len(content))
        with explain_disk_errors():
            if self.quota is None:
                return self._blobs.write(content)
            self._database.create()  # first: the files may be another transaction's, which cannot see a new database
            with self._database.write_transaction() as transaction:
                self._check_quota(records.read_imports(transaction), len(content))
                return self._blobs.write(content)

    def _insert_import(
        self, transaction: Transaction, stored: StoredImport, parts: dict[str, str], contents: dict[str, bytes]
    ) -> StoredImport:
        """Enter an import, or bring the same one back that was deleted; returns it as it is in the database."""
        rows = {row.import_id: (row, digests) for row, digests in records.read_imports(transaction)}
        existing, existing_parts = rows.get(stored.import_id, (None, {}))
        if existing is not None and not existing.is_deleted:
            return existing
        # Another process may have collected garbage meanwhile; while this transaction lasts, none can.
        if not self._blobs.touch(stored.digest):
            raise WorkspaceFailed("The file is no longer here: it was removed in another tab. Add it again.")
        for part in (part for part, digest in parts.items() if not self._blobs.touch(digest)):
            self._blobs.write(contents[part])
        if existing is None:
            self._check_quota(list(rows.values()), 0, stored.accepted)
        if existing is not None:
            records.update_import(transaction, msgspec.structs.replace(existing, is_deleted=False), existing_parts)
        else:
            records.insert_import(transaction, stored, parts)
        action = Action.ADD_IMPORT if existing is None else Action.RESTORE_IMPORT
        self.history.note(transaction, action, stored.import_id)
        return records.find_import(transaction, stored.import_id)[0]

    def _read_imports(self) -> list[records.ImportRow]:
        if not self._database.exists():
            return []
        with self._database.read_transaction() as transaction:
            return records.read_imports(transaction)

    def _update_import(
        self, import_id: str, action: Action, changes: Callable[[StoredImport], dict[str, str | bool]]
    ) -> None:
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            stored, parts = records.find_import(transaction, import_id)
            changed = msgspec.structs.replace(stored, **changes(stored))
            if changed == stored:
                return
            records.update_import(transaction, changed, parts)
            self.history.note(transaction, action, import_id)

    def _reread_file(self, stored: StoredImport, parts: dict[str, str]) -> Import:
        """Read an import from its upload again and repair its parts; raises WorkspaceFailed."""
        try:
            with take_reading_slot(), self._blobs.borrow(stored.digest) as path:
                imported = read_in_subprocess(path, stored.options, name=stored.file_name)
        except FaultlineError as error:
            if isinstance(error, QueueFull):
                raise
            raise WorkspaceFailed(
                f"{stored.label}: its rows in the workspace are damaged, and so is the file that they were read from "
                f"({type(error).__name__}). Remove the import and add the file again."
            ) from None
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            new_parts = {part: self._blobs.write(content) for part, content in serialize(imported).items()}
            if new_parts != parts:  # another version of the code reads the same bytes otherwise
                records.update_import(transaction, with_counts(stored, imported), new_parts)
        return imported

    def _check_quota(self, imports: list[records.ImportRow], size_bytes: int, n_rows: int = 0) -> None:
        """Raise WorkspaceFailed where there is no room for one more file of so many bytes and accepted rows."""
        if self.quota is not None:
            n_bytes = self._blobs.size_bytes() + folder_bytes(self.cache_dir) + size_bytes
            self.quota.check(Usage(len(imports) + 1, sum(row.accepted for row, _ in imports) + n_rows, n_bytes))
            self.quota.check_disk(self.folder, size_bytes)
