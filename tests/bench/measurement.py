"""Measures a running server from outside: its memory, and its responses over one persistent connection."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import sysconf
from pathlib import Path
from urllib.parse import urlsplit

BYTES_PER_MB = 1e6
POLL_SECONDS = 0.02
TIMEOUT_SECONDS = 600  # of a request; ten million incidents take their time


def memory_mb(pid: int, kind: str = "VmRSS") -> float:
    """Resident memory of a process in MB; with `kind` RssAnon without what is mapped from files."""
    return _read_bytes(f"/proc/{pid}/status", kind) / BYTES_PER_MB


def pss_mb(pid: int) -> float:
    """The memory of a process in MB, of what it shares with others its part."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")) / BYTES_PER_MB


def cpu_seconds(pid: int) -> float:
    """The processor time of a process so far, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / sysconf("SC_CLK_TCK")


def available_bytes() -> int:
    """The memory that is free or can be freed, in bytes."""
    return _read_bytes("/proc/meminfo", "MemAvailable")


def _read_bytes(path: str, kind: str) -> int:
    """A line of a file of /proc, which states kB."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))


@contextmanager
def peak_mb(pid: int, kind: str) -> Iterator[list[float]]:
    """Measure the highest memory of a process while the block runs: the only entry of the list, in MB."""
    peak, is_over = [memory_mb(pid, kind)], threading.Event()

    def watch() -> None:
        while not is_over.wait(POLL_SECONDS):
            peak[0] = max(peak[0], memory_mb(pid, kind))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield peak
    is_over.set()
    watcher.join()


class Client:
    """A persistent connection to a server."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT_SECONDS)

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds until the whole response arrived, and its content; raises RuntimeError for any status but 200."""
        start = time.perf_counter()
        try:
            self._connection.request("GET", path)
            response = self._connection.getresponse()
        except http.client.RemoteDisconnected:  # the server closes an idle connection
            self._connection.close()
            return self.get(path)
        content = response.read()
        elapsed = time.perf_counter() - start
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status}")
        return elapsed, content

    def stream(self, path: str) -> tuple[float, float, int]:
        """Seconds to the first byte, total seconds, and the size in bytes of a response that is discarded."""
        self._connection.close()
        start = time.perf_counter()
        self._connection.request("GET", path)
        response = self._connection.getresponse()
        size = len(response.read(1))
        first = time.perf_counter() - start
        while chunk := response.read(1 << 20):
            size += len(chunk)
        return first, time.perf_counter() - start, size
