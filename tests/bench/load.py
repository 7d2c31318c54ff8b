"""Many people at a million incidents: `python -m tests.bench.load --sessions 50 --incidents 1000000 --seconds 120`.

Each session opens the map, then acts, waits for the answer and thinks, again and again. Of a hundred acts 60 change a
filter, 25 open another page, 10 a record and 5 download up to 10,000 rows. A filter or a page on the map also waits for
what its script asks for, the marks in view. The clients are one process beside the servers, and its processor time is
told apart.
"""

import argparse
import asyncio
import random
import resource
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import quantiles
from urllib.parse import quote

from tests.bench.generator import FIRST_DAY, LAST_DAY, TYPES, incidents_file
from tests.bench.load_session import AnswerFailed, PageSession, get
from tests.bench.measurement import cpu_seconds, pss_mb
from tests.servers import serve_together, worker_ports
from tests.serving import Server, serve_script

THINK_SECONDS = 10.0
HEALTH = "/_stcore/health"
HEALTH_EVERY_SECONDS = 0.25
ARRIVAL_SECONDS = 30.0  # over which the sessions come; the measurement begins after it
DOWNLOAD_DAYS = 20  # of a million incidents some 2,000 to 6,000 rows
MAX_FILTERS = 3  # set at once; then the oldest goes
# limits of the issue for so many sessions: the 95th percentile of an answer in seconds
LIMITS_SECONDS = {50: 3.0, 200: 10.0}
HEALTH_LIMIT_SECONDS, RUN_LIMIT_SECONDS = 0.5, 0.15
FIRST_LIMIT_MB, FURTHER_LIMIT_MB = 1_500.0, 700.0
PAGES = ("map", "timeline", "filter", "compare")
# A view of the map over the whole of a selection, as the script asks for it after each change.
VIEW = "view=-20.03906,-32.8,130.07813,63.0&zoom=4"
CHOICES = {
    "type": sorted({kind for kind, _ in TYPES}),
    "country": ["India", "Iraq", "Pakistan", "Nigeria", "Mexico", "Ukraine", "Brazil", "Iran", "Syria", "Yemen"],
    "actor": ["Iran", "Pakistan", "Army of Justice", *(f"Police forces {number}" for number in range(1, 200, 8))],
    "dataset": ["Alpha", "Beta", "Gamma"],
    "precision": ["exact", "near", "admin1"],
}
WORDS = ("ambush", "security forces", "land dispute", "outlets", "Kabul", "Lagos", "riot")
ACTS, WEIGHTS = ("filter", "page", "record", "download"), (60, 25, 10, 5)
FILTER_KINDS, FILTER_WEIGHTS = ("choice", "date", "number", "text"), (50, 35, 10, 5)  # by judgement


@dataclass(frozen=True)
class Load:
    """How many sessions, at how many incidents, for how long, on how many servers."""

    sessions: int = 50
    incidents: int = 1_000_000
    seconds: float = 120.0
    workers: int = 1


