"""The rows of the workspace's database about saved selections, each with a checksum.

`entry` holds a saved selection as JSON; `seen` and `earlier` what was seen at its last two visits, blank for nothing.
"""

from geo.errors import WorkspaceFailed
from geo.storage.saved.saved_selection import SavedSelection
from geo.storage.workspace.checksums import checksum, corrupt_error
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.file_store import sha256_hex

SavedRow = tuple[SavedSelection, bytes, bytes]  # with what was seen at its last visit, and at the one before
SELECT = "SELECT saved_id, entry, seen, earlier, seal FROM saved_selections"


def read_entries(transaction: Transaction) -> tuple[SavedSelection, ...]:
    """All saved selections, in the order added; raises WorkspaceFailed where one is damaged."""
    return tuple(_parse(row)[0] for row in transaction.execute(f"{SELECT} ORDER BY position"))


def find_row(transaction: Transaction, saved_id: str) -> SavedRow:
    """One saved selection; raises WorkspaceFailed where there is none or it is damaged."""
    rows = transaction.execute(f"{SELECT} WHERE saved_id = ?", (saved_id,))
    if not rows:
        raise WorkspaceFailed("This saved selection no longer exists; it was removed, perhaps in another tab.")
    return _parse(rows[0])


def insert_row(transaction: Transaction, row: SavedRow) -> None:
    """Add a saved selection."""
    statement = "INSERT INTO saved_selections (saved_id, entry, seen, earlier, seal) VALUES (?, ?, ?, ?, ?)"
    transaction.execute(statement, _values(row))


def update_row(transaction: Transaction, row: SavedRow) -> None:
    """Replace the saved selection of the same identifier."""
    saved_id, *values = _values(row)
    statement = "UPDATE saved_selections SET entry = ?, seen = ?, earlier = ?, seal = ? WHERE saved_id = ?"
    transaction.execute(statement, (*values, saved_id))


def delete_row(transaction: Transaction, saved_id: str) -> None:
    """Remove a saved selection for good."""
    transaction.execute("DELETE FROM saved_selections WHERE saved_id = ?", (saved_id,))


def _values(row: SavedRow) -> tuple[str, str, bytes, bytes, str]:
    saved, seen, earlier = row
    entry = saved.to_json()
    return saved.saved_id, entry, seen, earlier, _seal(saved.saved_id, entry, seen, earlier)


def _parse(row: tuple[object, ...]) -> SavedRow:
    saved_id, entry, seen, earlier = str(row[0]), str(row[1]), _to_bytes(row[2]), _to_bytes(row[3])
    if row[4] != _seal(saved_id, entry, seen, earlier):
        raise corrupt_error()
    try:
        return SavedSelection.from_json(entry), seen, earlier
    except ValueError:  # whole, but not as this version writes it
        raise corrupt_error() from None


def _to_bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise corrupt_error()
    return value


def _seal(saved_id: str, entry: str, seen: bytes, earlier: bytes) -> str:
    return checksum(saved_id, entry, sha256_hex(seen), sha256_hex(earlier))
