"""The atlas at ten thousand to ten million incidents: `python -m tests.bench.scale [ROWS …]`.

Each size has its own server, measured from outside beside an empty map, two peers and plain numpy in the same run. Ten
million need some 14 GB of memory for the cold start and 4 GB of disk; a size that does not fit into memory is left out,
and the report says so. PEERS=all also tries the peers at a million, where they fail after minutes.
"""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow.parquet as pq
from playwright.sync_api import Browser

from geo.query import point_index
from geo.query.index import Index
from geo.query.point_index import Tile
from geo.query.selection import Selection
from geo.storage import atlas_loader
from tests.bench import scale_browser, spatial
from tests.bench.generator import incidents_file
from tests.bench.measurement import Client, available_bytes, memory_mb, peak_mb
from tests.chromium import chromium
from tests.serving import Server, serve_script

SIZES = (10_000, 100_000, 1_000_000, 3_000_000, 10_000_000)
BYTES_PER_ROW = 1_400  # of memory at a cold start
CENTRES = ((69.2, 34.5), (77.2, 28.6), (44.4, 33.3))  # longitude, latitude of towns with many incidents
ZOOMS = (2, 4, 6, 8)
SCREEN = [(column, row) for column in range(-2, 4) for row in range(-2, 2)]  # tiles of a screen of 1400 by 900 pixels
TILE_QUERIES = ("", "actor=Iran&from=2010-01-01&to=2020-12-31", "type=Battles")
NEW_QUERIES = (
    "actor=Pakistan", "actor=Iran&actor=Pakistan&from=2012-03-04&to=2019-02-01", "type=Riots", "country=India",
    "bbox=60,20,80,40", "area=60,20,80,22,76,40,62,38", "around=69,34,400", "min_killed=3", "contested=1",
    "precision=near&from=2020-01-02",
)  # fmt: skip
TEXT_QUERY = "q=security+forces"


def lines(sizes: tuple[int, ...] = SIZES) -> Iterator[str]:
    """All figures at all sizes, as lines of the report."""
    with chromium() as browser, serve_script("tests/bench/empty_map.py") as empty, serve_script() as bundled:
        scale_browser.open_map(browser, bundled)
        base_mb = memory_mb(bundled.pid)
        for rows in sizes:
            yield f"-- {rows:,} incidents"
            if rows * BYTES_PER_ROW > available_bytes():
                yield f"not measured: {rows * BYTES_PER_ROW / 1e9:.0f} GB of memory are needed"
                continue
            yield from _measure_size(rows, browser, empty, base_mb)


def _measure_size(rows: int, browser: Browser, empty: Server, base_mb: float) -> Iterator[str]:
    path = incidents_file(rows)
    environment = {"INCIDENTS": str(path)}
    yield from _measure_starts(path, environment)
    with serve_script(environment=environment) as server:
        client = Client(server)
        yield from scale_browser.measure_drawing(browser, empty, server)
        yield from _measure_memory(rows, path, server, browser, base_mb)
        yield from _measure_tiles(client, path)
        yield from _measure_selections(client, path)  # before the clusters of the same: they must be new
        yield from _measure_clusters(client)
        yield from _measure_download(client, server, rows)
    yield from (figure.format() for figure in spatial.figures(_index_of(path)))
    yield from scale_browser.measure_peers(browser, empty, path, rows)


def _index_of(path: Path) -> Index:
    """The index of a file alone, without a workspace."""
    index = atlas_loader.load_atlas(path).engine
    assert isinstance(index, Index)
    return index


def _verdict(value: float, limit: float) -> str:
    return f"{value / limit:5.2f} of the limit {limit:g} ({'reached' if value <= limit else 'MISSED'})"


