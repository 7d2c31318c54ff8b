"""Formats: `python -m tests.bench.formats [ROWS]`; seconds beside the CSV's, memory beyond the table, and bytes."""

import os
import sys
import time
from collections.abc import Iterator

from geo import exports
from geo.exports.generalisation import EXACT, Generalisation, parse_generalisation
from geo.query.engine import ResultSet
from geo.query.selection import Selection
from geo.storage.atlas_loader import load_atlas
from tests.bench.generator import incidents_file
from tests.bench.measurement import memory_mb, peak_mb

ROWS = 300_000
CASES = (
    *((exporter, EXACT) for exporter in exports.EXPORTERS),
    *((exports.EXPORTER["csv"], parse_generalisation(code)) for code in ("district", "province", "grid-10")),
)


def lines(rows: int = ROWS) -> Iterator[str]:
    """All formats, the CSV first, and the CSV with coordinates generalised."""
    results = load_atlas(incidents_file(rows)).select(Selection())
    first = 0.0
    for exporter, generalisation in CASES:
        seconds, megabytes, size = _measure(results, exporter, generalisation)
        first = first or seconds
        title = f"{exporter.label} of {rows:,} incidents, coordinates {generalisation.code}"
        ratio = f"{seconds:6.1f} s   {seconds / first:5.1f} of the CSV"
        yield f"{title:<57} {ratio}   +{megabytes:,.0f} MB of memory   {size:,.0f} MB"


def _measure(
    results: ResultSet, exporter: exports.Exporter, generalisation: Generalisation
) -> tuple[float, float, float]:
    """Seconds, MB of memory beyond what there was, and MB of the file."""
    before, start, size = memory_mb(os.getpid(), "RssAnon"), time.perf_counter(), 0
    with peak_mb(os.getpid(), "RssAnon") as peak:
        file = exports.stream(results, exporter, data_version="bench", generalisation=generalisation)
        for chunk in file.chunks:
            size += len(chunk)
    return time.perf_counter() - start, peak[0] - before, size / 1e6


if __name__ == "__main__":
    for line in lines(*(int(argument.replace("_", "")) for argument in sys.argv[1:])):
        print(line, flush=True)
