"""A real PostgreSQL for the tests: on a port of this machine, in a temporary folder, as a user without rights."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from tests.serving import free_port

DEBIAN = Path("/usr/lib/postgresql")  # where Debian's package has what is in no PATH
UNPRIVILEGED = ("postgres", "nobody")  # the server refuses to run as root
# A test's data need not outlive the machine; whether a killed process of ours loses anything does not depend on it.
OPTIONS = {"fsync": "off", "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "max_connections": "200"}
PATIENCE_SECONDS = 60
ROLE = "writer"  # owns its databases and nothing else


@dataclass(frozen=True)
class PostgresServer:
    """A server that runs: its port, the password of its role, and the processes that it is."""

    port: int
    password: str
    process: "subprocess.Popen[bytes]"

    def address(self, database: str) -> str:
        """The address of a database, with the password."""
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{database}"

    def make_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"faultline_{next(NUMBERS)}"
        with psycopg.connect(self._own_address(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} OWNER {ROLE}".encode())
        return self.address(name)

    def execute(self, statement: str) -> None:
        """Run a statement as the owner of the server."""
        with psycopg.connect(self._own_address(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _own_address(self) -> str:
        return f"postgresql://owner:{self.password}@127.0.0.1:{self.port}/postgres"


NUMBERS = count(1)


def find_program(name: str) -> str:
    """The path of a program of PostgreSQL; raises FileNotFoundError."""
    newest = sorted(DEBIAN.glob(f"*/bin/{name}"), reverse=True)
    path = str(newest[0]) if newest else shutil.which(name)
    if path is None:
        raise FileNotFoundError(f"{name} is not installed: apt-get install postgresql")
    return path


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Run a server until the block ends."""
    with tempfile.TemporaryDirectory(prefix="faultline-postgres-") as folder:
        data, password, port = Path(folder) / "data", secrets.token_hex(8), free_port()
        (Path(folder) / "password").write_text(password)
        user = _unprivileged_user(Path(folder))
        initdb = [find_program("initdb"), "-D", str(data), "-U", "owner", "--pwfile", f"{folder}/password", "-N"]
        initdb += ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, user=user)
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        command = [find_program("postgres"), "-D", str(data), "-p", str(port), *options]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, user=user)
        server = PostgresServer(port, password, process)
        try:
            _wait_until_ready(server)
            server.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{password}'")
            yield server
        finally:
            process.terminate()  # SIGTERM waits for clients, SIGINT ends them
            with suppress(ProcessLookupError):
                os.kill(process.pid, 2)
            process.wait(timeout=PATIENCE_SECONDS)


def _unprivileged_user(folder: Path) -> str | None:
    """Who runs the server: nobody in particular where we are root, and the folder is then theirs."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in UNPRIVILEGED if name in known)
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, user)
    return user


def _wait_until_ready(server: PostgresServer) -> None:
    for _ in range(PATIENCE_SECONDS * 20):
        with suppress(psycopg.OperationalError):
            server.execute("SELECT 1")
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL does not answer")
