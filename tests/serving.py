"""The real server as a process of its own, for the browser tests and the benchmark."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 90


class Server(str):
    """The address of a server that runs, with the number of its process and the file of its log."""

    pid: int
    log: Path


@contextmanager
def serve_script(script: str = "app.py", environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve a script of the clone on a free port of this machine and give its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with run_server(command, port, folder=ROOT, environment={**os.environ, **(environment or {})}) as server:
        yield server


@contextmanager
def run_server(command: Sequence[str], port: int, *, folder: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    """Run a server in a folder until the block ends; raises RuntimeError with its log where it does not start."""
    log = Path(tempfile.gettempdir()) / f"faultline-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        server = Server(_wait_until_healthy(f"http://127.0.0.1:{port}", process, log))
        server.pid, server.log = process.pid, log
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_SECONDS)
        log.unlink(missing_ok=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(PATIENCE_SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped:\n{log.read_text(errors='replace')}")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer:\n{log.read_text(errors='replace')}")
