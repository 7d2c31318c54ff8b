"""What a page that works from a disk costs beside a CSV of the same rows, in seconds of processor; and its size."""

from collections.abc import Callable, Iterator
from time import process_time

from geo import exports
from geo.core import clock
from geo.handover.about import Stamp
from geo.handover.content import MAX_INCIDENTS, MAX_PAGE_BYTES, build_content
from geo.handover.page import write_page
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import base_atlas
from geo.storage.atlas_loader import load_atlas
from tests.bench.generator import incidents_file

MB = 1e6


def lines(rows: int = MAX_INCIDENTS) -> Iterator[str]:
    """The largest page, the first one in a process and a further one, and the page of the bundled incidents."""
    atlas = load_atlas(incidents_file(rows))
    everything = atlas.select(Selection())
    csv, content = _measure(lambda: exports.download(everything, exports.EXPORTER["csv"], data_version="1").content)
    yield f"CSV of {rows:,} incidents: {csv:.1f} s, {len(content) / MB:.2f} MB"
    for which in ("the first, which reads the ground of the map", "a further one"):
        yield _describe(f"hand-over page of {rows:,} incidents, {which}", atlas, csv)
    yield _describe("hand-over page of the bundled incidents", base_atlas(), csv)


def _describe(name: str, atlas: Atlas, csv: float) -> str:
    seconds, content = _measure(lambda: _write(atlas))
    size = f"{len(content) / MB:.2f} MB, {len(content) / MAX_PAGE_BYTES:.0%} of the limit"
    return f"{name}: {seconds:.1f} s, {seconds / csv:.1f} times the CSV; {size}"


def _write(atlas: Atlas) -> bytes:
    return write_page(build_content(atlas, Selection()), Stamp(clock.utc_now())).content


def _measure(make: Callable[[], bytes]) -> tuple[float, bytes]:
    start = process_time()
    content = make()
    return process_time() - start, content


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
