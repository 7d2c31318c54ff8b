"""S17: random queries of strangers at every address."""

import time
from collections import Counter

import numpy as np

from tests.geo.web.addresses import make_client
from tests.query_fuzz import random_queries
from tests.scorecard.inputs import Inputs
from tests.scorecard.row import Measurement

ACCEPTED = frozenset((200, 304, 400, 404, 410, 422))  # 410: a page of a version of the data that is gone
REFUSALS = frozenset((400, 410))  # which need a reason
MAX_P99_SECONDS, MIN_QUERIES = 1.0, 10_000


def measure_queries(inputs: Inputs) -> Measurement:
    """S17: each is answered, or refused with a reason, and soon."""
    client, seconds, statuses, silent = make_client(), list[float](), Counter[int](), 0
    client.get("/api/facets.json")  # the first answer waits for the table
    for address in random_queries(inputs.queries, inputs.seed):
        start = time.perf_counter()
        answer = client.get(address)
        seconds.append(time.perf_counter() - start)
        statuses[answer.status_code] += 1
        silent += answer.status_code in REFUSALS and len(answer.text) < len('{"error":"x"}')
    p99, failed = float(np.percentile(seconds, 99)), sum(n for status, n in statuses.items() if status not in ACCEPTED)
    shares = ", ".join(f"{n:,} × {status}" for status, n in sorted(statuses.items()))
    text = f"{failed} failed of {len(seconds):,} ({shares}); p99 {p99:.2f} s; {silent} refused without a reason"
    is_met = failed == silent == 0 and p99 <= MAX_P99_SECONDS and len(seconds) >= MIN_QUERIES
    return Measurement(text, is_met)
