"""The rows of the workspace's database, each with a checksum: databases do not notice a bit that flips in a text.

The columns keep the names of version 0.4: `told` holds an import as JSON, `parts` the digests of its files, `seal` the
checksum of the row.
"""

import hashlib
import json

import msgspec

from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.stored_import import StoredImport

ImportRow = tuple[StoredImport, dict[str, str]]  # an import, and its parts: names of files → their digests


def read_imports(transaction: Transaction) -> list[ImportRow]:
    """All imports with the digests of their parts, in the order added; raises WorkspaceFailed where one is damaged."""
    rows = transaction.execute("SELECT import_id, told, parts, seal FROM imports ORDER BY position")
    _verify_table(transaction, "imports", rows)
    try:
        return [_parse_row(import_json, parts) for _, import_json, parts, _ in rows]
    except ValueError:  # whole, but not as this version writes it
        raise _corrupt_error() from None


def read_decisions(transaction: Transaction) -> list[tuple[str, ...]]:
    """Decisions about pairs of incidents: incident_id, duplicate_of, verdict, in order; raises WorkspaceFailed."""
    rows = transaction.execute("SELECT * FROM decisions ORDER BY incident_id, duplicate_of")
    _verify_table(transaction, "decisions", rows)
    return [tuple(row[:-1]) for row in rows]


def read_revision(transaction: Transaction) -> str:
    """The revision of what is shown; raises WorkspaceFailed where it is damaged."""
    rows = transaction.execute("SELECT revision, seal FROM state")
    if not rows or rows[0][1] != _checksum(rows[0][0]):
        raise _corrupt_error()
    return str(rows[0][0])


def find_import(transaction: Transaction, import_id: str) -> ImportRow:
    """One import; raises WorkspaceFailed where there is none or the table is damaged."""
    for stored, parts in read_imports(transaction):
        if stored.import_id == import_id:
            return stored, parts
    raise WorkspaceFailed("This import no longer exists; it was removed, perhaps in another tab.")


def referenced_digests(transaction: Transaction) -> set[str]:
    """The digests of all files that an import needs; raises WorkspaceFailed where the table is damaged."""
    rows = read_imports(transaction)
    return {stored.digest for stored, _ in rows} | {digest for _, parts in rows for digest in parts.values()}


def insert_import(transaction: Transaction, stored: StoredImport, parts: dict[str, str]) -> None:
    """Add an import."""
    values = _serialize_row(stored, parts)
    statement = "INSERT INTO imports (import_id, told, parts, seal) VALUES (?, ?, ?, ?)"
    transaction.execute(statement, (*values, _checksum(*values)))
    _update_checksums(transaction)


def update_import(transaction: Transaction, stored: StoredImport, parts: dict[str, str]) -> None:
    """Replace the import of the same identifier."""
    import_id, *values = _serialize_row(stored, parts)
    statement = "UPDATE imports SET told = ?, parts = ?, seal = ? WHERE import_id = ?"
    transaction.execute(statement, (*values, _checksum(import_id, *values), import_id))
    _update_checksums(transaction)


def delete_import(transaction: Transaction, import_id: str) -> None:
    """Remove an import."""
    transaction.execute("DELETE FROM imports WHERE import_id = ?", (import_id,))
    _update_checksums(transaction)


def put_decision(transaction: Transaction, incident_id: str, duplicate_of: str, verdict: str) -> None:
    """Record a verdict on a pair of incidents in place of an earlier one; an empty verdict removes it."""
    row = (incident_id, duplicate_of, verdict)
    transaction.execute("DELETE FROM decisions WHERE incident_id = ? AND duplicate_of = ?", row[:2])
    if verdict:
        transaction.execute("INSERT INTO decisions VALUES (?, ?, ?, ?)", (*row, _checksum(*row)))
    _update_checksums(transaction)


def _parse_row(import_json: str, parts: str) -> ImportRow:
    return StoredImport.from_json(import_json), msgspec.json.decode(parts, type=dict[str, str])


def _serialize_row(stored: StoredImport, parts: dict[str, str]) -> tuple[str, str, str]:
    return stored.import_id, stored.to_json(), json.dumps(parts, sort_keys=True)


def _update_checksums(transaction: Transaction) -> None:
    """Write the checksums of both tables and the revision, a hash of what is shown.

    An import that is hidden and shown again gives the revision that there was before.
    """
    for table in ("imports", "decisions"):
        transaction.execute(f"UPDATE state SET {table} = ?", (_table_checksum(transaction, table),))
    imports = [
        [stored.import_id, parts["accepted"], *(stored.datasets if stored.is_generic else ())]
        for stored, parts in read_imports(transaction)
        if stored.is_visible
    ]
    content = [imports, read_decisions(transaction)]
    revision = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16] if any(content) else ""
    transaction.execute("UPDATE state SET revision = ?, seal = ?", (revision, _checksum(revision)))


def _verify_table(transaction: Transaction, table: str, rows: list[tuple[str, ...]]) -> None:
    """Raise WorkspaceFailed where a row has changed since it was written, or one is missing."""
    states = transaction.execute(f"SELECT {table} FROM state")
    is_whole = bool(states) and states[0][0] == _table_checksum(transaction, table)
    if not is_whole or any(row[-1] != _checksum(*row[:-1]) for row in rows):
        raise _corrupt_error()


def _table_checksum(transaction: Transaction, table: str) -> str:
    rows = transaction.execute(f"SELECT seal FROM {table} ORDER BY seal")
    return _checksum(*(checksum for (checksum,) in rows)) if rows else ""


def _checksum(*values: str) -> str:
    return hashlib.sha256(json.dumps(values, default=repr).encode()).hexdigest()


def _corrupt_error() -> WorkspaceFailed:
    return WorkspaceFailed(
        "The workspace's database is damaged: an entry has changed since it was written. Restore its folder from a "
        "backup, or set WORKSPACE to another folder."
    )
