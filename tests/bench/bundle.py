"""What an evidence bundle costs beside the CSV of the same rows, in seconds of processor: time, size and memory."""

import resource
from collections.abc import Iterable, Iterator
from time import process_time

from geo import exports
from geo.bundle.bundle import BundleJob, stream_bundle
from geo.bundle.reader import read_bundle
from geo.query.selection import Selection
from geo.storage import addresses
from tests.bench.generator import incidents_file

ROWS = 300_000
MB = 1e6


def lines(rows: int = ROWS) -> Iterator[str]:
    """The figures; the second bundle takes its pictures from the cache."""
    atlas = addresses.open_atlas(str(incidents_file(rows)))
    results = atlas.select(Selection())
    csv = _measure(exports.stream(results, exports.EXPORTER["csv"], data_version=atlas.version).chunks)
    yield f"CSV of {rows:,} incidents: {csv.describe()}"
    for pictures in ("with its pictures drawn", "with pictures that were drawn before"):
        bundle = _measure(stream_bundle(BundleJob(atlas, results)).chunks)
        yield f"evidence bundle {pictures}: {bundle.describe()}; {bundle.seconds / csv.seconds:.1f} times the CSV"
    content = b"".join(stream_bundle(BundleJob(atlas, results)).chunks)
    start = process_time()
    read_bundle(content)
    yield f"evidence bundle checked: {process_time() - start:.1f} s"


class _Cost:
    """Seconds of processor in all and to the first chunk, bytes written, and by how much the peak of memory rose."""

    def __init__(self, seconds: float, first: float, size: int, memory: int) -> None:
        self.seconds, self.first, self.size, self.memory = seconds, first, size, memory

    def describe(self) -> str:
        return (
            f"{self.seconds:.1f} s, first byte after {self.first * 1000:.0f} ms, {self.size / MB:.0f} MB, "
            f"{self.memory / MB:.0f} MB more memory at its peak"
        )


def _measure(chunks: Iterable[bytes]) -> _Cost:
    before, start, first, size = _peak_bytes(), _seconds(), 0.0, 0
    for chunk in chunks:
        first = first or _seconds() - start
        size += len(chunk)
    return _Cost(_seconds() - start, first, size, _peak_bytes() - before)


def _seconds() -> float:
    """Of this process and of those that draw for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + children.ru_utime + children.ru_stime


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    for line in lines():
        print(line)
