"""S15 and S22: people see no row of others, and logs have none of anybody."""

from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import run_tests
from tests.scorecard.row import Measurement
from tests.scorecard.shared_visit import visit_together

MIN_PEOPLE, MIN_ACTIONS = 50, 100
LOG_TESTS = (
    "tests/geo/core/test_failure_log.py",
    "tests/geo/web/test_failures.py",
    "tests/geo/ingest/test_sandbox.py::test_a_bug_is_in_the_log_under_the_number_in_the_message_and_no_cell_is",
    "tests/faultline/test_balancer.py::test_no_request_is_logged",
)


def measure_isolation(inputs: Inputs) -> Measurement:
    """S15: everybody's pages and addresses have their own rows and nobody else's."""
    visit = visit_together(inputs)
    n_foreign, n_actions = sum(visit.foreign.values()), inputs.people * inputs.actions
    counts = ", ".join(f"{number:,} × {kind}" for kind, number in sorted(visit.answers.items()))
    text = (
        f"{n_foreign} foreign rows in {n_actions:,} actions of {inputs.people} people ({counts}); own rows in "
        f"{visit.own:,}; {len(visit.failures)} failed{': ' + '; '.join(visit.failures[:2]) if visit.failures else ''}"
    )
    is_enough = inputs.people >= MIN_PEOPLE and inputs.actions >= MIN_ACTIONS
    return Measurement(text, n_foreign == 0 and not visit.failures and visit.own > 0 and is_enough)


def measure_logs(inputs: Inputs) -> Measurement:
    """S22: the log of that server, and tests of what is logged where something fails."""
    visit, run = visit_together(inputs), run_tests(LOG_TESTS)
    text = (
        f"{visit.in_log['canaries']} canaries and {visit.in_log['keys']} keys in {visit.n_log_lines:,} lines of the "
        f"server of S15; {run.describe()} of failures and of the balancer"
    )
    return Measurement(text, not any(visit.in_log.values()) and run.is_good)
