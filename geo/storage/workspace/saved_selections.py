"""The saved selections of a workspace: added, renamed, visited, deleted and brought back."""

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from geo.errors import WorkspaceFailed
from geo.query.engine import ResultSet
from geo.storage.saved.saved_selection import SavedSelection, Visit, clean_name, new_id
from geo.storage.saved.seen_rows import SeenRows
from geo.storage.saved.selection_changes import SelectionChanges, find_changes
from geo.storage.workspace import saved_records
from geo.storage.workspace.checksums import corrupt_error
from geo.storage.workspace.database import Database
from geo.storage.workspace.disk_errors import explain_disk_errors
from geo.storage.workspace.history import Action
from geo.storage.workspace.history_log import HistoryLog

MAX_SAVED = 50  # of one workspace, deleted ones too: at most some 200 MB; chosen by judgement
NOTHING = b""


class SavedSelections:
    """The saved selections of one workspace. Threads and processes may use it at the same time.

    `on_purge`: called once one was removed for good.
    """

    def __init__(self, database: Database, on_purge: Callable[[], None], history: HistoryLog) -> None:
        self._database, self._on_purge, self._history = database, on_purge, history

    def all(self) -> tuple[SavedSelection, ...]:
        """All of them, deleted ones too, in the order added; raises WorkspaceFailed."""
        if not self._database.exists():
            return ()
        with self._database.read_transaction() as transaction:
            return saved_records.read_entries(transaction)

    def add(self, name: str, results: ResultSet, version: str) -> SavedSelection:
        """Save a selection; what it has now, in this data version, counts as seen. Raises WorkspaceFailed."""
        visit, seen = _visit(results, version)
        query = results.selection.to_query()
        saved = SavedSelection(new_id(), clean_name(name), query, visit.at, visit)
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            if len(saved_records.read_entries(transaction)) >= MAX_SAVED:
                raise WorkspaceFailed(
                    f"There is no room for another saved selection: a workspace holds at most {MAX_SAVED}, with those "
                    "that are deleted. Delete one permanently."
                )
            saved_records.insert_row(transaction, (saved, seen, NOTHING))
            self._history.note(transaction, Action.SAVE_SELECTION, saved.saved_id)
        return saved

    def rename(self, saved_id: str, name: str) -> None:
        """Give a saved selection another name; raises WorkspaceFailed."""
        self._update(
            saved_id, Action.RENAME_SELECTION, lambda saved: msgspec.structs.replace(saved, name=clean_name(name))
        )

    def delete(self, saved_id: str) -> None:
        """Delete a saved selection so that `restore` can bring it back; raises WorkspaceFailed."""
        self._update(saved_id, Action.DELETE_SELECTION, lambda saved: msgspec.structs.replace(saved, is_deleted=True))

    def restore(self, saved_id: str) -> None:
        """Bring a deleted one back; raises WorkspaceFailed."""
        self._update(saved_id, Action.RESTORE_SELECTION, lambda saved: msgspec.structs.replace(saved, is_deleted=False))

    def purge(self, saved_id: str) -> None:
        """Remove a saved selection for good; raises WorkspaceFailed."""
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            saved_records.find_row(transaction, saved_id)
            saved_records.delete_row(transaction, saved_id)
            self._history.forget(transaction, saved_id, Action.PURGE_SELECTION)
        self._on_purge()

    def purge_all(self) -> int:
        """Remove all of them for good; returns how many there were. Raises WorkspaceFailed."""
        all_saved = self.all()
        for saved in all_saved:
            self.purge(saved.saved_id)
        return len(all_saved)

    def mark_seen(self, saved_id: str, results: ResultSet, version: str) -> None:
        """Let what a saved selection has now count as seen; raises WorkspaceFailed."""
        visit, seen = _visit(results, version)
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            saved, before, _ = saved_records.find_row(transaction, saved_id)
            saved = msgspec.structs.replace(saved, visit=visit, earlier=saved.visit)
            saved_records.update_row(transaction, (saved, seen, before))

    def undo_seen(self, saved_id: str) -> None:
        """Take the last visit back, once; raises WorkspaceFailed."""
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            saved, _, before = saved_records.find_row(transaction, saved_id)
            if saved.earlier is None:
                raise WorkspaceFailed("There is nothing to undo: only the last visit can be taken back, once.")
            saved = msgspec.structs.replace(saved, visit=saved.earlier, earlier=None)
            saved_records.update_row(transaction, (saved, before, NOTHING))

    def changes(self, saved_id: str, results: ResultSet, version: str) -> SelectionChanges:
        """What changed since the last visit; in the same data version nothing did. Raises WorkspaceFailed."""
        with self._database.read_transaction() as transaction:
            saved, content, _ = saved_records.find_row(transaction, saved_id)
        n_before = saved.visit.n_incidents
        if saved.visit.version == version:
            return SelectionChanges(n_before, n_before, is_counted_only=not saved.visit.is_listed)
        try:
            seen = SeenRows.from_bytes(content) if saved.visit.is_listed else None
        except ValueError:
            raise corrupt_error() from None
        return find_changes(seen, n_before, results)

    def _update(self, saved_id: str, action: Action, change: Callable[[SavedSelection], SavedSelection]) -> None:
        with explain_disk_errors(), self._database.write_transaction() as transaction:
            saved, seen, earlier = saved_records.find_row(transaction, saved_id)
            saved_records.update_row(transaction, (change(saved), seen, earlier))
            self._history.note(transaction, action, saved_id)


def _visit(results: ResultSet, version: str) -> tuple[Visit, bytes]:
    seen = SeenRows.of_results(results)
    visit = Visit(datetime.now(UTC), version, len(results), is_listed=seen is not None)
    return visit, seen.to_bytes() if seen is not None else NOTHING
