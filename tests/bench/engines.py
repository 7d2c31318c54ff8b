"""Do all engines give the same answers to 200 random selections: `python -m tests.bench.engines [SELECTIONS]`.

The contract tests ask some of them; here DuckDB, segments over it, and Spark, by Connect and classic, on a cluster of
several processes, answer all of them by every method of the protocol. Memory is the peer, of answers and of time.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import numpy as np

from geo.query.engine import Engine
from geo.query.index import Index
from geo.query.lazy.duckdb_engine import open_duckdb
from geo.query.lazy.lazy_engine import LazyEngine
from geo.query.lazy.spark_cluster import ClassicCluster, ConnectServer, SparkCluster, close_session
from geo.query.lazy.spark_engine import SparkFrames
from geo.query.packed.folder import PackedFolder
from geo.query.segments.engine import SegmentedEngine
from geo.query.selection import Selection
from tests.engine_answers import all_answers, first_difference
from tests.packs import pack
from tests.random_selections import made_table, random_selections
from tests.spark_servers import EXECUTOR_MEMORY, spark_cluster, spark_connect, write_defaults

N_SELECTIONS = 200
PATIENCE_SECONDS = 600.0
Timed = tuple[dict[str, object], float]  # answers, seconds


def lines(count: int = N_SELECTIONS) -> Iterator[str]:
    """For each engine how many selections it answers as memory does, and how long it takes beside memory."""
    memory = Index.from_table(made_table())
    expected = [_answers(memory, number, selection) for number, selection in enumerate(random_selections(count))]
    with tempfile.TemporaryDirectory() as directory:
        folder = _packed(Path(directory))
        yield from _compare("DuckDB", open_duckdb(folder.path), expected)
        yield from _compare("segments over DuckDB", _segments_over(open_duckdb(folder.path)), expected)
        with _spark_engines(Path(directory), folder) as engines:
            for name, engine in engines.items():
                yield from _compare(name, engine, expected)


def _compare(name: str, engine: Engine, expected: list[Timed]) -> Iterator[str]:
    differences, ratios = [], []
    for number, selection in enumerate(random_selections(len(expected))):
        answers, seconds = _answers(engine, number, selection)
        difference = first_difference(expected[number][0], answers)
        differences += [f"  {selection.to_query()}: {difference}"] if difference else []
        ratios.append(seconds / expected[number][1])
    same = len(expected) - len(differences)
    times = f"in {median(ratios):.1f} times its time (median)"
    yield f"{name:<25} {same} of {len(expected)} selections answered as memory does, {times}"
    yield from differences


def _answers(engine: Engine, number: int, selection: Selection) -> Timed:
    start = time.perf_counter()
    answers = all_answers(engine, selection, seed=number)
    return answers, time.perf_counter() - start


def _packed(directory: Path) -> PackedFolder:
    made_table().drop(columns="geometry").to_parquet(directory / "made.parquet")
    return pack([directory / "made.parquet"], directory / "made")


def _segments_over(base: Engine) -> SegmentedEngine:
    """Every fifth row as an import that replaces the one of the base."""
    table = made_table()
    imported = table[np.arange(len(table)) % 5 == 0].reset_index(drop=True)
    return SegmentedEngine((base.without(base.find(list(imported["incident_id"]))), Index.from_table(imported)))


@contextmanager
def _spark_engines(directory: Path, folder: PackedFolder) -> Iterator[dict[str, Engine]]:
    with ExitStack() as stack:
        os.environ["SPARK_CONF_DIR"] = str(write_defaults(directory))
        cluster = stack.enter_context(spark_cluster(directory))
        server = stack.enter_context(spark_connect(directory, cluster.address))
        places: dict[str, SparkCluster] = {
            "Spark Connect": ConnectServer(server.address),
            "Spark, classic": ClassicCluster(cluster.address),
        }
        for place in places.values():
            stack.callback(close_session, place)
        yield {name: _spark(folder, place) for name, place in places.items()}


def _spark(folder: PackedFolder, place: SparkCluster) -> Engine:
    return LazyEngine.over(folder, SparkFrames(folder.path, place, memory=EXECUTOR_MEMORY, seconds=PATIENCE_SECONDS))


if __name__ == "__main__":
    for line in lines(*map(int, sys.argv[1:])):
        print(line, flush=True)
