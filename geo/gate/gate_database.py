"""The database of who is let in, which all processes of a server share: beside the workspace, where WORKSPACE says."""

from functools import cache

from geo.errors import WorkspaceFailed
from geo.settings import workspace_address, workspace_dir
from geo.storage.workspace.database import Database
from geo.storage.workspace.slot_database import NO_DRIVER
from geo.storage.workspace.sqlite_database import SqliteDatabase

FILE_NAME, SCHEMA = "gate.sqlite", "faultline_gate"
# Digests of whatever lets somebody in: who reads the database can let nobody in.
MIGRATIONS = (
    """
    CREATE TABLE logins (digest TEXT PRIMARY KEY, person TEXT NOT NULL, role TEXT NOT NULL, until REAL NOT NULL);
    CREATE TABLE tokens (
        name TEXT PRIMARY KEY,
        digest TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        made REAL NOT NULL,
        until REAL NOT NULL,
        used REAL NOT NULL
    );
    """,
    """
    CREATE TABLE attempts (
        state TEXT PRIMARY KEY,
        visitor TEXT NOT NULL,
        nonce TEXT NOT NULL,
        verifier TEXT NOT NULL,
        target TEXT NOT NULL,
        until REAL NOT NULL
    );
    """,
    """
    ALTER TABLE logins ADD COLUMN account TEXT NOT NULL DEFAULT '';
    """,
)


def gate_database() -> Database:
    """The database, which need not have been made; raises WorkspaceFailed where WORKSPACE cannot be read."""
    if address := workspace_address():
        return _postgres_database(address)
    return SqliteDatabase(workspace_dir(), FILE_NAME, MIGRATIONS)


@cache
def _postgres_database(address: str) -> Database:
    try:
        from geo.storage.workspace.postgres_connections import connections  # here: the driver is an extra
        from geo.storage.workspace.postgres_database import PostgresDatabase
    except ImportError:
        raise WorkspaceFailed(NO_DRIVER) from None
    return PostgresDatabase(connections(address), SCHEMA, MIGRATIONS)
