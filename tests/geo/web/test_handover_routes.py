"""The hand-over page over HTTP: a file to save, refused with a sentence where it would be too large."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from geo.core import clock
from geo.handover import content
from geo.storage import atlas_cache
from tests.geo.handover.pages import read_data
from tests.geo.web.addresses import make_client
from tests.geo.web.conftest import NOON

ADDRESS = "/api/incidents.html?actor=Iran"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def test_the_page_is_saved_and_not_opened_here(client: TestClient) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="faultline-handover_actor-iran_data-\w+_\w+\.html"',
        answer.headers["Content-Disposition"],
    )
    assert 'href="http://testserver/map?actor=Iran"' in answer.text
    assert len(read_data(answer.text)["columns"]["id"]) > 0


def test_its_tag_does_not_change_with_the_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(ADDRESS)
    monkeypatch.setattr(clock, "utc_now", lambda: NOON + timedelta(hours=1))
    second = client.get(ADDRESS)
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.text.replace("12:00:00", "13:00:00") == second.text
    unchanged = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_selection_that_is_too_large_is_refused_with_the_reason(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MAX_INCIDENTS", 3)
    answer = client.get("/api/incidents.html")
    number = len(atlas_cache.base_atlas().engine)
    assert answer.status_code == 413
    assert answer.json()["error"] == (
        f"A hand-over page holds up to 3 incidents, and this selection has {number}. Choose fewer, or download them "
        "as CSV."
    )


def test_a_bad_value_is_refused(client: TestClient) -> None:
    assert client.get("/api/incidents.html?from=soon").status_code == 400
