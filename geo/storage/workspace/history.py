"""Who changed what in a workspace, and when: an entry is stored with each change, or neither is.

An entry names what it is about by its identifier alone, and loses that when it is deleted for good.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from geo.storage.workspace.checksums import checksum, corrupt_error, table_checksum, verify_table
from geo.storage.workspace.database import Transaction

MAX_ENTRIES = 5_000  # by judgement: months of a newsroom's work; the oldest go first


class Action(StrEnum):
    """What somebody did. The value is what is stored, and what a download says."""

    ADD_IMPORT = "added an import"
    RENAME_IMPORT = "renamed an import"
    HIDE_IMPORT = "hid an import"
    SHOW_IMPORT = "showed an import again"
    DELETE_IMPORT = "deleted an import"
    RESTORE_IMPORT = "restored an import"
    PURGE_IMPORT = "deleted an import for good"
    DECIDE_PAIR = "decided about a possible duplicate"
    ADD_EDITS = "changed incidents"
    UNDO_EDITS = "undid changes"
    REDO_EDITS = "made changes again"
    PURGE_EDITS = "deleted changes for good"
    SAVE_SELECTION = "saved a selection"
    RENAME_SELECTION = "renamed a saved selection"
    DELETE_SELECTION = "deleted a saved selection"
    RESTORE_SELECTION = "restored a saved selection"
    PURGE_SELECTION = "deleted a saved selection for good"


class Entry(msgspec.Struct, frozen=True):
    """One change. `person`: blank where nobody was asked; `subject`: the identifier of one thing, blank for several."""

    at: datetime  # UTC
    person: str
    action: Action
    subject: str = ""
    number: int = 1  # of the things that it changed


def add_entry(transaction: Transaction, entry: Entry) -> None:
    """Store an entry in the transaction of its change."""
    text = _serialize(entry)
    transaction.execute("INSERT INTO history (entry, seal) VALUES (?, ?)", (text, checksum(text)))
    statement = "DELETE FROM history WHERE position <= (SELECT max(position) FROM history) - ?"
    transaction.execute(statement, (MAX_ENTRIES,))
    _update_checksum(transaction)


def read_entries(transaction: Transaction) -> tuple[Entry, ...]:
    """All entries, the oldest first; raises WorkspaceFailed where one is damaged or missing."""
    rows = transaction.execute("SELECT entry, seal FROM history ORDER BY position")
    verify_table(transaction, "history", rows)
    try:
        return tuple(msgspec.json.decode(text, type=Entry) for text, _ in rows)
    except ValueError:  # whole, but not as this version writes it
        raise corrupt_error() from None


def clear_subject(transaction: Transaction, subject: str) -> None:
    """Leave in no entry what it was about, where it was this; raises WorkspaceFailed where one is damaged."""
    rows = transaction.execute("SELECT position, entry, seal FROM history ORDER BY position")
    for (position, *_), entry in zip(rows, read_entries(transaction), strict=True):
        if entry.subject == subject:
            text = _serialize(msgspec.structs.replace(entry, subject=""))
            statement = "UPDATE history SET entry = ?, seal = ? WHERE position = ?"
            transaction.execute(statement, (text, checksum(text), position))
    _update_checksum(transaction)


def delete_entries(transaction: Transaction) -> None:
    """Remove all entries for good."""
    transaction.execute("DELETE FROM history")
    _update_checksum(transaction)


def _serialize(entry: Entry) -> str:
    return msgspec.json.encode(entry).decode()


def _update_checksum(transaction: Transaction) -> None:
    transaction.execute("UPDATE state SET history = ?", (table_checksum(transaction, "history"),))
