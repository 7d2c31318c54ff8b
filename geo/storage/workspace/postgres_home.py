"""Workspaces in a PostgreSQL database: a schema each."""

import hashlib
import shutil
from pathlib import Path

from geo.storage.workspace.home import Home
from geo.storage.workspace.postgres_connections import connections
from geo.storage.workspace.postgres_database import PostgresDatabase, PostgresTransaction
from geo.storage.workspace.postgres_files import PostgresFiles
from geo.storage.workspace.quota import Quota
from geo.storage.workspace.storage import Storage
from geo.storage.workspace.workspace import Workspace

SCHEMA = "faultline"  # this machine's workspace; a session's has its name after it
SESSION_SCHEMA = f"{SCHEMA}_session_"
NAME_LENGTH = 16  # hex digits that keep apart what is computed here from different databases
LIST_SCHEMAS = "SELECT nspname::text FROM pg_namespace WHERE starts_with(nspname::text, ?) ORDER BY nspname"


class PostgresHome(Home):
    """The workspaces of one database. `folder`: where this machine keeps what it computes from them."""

    def __init__(self, address: str, folder: Path) -> None:
        self._connections = connections(address)
        name = hashlib.sha256(self._connections.server.encode()).hexdigest()[:NAME_LENGTH]
        self._folder = folder / f"postgresql-{name}"

    def open(self, session: str = "", quota: Quota | None = None) -> Workspace:
        database = self._database(session)
        storage = self.limit_number(Storage(database, PostgresFiles(database)), quota)
        return Workspace(self._folder / database.schema, quota, storage)

    def has_data(self, session: str) -> bool:
        return self._database(session).exists()

    def list_sessions(self) -> list[str]:
        with self._connections.begin("BEGIN READ ONLY") as connection:
            rows = PostgresTransaction(connection).execute(LIST_SCHEMAS, (SESSION_SCHEMA,))
        return [name.removeprefix(SESSION_SCHEMA) for (name,) in rows]

    def idle_seconds(self, session: str) -> float:
        database = self._database(session)
        if not database.exists():
            return 0.0
        with database.read_transaction() as transaction:
            return transaction.now() - float(transaction.execute("SELECT used FROM usage")[0][0])

    def mark_used(self, session: str) -> None:
        database = self._database(session)
        if database.exists():
            with database.write_transaction() as transaction:
                transaction.execute("UPDATE usage SET used = ?", (transaction.now(),))

    def remove(self, session: str) -> None:
        database = self._database(session)
        database.remove()
        shutil.rmtree(self._folder / database.schema, ignore_errors=True)

    def _database(self, session: str) -> PostgresDatabase:
        return PostgresDatabase(self._connections, SESSION_SCHEMA + session if session else SCHEMA)