@dataclass
class Tally:
    """What was measured: the seconds of each act by its kind, what failed, and how long health took."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    health: list[float] = field(default_factory=list)
    runs: int = 0
    is_open: bool = False

    async def timed(self, kind: str, answer: Awaitable[object]) -> None:
        """Wait for an answer and note how long it took, or that it failed."""
        start, is_measured = time.perf_counter(), self.is_open
        try:
            await answer
        except (AnswerFailed, OSError, EOFError) as error:
            self.errors[f"{type(error).__name__}: {str(error)[:150]}"] += 1
            return
        if is_measured:
            self.seconds.setdefault(kind, []).append(time.perf_counter() - start)


class Person:
    """Somebody who acts at random; `n_incidents`: of which a record can be opened."""

    def __init__(self, session: PageSession, number: int, n_incidents: int) -> None:
        self.session, self.random, self.n_incidents = session, random.Random(number), n_incidents
        self.filters: dict[tuple[str, str], str] = {}
        self.acts: dict[str, Callable[[], Awaitable[None]]] = {
            "filter": self.change_a_filter, "page": self.open_a_page, "record": self.open_a_record,
            "download": self.download,
        }  # fmt: skip

    async def change_a_filter(self) -> None:
        """Set a filter, or take the oldest away where there are many; on pages without filters go to the map first."""
        if self.session.page not in PAGES:
            await self.session.go_to("map")
        if len(self.filters) >= MAX_FILTERS:
            await self.remove_the_oldest()
        else:
            kind = self.random.choices(FILTER_KINDS, FILTER_WEIGHTS)[0]
            await getattr(self, f"set_{kind}")()
        await self.wait_for_marks()

    async def set_choice(self) -> None:
        """Tick a value of a list."""
        key = self.random.choice(list(CHOICES))
        value = self.random.choice(CHOICES[key])
        self.filters[key, value] = "drop"
        await self.session.act(do="take", key=key, value=value)

    async def set_date(self) -> None:
        """Begin with a day of the first half, or end with one of the second."""
        key, day = self.random.choice(("from", "to")), _random_day(self.random)
        self.filters[key, ""] = "date"
        await self.session.act(do="date", key=key, value=day.isoformat())

    async def set_number(self) -> None:
        """Ask for incidents with so many killed."""
        self.filters["min_killed", ""] = "set"
        await self.session.act(do="set", key="min_killed", value=str(self.random.randint(1, 9)))

    async def set_text(self) -> None:
        """Search a text."""
        self.filters["q", ""] = "search"
        await self.session.act(do="search", key="q", value=self.random.choice(WORDS))

    async def remove_the_oldest(self) -> None:
        """Take away the filter that was set first."""
        (key, value), do = next(iter(self.filters.items()))
        del self.filters[key, value]
        await self.session.act(do=do, key=key, value=value)

    async def open_a_page(self) -> None:
        """Follow the menu to another page."""
        await self.session.go_to(self.random.choice([page for page in PAGES if page != self.session.page]))
        await self.wait_for_marks()

    async def open_a_record(self) -> None:
        """Open a record: on the map in its panel, elsewhere on the page of records."""
        identifier = f"X{self.random.randrange(self.n_incidents)}"
        if self.session.page == "map":
            await get(self.session.address, f"/api/incident.json?id={identifier}")
            return
        query = "&".join(filter(None, (self.session.query, f"incident={identifier}")))
        await self.session.go_to("filter", query)

    async def download(self) -> None:
        """Download the rows of some days."""
        day = _random_day(self.random)
        query = f"from={day}&to={day + timedelta(days=DOWNLOAD_DAYS)}"
        await get(self.session.address, f"/api/incidents.csv?{query}")

    async def wait_for_marks(self) -> None:
        """Ask for the marks in view, as the map's script does."""
        if self.session.page == "map":
            query = quote(self.session.query, safe="=&%+")
            await get(self.session.address, "/api/clusters.json?" + "&".join(filter(None, (query, VIEW))))


def lines(load: Load | None = None) -> Iterator[str]:
    """All figures of a load, each beside its limit."""
    load = load or Load(seconds=60.0)
    environment = {"INCIDENTS": str(incidents_file(load.incidents))}
    yield f"-- {load.sessions} sessions, {load.incidents:,} incidents, {load.workers} servers, {load.seconds:g} s"
    with _serve(load.workers, environment) as server:
        pids = list(worker_ports(server.pid)) if load.workers > 1 else [server.pid]
        yield from asyncio.run(_measure(load, server, pids))


def _serve(workers: int, environment: dict[str, str]) -> AbstractContextManager[Server]:
    return serve_together(workers, environment) if workers > 1 else serve_script(environment=environment)


async def _measure(load: Load, address: Server, pids: list[int]) -> list[str]:
    tally = Tally()
    await get(address, "/api/facets.json")  # the first answer waits for the table
    health = asyncio.create_task(_watch_health(address, tally))
    people = [asyncio.create_task(_live(load, address, number, tally)) for number in range(load.sessions)]
    await asyncio.sleep(ARRIVAL_SECONDS)
    tally.is_open, runs = True, tally.runs
    start, cpu, own = time.perf_counter(), sum(map(cpu_seconds, pids)), _own_seconds()
    await asyncio.sleep(load.seconds)
    tally.is_open = False
    elapsed, cpu, own = time.perf_counter() - start, sum(map(cpu_seconds, pids)) - cpu, _own_seconds() - own
    n_runs, memories = tally.runs - runs, [pss_mb(pid) for pid in pids]
    for task in (*people, health):
        task.cancel()
    await asyncio.gather(*people, health, return_exceptions=True)
    return [*_describe_answers(load, tally), *_describe_costs(n_runs, elapsed, cpu, own), *_describe_memory(memories)]


