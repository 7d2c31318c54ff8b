"""The rows of the workspace's database about edits: `entry` holds an edit as JSON, `seal` the checksum of the row."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from geo.query.cache import clear_on_purge
from geo.storage.edits.edit import Edit
from geo.storage.workspace.checksums import checksum, corrupt_error, verify_state
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.quota import MAX_EDITS
from geo.storage.workspace.records import update_checksums

MAX_REMEMBERED_CHARACTERS = 1_000  # of an edit: a full log of such takes some 75 MB; chosen by judgement
INSERT = "INSERT INTO edits (edit_id, entry, seal) VALUES (?, ?, ?)"


def read_edits(transaction: Transaction) -> tuple[Edit, ...]:
    """All edits, the oldest first; raises WorkspaceFailed where one is damaged.

    A row that is as it was read before is neither checked nor parsed again: a whole log takes a second.
    """
    rows = transaction.execute("SELECT edit_id, entry, seal FROM edits ORDER BY position")
    verify_state(transaction, "edits")
    try:
        return tuple(
            _read_short_row(*row) if len(row[1]) <= MAX_REMEMBERED_CHARACTERS else _read_row(*row) for row in rows
        )
    except ValueError:  # whole, but not as this version writes it
        raise corrupt_error() from None


def _read_row(edit_id: str, entry: str, seal: str) -> Edit:
    """The edit of a row; raises WorkspaceFailed where it is damaged, and ValueError where it is none."""
    if seal != checksum(edit_id, entry):
        raise corrupt_error()
    return Edit.from_json(entry)


_read_short_row = lru_cache(maxsize=MAX_EDITS)(_read_row)
clear_on_purge(_read_short_row.cache_clear)


def count_characters(transaction: Transaction) -> int:
    """How long all edits are together."""
    return int(transaction.execute("SELECT COALESCE(SUM(LENGTH(entry)), 0) FROM edits")[0][0])


def insert_edits(transaction: Transaction, edits: Iterable[Edit]) -> None:
    """Add edits."""
    for edit in edits:
        values = (edit.edit_id, edit.to_json())
        transaction.execute(INSERT, (*values, checksum(*values)))
    update_checksums(transaction)


def update_edits(transaction: Transaction, edits: Iterable[Edit]) -> None:
    """Replace the edits of the same identifiers."""
    for edit in edits:
        entry = edit.to_json()
        statement = "UPDATE edits SET entry = ?, seal = ? WHERE edit_id = ?"
        transaction.execute(statement, (entry, checksum(edit.edit_id, entry), edit.edit_id))
    update_checksums(transaction)


def delete_edits(transaction: Transaction, edit_ids: Sequence[str]) -> None:
    """Remove edits."""
    for edit_id in edit_ids:
        transaction.execute("DELETE FROM edits WHERE edit_id = ?", (edit_id,))
    update_checksums(transaction)
