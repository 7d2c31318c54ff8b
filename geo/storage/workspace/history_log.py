"""The history of one workspace, written by whoever uses it."""

from datetime import UTC, datetime

from geo.storage.edits.edit import clean_line
from geo.storage.workspace.database import Database, Transaction
from geo.storage.workspace.disk_errors import explain_disk_errors
from geo.storage.workspace.history import Action, Entry, add_entry, clear_subject, delete_entries, read_entries


class HistoryLog:
    """Notes what one person does. `person`: the name of their login, blank where nobody is asked."""

    def __init__(self, database: Database, person: str = "") -> None:
        self._database, self._person = database, clean_line(person)

    def read(self) -> tuple[Entry, ...]:
        """All entries, the oldest first; raises WorkspaceFailed."""
        if not self._database.exists():
            return ()
        with self._database.read_transaction() as transaction:
            return read_entries(transaction)

    def note(
        self, transaction: Transaction, action: Action, subject: str = "", *, number: int = 1, author: str = ""
    ) -> None:
        """Store in the transaction of a change who made it. `author`: who says so where nobody has logged in."""
        if number:
            person = self._person or clean_line(author)
            add_entry(transaction, Entry(datetime.now(UTC), person, action, subject, number))

    def forget(self, transaction: Transaction, subject: str, action: Action) -> None:
        """Store that something was deleted for good, and leave what it was in no entry."""
        clear_subject(transaction, subject)
        self.note(transaction, action)

    def purge(self) -> None:
        """Remove all entries for good; raises WorkspaceFailed."""
        if self._database.exists():
            with explain_disk_errors(), self._database.write_transaction() as transaction:
                delete_entries(transaction)
            self._database.drop_journal()
