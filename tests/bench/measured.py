"""Ways of measuring a running server from outside: its memory, its answers over one kept connection."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

MEGABYTE = 1e6


def memory_mb(pid: int, kind: str = "VmRSS") -> float:
    """Resident memory of a process, in MB; `kind` RssAnon leaves out what is mapped from files."""
    return _stated(f"/proc/{pid}/status", kind) / MEGABYTE


def available_bytes() -> int:
    """The memory that is free or can be freed."""
    return _stated("/proc/meminfo", "MemAvailable")


def _stated(path: str, kind: str) -> int:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:"))


@contextmanager
def peak_mb(pid: int, kind: str) -> Iterator[list[float]]:
    """The highest memory of a process while the block runs, as the only entry of the list."""
    peak, over = [memory_mb(pid, kind)], threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            peak[0] = max(peak[0], memory_mb(pid, kind))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    yield peak
    over.set()
    watcher.join()


class Client:
    """One kept connection to a server."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds that an answer took, and the answer; raises for anything but 200."""
        start = time.perf_counter()
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
        except http.client.RemoteDisconnected:  # the server lets go of an idle connection
            self._connection.close()
            return self.get(path)
        content = answer.read()
        took = time.perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return took, content

    def stream(self, path: str) -> tuple[float, float, int]:
        """Seconds to the first byte, seconds in all, and bytes of an answer that is thrown away."""
        self._connection.close()
        start = time.perf_counter()
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter() - start
        while piece := answer.read(1 << 20):
            size += len(piece)
        return first, time.perf_counter() - start, size
