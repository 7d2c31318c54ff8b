"""S20: many sessions at once at a million incidents, as the load bench measures them."""

from tests.bench.load import Load, measure_load
from tests.bench.load_figures import LoadFigures
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement

# The bars: seconds of the 95th percentile at so many sessions, of health, and memory of the one process.
MAX_P95_SECONDS, MAX_P95_SECONDS_OF_MORE, MAX_HEALTH_SECONDS, MAX_MB = 3.0, 10.0, 0.5, 1_500.0
MIN_SESSIONS, MIN_MORE_SESSIONS, MIN_INCIDENTS = 50, 200, 1_000_000


def measure_sessions(inputs: Inputs) -> Measurement:
    """S20: the same mix of filters, pages, records and downloads by 50 sessions and by 200."""
    few, many = (_measure(inputs, sessions) for sessions in (inputs.load_sessions, inputs.more_load_sessions))
    is_enough = few.sessions >= MIN_SESSIONS and many.sessions >= MIN_MORE_SESSIONS and few.rows >= MIN_INCIDENTS
    is_soon = _p95(few) <= MAX_P95_SECONDS and _p95(many) <= MAX_P95_SECONDS_OF_MORE
    is_light = sum(few.memory_mb) <= MAX_MB and few.health_seconds <= MAX_HEALTH_SECONDS
    text = f"{_describe(few)}; {_describe(many)}; {few.rows:,} incidents, {few.seconds:.0f} s each, one process"
    return Measurement(text, is_enough and is_soon and is_light and few.n_errors == many.n_errors == 0)


def _measure(inputs: Inputs, sessions: int) -> LoadFigures:
    return measure_load(Load(sessions=sessions, rows=inputs.load_incidents, seconds=inputs.load_seconds))


def _p95(figures: LoadFigures) -> float:
    return figures.acts[-1].p95_seconds  # the last is of all answers


def _describe(figures: LoadFigures) -> str:
    every = figures.acts[-1]
    return (
        f"{figures.sessions} sessions: {figures.n_errors} errors, p50 {every.p50_seconds:.1f} s, p95 "
        f"{every.p95_seconds:.1f} s, health {figures.health_seconds:.2f} s, {sum(figures.memory_mb):,.0f} MB (PSS)"
    )