async def _live(load: Load, address: str, number: int, tally: Tally) -> None:
    """Come, and act until the measurement is over."""
    await asyncio.sleep(ARRIVAL_SECONDS * 0.8 * number / load.sessions)
    session: PageSession | None = None

    async def come() -> None:
        nonlocal session
        session = await PageSession.open(address)

    await tally.timed("open", come())
    if session is None:
        return
    person, before = Person(session, number, load.incidents), 0
    try:
        while True:
            tally.runs, before = tally.runs + session.runs - before, session.runs
            await asyncio.sleep(THINK_SECONDS)
            kind = person.random.choices(ACTS, WEIGHTS)[0]
            await tally.timed(kind, person.acts[kind]())
    finally:
        await session.close()


async def _watch_health(address: str, tally: Tally) -> None:
    while True:
        seconds, _ = await get(address, HEALTH)
        if tally.is_open:
            tally.health.append(seconds)
        await asyncio.sleep(HEALTH_EVERY_SECONDS)


def _describe_answers(load: Load, tally: Tally) -> Iterator[str]:
    limit = LIMITS_SECONDS.get(load.sessions)
    every = [seconds for kind in tally.seconds.values() for seconds in kind]
    for name, values in (*sorted(tally.seconds.items()), ("all answers", every)):
        p50, p95 = _percentiles(values)
        verdict = _verdict(p95, limit) if name == "all answers" and limit else ""
        yield f"{name + f', {len(values)}':<24} p50 {p50:6.2f} s  p95 {p95:6.2f} s  max {max(values):6.2f} s  {verdict}"
    yield f"{'errors':<24} {sum(tally.errors.values())}  {_verdict(sum(tally.errors.values()), 0)}"
    yield from (f"  {count} times {error}" for error, count in tally.errors.most_common(10))
    yield f"{'health, longest':<24} {max(tally.health):6.2f} s  {_verdict(max(tally.health), HEALTH_LIMIT_SECONDS)}"


def _describe_costs(runs: int, elapsed: float, cpu: float, own: float) -> Iterator[str]:
    yield f"{'runs a second':<24} {runs / elapsed:6.2f}"
    per_run = cpu / max(runs, 1)
    verdict = _verdict(per_run, RUN_LIMIT_SECONDS)
    yield f"{'processor a run':<24} {per_run:6.3f} s  with all else that was asked  {verdict}"
    yield f"{'processor of servers':<24} {cpu / elapsed:6.2f} cores; of the clients {own / elapsed:.2f}"


def _describe_memory(memories: list[float]) -> Iterator[str]:
    limit = FIRST_LIMIT_MB + FURTHER_LIMIT_MB * (len(memories) - 1)
    parts = " + ".join(f"{memory:.0f}" for memory in memories)
    yield f"{'memory (PSS)':<24} {sum(memories):6.0f} MB = {parts}  {_verdict(sum(memories), limit)}"


def _percentiles(values: list[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    cuts = quantiles(values, n=20, method="inclusive")
    return cuts[9], cuts[18]


def _verdict(value: float, limit: float) -> str:
    return f"(limit {limit:g}: {'reached' if value <= limit else 'MISSED'})"


def _own_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _random_day(chance: random.Random) -> date:
    first, last = (date.fromisoformat(str(day)) for day in (FIRST_DAY, LAST_DAY))
    return first + timedelta(days=chance.randrange((last - first).days))


def _parse(arguments: list[str] | None = None) -> Load:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("sessions", int), ("incidents", int), ("seconds", float), ("workers", int)):
        parser.add_argument(f"--{name}", type=kind, default=getattr(Load(), name))
    return Load(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    for line in lines(_parse()):
        print(line, flush=True)
