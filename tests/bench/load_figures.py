"""What a load comes to: the numbers of tests/bench/load.py, and how they are written beside their limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from statistics import quantiles

# Limits for so many sessions: the 95th percentile of an answer in seconds.
LIMITS_SECONDS = {50: 3.0, 200: 10.0}
HEALTH_LIMIT_SECONDS, RUN_LIMIT_SECONDS = 0.5, 0.15
FIRST_LIMIT_MB, FURTHER_LIMIT_MB = 1_500.0, 700.0
N_ERRORS_LISTED = 10


@dataclass(frozen=True)
class ActFigures:
    """One kind of act: how many ended in the window, their seconds (nan where none did), and what one costs alone.

    `cpu_seconds`: of the servers, per act, measured before the others come.
    """

    kind: str
    n_answers: int
    p50_seconds: float
    p95_seconds: float
    max_seconds: float
    cpu_seconds: float = nan


@dataclass(frozen=True)
class LoadFigures:
    """All numbers of one load. `acts`: one entry a kind, then “all answers”; `memory_mb`: PSS of each server.

    `start_memory_mb`: the same before anybody came. `run_cpu_seconds`: the processor time of the servers by the runs of
    the script in the window, with all that was asked beside them. `health_seconds`: the longest.
    """

    sessions: int
    rows: int
    seconds: float
    workers: int
    acts: tuple[ActFigures, ...]
    errors: tuple[tuple[str, int], ...]
    health_seconds: float
    n_runs: int
    run_cpu_seconds: float
    server_cores: float
    client_cores: float
    start_memory_mb: tuple[float, ...]
    memory_mb: tuple[float, ...]

    @property
    def n_errors(self) -> int:
        """How many answers failed."""
        return sum(count for _, count in self.errors)

    @property
    def p95_seconds(self) -> float:
        """The 95th percentile of all answers; nan where none came."""
        return self.acts[-1].p95_seconds

    @property
    def memory_limit_mb(self) -> float:
        """What so many servers may take together."""
        return FIRST_LIMIT_MB + FURTHER_LIMIT_MB * (len(self.memory_mb) - 1)


def summarize_act(kind: str, seconds: list[float], cpu_seconds: float = nan) -> ActFigures:
    """The figures of the answers to one kind of act; of none, nan."""
    if not seconds:
        return ActFigures(kind, 0, nan, nan, nan, cpu_seconds)
    cuts = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return ActFigures(kind, len(seconds), cuts[9], cuts[18], max(seconds), cpu_seconds)


def describe(figures: LoadFigures) -> Iterator[str]:
    """The figures as lines of a report, each beside its limit."""
    limit = LIMITS_SECONDS.get(figures.sessions)
    for act in figures.acts:
        verdict = _verdict(act.p95_seconds, limit) if act is figures.acts[-1] and limit else ""
        alone = "" if act.cpu_seconds != act.cpu_seconds else f"  processor alone {act.cpu_seconds:.3f} s"
        yield (
            f"{f'{act.kind}, {act.n_answers}':<24} p50 {act.p50_seconds:6.2f} s  p95 {act.p95_seconds:6.2f} s  "
            f"max {act.max_seconds:6.2f} s{alone}  {verdict}"
        )
    yield f"{'errors':<24} {figures.n_errors}  {_verdict(figures.n_errors, 0)}"
    yield from (f"  {count} times {error}" for error, count in figures.errors[:N_ERRORS_LISTED])
    verdict = _verdict(figures.health_seconds, HEALTH_LIMIT_SECONDS)
    yield f"{'health, longest':<24} {figures.health_seconds:6.2f} s  {verdict}"
    yield f"{'runs a second':<24} {figures.n_runs / figures.seconds:6.2f}"
    verdict = _verdict(figures.run_cpu_seconds, RUN_LIMIT_SECONDS)
    yield f"{'processor a run':<24} {figures.run_cpu_seconds:6.3f} s  with all else that was asked  {verdict}"
    yield f"{'processor of servers':<24} {figures.server_cores:6.2f} cores; of the clients {figures.client_cores:.2f}"
    yield f"{'memory at the start':<24} {_sum(figures.start_memory_mb)}"
    verdict = _verdict(sum(figures.memory_mb), figures.memory_limit_mb)
    yield f"{'memory (PSS)':<24} {_sum(figures.memory_mb)}  {verdict}"


def _sum(memories: tuple[float, ...]) -> str:
    return f"{sum(memories):6.0f} MB = {' + '.join(f'{memory:.0f}' for memory in memories)}"


def _verdict(value: float, limit: float) -> str:
    return f"(limit {limit:g}: {'reached' if value <= limit else 'MISSED'})"
