"""What whoever opened a workspace may change in it: what they may not is refused by its database, whoever asks."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import Database, Transaction

NO_IMPORTS = "You may read here, and not add or change imports. Whoever runs this server can give you more."
NO_EDITS = "You may not change incidents here. Whoever runs this server can give you more."


@dataclass(frozen=True)
class Rights:
    """What somebody may do beside reading."""

    may_import: bool = True
    may_edit: bool = True

    def limit_imports(self, database: Database) -> Database:
        """The database for imports, decisions about pairs, and saved selections."""
        return database if self.may_import else ReadOnly(database, NO_IMPORTS)

    def limit_edits(self, database: Database) -> Database:
        """The database for changes of incidents."""
        return database if self.may_edit else ReadOnly(database, NO_EDITS)


class ReadOnly(Database):
    """A database that is read, and not written: whoever tries learns why."""

    def __init__(self, database: Database, reason: str) -> None:
        self._database, self._reason = database, reason

    def exists(self) -> bool:
        return self._database.exists()

    def read_transaction(self) -> AbstractContextManager[Transaction]:
        return self._database.read_transaction()

    def n_purges(self) -> int:
        return self._database.n_purges()

    def create(self) -> None:
        raise WorkspaceFailed(self._reason)

    def write_transaction(self) -> AbstractContextManager[Transaction]:
        raise WorkspaceFailed(self._reason)
