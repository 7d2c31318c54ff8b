"""Reads damaged files in child processes, one a batch, and notes what no reader may do.

It may not crash, hang, raise anything that is no FaultlineError, refuse without the file's name and a reason, or lose
rows: rows in are accepted, rejected or duplicates.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.ingest.sandbox import ENVIRONMENT
from geo.settings import child_environment

BATCH = 1_000  # files that one child reads
MAX_SECONDS_PER_FILE = 10  # of processor, by the child's own limit: the bar of a hostile file
NAME = "fuzzed file"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """What a reader did that none may: its format, the seed that makes the file anew, and what happened."""

    format: str
    seed: int
    what: str


@dataclass(frozen=True)
class Report:
    """How many files of a format were read and how many refused, and the faults."""

    format: str
    n_read: int
    n_refused: int
    faults: tuple[Fault, ...]


def fuzz(name: str, seeds: range) -> Report:
    """Read as many damaged files of a format as there are seeds."""
    n_read, n_refused, faults = 0, 0, list[Fault]()
    for start in range(seeds.start, seeds.stop, BATCH):
        batch = range(start, min(start + BATCH, seeds.stop))
        while batch:
            results = list(_run_child(name, batch))
            n_read += sum(outcome == "read" for _, outcome in results)
            n_refused += sum(outcome == "refused" for _, outcome in results)
            faults += [Fault(name, seed, outcome) for seed, outcome in results if outcome not in ("read", "refused")]
            batch = range(batch.start + len(results), batch.stop)
    return Report(name, n_read, n_refused, tuple(faults))


def _run_child(name: str, batch: range) -> Iterator[tuple[int, str]]:
    """What became of each seed; of the one that ended the child, its end, and none after it."""
    child = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing.child", name, str(batch.start), str(batch.stop)],
        env=child_environment(**ENVIRONMENT, PYTHONPATH=str(ROOT)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    last = batch.start - 1
    for line in child.stdout.splitlines():
        seed, outcome = json.loads(line)
        last = seed
        yield seed, outcome
    if last + 1 < batch.stop:
        yield last + 1, f"ended the process with code {child.returncode}: {child.stderr[-300:]}"
