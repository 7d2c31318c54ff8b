"""The figures of a load are right for no answers, for one and for many."""

from dataclasses import replace
from math import isnan

import pytest

from tests.bench.load_figures import LoadFigures, describe, summarize_act

QUIET = LoadFigures(
    sessions=50, rows=1000, seconds=10.0, workers=2,
    acts=(summarize_act("filter", []), summarize_act("all answers", [])),
    errors=(), health_seconds=0.1, n_runs=0, run_cpu_seconds=float("nan"), server_cores=0.0, client_cores=0.0,
    start_memory_mb=(500.0, 300.0), memory_mb=(900.0, 600.0),
)  # fmt: skip


def test_an_act_that_nobody_made_has_no_seconds_and_no_error() -> None:
    figures = summarize_act("download", [])
    assert figures.n_answers == 0
    assert all(map(isnan, (figures.p50_seconds, figures.p95_seconds, figures.max_seconds)))


def test_one_answer_is_each_of_its_percentiles() -> None:
    figures = summarize_act("record", [0.5], cpu_seconds=0.02)
    assert (figures.p50_seconds, figures.p95_seconds, figures.max_seconds) == (0.5, 0.5, 0.5)


def test_percentiles_are_those_of_all_answers() -> None:
    figures = summarize_act("filter", [number / 100 for number in range(101)])
    assert figures.p50_seconds == pytest.approx(0.5)
    assert figures.p95_seconds == pytest.approx(0.95)


def test_a_load_without_answers_reaches_no_limit_of_answers() -> None:
    text = "\n".join(describe(QUIET))
    assert "filter, 0" in text
    assert text.count("MISSED") == 2  # the 95th percentile and the processor of a run, which nobody knows


def test_servers_share_one_limit_of_memory() -> None:
    assert QUIET.memory_limit_mb == 2_200.0
    assert "1500 MB = 900 + 600  (limit 2200: reached)" in "\n".join(describe(QUIET))


def test_errors_are_counted_and_listed() -> None:
    figures = replace(QUIET, errors=(("filter: no answer", 3), ("page: 503", 1)))
    assert figures.n_errors == 4
    assert "  3 times filter: no answer" in list(describe(figures))
