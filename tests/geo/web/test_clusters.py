"""What a view holds and what a cluster lists, as a client sees them."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.query import marks_in_view
from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client

WORLD = "view=-180,-85,180,85"
KEYS = {
    "id", "title", "date", "days", "place", "precision", "precision_label", "type", "symbol", "longitude", "latitude",
    "radius_km", "shape", "group", "killed", "contested", "contested_on",
}  # fmt: skip


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def ask(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/api/clusters.json?{query}")
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def total(answer: dict[str, Any]) -> int:
    counts: list[int] = [each["count"] for each in (*answer["clusters"], *answer["areas"])]
    return len(answer["incidents"]) + sum(counts)


@pytest.mark.parametrize("query", ["", "country=Pakistan", "actor=Iran&from=2024-01-16", "q=nothing+says+this"])
@pytest.mark.parametrize("limit", [500, 3])
def test_the_world_holds_every_incident_with_a_place(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str, limit: int
) -> None:
    monkeypatch.setattr(marks_in_view, "MAX_INCIDENTS", limit)
    rows = Selection.from_query(query).apply(current_atlas().incidents)
    for zoom in (0, 2.25, 5, 22):
        assert total(ask(client, f"{WORLD}&zoom={zoom}&{query}")) == rows["longitude"].notna().sum()


def test_incidents_clusters_and_areas_tell_what_marks_show(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks_in_view, "MAX_INCIDENTS", 1)
    answer = ask(client, f"{WORLD}&zoom=1")
    assert all(incident.keys() == KEYS for incident in answer["incidents"])
    for cluster in answer["clusters"]:
        assert cluster.keys() == {"longitude", "latitude", "count", "types", "symbols", "killed", "bounds"}
        assert sum(cluster["types"].values()) == sum(cluster["symbols"].values()) == cluster["count"] > 1
        west, south, east, north = cluster["bounds"]
        assert west <= cluster["longitude"] <= east
        assert south <= cluster["latitude"] <= north
    assert {"southeastern Iran", "northern Iraq"} <= {area["name"] for area in answer["areas"]}
    assert len({area["area_id"] for area in answer["areas"]}) == len(answer["areas"])


def test_a_cluster_lists_its_incidents_and_an_area_its_own(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks_in_view, "MAX_INCIDENTS", 1)
    answer = ask(client, f"{WORLD}&zoom=1")
    for cluster in answer["clusters"]:
        view = ",".join(map(str, cluster["bounds"]))
        listed = client.get(f"/api/clusters/incidents.json?view={view}").json()
        assert listed["count"] == cluster["count"] == len(listed["incidents"])
    for area in answer["areas"]:
        listed = client.get(f"/api/clusters/incidents.json?area_id={area['area_id']}").json()
        assert listed["count"] == area["count"]
        assert {incident["place"] for incident in listed["incidents"]} == {area["name"]}


def test_long_lists_come_a_page_at_a_time(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.web.clusters.PAGE", 2)
    address = "/api/clusters/incidents.json?view=-180,-85,180,85"
    count = client.get(address).json()["count"]
    pages = [client.get(f"{address}&start={start}").json()["incidents"] for start in range(0, count + 2, 2)]
    ids = [incident["id"] for page in pages for incident in page]
    assert (len(ids), len(set(ids)), pages[-1]) == (count, count, [])
    days = [incident["days"][0] for page in pages for incident in page if incident["days"][0]]
    assert days == sorted(days, reverse=True)


def test_an_unknown_toll_is_no_zero(client: TestClient) -> None:
    by_id = {incident["id"]: incident for incident in ask(client, f"{WORLD}&zoom=2")["incidents"]}
    rows = current_atlas().incidents.set_index("incident_id")
    for identifier, incident in by_id.items():
        known = rows.loc[identifier, ["killed_low", "killed_best", "killed_high"]].notna()
        assert (incident["killed"] == [None, None, None]) == (not known.any())


def test_a_browser_keeps_what_cannot_change(client: TestClient) -> None:
    path = f"/api/clusters.json?{WORLD}&zoom=3"
    plain = client.get(path)
    assert "must-revalidate" in plain.headers["cache-control"]
    assert "immutable" in client.get(f"{path}&v={current_atlas().cache_key}").headers["cache-control"]
    assert "must-revalidate" in client.get(f"{path}&v=of-another-data").headers["cache-control"]
    again = client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    others = [f"{path}&country=Iran", "/api/clusters.json?view=0,0,9,9&zoom=3", f"/api/clusters.json?{WORLD}&zoom=4"]
    assert len({client.get(other).headers["etag"] for other in (path, *others)}) == 4


@pytest.mark.parametrize(
    "query",
    ["", "zoom=3", WORLD, f"{WORLD}&zoom=", f"{WORLD}&zoom=-1", f"{WORLD}&zoom=23", f"{WORLD}&zoom=nan",
     f"{WORLD}&zoom=1&zoom=2", "view=1,2,3&zoom=2", "view=0,0,nan,1&zoom=2", f"{WORLD}&{WORLD}&zoom=2",
     f"view={'9' * 5000},0,1,1&zoom=2", f"{WORLD}&zoom=2&from=x", f"{WORLD}&zoom=2&nothing=1"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/clusters.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["problems"][0].keys() == {"key", "given", "accepted"}
    assert len(answer.content) < 1_500


@pytest.mark.parametrize("query", ["", "view=x", f"{WORLD}&start=-1", f"{WORLD}&start=1e3", f"{WORLD}&start={'9' * 50}",
                                   "area_id=a&area_id=b", f"{WORLD}&parts=2"])  # fmt: skip
def test_a_list_that_cannot_be_read_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/clusters/incidents.json?{query}").status_code == 400


def test_an_unknown_area_lists_nothing(client: TestClient) -> None:
    for name in ("ne0:XXX", "<b>", "'; drop", "%00"):
        assert client.get(f"/api/clusters/incidents.json?area_id={name}").json() == {"count": 0, "incidents": []}


def test_the_answer_of_an_empty_view_is_small(client: TestClient) -> None:
    assert json.loads(client.get("/api/clusters.json?view=-140,-60,-139,-59&zoom=9").content) == {
        "incidents": [],
        "clusters": [],
        "areas": [],
    }
