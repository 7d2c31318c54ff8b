"""Packing: `python -m tests.bench.pack [ROWS …]`; rows a second, memory against its limit, and bytes on disk.

Memory is what the process allocates itself; pages of mapped files are the system's, which takes them back as it needs.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from geo.storage.packing.command import parse_bytes
from tests.bench.generator import incidents_file
from tests.bench.measurement import peak_mb

SIZES = (300_000, 3_000_000)
MEMORY = "2GB"
RATE = 150_000  # rows a second to reach on two cores


def lines(sizes: tuple[int, ...] = SIZES) -> Iterator[str]:
    """All figures at all sizes, as lines of the report."""
    for rows in sizes:
        source = incidents_file(rows)
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            yield from _measure(rows, source, Path(folder) / "packed")


def _measure(rows: int, source: Path, folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "faultline", "pack", str(source), str(folder), "--memory", MEMORY]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    with peak_mb(process.pid, "RssAnon") as peak:
        process.wait()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}")
    rate, limit = rows / (time.perf_counter() - start), parse_bytes(MEMORY) / 1e6
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    yield f"{f'packing {rows:,} incidents':<57} {rate:8,.0f} rows a second   {rate / RATE:.2f} of {RATE:,} to reach"
    verdict = "reached" if peak[0] <= limit else "MISSED"
    yield f"{'  memory':<57} {peak[0]:8,.0f} MB   {peak[0] / limit:.2f} of the limit {limit:,.0f} ({verdict})"
    yield f"{'  on disk':<57} {size / rows:8.1f} B a row   {size / source.stat().st_size:.2f} times the file"


if __name__ == "__main__":
    for line in lines(tuple(int(argument.replace("_", "")) for argument in sys.argv[1:]) or SIZES):
        print(line, flush=True)
