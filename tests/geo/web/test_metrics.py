"""The numbers of a server count every request, and hold nothing that anybody asked for."""

import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from geo.settings import METRICS_DIR, child_environment
from geo.web import metrics
from geo.web.request_note import OTHER, PAGE
from tests.geo.web.addresses import ADDRESSES, make_client

CANARY = "canary5b1e"
COUNTED = """
from tests.geo.web.addresses import make_client
client = make_client()
for _ in range({number}):
    client.get("/api/openapi.json")
print(client.get("/metrics").text)
"""


def read_numbers(text: str) -> dict[tuple[str, str, str], float]:
    """Requests by route, method and status."""
    return {
        (sample.labels["route"], sample.labels["method"], sample.labels["status"]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == "faultline_requests_total"
    }


def test_requests_are_counted_by_route_method_and_status() -> None:
    client = make_client()
    before = read_numbers(client.get("/metrics").text)
    for address in ("/api/facets.json", "/api/facets.json?country=Iran", "/api/facets.json?nonsense=1"):
        client.get(address)
    client.request("BREW", "/api/facets.json")
    after = read_numbers(client.get("/metrics").text)
    gains = {key: value - before.get(key, 0) for key, value in after.items() if value != before.get(key)}
    assert gains == {
        ("/api/facets.json", "GET", "200"): 2,
        ("/api/facets.json", "GET", "400"): 1,
        ("/api/facets.json", OTHER, "405"): 1,
        ("/metrics", "GET", "200"): 1,
    }


def test_no_number_holds_what_was_asked_for() -> None:
    client = make_client()
    for address in (*ADDRESSES, f"/api/{CANARY}", f"/{CANARY}", f"/tiles/{CANARY}/1/2.png"):
        client.get(f"{address}{'&' if '?' in address else '?'}q={CANARY}&data={CANARY}")
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_an_answer_that_breaks_off_is_counted_as_such() -> None:
    async def break_off(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError

    client = TestClient(metrics.Metrics(break_off))
    with pytest.raises(RuntimeError):
        client.get("/")
    numbers = read_numbers(make_client().get("/metrics").text)
    assert numbers[PAGE, "GET", metrics.BROKEN_OFF] >= 1


def test_several_servers_count_together(tmp_path: Path) -> None:
    texts = []
    for number in (3, 4):
        environment = child_environment(**{METRICS_DIR: str(tmp_path)})
        command = [sys.executable, "-c", COUNTED.format(number=number)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        texts.append(ended.stdout)
    assert [read_numbers(text)["/api/openapi.json", "GET", "200"] for text in texts] == [3, 7]
