"""Many people at a million incidents: `python -m tests.bench.load --sessions 50 --rows 1000000 --seconds 120`.

Each session opens the map, then acts, waits for the answer and thinks, again and again. Of a hundred acts 60 change a
filter, 25 open another page, 10 a record and 5 download up to 10,000 rows. A filter or a page on the map also waits for
what its script asks for, the marks in view. Before the others come, one person makes some acts of each kind alone,
which shows what each costs of processor. The clients are one process beside the servers; their time is counted apart.
"""

import argparse
import asyncio
import resource
import time
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from math import nan

from tests.bench.generator import incidents_file
from tests.bench.load_figures import ActFigures, LoadFigures, describe, summarize_act
from tests.bench.load_person import ACTS, WEIGHTS, Person
from tests.bench.load_session import AnswerFailed, PageSession, get
from tests.bench.measurement import cpu_seconds, pss_mb
from tests.servers import serve_together, worker_ports
from tests.serving import Server, serve_script

THINK_SECONDS = 10.0
HEALTH = "/_stcore/health"
HEALTH_EVERY_SECONDS = 0.25
ARRIVAL_SECONDS = 30.0  # over which the sessions come; the measurement begins after it
IDLE_SECONDS, IDLE_CPU_SECONDS = 2.0, 0.1  # a server that computes for less than the second in the first is idle
ALL_ANSWERS = "all answers"
N_ALONE = 12  # acts of each kind by one person alone, whose processor time is measured


@dataclass(frozen=True)
class Load:
    """How many sessions, at how many incidents, for how long, on how many servers.

    `arrival_seconds`: over which the sessions come; the measurement begins after it.
    """

    sessions: int = 50
    rows: int = 1_000_000
    seconds: float = 60.0
    workers: int = 1
    think_seconds: float = THINK_SECONDS
    arrival_seconds: float = ARRIVAL_SECONDS
    n_alone: int = N_ALONE


@dataclass
class Tally:
    """What was measured: the seconds of each act by its kind, those of health too, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    is_open: bool = False

    async def timed(self, kind: str, answer: Awaitable[object]) -> None:
        """Wait for an answer and note how long it took if it came in the window, or that it failed."""
        start = time.perf_counter()
        try:
            await answer
        except (AnswerFailed, OSError, EOFError) as error:
            self.errors[f"{kind}: {type(error).__name__}: {str(error)[:150]}"] += 1
            return
        if self.is_open:
            self.seconds.setdefault(kind, []).append(time.perf_counter() - start)


def measure_load(load: Load | None = None) -> LoadFigures:
    """Serve so many made-up incidents to so many sessions, and measure."""
    load = load or Load()
    environment = {"INCIDENTS": str(incidents_file(load.rows))}
    with _serve(load.workers, environment) as server:
        pids = list(worker_ports(server.pid)) if load.workers > 1 else [server.pid]
        return asyncio.run(_measure(load, server, pids))


def lines(load: Load | None = None) -> Iterator[str]:
    """All figures of a load, each beside its limit."""
    load = load or Load()
    yield f"-- {load.sessions} sessions, {load.rows:,} incidents, {load.workers} servers, {load.seconds:g} s"
    yield from describe(measure_load(load))


def _serve(workers: int, environment: dict[str, str]) -> AbstractContextManager[Server]:
    return serve_together(workers, environment) if workers > 1 else serve_script(environment=environment)


async def _measure(load: Load, address: Server, pids: list[int]) -> LoadFigures:
    for _ in pids:
        await get(address, "/api/facets.json")  # the first answer waits for the table
    start_memories = tuple(map(pss_mb, pids))
    costs = await _measure_alone(load, address, pids)
    tally = Tally()
    health = asyncio.create_task(_watch_health(address, tally))
    people = [asyncio.create_task(_live(load, address, number, tally)) for number in range(load.sessions)]
    await asyncio.sleep(load.arrival_seconds)
    tally.is_open, runs = True, tally.runs
    start, cpu, own = time.perf_counter(), _cpu_seconds(pids), _own_seconds()
    await asyncio.sleep(load.seconds)
    tally.is_open = False
    elapsed, cpu, own = time.perf_counter() - start, _cpu_seconds(pids) - cpu, _own_seconds() - own
    n_runs, memories = tally.runs - runs, tuple(map(pss_mb, pids))
    for task in (*people, health):
        task.cancel()
    await asyncio.gather(*people, health, return_exceptions=True)
    return LoadFigures(
        sessions=load.sessions, rows=load.rows, seconds=elapsed, workers=load.workers,
        acts=tuple(_summarize(tally, costs)), errors=tuple(tally.errors.most_common()),
        health_seconds=max(tally.seconds.get(HEALTH, []), default=nan),
        n_runs=n_runs, run_cpu_seconds=cpu / n_runs if n_runs else nan,
        server_cores=cpu / elapsed, client_cores=own / elapsed,
        start_memory_mb=start_memories, memory_mb=memories,
    )  # fmt: skip


def _summarize(tally: Tally, costs: dict[str, float]) -> Iterator[ActFigures]:
    seconds = {kind: tally.seconds.get(kind, []) for kind in ("open", *ACTS)}
    for kind in seconds:
        yield summarize_act(kind, seconds[kind], costs.get(kind, nan))
    yield summarize_act(ALL_ANSWERS, [one for each in seconds.values() for one in each])


async def _measure_alone(load: Load, address: str, pids: list[int]) -> dict[str, float]:
    """By kind of act, the seconds of processor that one takes of the servers; empty where none are asked for."""
    if not load.n_alone:
        return {}
    session, costs = await PageSession.open(address), {}
    person = Person(session, -1, load.rows)  # other acts than those of the crowd
    await _wait_until_idle(pids)
    for kind in ACTS:
        before = _cpu_seconds(pids)
        for _ in range(load.n_alone):
            await person.acts[kind]()
        costs[kind] = (_cpu_seconds(pids) - before) / load.n_alone
    await session.close()
    return costs


async def _wait_until_idle(pids: list[int]) -> None:
    """Wait for what servers make ready in the background, which is no part of an act."""
    before = -IDLE_SECONDS
    while (now := _cpu_seconds(pids)) - before > IDLE_CPU_SECONDS * len(pids):
        before = now
        await asyncio.sleep(IDLE_SECONDS)


async def _live(load: Load, address: str, number: int, tally: Tally) -> None:
    """Come, and act until the measurement is over."""
    await asyncio.sleep(load.arrival_seconds * 0.8 * number / load.sessions)
    session: PageSession | None = None

    async def come() -> None:
        nonlocal session
        session = await PageSession.open(address)

    await tally.timed("open", come())
    if session is None:
        return
    person, before = Person(session, number, load.rows), 0
    try:
        while True:
            tally.runs, before = tally.runs + session.runs - before, session.runs
            await asyncio.sleep(load.think_seconds)
            kind = person.random.choices(ACTS, WEIGHTS)[0]
            await tally.timed(kind, person.acts[kind]())
    finally:
        await session.close()


async def _watch_health(address: str, tally: Tally) -> None:
    while True:
        await tally.timed(HEALTH, get(address, HEALTH))
        await asyncio.sleep(HEALTH_EVERY_SECONDS)


def _cpu_seconds(pids: list[int]) -> float:
    return sum(map(cpu_seconds, pids))


def _own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _parse(arguments: list[str] | None = None) -> Load:
    parser = argparse.ArgumentParser(description=__doc__)
    defaults = vars(Load())
    for name, default in defaults.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    return Load(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    for line in lines(_parse()):
        print(line, flush=True)
