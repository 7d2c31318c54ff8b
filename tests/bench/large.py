"""A hundred million incidents in a packed folder on this machine: `make bench-large`, or `python -m tests.bench.large`.

Each size of SIZES is generated and packed once, which takes hours for the largest, and lies in the folder of the other
made files, or in BENCH_LARGE. DuckDB answers with 4 GB of memory; files are warm, our own answers cold: the engine
forgets every result between two questions. The figures are medians over 50 selections, the mix of MIX, each beside its
limit; the growth is that of a median from the smallest size to the largest. Spark answers some of the selections from
the largest folder for the record, on this machine and with the same memory.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from geo.query import facets
from geo.query.engine import Engine
from geo.query.filters import FILTER
from geo.query.lazy.duckdb_engine import DuckDBFrames
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.lazy.spark_cluster import ClassicCluster, close_session
from geo.query.lazy.spark_engine import SparkFrames
from geo.query.packed.folder import PackedFolder
from geo.query.packed.names import MANIFEST
from geo.query.point_index import Tile
from geo.query.selection import Selection
from geo.storage.packing.packer import pack
from tests.bench.generator import incidents_file

SIZES = (1_000_000, 10_000_000, 100_000_000)
MEMORY, PACK_MEMORY = "4GB", 2_000_000_000
SECONDS = 600.0
N_SELECTIONS = 50
N_SPARK_SELECTIONS = 5
SPARK_MASTER = "local[2]"
# The mix: how many of 50 selections are of each kind. Chosen by judgement of what readers ask: mostly dates and a place
# or an actor, sometimes a figure, seldom a text.
MIX = {
    "": 5,
    "from={day}&to={later}": 8,
    "country={country}": 8,
    "actor={actor}": 7,
    "type={type}": 5,
    "country={country}&from={day}": 6,
    "actor={actor}&from={day}&to={later}": 4,
    "bbox={box}": 3,
    "around={point},300": 1,
    "min_killed=3": 1,
    "precision=exact&type={type}": 1,
    "q=security forces": 1,
}
COUNTRIES, TYPES = ("India", "Iraq", "Pakistan", "Nigeria", "Mexico", "Ukraine"), ("Battles", "Riots", "Protests")
ACTORS = ("Iran", "Pakistan", "Army of Justice", "Militia 6", "Police forces 17", "Rioters 22")
POINTS = ((69.2, 34.5), (77.2, 28.6), (44.4, 33.3), (3.4, 6.5))
LIMITS_SECONDS = {"tile": 1.0, "timeline": 1.0, "one facet": 1.0, "first page": 1.0, "all facets": 5.0, "any page": 3.0}

Ask = Callable[[Engine, Selection], object]


def lines(sizes: tuple[int, ...] = SIZES) -> Iterator[str]:
    """All figures, as lines of the report."""
    medians = {}
    for rows in sizes:
        yield f"-- {rows:,} incidents, DuckDB with {MEMORY}, files warm, answers cold; {N_SELECTIONS} selections"
        medians[rows] = _measure(_duckdb(packed_folder(rows)), selections())
        for name, seconds in medians[rows].items():
            limit = LIMITS_SECONDS[name]
            yield f"{name}: {seconds:.2f} s, {seconds / limit:.2f} of the limit of {limit:g} s"
    smallest, largest = min(sizes), max(sizes)
    for name in LIMITS_SECONDS:
        growth = medians[largest][name] / medians[smallest][name]
        yield f"{name}: {growth:.1f} times as long for {largest / smallest:g} times the incidents"
    yield f"-- {largest:,} incidents, Spark as {SPARK_MASTER} with {MEMORY}; {N_SPARK_SELECTIONS} selections"
    for name, seconds in _measure_spark(packed_folder(largest)).items():
        yield f"{name}: {seconds:.2f} s, {seconds / medians[largest][name]:.0f} times DuckDB's"


def packed_folder(rows: int) -> Path:
    """The packed folder of so many made incidents; packed where it is not there."""
    directory = Path(os.environ.get("BENCH_LARGE", incidents_file(1_000).parent))
    folder = directory / f"packed-{rows}"
    if not (folder / MANIFEST).exists():
        pack([str(incidents_file(rows))], folder, PACK_MEMORY, lambda message: print(message, file=sys.stderr))
    return folder


def selections(seed: int = 50) -> list[Selection]:
    """The mix, the same in every run."""
    source = random.Random(seed)
    queries = [kind.format(**_values(source)) for kind, count in MIX.items() for _ in range(count)]
    return [Selection.from_query(query) for query in queries[:N_SELECTIONS]]


def _values(source: random.Random) -> dict[str, str]:
    year, point = source.randrange(1998, 2024), source.choice(POINTS)
    west, south = point[0] - source.choice((0.5, 3, 10)), point[1] - source.choice((0.5, 3, 10))
    return {
        "day": f"{year}-0{source.randrange(1, 10)}-15",
        "later": f"{year + source.choice((0, 1, 2))}-12-03",
        "country": source.choice(COUNTRIES),
        "actor": source.choice(ACTORS),
        "type": source.choice(TYPES),
        "box": f"{west},{south},{2 * point[0] - west},{2 * point[1] - south}",
        "point": f"{point[0]},{point[1]}",
    }


def _duckdb(folder: Path) -> LazyEngine:
    return LazyEngine.over(PackedFolder.open(folder), DuckDBFrames(folder, memory=MEMORY, seconds=SECONDS))


def _measure_spark(folder: Path) -> dict[str, float]:
    """The medians of Spark for some of the selections, one of each kind as far as they go."""
    cluster = ClassicCluster(SPARK_MASTER)
    try:
        frames = SparkFrames(folder, cluster, memory=MEMORY, seconds=SECONDS)
        some = selections()[:: N_SELECTIONS // N_SPARK_SELECTIONS]
        return _measure(LazyEngine.over(PackedFolder.open(folder), frames), some)
    finally:
        close_session(cluster)


def _measure(engine: LazyEngine, asked: Sequence[Selection]) -> dict[str, float]:
    """The median of each kind of answer in seconds."""
    for filter_ in FILTER.values():
        if filter_.facet_columns:
            engine.facet_values(filter_)  # computed once a folder
    for ask in ASKS.values():  # files are read once
        ask(engine, Selection())
    return {name: median(_seconds(engine, selection, ask) for selection in asked) for name, ask in ASKS.items()}


def _seconds(engine: LazyEngine, selection: Selection, ask: Ask) -> float:
    engine.forget()
    started = time.perf_counter()
    ask(engine, selection)
    return time.perf_counter() - started


def _any_page(engine: Engine, selection: Selection) -> object:
    results = engine.select(selection)
    start = random.Random(selection.to_query()).randrange(max(len(results) - 50, 1))
    return results.rows(start, start + 50)


ASKS: dict[str, Ask] = {
    "tile": lambda engine, selection: engine.select(selection).tile_grid(Tile(4, 11, 6), 8),
    "timeline": lambda engine, selection: engine.select(selection).time_strip(),
    "one facet": lambda engine, selection: facets.facet_counts(engine, selection, FILTER["type"]),
    "first page": lambda engine, selection: engine.select(selection).rows(0, 50),
    "all facets": facets.all_facet_counts,
    "any page": _any_page,
}


if __name__ == "__main__":
    for line in lines(tuple(map(int, sys.argv[1:])) or SIZES):
        print(line, flush=True)