def _measure_starts(path: Path, environment: dict[str, str]) -> Iterator[str]:
    for index in (path.parent / ".faultline").glob(f"{path.name}.*"):
        index.rename(index.with_name(f"being-made-{time.time_ns()}"))  # so that the next start is a cold one
    for name, limit in (("cold", 60), ("warm", 5)):
        start = time.perf_counter()
        with serve_script(environment=environment) as server:
            Client(server).get("/api/facets.json")
            elapsed = time.perf_counter() - start
        yield f"start, {name:<50} {elapsed:8.2f} s   {_verdict(elapsed, limit)}"


def _measure_memory(rows: int, path: Path, server: Server, browser: Browser, base_mb: float) -> Iterator[str]:
    text_mb = _text_mb(path)
    scale_browser.open_map(browser, server)
    before_mb = memory_mb(server.pid)
    bytes_per_row = (before_mb - base_mb - text_mb) * 1e6 / rows
    verdict = _verdict(bytes_per_row, 400) if rows >= 1_000_000 else "(shared costs weigh more than rows)"
    yield f"{'memory per row, beside text and the bundled server':<57} {bytes_per_row:8.0f} B   {verdict}"
    scale_browser.open_sessions(browser, server, 5)
    growth = (memory_mb(server.pid) - before_mb) / 5
    yield f"{'memory of a further session':<57} {growth:8.1f} MB  {_verdict(growth, 15)}"


def _text_mb(path: Path) -> float:
    texts = pq.read_table(path, columns=["incident_id", "source_id", "title", "notes"])
    size_mb: float = sum(column.nbytes for column in texts.columns) / 1e6
    return size_mb


def _measure_tiles(client: Client, path: Path) -> Iterator[str]:
    times_ms = []
    for query in TILE_QUERIES:
        client.get(f"/api/facets.json?{query}")  # the page shows the selection before it asks for tiles
        for zoom in ZOOMS:
            for tile in _screen(CENTRES[0], zoom):
                times_ms.append(
                    client.get(f"/tiles/density/{tile.zoom}/{tile.column}/{tile.row}.png?{query}")[0] * 1000
                )
    index = _index_of(path)
    plain_ms = [_plain_screen_seconds(index.source.points.keys, zoom) * 1000 for zoom in ZOOMS]
    yield f"{'a tile over HTTP, median':<57} {median(times_ms):8.2f} ms  {_verdict(median(times_ms), 15)}"
    worst = f"a tile over HTTP, worst of {len(times_ms)}"
    yield f"{worst:<57} {max(times_ms):8.2f} ms  {_verdict(max(times_ms), 60)}"
    yield f"{'  plain numpy, a whole screen of ' + str(len(SCREEN)):<57} {median(plain_ms):8.2f} ms"


def _measure_clusters(client: Client) -> Iterator[str]:
    """What a screen shows, for each query at each zoom around each town; the first answer of a query also sums up."""
    first_ms, times_ms = [], []
    for query in (*TILE_QUERIES, *NEW_QUERIES):
        client.get(f"/api/facets.json?{query}")  # the page shows the selection before it asks for clusters
        addresses = [_clusters_address(centre, zoom, query) for zoom in (*ZOOMS, 10, 13) for centre in CENTRES]
        first_ms.append(client.get(addresses[0])[0] * 1000)
        times_ms += [client.get(address)[0] * 1000 for address in addresses[1:]]
    yield f"{'clusters over HTTP, median':<57} {median(times_ms):8.2f} ms  {_verdict(median(times_ms), 30)}"
    worst = f"clusters over HTTP, worst of {len(times_ms)}"
    yield f"{worst:<57} {max(times_ms):8.2f} ms"
    name = f"clusters over HTTP, first of a selection, worst of {len(first_ms)}"
    yield f"{name:<57} {max(first_ms):8.2f} ms"


def _clusters_address(centre: tuple[float, float], zoom: int, query: str) -> str:
    """The request of a screen of 1400 by 900 pixels."""
    degrees = 360 / (256 * 2**zoom)  # of longitude in a pixel
    (longitude, latitude), half = centre, (min(700 * degrees, 180), 450 * degrees * 0.85)
    edges = (longitude - half[0], max(latitude - half[1], -85), longitude + half[0], min(latitude + half[1], 85))
    return f"/api/clusters.json?{query}&view={','.join(f'{edge:.5f}' for edge in edges)}&zoom={zoom}"


