"""Connections to a PostgreSQL server, and its errors in our words.

Nothing of the address is ever repeated, for it may hold a password: neither psycopg's messages, which quote parts of
it, nor the exception that a failure came of.
"""

import atexit
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock
from typing import Any

import psycopg
from psycopg import conninfo, errors

from geo.errors import WorkspaceFailed
from geo.storage.workspace.database import DISK_FULL, IS_LOCKED

MAX_IDLE = 8  # connections that a process keeps open; more threads open more, and close them
# Where the address says nothing else. A server that is gone must not hold a page for minutes.
DEFAULTS: dict[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,  # milliseconds
    "keepalives_idle": 30,
    "application_name": "faultline",
}
SECRETS = ("password", "sslpassword", "passfile", "sslkey")
MALFORMED = (
    "WORKSPACE cannot be read as the address of a PostgreSQL database. Accepted: an address such as "
    "postgresql://user@host:5432/name; the password may stand in it, in PGPASSWORD or in ~/.pgpass."
)
UNREACHABLE = (
    "The workspace's database (PostgreSQL) cannot be reached. Nothing was changed. Check that it runs and that "
    "WORKSPACE names it and a role that may enter, then try again."
)
NOT_ALLOWED = (
    "The workspace's database (PostgreSQL) does not let this role do what is needed. Grant it CREATE on the database."
)
UNSTORABLE = "The workspace's database (PostgreSQL) cannot store a text of this. Nothing was stored."


class Connections:
    """Connections to one server, which threads take in turn; a few that are idle stay open."""

    def __init__(self, address: str) -> None:
        try:
            self._parameters = DEFAULTS | conninfo.conninfo_to_dict(address)
        except psycopg.Error:
            raise WorkspaceFailed(MALFORMED) from None
        self._idle: list[psycopg.Connection] = []
        self._lock = Lock()
        _all_connections.add(self)

    @property
    def server(self) -> str:
        """Which server and database it is, without anything secret: a name for what is computed from them."""
        return " ".join(f"{key}={value}" for key, value in sorted(self._parameters.items()) if key not in SECRETS)

    @contextmanager
    def begin(self, statement: str) -> Iterator[psycopg.Connection]:
        """A connection with a transaction begun, committed when the block ends; raises WorkspaceFailed."""
        with explain_errors():
            connection = self._take(statement)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(psycopg.Error):
                    connection.execute("ROLLBACK")
                self._put_back(connection)
                raise
            self._put_back(connection)

    def _take(self, statement: str) -> psycopg.Connection:
        """Begin on an idle connection; where the server has left it, on the next, at last on a new one."""
        while connection := self._pop():
            try:
                connection.execute(statement.encode())
            except psycopg.OperationalError:
                connection.close()
                continue
            return connection
        # No prepared statements: a pooler between us and the server may give each transaction another connection.
        connection = psycopg.connect(**self._parameters, autocommit=True, prepare_threshold=None)
        connection.execute(statement.encode())
        return connection

    def _pop(self) -> psycopg.Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _put_back(self, connection: psycopg.Connection) -> None:
        is_clean = not connection.closed and connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        with self._lock:
            if is_clean and len(self._idle) < MAX_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close the connections that are idle."""
        while connection := self._pop():
            connection.close()

    def forget(self) -> None:
        """In a child after a fork: leave the connections to the parent, whose they are, and close none of them."""
        _inherited.extend(self._idle)
        self._idle, self._lock = [], Lock()


@cache
def connections(address: str) -> Connections:
    """The connections of this process to the server of an address; raises WorkspaceFailed where it cannot be read."""
    return Connections(address)


_all_connections: weakref.WeakSet[Connections] = weakref.WeakSet()
_inherited: list[psycopg.Connection] = []


def _forget_all() -> None:
    for one in list(_all_connections):
        one.forget()


def _close_all() -> None:
    for one in list(_all_connections):
        one.close()


os.register_at_fork(after_in_child=_forget_all)
atexit.register(_close_all)


@contextmanager
def explain_errors() -> Iterator[None]:
    """Raise WorkspaceFailed, in our own words, for an error of the server or of the driver."""
    try:
        yield
    except psycopg.Error as error:
        raise WorkspaceFailed(_error_message(error)) from None


def _error_message(error: psycopg.Error) -> str:
    match error:
        case errors.DiskFull() | errors.OutOfMemory():
            return DISK_FULL
        case errors.LockNotAvailable() | errors.QueryCanceled() | errors.DeadlockDetected():
            return IS_LOCKED
        case errors.InsufficientPrivilege():
            return NOT_ALLOWED
        case psycopg.DataError():
            return UNSTORABLE
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return UNREACHABLE
    return (
        f"The workspace's database (PostgreSQL) cannot be used ({type(error).__name__}). Restore it from a backup, or "
        "set WORKSPACE to another one."
    )
