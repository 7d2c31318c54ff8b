"""An exclusion in the address of every answer that counts or lists the selection."""

import csv
import io
from typing import Any

import geopandas as gpd
import pytest
from starlette.testclient import TestClient

from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client

QUERIES = (
    "actor=!Jaish+al-Adl",
    "country=!Iran&type=!Diplomatic",
    "actor=Iran&actor=!Jaish+al-Adl",
    "place=!Islamabad",
)
WORLD = "view=-180,-85,180,85"
EVERY_QUERY = pytest.mark.parametrize("query", QUERIES)


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def ask(client: TestClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    content: dict[str, Any] = answer.json()
    return content


def selected(query: str) -> gpd.GeoDataFrame:
    """The rows by the predicate: fewer than all, or a test of them would show nothing."""
    rows = current_atlas().incidents
    matches = Selection.from_query(query).apply(rows)
    assert 0 < len(matches) < len(rows)
    return matches


def test_each_query_excludes_what_its_names_include() -> None:
    everything, excluded = current_atlas().incidents, Selection.from_query("actor=Jaish+al-Adl")
    assert len(selected("actor=!Jaish+al-Adl")) == len(everything) - len(excluded.apply(everything))


@EVERY_QUERY
def test_the_files_hold_the_same_incidents(client: TestClient, query: str) -> None:
    ids = list(selected(query)["incident_id"])
    lines = csv.DictReader(io.StringIO(client.get(f"/api/incidents.csv?{query}").content.decode("utf-8-sig")))
    assert [line["incident_id"] for line in lines] == ids
    features = ask(client, f"/api/incidents.geojson?{query}")["features"]
    assert [feature["properties"]["incident_id"] for feature in features] == ids
    parquet = gpd.read_parquet(io.BytesIO(client.get(f"/api/incidents.parquet?{query}").content))
    assert list(parquet["incident_id"]) == ids


@EVERY_QUERY
def test_the_counts_are_those_of_the_predicate(client: TestClient, query: str) -> None:
    rows = selected(query)
    located = rows["longitude"].notna()
    mapped = located & rows["place_precision"].isin(["exact", "near"])
    assert ask(client, f"/api/facets.json?{query}")["count"] == len(rows)
    assert ask(client, f"/tiles/density/0/0/0.json?{query}")["count"] == mapped.sum()
    clusters = ask(client, f"/api/clusters.json?{WORLD}&zoom=5&{query}")
    counted = sum(each["count"] for each in (*clusters["clusters"], *clusters["areas"]))
    assert len(clusters["incidents"]) + counted == located.sum()
    assert ask(client, f"/api/in-view.json?{WORLD}&{query}")["selected"] == len(rows)


@EVERY_QUERY
def test_the_comparison_and_the_areas_are_of_the_same_incidents(client: TestClient, query: str) -> None:
    rows = selected(query)
    compared = ask(client, f"/api/compare.json?{query}&with=all")
    assert (compared["selection"]["count"], compared["in_both"]) == (len(rows), len(rows))
    areas = ask(client, f"/api/choropleth.json?{query}")
    assert sum(area["incidents"] for area in areas["areas"]) + areas["outside"]["incidents"] == len(rows)


def test_an_excluded_choice_is_counted_among_the_facets(client: TestClient) -> None:
    facets, without = (ask(client, f"/api/facets.json?{query}")["facets"] for query in ("actor=!Iran", ""))
    assert facets["actor"] == without["actor"]
    assert facets["country"] != without["country"]


@pytest.mark.parametrize(
    ("query", "value", "accepted"),
    [
        ("actor=Iran&actor=!Iran", "Iran", "either to include or, behind “!”, to exclude"),
        ("country=!Erewhom", "!Erewhom", "A country by any of its names"),
        ("precision=!close", "close", "exact, near, admin2"),
        ("dataset=!", "an empty value", "The dataset"),
    ],
)
def test_an_exclusion_that_cannot_be_meant_is_refused(
    client: TestClient, query: str, value: str, accepted: str
) -> None:
    answer = client.get(f"/api/facets.json?{query}")
    assert answer.status_code == 400
    (problem,) = answer.json()["problems"]
    assert problem["given"] == value
    assert accepted in problem["accepted"]


def test_what_the_exclusion_cannot_judge_is_told(client: TestClient) -> None:
    atlas = current_atlas()
    unstated = len(atlas.select(Selection.from_query("actor=not+stated")))
    notes = ask(client, "/api/facets.json?actor=!Iran")["notes"]
    assert any(f"{unstated} incident" in note and "whose actor is not stated" in note for note in notes) == (
        unstated > 0
    )
    assert ask(client, "/api/facets.json")["notes"] == []
