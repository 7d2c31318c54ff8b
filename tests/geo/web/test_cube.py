"""The cube of a view, as a client sees it."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client

WORLD = "view=-180,-85,180,85&zoom=3"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def header_of(content: bytes) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(content[4 : 4 + int.from_bytes(content[:4], "little")])
    return header


@pytest.mark.parametrize("query", ["", "country=Pakistan", "q=nothing+says+this"])
def test_cells_and_areas_hold_every_incident_with_a_place(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/cube?{WORLD}&{query}")
    assert answer.status_code == 200, answer.text
    header = header_of(answer.content)
    rows = Selection.from_query(query).apply(current_atlas().incidents)
    in_cells = sum(count for _, _, count in header["cells"])
    in_areas = sum(area["count"] for area in header["areas"])
    assert in_cells + in_areas == rows["longitude"].notna().sum()


def test_the_dates_of_the_selection_change_nothing(client: TestClient) -> None:
    whole, window = (client.get(f"/api/cube?{WORLD}{dates}") for dates in ("", "&from=2024-01-16&to=2024-01-17"))
    assert whole.content == window.content
    assert whole.headers["etag"] == window.headers["etag"]


def test_it_is_sent_compressed_and_kept_for_good(client: TestClient) -> None:
    path = f"/api/cube?{WORLD}"
    plain = client.get(path, headers={"Accept-Encoding": "br"})
    assert plain.headers["content-encoding"] == "br"
    assert "must-revalidate" in plain.headers["cache-control"]
    assert "immutable" in client.get(f"{path}&v={current_atlas().cache_key}").headers["cache-control"]
    again = client.get(path, headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    others = [f"{path}&country=Iran", "/api/cube?view=0,0,9,9&zoom=3", "/api/cube?view=-180,-85,180,85&zoom=4"]
    assert len({client.get(other).headers["etag"] for other in (path, *others)}) == 4


@pytest.mark.parametrize(
    "query",
    ["", "zoom=3", "view=0,0,9,9", f"{WORLD}&zoom=4", "view=1,2,3&zoom=2", "view=0,0,9,9&zoom=23",
     "view=0,0,9,9&zoom=nan", f"{WORLD}&from=x", f"{WORLD}&nothing=1", f"{WORLD}&theme=dark&near=1,2,3"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_and_named(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/cube?{query}")
    assert answer.status_code == 400
    assert answer.json()["problems"][0].keys() == {"key", "given", "accepted"}