def _screen(centre: tuple[float, float], zoom: int) -> list[Tile]:
    key = point_index.morton_keys(*(np.array([degrees]) for degrees in centre)) >> np.uint64(
        2 * (point_index.BITS - zoom)
    )
    column, row = (int(part[0]) for part in point_index.deinterleave(key))
    tiles = [Tile(zoom, column + across, row + down) for across, down in SCREEN]
    return [tile for tile in tiles if tile.exists()]


def _plain_screen_seconds(keys: point_index.Keys, zoom: int) -> float:
    start = time.perf_counter()
    for tile in _screen(CENTRES[0], zoom):
        point_index.tile_grid(keys, None, tile, 8)
    return time.perf_counter() - start


def _measure_selections(client: Client, path: Path) -> Iterator[str]:
    index = _index_of(path)
    times_ms, ratios = [], []
    for query in (*NEW_QUERIES, TEXT_QUERY):
        elapsed_ms = sum(client.get(f"/api/{name}.json?{query}")[0] for name in ("facets", "timeline")) * 1000
        pass_ms = _pass_ms(index, Selection.from_query(query))
        if query != TEXT_QUERY:
            times_ms.append(elapsed_ms)
            ratios.append(elapsed_ms / pass_ms)
        yield f"  {query[:54]:<55} {elapsed_ms:8.1f} ms  {elapsed_ms / pass_ms:5.1f} times one pass over its columns"
    name = f"facets, timeline and count of a new selection, median of {len(times_ms)}"
    passes = f"{median(ratios):.1f} times one pass"
    yield f"{name:<57} {median(times_ms):8.1f} ms  {_verdict(median(times_ms), 150)}; {passes}"
    yield f"{'  the slowest of them':<57} {max(times_ms):8.1f} ms  {_verdict(max(times_ms), 150)}"


def _pass_ms(index: Index, selection: Selection) -> float:
    """Milliseconds for one pass over the columns that the filters read and that facets and timeline count."""
    table = index.table
    columns = {"event_type", "sub_event_type", "actor_a", "actor_b", "other_actors", "country", "admin1", "place_name"}
    columns |= {"date_start", "date_end", "dataset", "date_precision", "place_precision", "contested"}
    columns |= {"longitude", "latitude"} if {"bbox", "area", "around"} & dict(selection.values).keys() else set()
    columns |= {"title", "notes", "incident_id"} if selection.get("q") else set()
    start = time.perf_counter()
    for name in columns:
        values = table[name].array
        if hasattr(values, "codes"):
            np.bincount(values.codes.astype(np.intp) + 1)
        elif str(values.dtype) == "str":
            table[name].str.len().sum()
        else:
            table[name].notna().sum()
    return (time.perf_counter() - start) * 1000


def _measure_download(client: Client, server: Server, rows: int) -> Iterator[str]:
    query = "" if rows <= 1_000_000 else "to=2012-06-30"
    with peak_mb(server.pid, "RssAnon") as peak:
        before = peak[0]
        first, elapsed, size = client.stream(f"/api/incidents.csv?{query}")
    rate = size / 1e6 / elapsed
    yield f"{'CSV, first byte':<57} {first:8.3f} s   {_verdict(first, 1)}"
    yield f"{f'CSV, {size / 1e6:,.0f} MB':<57} {rate:8.1f} MB/s {rate / 50:.2f} of 50 to reach"
    yield f"{'CSV, growth of memory':<57} {peak[0] - before:8.1f} MB  {_verdict(max(peak[0] - before, 0), 200)}"


if __name__ == "__main__":
    sizes = tuple(int(argument.replace("_", "")) for argument in sys.argv[1:]) or SIZES
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    for line in lines(sizes):
        print(line, flush=True)
