"""A workspace's database as a schema of a PostgreSQL database: the way of several machines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

from geo.storage.workspace.database import (
    LOCK_TIMEOUT_SECONDS,
    MIGRATIONS,
    Database,
    Transaction,
    newer_version_error,
    statements,
)
from geo.storage.workspace.postgres_connections import Connections

STATEMENT_SECONDS = 120  # of one statement, an end to what hangs; a piece of a file takes tenths of a second
# What SQLite's words are here. Texts are compared by their bytes, as there, whatever the language of the server.
TRANSLATIONS = (
    ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
    ("TEXT", 'TEXT COLLATE "C"'),
    ("REAL", "DOUBLE PRECISION"),
    ("BLOB", "BYTEA"),
)
# The files (postgres_files.py), when the workspace was used last, and how often something was purged.
FILES = """
    CREATE TABLE files (digest TEXT PRIMARY KEY, n_bytes BIGINT NOT NULL, used REAL NOT NULL);
    CREATE TABLE pieces (
        digest TEXT NOT NULL REFERENCES files ON DELETE CASCADE,
        number INTEGER NOT NULL,
        content BYTEA NOT NULL,
        PRIMARY KEY (digest, number)
    );
    ALTER TABLE pieces ALTER COLUMN content SET STORAGE EXTERNAL;
    CREATE TABLE usage (used REAL NOT NULL, purges INTEGER NOT NULL);
    INSERT INTO usage VALUES (extract(epoch FROM clock_timestamp()), 0);
"""
POSTGRES_MIGRATIONS = (MIGRATIONS[0], FILES, *MIGRATIONS[1:])  # in the order in which they came about
CLOCK = "SELECT extract(epoch FROM clock_timestamp())::float8"
# By the catalogue's tables: to_regclass may still answer what was so before the transaction waited for a lock.
FIND_TABLE = """
    SELECT 1 FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = ? AND relname = 'version'
"""
FIND_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = ?"
SNAPSHOT, LATEST = "ISOLATION LEVEL REPEATABLE READ READ ONLY", "ISOLATION LEVEL READ COMMITTED"


class PostgresTransaction(Transaction):
    """A transaction of PostgreSQL."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        text = statement.replace("?", "%b" if any(isinstance(value, bytes) for value in parameters) else "%s")
        cursor = self._connection.execute(text.encode(), tuple(parameters) or None, binary=True)
        return cursor.fetchall() if cursor.description else []

    def now(self) -> float:
        return float(self.execute(CLOCK)[0][0])


class PostgresDatabase(Database):
    """One schema, made with all its tables when something is stored; whoever writes holds an advisory lock of its name.

    `is_durable`: whether a transaction is on the server's disk once it has ended.
    """

    def __init__(
        self,
        connections: Connections,
        schema: str,
        migrations: tuple[str, ...] = POSTGRES_MIGRATIONS,
        *,
        is_durable: bool = True,
    ) -> None:
        self.connections, self.schema = connections, schema
        self._migrations, self._is_durable = migrations, is_durable

    def exists(self) -> bool:
        with self.connections.begin(self._begin(SNAPSHOT)) as connection:
            return self._exists(PostgresTransaction(connection))

    @contextmanager
    def read_transaction(self) -> Iterator[Transaction]:
        with self.connections.begin(self._begin(SNAPSHOT)) as connection:
            transaction = PostgresTransaction(connection)
            if self._version(transaction) == len(self._migrations):
                yield transaction
                return
        with self.write_transaction() as transaction_after:  # an older version of the code made it
            yield transaction_after

    @contextmanager
    def write_transaction(self) -> Iterator[Transaction]:
        with self.locked(self.schema) as transaction:
            if not self._exists(transaction):
                self._create(transaction)
            self._migrate(transaction)
            yield transaction

    @contextmanager
    def locked(self, name: str) -> Iterator[Transaction]:
        """A transaction that waits for others that lock the same name, and sees all that they wrote."""
        with self.connections.begin(self._begin(LATEST)) as connection:
            transaction = PostgresTransaction(connection)
            transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (f"faultline {name}",))
            yield transaction

    def create(self) -> None:
        if not self.exists():
            with self.write_transaction():
                pass

    def remove(self) -> None:
        """Remove the schema and all that is in it; raises WorkspaceFailed."""
        with self.locked(self.schema) as transaction:
            transaction.execute(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    def count_purge(self, transaction: Transaction) -> None:
        transaction.execute("UPDATE usage SET purges = purges + 1")

    def n_purges(self) -> int:
        with self.read_transaction() as transaction:
            return int(transaction.execute("SELECT purges FROM usage")[0][0])

    def _begin(self, level: str) -> str:
        """The statements that begin a transaction, sent at once; they stand before a pooler as well."""
        settings = {
            "search_path": self.schema,
            "lock_timeout": f"'{LOCK_TIMEOUT_SECONDS}s'",
            "statement_timeout": f"'{STATEMENT_SECONDS}s'",
        }
        if not self._is_durable:
            settings["synchronous_commit"] = "off"
        return f"BEGIN {level}" + "".join(f"; SET LOCAL {name} TO {value}" for name, value in settings.items())

    def _exists(self, transaction: Transaction) -> bool:
        return bool(transaction.execute(FIND_TABLE, (self.schema,)))

    def _create(self, transaction: Transaction) -> None:
        # Asked first: who made the schema for us need not let us make others.
        if not transaction.execute(FIND_SCHEMA, (self.schema,)):
            transaction.execute(f"CREATE SCHEMA {self.schema}")
        transaction.execute("CREATE TABLE version (number INTEGER NOT NULL)")
        transaction.execute("INSERT INTO version VALUES (0)")

    def _migrate(self, transaction: Transaction) -> None:
        version = self._version(transaction)
        if version == len(self._migrations):
            return
        for script in self._migrations[version:]:
            for statement in statements(_translate(script)):
                transaction.execute(statement)
        transaction.execute("UPDATE version SET number = ?", (len(self._migrations),))

    def _version(self, transaction: Transaction) -> int:
        version = int(transaction.execute("SELECT number FROM version")[0][0])
        if version > len(self._migrations):
            raise newer_version_error(version, len(self._migrations))
        return version


def _translate(script: str) -> str:
    for word, here in TRANSLATIONS:
        script = script.replace(word, here)
    return script
