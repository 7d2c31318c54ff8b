"""S21: a million rows are read and stored while others work on a server of the same machine."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pyarrow.csv

from geo.settings import child_environment
from tests.bench.generator import Generator, incidents_file
from tests.bench.load_session import AnswerFailed, PageSession
from tests.bench.measurement import pss_mb
from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import ROOT
from tests.scorecard.row import Measurement
from tests.serving import Server, serve_script

COLUMNS = (
    "incident_id", "date_start", "event_type", "sub_event_type", "actor_a", "actor_b", "place_name", "country",
    "latitude", "longitude", "killed_best", "title",
)  # fmt: skip
MAX_SECONDS, MAX_MB, MAX_P95_SECONDS, MIN_ROWS = 60.0, 2_000.0, 3.0, 1_000_000
OTHERS, THINK_SECONDS, SERVED_ROWS = 5, 2.0, 100_000
POLL_SECONDS = 0.1
TYPES = ("Battles", "Riots", "Protests")


@dataclass
class Others:
    """People who change a filter, wait for the answer and think, until it is over; seconds of each answer."""

    server: Server
    is_over: Event = field(default_factory=Event)
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def work(self) -> None:
        """All at once."""
        asyncio.run(self._work())

    async def _work(self) -> None:
        await asyncio.gather(*map(self._filter, range(OTHERS)))

    async def _filter(self, number: int) -> None:
        session = await PageSession.open(self.server)
        value = TYPES[number % len(TYPES)]
        for do in cycle(("take", "drop")):
            if self.is_over.is_set():
                break
            start = time.perf_counter()
            try:
                await session.act(do=do, key="type", value=value)
                self.waits.append(time.perf_counter() - start)
            except (AnswerFailed, OSError, EOFError) as error:
                self.failures.append(str(error))
            await asyncio.sleep(THINK_SECONDS)
        await session.close()


def measure_million(inputs: Inputs) -> Measurement:
    """S21: seconds and memory of the import with its child, and how long five others wait meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder), inputs.import_rows)
        size_mb = path.stat().st_size / 1e6
        environment = {"INCIDENTS": str(incidents_file(min(SERVED_ROWS, inputs.import_rows)))}
        with serve_script(environment=environment) as server:
            result, peak_mb, others = _import_beside_others(path, Path(folder) / "workspace", server)
    p95 = float(np.percentile(others.waits, 95)) if others.waits else float("nan")
    n_failed = len(others.failures)
    text = (
        f"{result['rows']:,} of {inputs.import_rows:,} rows ({size_mb:.0f} MB) in {result['seconds']:.0f} s, "
        f"{peak_mb:,.0f} MB (PSS) with its child; others p95 {p95:.2f} s in {len(others.waits)} answers, "
        f"{n_failed} failed"
    )
    is_whole = result["rows"] == inputs.import_rows >= MIN_ROWS and not n_failed
    is_quick = result["seconds"] <= MAX_SECONDS and p95 <= MAX_P95_SECONDS
    return Measurement(text, is_whole and is_quick and peak_mb <= MAX_MB)


def write_csv(folder: Path, n_rows: int) -> Path:
    """Made-up incidents of twelve columns."""
    path = folder / "million.csv"
    table = Generator(21).table(0, n_rows).select(list(COLUMNS))
    pyarrow.csv.write_csv(table, path)
    return path


def _import_beside_others(path: Path, workspace: Path, server: Server) -> tuple[dict[str, float], float, Others]:
    """What the import says of itself, the highest memory in MB, and the others."""
    others, peak_mb = Others(server), 0.0
    thread = Thread(target=others.work)
    thread.start()
    command = [sys.executable, "-m", "tests.scorecard.storing_import", str(path)]
    environment = child_environment(PYTHONPATH=str(ROOT), WORKSPACE=str(workspace))
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        while child.poll() is None:
            peak_mb = max(peak_mb, sum(_memory_mb(pid) for pid in (child.pid, *_children(child.pid))))
            time.sleep(POLL_SECONDS)
        output = child.stdout.read() if child.stdout else ""
    others.is_over.set()
    thread.join()
    result: dict[str, float] = json.loads(output.strip().splitlines()[-1])
    return result, peak_mb, others


def _children(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            yield from map(int, (thread / "children").read_text().split())


def _memory_mb(pid: int) -> float:
    try:
        return pss_mb(pid)
    except OSError:  # it has ended
        return 0.0
