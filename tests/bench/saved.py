"""Seconds of processor to say what is new in a saved selection: `python -m tests.bench.saved [ROWS]`."""

import sys
from collections.abc import Iterator
from time import process_time

from geo import exports
from geo.query.selection import Selection
from geo.storage.atlas_loader import load_atlas
from geo.storage.saved.seen_rows import SeenRows
from geo.storage.saved.selection_changes import find_changes
from tests.bench.generator import incidents_file

ROWS = 110_000


def lines(rows: int = ROWS) -> Iterator[str]:
    """What is remembered of a visit, and the comparison with the rows of today, beside a CSV of them."""
    results = load_atlas(incidents_file(rows)).select(Selection())
    start = process_time()
    exports.download(results, exports.EXPORTER["csv"], data_version="1")
    csv = process_time() - start
    start = process_time()
    seen = SeenRows.of_results(results)
    seconds = process_time() - start
    size = len(seen.to_bytes()) / rows if seen else 0
    ratio = f"{seconds:.1f} s, {seconds / csv:.1f} times their CSV"
    yield f"what is remembered of {rows:,} rows: {ratio}, {size:.1f} bytes a row"
    start = process_time()
    changes = find_changes(seen, rows, results)
    seconds = process_time() - start
    yield f"compared with the rows of today: {seconds:.1f} s, {seconds / csv:.1f} times their CSV; {changes.describe()}"


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line, flush=True)
