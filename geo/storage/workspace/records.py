"""The rows of the workspace's database about imports and decisions, each with a checksum.

The columns keep the names of version 0.4: `told` holds an import as JSON, `parts` the digests of its files, `seal` the
checksum of the row.
"""

import hashlib
import json

import msgspec

from geo.errors import WorkspaceFailed
from geo.storage.workspace.checksums import checksum, corrupt_error, table_checksum, verify_table
from geo.storage.workspace.database import Transaction
from geo.storage.workspace.stored_import import StoredImport

TABLES = ("imports", "decisions", "edits")
ImportRow = tuple[StoredImport, dict[str, str]]  # an import, and its parts: names of files → their digests


def read_imports(transaction: Transaction) -> list[ImportRow]:
    """All imports with the digests of their parts, in the order added; raises WorkspaceFailed where one is damaged."""
    rows = transaction.execute("SELECT import_id, told, parts, seal FROM imports ORDER BY position")
    verify_table(transaction, "imports", rows)
    try:
        return [_parse_row(import_json, parts) for _, import_json, parts, _ in rows]
    except ValueError:  # whole, but not as this version writes it
        raise corrupt_error() from None


def read_decisions(transaction: Transaction) -> list[tuple[str, ...]]:
    """Decisions about pairs of incidents: incident_id, duplicate_of, verdict, in order; raises WorkspaceFailed."""
    rows = transaction.execute("SELECT * FROM decisions ORDER BY incident_id, duplicate_of")
    verify_table(transaction, "decisions", rows)
    return [tuple(row[:-1]) for row in rows]


def read_revision(transaction: Transaction) -> str:
    """The revision of what is shown; raises WorkspaceFailed where it is damaged."""
    rows = transaction.execute("SELECT revision, seal FROM state")
    if not rows or rows[0][1] != checksum(rows[0][0]):
        raise corrupt_error()
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
    transaction.execute(statement, (*values, checksum(*values)))
    update_checksums(transaction)


def update_import(transaction: Transaction, stored: StoredImport, parts: dict[str, str]) -> None:
    """Replace the import of the same identifier."""
    import_id, *values = _serialize_row(stored, parts)
    statement = "UPDATE imports SET told = ?, parts = ?, seal = ? WHERE import_id = ?"
    transaction.execute(statement, (*values, checksum(import_id, *values), import_id))
    update_checksums(transaction)


def delete_import(transaction: Transaction, import_id: str) -> None:
    """Remove an import."""
    transaction.execute("DELETE FROM imports WHERE import_id = ?", (import_id,))
    update_checksums(transaction)


def put_decision(transaction: Transaction, incident_id: str, duplicate_of: str, verdict: str) -> None:
    """Record a verdict on a pair of incidents in place of an earlier one; an empty verdict removes it."""
    row = (incident_id, duplicate_of, verdict)
    transaction.execute("DELETE FROM decisions WHERE incident_id = ? AND duplicate_of = ?", row[:2])
    if verdict:
        transaction.execute("INSERT INTO decisions VALUES (?, ?, ?, ?)", (*row, checksum(*row)))
    update_checksums(transaction)


def _parse_row(import_json: str, parts: str) -> ImportRow:
    return StoredImport.from_json(import_json), msgspec.json.decode(parts, type=dict[str, str])


def _serialize_row(stored: StoredImport, parts: dict[str, str]) -> tuple[str, str, str]:
    return stored.import_id, stored.to_json(), json.dumps(parts, sort_keys=True)


def update_checksums(transaction: Transaction) -> None:
    """Write the checksums of all tables and the revision, a hash of what is shown.

    An import that is hidden and shown again gives the revision that there was before, and so does an edit that is
    undone and made again. A workspace without edits has the revision that it had before there were any.
    """
    for table in TABLES:
        transaction.execute(f"UPDATE state SET {table} = ?", (table_checksum(transaction, table),))
    imports = [
        [stored.import_id, parts["accepted"], *(stored.datasets if stored.is_generic else ())]
        for stored, parts in read_imports(transaction)
        if stored.is_visible
    ]
    edits = [seal for (seal,) in transaction.execute("SELECT seal FROM edits ORDER BY position")]
    content = [imports, read_decisions(transaction), *([edits] if edits else [])]
    revision = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16] if any(content) else ""
    transaction.execute("UPDATE state SET revision = ?, seal = ?", (revision, checksum(revision)))
