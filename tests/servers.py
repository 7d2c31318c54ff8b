"""Several servers behind HAProxy, as `faultline serve --workers` runs them, and their processes."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.serving import ROOT, Server, free_port, run_server

PATIENCE_SECONDS = 90


@contextmanager
def serve_together(n_workers: int = 3, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve the clone with so many servers, each of which answers, and give the address of HAProxy."""
    port = free_port()
    command = [sys.executable, "-m", "faultline", "serve", "--workers", str(n_workers), "--port", str(port)]
    with (
        tempfile.TemporaryDirectory(prefix="faultline-workspace-") as folder,
        run_server(
            command, port, folder=ROOT, environment={**os.environ, "WORKSPACE": folder, **(environment or {})}
        ) as server,
    ):
        wait_until(lambda: len(listening_workers(server.pid)) == n_workers)
        yield server


def children(pid: int) -> dict[int, list[str]]:
    """The processes that a process has started, with their commands."""
    numbers = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    commands = {int(number): _read(f"/proc/{number}/cmdline") for number in numbers}
    return {number: command for number, command in commands.items() if command}


def worker_ports(pid: int) -> dict[int, int]:
    """The ports of the servers that a supervisor has started, by process."""
    ports = {}
    for number, command in children(pid).items():
        variables = _read(f"/proc/{number}/environ") if "faultline" in command else []
        own = [int(line.removeprefix("PORT=")) for line in variables if line.startswith("PORT=")]
        if own:
            ports[number] = own[0]
    return ports


def listening_workers(pid: int) -> dict[int, int]:
    """The same, of those that accept connections."""
    listening = {line.split()[1].rpartition(":")[2] for line in _read_lines("/proc/net/tcp") if " 0A " in line}
    return {number: port for number, port in worker_ports(pid).items() if f"{port:04X}" in listening}


def worker_of(pid: int, cookie: str) -> int:
    """The process of the server that HAProxy calls so: by the order of their ports in its configuration."""
    (command,) = (command for command in children(pid).values() if command[0].endswith("haproxy"))
    lines = _read_lines(command[-1])
    port = next(line.split(":")[1].split()[0] for line in lines if f"server {cookie} " in line)
    return next(number for number, own in worker_ports(pid).items() if own == int(port))


def kill(pid: int) -> None:
    """End a process without letting it say a word."""
    os.kill(pid, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; raises TimeoutError."""
    for _ in range(PATIENCE_SECONDS * 10):
        if is_so():
            return
        time.sleep(0.1)
    raise TimeoutError


def _read(path: str) -> list[str]:
    try:
        return [part for part in Path(path).read_text(encoding="utf-8", errors="replace").split("\0") if part]
    except OSError:  # ended meanwhile
        return []


def _read_lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()
