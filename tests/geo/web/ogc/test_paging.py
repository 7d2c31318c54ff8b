"""Pages are of one version of the data: each feature once and in order, or a refusal."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.geo.web.served_atlas import made_atlas, serve

ITEMS = "/ogc/collections/incidents/items"
QUERIES = (
    "", "&country=Pakistan", "&bbox=170,-30,-170,10", "&datetime=2016-01-01T00:00:00Z/..&actor=Iran&actor=IRGC",
    "&q=nothing+says+this", "&bbox=60,20,70,35&inside=possible&place=Quetta",
)  # fmt: skip


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    return serve(monkeypatch, made_atlas())


def next_of(page: Any) -> str:
    return next((link["href"] for link in page["links"] if link["rel"] == "next"), "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)
@given(limit=st.integers(400, 3_500), query=st.sampled_from(QUERIES))
def test_pages_hold_each_feature_once_and_in_order(client: TestClient, limit: int, query: str) -> None:
    whole = client.get(f"{ITEMS}?limit=10000{query}").json()
    page = client.get(f"{ITEMS}?limit={limit}{query}").json()
    features = page["features"]
    while address := next_of(page):
        page = client.get(address).json()
        features += page["features"]
        assert page["numberMatched"] == whole["numberMatched"]
    assert features == whole["features"]
    assert not next_of(whole)


def test_a_page_of_other_data_is_refused_and_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = next_of(client.get(f"{ITEMS}?limit=10").json())
    assert client.get(address).status_code == 200
    changed = serve(monkeypatch, replace(made_atlas(), version="changed"))
    answer = changed.get(address)
    assert (answer.status_code, answer.json()["code"]) == (410, "DataChanged")
    assert "first page" in answer.json()["description"]


def test_a_page_beyond_the_last_is_empty(client: TestClient) -> None:
    page = client.get(f"{ITEMS}?offset=999999").json()
    assert (page["features"], page["numberReturned"], page["numberMatched"]) == ([], 0, 3_000)


def test_the_geometry_is_that_of_the_download(client: TestClient) -> None:
    features = client.get(f"{ITEMS}?limit=10000").json()["features"]
    exported = client.get("/api/incidents.geojson").json()["features"]
    assert [(each["geometry"], each["properties"]) for each in features] == [
        (each["geometry"], each["properties"]) for each in exported
    ]


def test_a_page_that_a_client_has_is_not_sent_again(client: TestClient) -> None:
    etag = client.get(f"{ITEMS}?limit=3").headers["etag"]
    assert etag.startswith("W/")  # timeStamp says when an answer was made
    assert client.get(f"{ITEMS}?limit=3", headers={"If-None-Match": etag}).status_code == 304
    assert client.get(f"{ITEMS}?limit=4", headers={"If-None-Match": etag}).status_code == 200


def test_coordinates_are_those_of_the_download_on_every_page(client: TestClient) -> None:
    page = client.get(f"{ITEMS}?limit=1200&coordinates=province&country=Pakistan").json()
    assert page["coordinates"].startswith("Coordinates are generalised to the province")
    features = page["features"]
    while address := next_of(page):
        page = client.get(address).json()
        features += page["features"]
    exported = client.get("/api/incidents.geojson?coordinates=province&country=Pakistan").json()["features"]
    assert [(each["geometry"], each["properties"]) for each in features] == [
        (each["geometry"], each["properties"]) for each in exported
    ]
    one = client.get(f"{ITEMS}/{features[0]['id']}?coordinates=province").json()
    assert (one["geometry"], one["properties"]) == (features[0]["geometry"], features[0]["properties"])
    assert client.get(one["links"][0]["href"]).json()["geometry"] == one["geometry"]
    assert "coordinates" not in client.get(f"{ITEMS}?limit=1&coordinates=exact").json()


@pytest.mark.parametrize("query", ["bbox=60,20,70,35", "q=strike", "tag=x", "place=Quetta"])
def test_what_says_more_of_a_place_is_refused_with_coarse_coordinates(client: TestClient, query: str) -> None:
    """The links of the answer would state it, and a small box would find the place out."""
    assert client.get(f"{ITEMS}?limit=1&{query}").status_code == 200
    for address in (ITEMS, "/api/feed.json"):
        answer = client.get(f"{address}?coordinates=grid-10&{query}")
        assert answer.status_code == 400
        assert "only the filters actor" in answer.text
    assert client.get(f"{ITEMS}?coordinates=jitter").status_code == 400
