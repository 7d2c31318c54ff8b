"""What one run of the page's script costs of processor: `python -m tests.bench.run_cost [ROWS]`.

One session alone, one run after the other: seconds of processor of the server, whatever else the machine does.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from tests.bench.generator import incidents_file
from tests.bench.load_session import PageSession, get
from tests.bench.measurement import cpu_seconds
from tests.serving import Server, serve_script

PAGES = ("map", "timeline", "filter", "compare")
N_SAME = 10
LIMIT_SECONDS = 0.15
COUNTRIES = ("India", "Iraq", "Pakistan", "Nigeria", "Mexico")
WORDS = ("ambush", "security", "dispute")


@dataclass(frozen=True)
class Change:
    """A kind of change of the filters, and the change of a number that was not made before."""

    name: str
    act: Callable[[PageSession, int], Awaitable[None]]
    n_times: int = 8


def _take_country(session: PageSession, number: int) -> Awaitable[None]:
    return session.act(do="take", key="country", value=COUNTRIES[number % len(COUNTRIES)])


def _set_date(session: PageSession, number: int) -> Awaitable[None]:
    return session.act(do="date", key="from", value=f"20{10 + number % 10}-03-{4 + number // 10:02}")


def _set_number(session: PageSession, number: int) -> Awaitable[None]:
    return session.act(do="set", key="min_killed", value=str(2 + number))


def _take_actor(session: PageSession, number: int) -> Awaitable[None]:
    return session.act(do="take", key="actor", value=f"Police forces {1 + 8 * (number % 40)}")


def _search(session: PageSession, number: int) -> Awaitable[None]:
    return session.act(do="search", key="q", value=WORDS[number])


CHANGES = (
    Change("a date", _set_date), Change("an actor", _take_actor), Change("a country", _take_country, 5),
    Change("a number", _set_number, 4), Change("a text", _search, 3),
)  # fmt: skip


def lines(rows: int = 1_000_000) -> Iterator[str]:
    """Each kind of run with its seconds of processor, as a line of the report."""
    yield f"-- {rows:,} incidents, one session, seconds of processor a run"
    with serve_script(environment={"INCIDENTS": str(incidents_file(rows))}) as server:
        yield from asyncio.run(_measure(server))


async def _measure(server: Server) -> list[str]:
    await get(server, "/api/facets.json")
    session = await PageSession.open(server)
    await asyncio.sleep(3)  # what the server makes ready in the background is no part of a run
    report = []
    for page in PAGES:
        await session.go_to(page, "")
        report.append(await _measure_runs(server, f"{page}, nothing changed", N_SAME, lambda _: session.run_again()))
    for page in PAGES[:3]:
        for change in CHANGES:
            await session.go_to(page, "")
            offset = PAGES.index(page) * change.n_times if change.name != "a text" else 0

            def act(turn: int, change: Change = change, offset: int = offset) -> Awaitable[None]:
                return change.act(session, offset + turn)

            report.append(await _measure_runs(server, f"{page}, {change.name}", change.n_times, act))
    await session.close()
    return report


async def _measure_runs(server: Server, name: str, times: int, run: Callable[[int], Awaitable[None]]) -> str:
    costs = []
    for number in range(times):
        before = cpu_seconds(server.pid)
        await run(number)
        costs.append(cpu_seconds(server.pid) - before)
    mean = sum(costs) / len(costs)
    verdict = "reached" if mean <= LIMIT_SECONDS else "MISSED"
    return f"{name:<30} {mean:6.3f} s, worst {max(costs):.2f} s  (limit {LIMIT_SECONDS:g}: {verdict})"


if __name__ == "__main__":
    for line in lines(*(int(argument.replace("_", "")) for argument in sys.argv[1:])):
        print(line, flush=True)
