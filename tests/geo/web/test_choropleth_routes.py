"""The numbers of the areas over HTTP: as JSON, as CSV, and refused where they are asked for in other words."""

import csv
import io
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.core.csv_injection import unescape_formula
from geo.query.selection import Selection
from geo.storage import atlas_cache
from tests.geo.web.addresses import make_client


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("query", ["", "country=Pakistan", "actor=Iran&from=2024-01-16", "q=nothing+says+this"])
@pytest.mark.parametrize(
    "options", ["by=country", "by=admin1&measure=killed", "by=admin1&per=year", "measure=killed&per=week"]
)
def test_the_table_and_the_numbers_are_the_same_and_add_up(client: TestClient, query: str, options: str) -> None:
    answer = client.get(f"/api/choropleth.json?{options}&{query}").json()
    *areas, rest = lines(client.get(f"/api/choropleth.csv?{options}&{query}").content)
    number = len(Selection.from_query(query).apply(atlas_cache.current_atlas().incidents))
    assert sum(area["incidents"] for area in answer["areas"]) + answer["outside"]["incidents"] == number
    assert sum(int(row["incidents"]) for row in [*areas, rest]) == number
    assert rest["country"] == ""
    for row, area in zip(areas, answer["areas"], strict=True):
        for name in ("country", "incidents", "killed_low", "killed_best", "killed_high", "killed_unknown"):
            assert row[name] == ("" if area[name] is None else str(area[name]))
        label = answer["classes"][area["class"]]["label"] if area["class"] >= 0 else "unknown"
        assert row["class"] == label


def test_a_rate_names_its_period(client: TestClient) -> None:
    query = "by=country&per=month&from=2024-01-01&to=2024-01-31"
    answer = client.get(f"/api/choropleth.json?{query}").json()
    assert answer["period"] == ["2024-01-01", "2024-01-31"]
    assert answer["unit"] == "Incidents per month"
    first = lines(client.get(f"/api/choropleth.csv?{query}").content)[0]
    assert (first["period_first"], first["period_last"]) == ("2024-01-01", "2024-01-31")
    assert float(first["incidents_per_month"]) == pytest.approx(answer["areas"][0]["value"])


@pytest.mark.parametrize("extension", ["json", "csv"])
@pytest.mark.parametrize(
    ("query", "key"),
    [("by=district", "by"), ("measure=hurt", "measure"), ("per=eon", "per"), ("contry=Iran", "contry")],
)
def test_what_is_not_accepted_is_named(client: TestClient, extension: str, query: str, key: str) -> None:
    answer = client.get(f"/api/choropleth.{extension}?{query}")
    assert answer.status_code == 400
    assert [problem["key"] for problem in answer.json()["problems"]] == [key]


def test_only_an_address_with_the_datas_version_is_cached_for_good(client: TestClient) -> None:
    version = atlas_cache.current_atlas().cache_key
    assert "immutable" in client.get(f"/api/choropleth.json?v={version}").headers["cache-control"]
    assert "must-revalidate" in client.get("/api/choropleth.json?v=older").headers["cache-control"]


def test_a_name_that_starts_a_formula_is_armed(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("incident_id,date_start,latitude,longitude,country\na,2024-01-16,,,=1+1\n", encoding="utf-8")
    monkeypatch.setenv("INCIDENTS", str(path))
    atlas_cache.base_atlas.cache_clear()
    try:
        first = lines(client.get("/api/choropleth.csv").content)[0]
    finally:
        atlas_cache.base_atlas.cache_clear()
    assert not first["country"].startswith("=")
    assert unescape_formula(first["country"]) == "=1+1"
