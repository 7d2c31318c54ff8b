"""The log of a workspace's edits: added in batches, undone, made again, and purged; never changed otherwise."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from geo.core.formatting import pluralize
from geo.errors import WorkspaceFailed
from geo.storage.edits.edit import MAX_BATCH, MAX_PAYLOAD, Edit, clean_line
from geo.storage.workspace import edit_records
from geo.storage.workspace.database import Database, Transaction
from geo.storage.workspace.disk_errors import explain_disk_errors
from geo.storage.workspace.history import Action
from geo.storage.workspace.history_log import HistoryLog
from geo.storage.workspace.quota import MAX_EDITS, MAX_LOG_CHARACTERS, Quota


class EditLog:
    """The edits of one workspace. Threads and processes may use it at the same time.

    `on_purge`: called once some were removed for good.
    """

    def __init__(
        self, database: Database, quota: Quota | None, on_purge: Callable[[], None], history: HistoryLog
    ) -> None:
        self._database, self._on_purge, self._history = database, on_purge, history
        self.max_edits = quota.max_edits if quota else MAX_EDITS

    def read(self) -> tuple[Edit, ...]:
        """All edits, those that were undone too, the oldest first; raises WorkspaceFailed."""
        if not self._database.exists():
            return ()
        with self._database.read_transaction() as transaction:
            return edit_records.read_edits(transaction)

    def insert(self, edits: Sequence[Edit], *, limit: int = MAX_BATCH) -> tuple[Edit, ...]:
        """Add up to `limit` edits in one transaction; those whose identifier is there already are left out.

        Returns those that are new. Raises WorkspaceFailed, and then nothing is added.
        """
        if not edits:
            return ()
        _check_sizes(edits, limit)
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            existing = {edit.edit_id for edit in edit_records.read_edits(transaction)}
            added = tuple({edit.edit_id: edit for edit in edits if edit.edit_id not in existing}.values())
            n_characters = edit_records.count_characters(transaction) + sum(len(edit.to_json()) for edit in added)
            if len(existing) + len(added) > self.max_edits or n_characters > MAX_LOG_CHARACTERS:
                raise WorkspaceFailed(
                    f"There is no room for {pluralize(len(added), 'more edit')}: this workspace holds at most "
                    f"{self.max_edits:,} with {MAX_LOG_CHARACTERS:,} characters, and has {len(existing):,}. Export the "
                    "log and remove edits for good."
                )
            edit_records.insert_edits(transaction, added)
            author = added[0].who if added else ""
            self._history.note(transaction, Action.ADD_EDITS, number=len(added), author=author)
            return added

    def undo(self, edit_id: str, who: str = "") -> None:
        """Let an edit not count any more; raises WorkspaceFailed where there is none."""
        self._mark(lambda edit: edit.edit_id == edit_id, datetime.now(UTC), who)

    def redo(self, edit_id: str) -> None:
        """Let an edit that was undone count again; raises WorkspaceFailed where there is none."""
        self._mark(lambda edit: edit.edit_id == edit_id, None, "")

    def undo_batch(self, batch: str, who: str = "") -> None:
        """Let all edits of a batch not count any more; raises WorkspaceFailed where there is none."""
        self._mark(lambda edit: edit.batch == batch, datetime.now(UTC), who)

    def redo_batch(self, batch: str) -> None:
        """Let all edits of a batch count again; raises WorkspaceFailed where there is none."""
        self._mark(lambda edit: edit.batch == batch, None, "")

    def purge(self, edit_id: str) -> None:
        """Remove an edit for good; raises WorkspaceFailed where there is none."""
        if not self._purge(lambda edit: edit.edit_id == edit_id):
            raise _missing_error()

    def purge_incident(self, incident_id: str) -> int:
        """Remove all edits of an incident for good; returns how many there were. Raises WorkspaceFailed."""
        return self._purge(lambda edit: edit.incident_id == incident_id)

    def purge_all(self) -> int:
        """Remove all edits for good; returns how many there were. Raises WorkspaceFailed."""
        return self._purge(lambda _: True)

    def _mark(self, is_meant: Callable[[Edit], bool], undone_at: datetime | None, who: str) -> None:
        """Mark edits as undone or not; those that are marked so already stay as they are."""
        if not self._database.exists():
            raise _missing_error()
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            edits = self._find(transaction, is_meant)
            changes = {"undone_at": undone_at, "undone_by": clean_line(who)}
            changed = [edit for edit in edits if edit.is_undone == (undone_at is None)]
            edit_records.update_edits(transaction, [msgspec.structs.replace(edit, **changes) for edit in changed])
            action = Action.UNDO_EDITS if undone_at else Action.REDO_EDITS
            self._history.note(transaction, action, number=len(changed), author=who)

    def _purge(self, is_meant: Callable[[Edit], bool]) -> int:
        if not self._database.exists():
            return 0
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            edits = [edit for edit in edit_records.read_edits(transaction) if is_meant(edit)]
            edit_records.delete_edits(transaction, [edit.edit_id for edit in edits])
            self._history.note(transaction, Action.PURGE_EDITS, number=len(edits))
            self._database.count_purge(transaction)
        self._database.drop_journal()
        self._on_purge()
        return len(edits)

    @staticmethod
    def _find(transaction: Transaction, is_meant: Callable[[Edit], bool]) -> list[Edit]:
        edits = [edit for edit in edit_records.read_edits(transaction) if is_meant(edit)]
        if not edits:
            raise _missing_error()
        return edits


def _check_sizes(edits: Sequence[Edit], limit: int) -> None:
    """Raise WorkspaceFailed where there are too many at once, or one is too large."""
    if len(edits) > limit:
        raise WorkspaceFailed(f"{len(edits):,} edits at once are too many: at most {limit:,}. Split them.")
    if any(len(edit.to_json()) > MAX_PAYLOAD for edit in edits):
        raise WorkspaceFailed(f"An edit is too long: at most {MAX_PAYLOAD:,} characters. Shorten its texts.")


def _missing_error() -> WorkspaceFailed:
    return WorkspaceFailed("This edit is not in the log: it was removed, perhaps in another tab.")
