"""The database of what the processes of a server share beside workspaces (slots.py): where WORKSPACE says."""

from functools import cache

from geo.errors import WorkspaceFailed
from geo.settings import workspace_address, workspace_dir
from geo.storage.workspace.database import Database
from geo.storage.workspace.sqlite_database import SqliteDatabase

FILE_NAME, SCHEMA = "slots.sqlite", "faultline_slots"
MIGRATIONS = (
    """
    CREATE TABLE slots (
        name TEXT NOT NULL,
        number INTEGER NOT NULL,
        holder TEXT NOT NULL,
        until REAL NOT NULL,
        PRIMARY KEY (name, number)
    );
    """,
    """
    CREATE TABLE tickets (
        queue TEXT NOT NULL,
        number INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        person TEXT NOT NULL,
        holder TEXT NOT NULL,
        is_served INTEGER NOT NULL,
        until REAL NOT NULL,
        PRIMARY KEY (queue, number)
    );
    """,
)
NO_DRIVER = (
    "WORKSPACE names a PostgreSQL database, and the package for it is not installed. "
    "Install it with: pip install 'faultline[postgres]'"
)


def slot_database() -> Database:
    """The database of slots, which need not have been made; raises WorkspaceFailed where WORKSPACE cannot be read."""
    if address := workspace_address():
        return _postgres_database(address)
    return SqliteDatabase(workspace_dir(), FILE_NAME, MIGRATIONS, is_durable=False)


@cache
def _postgres_database(address: str) -> Database:
    try:
        from geo.storage.workspace.postgres_connections import connections  # here: the driver is an extra
        from geo.storage.workspace.postgres_database import PostgresDatabase
    except ImportError:
        raise WorkspaceFailed(NO_DRIVER) from None
    return PostgresDatabase(connections(address), SCHEMA, MIGRATIONS, is_durable=False)
