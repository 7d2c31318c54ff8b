"""Checksums of the rows of the workspace's database: databases do not notice a bit that flips in a text."""

import hashlib
import json
from typing import Any

from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import Transaction


def checksum(*values: str) -> str:
    """The checksum of the values of a row, or of the checksums of a table."""
    return hashlib.sha256(json.dumps(values, default=repr).encode()).hexdigest()


def table_checksum(transaction: Transaction, table: str) -> str:
    """The checksum of all rows of a table; empty where it has none."""
    rows = transaction.execute(f"SELECT seal FROM {table} ORDER BY seal")
    return checksum(*(seal for (seal,) in rows)) if rows else ""


def verify_table(transaction: Transaction, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Raise WorkspaceFailed where a row has changed since it was written, or one is missing.

    `rows`: all rows of the table, the checksum of each last.
    """
    verify_state(transaction, table)
    if any(row[-1] != checksum(*row[:-1]) for row in rows):
        raise corrupt_error()


def verify_state(transaction: Transaction, table: str) -> None:
    """Raise WorkspaceFailed where a row is missing, or has another checksum than when it was written."""
    states = transaction.execute(f"SELECT {table} FROM state")
    if not states or states[0][0] != table_checksum(transaction, table):
        raise corrupt_error()


def corrupt_error() -> WorkspaceFailed:
    """The error where the database is not as it was written."""
    return WorkspaceFailed(
        "The workspace's database is damaged: an entry has changed since it was written. Restore its folder from a "
        "backup, or set WORKSPACE to another folder."
    )
