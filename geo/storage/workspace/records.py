"""The entries of the workspace's database, each under a seal: SQLite does not notice a bit that flips in a text."""

import hashlib
import json
import sqlite3

from geo.errors import WorkspaceFailed
from geo.storage.workspace.stored_import import StoredImport

ImportRow = tuple[StoredImport, dict[str, str]]  # an import and the digests of its parts


def read_imports(connection: sqlite3.Connection) -> list[ImportRow]:
    """All imports with the digests of their parts, in the order added; raises WorkspaceFailed where one is damaged."""
    read = connection.execute("SELECT import_id, told, parts, seal FROM imports ORDER BY position").fetchall()
    _verify_table(connection, "imports", read)
    return [(StoredImport.from_json(told), json.loads(parts)) for _, told, parts, _ in read]


def read_decisions(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    """What was decided about pairs of incidents, in order; raises WorkspaceFailed where one is damaged."""
    read = connection.execute("SELECT * FROM decisions ORDER BY incident_id, duplicate_of").fetchall()
    _verify_table(connection, "decisions", read)
    return [tuple(row[:-1]) for row in read]


def read_revision(connection: sqlite3.Connection) -> str:
    """The revision of what is shown."""
    found = connection.execute("SELECT revision, seal FROM state").fetchone()
    if found is None or found[1] != _checksum(found[0]):
        raise _corrupt_error()
    return str(found[0])


def find_import(connection: sqlite3.Connection, import_id: str) -> ImportRow:
    """One import; raises WorkspaceFailed where there is none."""
    for stored, parts in read_imports(connection):
        if stored.import_id == import_id:
            return stored, parts
    raise WorkspaceFailed("There is no such import any more: it was removed, perhaps in another tab.")


def referenced_digests(connection: sqlite3.Connection) -> set[str]:
    """The digests of all files that an import needs."""
    read = read_imports(connection)
    return {stored.digest for stored, _ in read} | {digest for _, parts in read for digest in parts.values()}


def insert_import(connection: sqlite3.Connection, stored: StoredImport, parts: dict[str, str]) -> None:
    """Enter an import."""
    row = _serialize_row(stored, parts)
    connection.execute(
        "INSERT INTO imports (import_id, told, parts, seal) VALUES (?, ?, ?, ?)", (*row, _checksum(*row))
    )
    _update_checksums(connection)


def update_import(connection: sqlite3.Connection, stored: StoredImport, parts: dict[str, str]) -> None:
    """Enter what an import is now."""
    row = _serialize_row(stored, parts)
    told = "UPDATE imports SET told = ?, parts = ?, seal = ? WHERE import_id = ?"
    connection.execute(told, (*row[1:], _checksum(*row), row[0]))
    _update_checksums(connection)


def delete_import(connection: sqlite3.Connection, import_id: str) -> None:
    """Remove the entry of an import."""
    connection.execute("DELETE FROM imports WHERE import_id = ?", (import_id,))
    _update_checksums(connection)


def put_decision(connection: sqlite3.Connection, incident_id: str, duplicate_of: str, verdict: str) -> None:
    """Enter a verdict on a pair of incidents in place of an earlier one; an empty one only takes that back."""
    row = (incident_id, duplicate_of, verdict)
    connection.execute("DELETE FROM decisions WHERE incident_id = ? AND duplicate_of = ?", row[:2])
    if verdict:
        connection.execute("INSERT INTO decisions VALUES (?, ?, ?, ?)", (*row, _checksum(*row)))
    _update_checksums(connection)


def _serialize_row(stored: StoredImport, parts: dict[str, str]) -> tuple[str, str, str]:
    return stored.import_id, stored.to_json(), json.dumps(parts, sort_keys=True)


def _update_checksums(connection: sqlite3.Connection) -> None:
    """Seal the tables as wholes and take the revision of their content: hidden and shown again, all is as it was."""
    for table in ("imports", "decisions"):
        connection.execute(f"UPDATE state SET {table} = ?", (_table_checksum(connection, table),))
    shown = [
        [stored.import_id, parts["accepted"], *(stored.datasets if stored.is_generic else ())]
        for stored, parts in read_imports(connection)
        if stored.visible
    ]
    known = [shown, read_decisions(connection)]
    made = hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16] if any(known) else ""
    connection.execute("UPDATE state SET revision = ?, seal = ?", (made, _checksum(made)))


def _verify_table(connection: sqlite3.Connection, table: str, read: list[tuple[str, ...]]) -> None:
    """No entry is other than it was written, and none is missing."""
    sealed = connection.execute(f"SELECT {table} FROM state").fetchone()
    if (
        any(row[-1] != _checksum(*row[:-1]) for row in read)
        or not sealed
        or sealed[0] != _table_checksum(connection, table)
    ):
        raise _corrupt_error()


def _table_checksum(connection: sqlite3.Connection, table: str) -> str:
    seals = connection.execute(f"SELECT seal FROM {table} ORDER BY seal").fetchall()
    return _checksum(*(seal for (seal,) in seals)) if seals else ""


def _checksum(*values: str) -> str:
    return hashlib.sha256(json.dumps(values, default=repr).encode()).hexdigest()


def _corrupt_error() -> WorkspaceFailed:
    return WorkspaceFailed(
        "The workspace's database is damaged: an entry is not what was written. Put back a copy of its folder."
    )
