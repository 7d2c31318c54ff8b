"""The list of what a view holds, as a client sees it."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client

WORLD = "view=-180,-85,180,85"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def ask(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/api/in-view.json?{query}")
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


@pytest.mark.parametrize("query", ["", "country=Pakistan", "actor=Iran&from=2024-01-16", "q=nothing+says+this"])
def test_the_world_lists_every_incident_with_a_place_and_counts_the_others(client: TestClient, query: str) -> None:
    answer = ask(client, f"{WORLD}&{query}")
    rows = Selection.from_query(query).apply(current_atlas().incidents)
    located = rows[rows["longitude"].notna()]
    assert (answer["count"], answer["selected"]) == (len(located), len(rows))
    assert {incident["id"] for incident in answer["incidents"]} == set(located["incident_id"])


def test_incidents_are_those_that_the_map_draws(client: TestClient) -> None:
    view = "view=55,20,75,35"
    drawn = client.get(f"/api/clusters.json?{view}&zoom=18").json()
    listed = ask(client, view)["incidents"]
    by_id = {incident["id"]: incident for incident in listed}
    assert drawn["incidents"]
    assert all(by_id[incident["id"]] == incident for incident in drawn["incidents"])
    of_areas = {incident["shape"] for incident in listed if incident["shape"]}
    assert of_areas == {area["area_id"] for area in drawn["areas"]}


def test_the_latest_come_first_a_page_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.web.in_view.PAGE", 2)
    count = ask(client, WORLD)["count"]
    pages = [ask(client, f"{WORLD}&start={start}")["incidents"] for start in range(0, count + 2, 2)]
    ids = [incident["id"] for page in pages for incident in page]
    assert (len(ids), len(set(ids)), pages[-1]) == (count, count, [])
    days = [incident["days"][0] for page in pages for incident in page]
    dated = [day for day in days if day]
    assert dated == sorted(dated, reverse=True)
    assert days[: len(dated)] == dated


def test_a_view_of_the_sea_is_empty(client: TestClient) -> None:
    answer = ask(client, "view=-40,-40,-30,-30")
    assert (answer["count"], answer["incidents"]) == (0, [])
    assert answer["selected"] == len(current_atlas().incidents)


@pytest.mark.parametrize(
    "query",
    ["", "view=", "view=1,2,3", "view=0,9,1,0", "view=0,0,nan,1", f"{WORLD}&{WORLD}", f"{WORLD}&start=-1",
     f"{WORLD}&start={'9' * 50}", f"{WORLD}&from=x", f"{WORLD}&nothing=1", f"view={'9' * 5000},0,1,1"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/in-view.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["problems"][0].keys() == {"key", "given", "accepted"}
    assert len(answer.content) < 1_500
