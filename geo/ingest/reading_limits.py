"""How much computing and memory a file may take to be read, by the size of what it holds.

Where the numbers come from is in docs/decisions/0055.
"""

import resource
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import IncidentsInvalid
from geo.ingest.readers.archives import MAX_RATIO, ZIP_BEGINNINGS, Archive

BYTES_PER_MB = 1_000_000
# Of data segments, which is what a process has written to and may write to, not of addresses that it only reserves.
# Without a file a child takes 350 MB, half of them libraries and half names of places; a table takes 12 MB for each MB.
BASE_MEMORY_MB, MEMORY_MB_PER_MB, MAX_MEMORY_MB = 500, 15, 6_000
# Of processor. A small table takes 4 s, most of it to load libraries and names; the slowest, in which every row names
# another place, takes 3 s for each MB.
BASE_SECONDS, SECONDS_PER_MB, MAX_SECONDS = 20, 5, 600
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
NEAR = 0.8  # share of the limit on memory from which a failure is put down to it; by judgement
VALUE_BYTES = 8  # of a value in memory, whatever a dictionary makes of it on disk


@dataclass(frozen=True)
class ReadingLimits:
    """Seconds of processor and MB of memory that one file may take."""

    seconds: int = BASE_SECONDS
    memory_mb: int = BASE_MEMORY_MB


def limits_for(n_bytes: int) -> ReadingLimits:
    """The limits for a file that holds so many bytes."""
    megabytes = n_bytes / BYTES_PER_MB
    return ReadingLimits(
        min(MAX_SECONDS, BASE_SECONDS + int(SECONDS_PER_MB * megabytes)),
        min(MAX_MEMORY_MB, BASE_MEMORY_MB + int(MEMORY_MB_PER_MB * megabytes)),
    )


def content_bytes(path: Path) -> int:
    """How many bytes a file holds: its own, or as many as it declares to unpack to, if those can be true."""
    size = path.stat().st_size
    with suppress(OSError, ValueError, IncidentsInvalid, pa.ArrowException):
        return max(size, min(_declared_bytes(path, size), size * MAX_RATIO))
    return size


def _declared_bytes(path: Path, size: int) -> int:
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(GZIP):
            file.seek(max(size - 4, 0))
            return int.from_bytes(file.read(4), "little")
    if head in ZIP_BEGINNINGS:
        return sum(member.file_size for member in Archive(path.read_bytes()).members)
    if head == PARQUET:
        metadata = pq.read_metadata(path)
        return int(metadata.num_rows) * int(metadata.num_columns) * VALUE_BYTES
    return size


def apply_limits(limits: ReadingLimits) -> None:
    """Hold this process to the limits, which may be raised again; it writes no memory to disk when it crashes."""
    soft = {
        resource.RLIMIT_DATA: limits.memory_mb * BYTES_PER_MB,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_CORE: 0,
    }
    hard = {
        resource.RLIMIT_DATA: MAX_MEMORY_MB * BYTES_PER_MB,
        resource.RLIMIT_CPU: MAX_SECONDS + 1,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in soft.items():
        with suppress(ValueError, OSError):  # not every system knows every limit, and one that is stricter stays
            resource.setrlimit(kind, (limit, _stricter(hard[kind], resource.getrlimit(kind)[1])))


def is_near_memory_limit() -> bool:
    """Whether this process once had most of the memory that it may have in use."""
    limit = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return limit != resource.RLIM_INFINITY and _peak_bytes() > NEAR * limit


def _peak_bytes() -> int:
    """The highest resident memory of this program; getrusage has that of the process that started it, too."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0  # where the system does not tell


def _stricter(limit: int, other: int) -> int:
    return limit if other == resource.RLIM_INFINITY else min(limit, other)
