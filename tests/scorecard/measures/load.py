"""S20: many sessions at once at a million incidents, as the load bench measures them."""

import os

from geo.core.formatting import pluralize
from tests.bench.load import Load, measure_load
from tests.bench.load_figures import LoadFigures
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement

# The bars: seconds of the 95th percentile at so many sessions, of health, and memory of one process and a further one.
MAX_P95_SECONDS, MAX_P95_SECONDS_OF_MORE, MAX_HEALTH_SECONDS = 3.0, 10.0, 0.5
MAX_MB, MAX_FURTHER_MB = 1_500.0, 700.0
MIN_SESSIONS, MIN_MORE_SESSIONS, MIN_INCIDENTS = 50, 200, 1_000_000


def measure_sessions(inputs: Inputs) -> Measurement:
    """S20: the same mix of acts by 50 sessions at one server, and by 200 at as many servers as there are processors.

    Python computes on one processor a process: 200 people are for several, as docs/deploy.md says.
    """
    few = _measure(inputs, inputs.load_sessions, 1)
    many = _measure(inputs, inputs.more_load_sessions, os.cpu_count() or 1)
    is_enough = few.sessions >= MIN_SESSIONS and many.sessions >= MIN_MORE_SESSIONS and few.rows >= MIN_INCIDENTS
    is_soon = _p95(few) <= MAX_P95_SECONDS and _p95(many) <= MAX_P95_SECONDS_OF_MORE
    is_light = all(_is_light(figures) for figures in (few, many))
    text = f"{_describe(few)}; {_describe(many)}; {few.rows:,} incidents, {few.seconds:.0f} s each"
    return Measurement(text, is_enough and is_soon and is_light and few.n_errors == many.n_errors == 0)


def _measure(inputs: Inputs, sessions: int, workers: int) -> LoadFigures:
    load = Load(sessions=sessions, rows=inputs.load_incidents, seconds=inputs.load_seconds, workers=workers)
    return measure_load(load)


def _is_light(figures: LoadFigures) -> bool:
    max_mb = MAX_MB + (figures.workers - 1) * MAX_FURTHER_MB
    return sum(figures.memory_mb) <= max_mb and figures.health_seconds <= MAX_HEALTH_SECONDS


def _p95(figures: LoadFigures) -> float:
    return figures.acts[-1].p95_seconds  # the last is of all answers


def _describe(figures: LoadFigures) -> str:
    every = figures.acts[-1]
    servers = pluralize(figures.workers, "server")
    return (
        f"{figures.sessions} sessions, {servers}: {figures.n_errors} errors, p50 {every.p50_seconds:.1f} s, p95 "
        f"{every.p95_seconds:.1f} s, health {figures.health_seconds:.2f} s, {sum(figures.memory_mb):,.0f} MB (PSS)"
    )
