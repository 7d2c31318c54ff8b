"""A bug in a route is answered with a number, and logged under it without any value of the request."""

import logging
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from geo.exports.csv_file import CSV
from geo.exports.exporter import ExportJob
from geo.query import facets
from geo.web.streaming import READ_AHEAD
from tests.geo.web.addresses import make_client

CANARY = "CANARY-77aa"


@pytest.fixture
def client() -> TestClient:
    return make_client()


def fail(*_: object, **__: object) -> object:
    raise ValueError(CANARY)


def test_a_failure_is_answered_and_logged_under_one_number(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(facets, "all_facet_counts", fail)
    with caplog.at_level(logging.ERROR, logger="faultline"):
        answer = client.get(f"/api/facets.json?q={CANARY}")
    failure_id = answer.json()["failure_id"]
    assert answer.status_code == 500
    assert failure_id in answer.json()["error"]
    assert failure_id in caplog.text
    assert "/api/facets.json" in caplog.text
    assert "ValueError" in caplog.text
    assert CANARY not in caplog.text + answer.text
    assert "content-security-policy" in answer.headers


def test_a_file_that_breaks_off_is_no_whole_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off(_self: CSV, _job: ExportJob) -> Iterator[bytes]:
        yield from [b"a chunk"] * READ_AHEAD
        raise ValueError(CANARY)

    monkeypatch.setattr(CSV, "iter_chunks", break_off)
    with (
        caplog.at_level(logging.ERROR, logger="faultline"),
        pytest.raises(RuntimeError, match=r"failure \w{8}: the answer was cut off") as failure,
    ):
        client.get("/api/incidents.csv")
    assert failure.value.__suppress_context__
    assert "/api/incidents.{extension:str}" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize(("address", "status"), [("/api/facets.json?from=x", 400), ("/api/incidents.pkl", 404)])
def test_a_refusal_is_no_failure(
    client: TestClient, caplog: pytest.LogCaptureFixture, address: str, status: int
) -> None:
    with caplog.at_level(logging.ERROR, logger="faultline"):
        assert client.get(address).status_code == status
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("setting", "limit", "address", "status_code", "message"),
    [
        ("QUERY_SECONDS", "0.000001", "facets.json?type=Riots&min_killed=1", 504, "the limit of this server"),
        ("TABLE_CELLS", "1", "crosstab.csv?rows=actor&columns=actor", 503, "at most 1"),
    ],
)
def test_a_limit_is_answered_with_what_to_do(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    limit: str,
    address: str,
    status_code: int,
    message: str,
) -> None:
    monkeypatch.setenv(setting, limit)
    answer = client.get(f"/api/{address}")
    assert answer.status_code == status_code
    assert message in answer.json()["error"]
    assert setting in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"


BROWSER = {"Accept": "text/html,*/*", "Sec-Fetch-Mode": "navigate"}


def test_who_follows_a_link_gets_the_reason_as_a_page_and_a_way_back(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUERY_SECONDS", "0.000001")
    query = "type=Riots&min_killed=1&q=%22%3Cscript%3E"
    answer = client.get(f"/api/incidents.csv?{query}", headers=BROWSER)
    assert answer.status_code == 504
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "content-disposition" not in answer.headers  # no file by the name of one
    assert "the limit of this server" in answer.text
    assert "QUERY_SECONDS" in answer.text
    assert f'href="/map?{query.replace("&", "&amp;")}"' in answer.text
    assert "<script" not in answer.text


def test_a_bug_is_a_page_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "all_facet_counts", fail)
    answer = client.get("/api/facets.json", headers=BROWSER)
    assert answer.status_code == 500
    assert re.search(r"Faultline failed to answer \(error \w{8}\)", answer.text)
    assert '<a href="/map">' in answer.text
    assert CANARY not in answer.text
