"""S16: the policy table of the gate, tried cell by cell on real servers."""

from geo.gate.address_kinds import KINDS
from geo.gate.policy import POLICY
from tests.scorecard.inputs import Inputs
from tests.scorecard.pytest_runs import run_tests
from tests.scorecard.row import Measurement

GATE = ("tests/geo/gate", "tests/faultline/test_streamlit_sessions.py", "tests/faultline/test_tokens.py")


def measure_gate(_inputs: Inputs) -> Measurement:
    """S16: each kind of address for each kind of asker under each way of access, over HTTP and websocket."""
    run = run_tests(GATE)
    n_cells = sum(len(POLICY[access][kind]) for access in POLICY for kind in KINDS)
    share = (run.n_tests - len(run.failures)) / max(run.n_tests, 1)
    return Measurement(f"{share:.1%} as the table of {n_cells} cells; {run.describe()}", run.is_good)
