"""Whether reading is linear, and what hostile files cost.

Each format is read at three sizes, each in a process of its own; beside the smallest stands how many times its seconds
and its memory the others take, less what a table of one row takes. Then come the hostile files beside their bars.
"""

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice

from geo.ingest.readers import READERS
from geo.ingest.sandbox import ENVIRONMENT
from geo.settings import child_environment
from tests.fuzzing.samples import NAMES, ROWS
from tests.geo.ingest.readers.format_writers import write_table
from tests.hostile_reading import READ, ROOT, Outcome, measure_content, read_all

SIZES = (10_000, 20_000, 40_000)  # rows; a linear format takes one, two and four times as long
LIMIT_S, LIMIT_MB = 10.0, 500.0
N_WORST = 10


def lines() -> Iterator[str]:
    """A line a format, then the hostile files that cost most; from a process that is small, for readers begin as it."""
    environment = child_environment(**ENVIRONMENT, PYTHONPATH=str(ROOT))
    command = [sys.executable, "-m", "tests.bench.reading"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield from (line.rstrip("\n") for line in process.stdout or ())


def _lines_here() -> Iterator[str]:
    sizes = ", ".join(f"{size:,}" for size in SIZES)
    yield f"-- reading {sizes} rows: times the seconds and the memory of the first"
    for reader in READERS:
        base, *outcomes = (_measure(reader.name, n_rows) for n_rows in (1, *SIZES))
        seconds = [max(outcome.seconds - base.seconds, 0.01) for outcome in outcomes]
        memory = [max(outcome.peak_mb - base.peak_mb, 1.0) for outcome in outcomes]
        sizes = " ".join(f"{outcome.n_bytes / 1e6:5.1f}" for outcome in outcomes)
        costs = f"{_ratios(seconds)} of {seconds[0]:.2f} s   {_ratios(memory)} of {memory[0]:.0f} MB"
        yield f"{reader.name:<12} {sizes} MB   {costs}"
    yield from _hostile_lines()


def _measure(name: str, n_rows: int) -> Outcome:
    return measure_content(name, write_table(name, NAMES, list(islice(cycle(ROWS), n_rows))))


def _ratios(values: list[float]) -> str:
    return " ".join(f"{value / values[0]:4.1f}" for value in values)


def _hostile_lines() -> Iterator[str]:
    outcomes = list(read_all())
    refused = [outcome for outcome in outcomes if outcome.kind != READ]
    yield f"-- {len(outcomes)} hostile files: {len(refused)} refused, {len(outcomes) - len(refused)} read"
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.seconds)[:N_WORST]:
        yield f"{outcome.name:<45} {outcome.seconds:5.1f} s {outcome.peak_mb:6,.0f} MB   {outcome.kind}"
    seconds, peak = max(outcome.seconds for outcome in refused), max(outcome.peak_mb for outcome in refused)
    yield f"{'the worst that is refused, beside 10 s':<45} {seconds / LIMIT_S:5.2f}  {_verdict(seconds, LIMIT_S)}"
    yield f"{'and beside 500 MB':<45} {peak / LIMIT_MB:5.2f}  {_verdict(peak, LIMIT_MB)}"


def _verdict(value: float, limit: float) -> str:
    return "reached" if value <= limit else "MISSED"


if __name__ == "__main__":
    for line in _lines_here():
        print(line, flush=True)
