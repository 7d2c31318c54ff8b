"""The real server as a process of its own, for the browser tests and the benchmark."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 90


class Server(str):
    """The address of a server that runs, with the number of its process."""

    pid: int


@contextmanager
def served(script: str = "app.py", environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Serve a script on a free port of this machine and give its address; show the log where it does not start."""
    port = free_port()
    log = Path(os.environ.get("TMPDIR", "/tmp")) / f"faultline-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        server = Server(_awaited(f"http://127.0.0.1:{port}", process, log))
        server.pid = process.pid
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.unlink(missing_ok=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _awaited(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(PATIENCE_SECONDS * 10):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped:\n{log.read_text(errors='replace')}")
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                return address
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server does not answer:\n{log.read_text(errors='replace')}")
