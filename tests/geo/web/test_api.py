"""The routes as a client sees them."""

import csv
import io
import random

import pytest
from starlette.testclient import TestClient

from geo import exports
from geo.exports import EXPORTERS
from geo.query.filters import FILTERS
from geo.query.selection import Selection
from geo.storage.atlas import Atlas
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.extension)
@pytest.mark.parametrize("query", ["", "actor=Jaish+al-Adl", "contested=1&country=Pakistan", "q=nothing+says+this"])
def test_a_file_is_what_the_exporter_writes(client: TestClient, query: str, exporter: exports.Exporter) -> None:
    answer = client.get(f"/api/incidents.{exporter.extension}?{query}")
    atlas = current_atlas()
    file = exports.download(atlas.select(Selection.from_query(query)), exporter, data_version=atlas.version)
    assert answer.status_code == 200
    assert answer.content == file.content
    assert file.name in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("query", "key"),
    [("country=Erewhom", "country"), ("admin1=Qzxvkwy", "admin1"), ("from=yesterday", "from"), ("acter=Iran", "acter"), ("actor=", "actor"), ("from=2024-02-01&to=2024-01-01", "to"), ("bbox=1,2,3", "bbox"), ("area=0,0,1,0,2,0", "area"),
     ("min_killed=-1", "min_killed"), ("precision=roughly", "precision"), ("from=2024-01-01&from=2024-01-02", "from")],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/api/incidents.csv", "/api/facets.json", "/api/timeline.json", "/api/crosstab.csv"])
def test_a_bad_value_is_refused_and_named(client: TestClient, path: str, query: str, key: str) -> None:
    answer = client.get(f"{path}?actor=Iran&{query}" if key != "actor" else f"{path}?{query}")
    assert answer.status_code == 400
    assert [problem["key"] for problem in answer.json()["problems"]] == [key]
    assert answer.json()["problems"][0]["accepted"]


def test_the_numbers_agree_with_each_other(client: TestClient) -> None:
    query = "actor=Iran"
    facets = client.get(f"/api/facets.json?{query}").json()
    timeline = client.get(f"/api/timeline.json?{query}").json()
    rows = client.get(f"/api/incidents.geojson?{query}").json()["features"]
    counted = sum(bar["count"] for bar in timeline["bars"]) + sum(span["count"] for span in timeline["spans"])
    assert facets["count"] == counted + timeline["undated"] == len(rows)
    assert facets["facets"]["actor"]["Iran"] == len(rows)


def test_the_killed_of_a_selection_are_a_range_in_words(client: TestClient) -> None:
    facets = client.get("/api/facets.json?actor=Jaish al-Adl").json()
    timeline = client.get("/api/timeline.json?actor=Jaish al-Adl&count=killed").json()
    assert facets["killed"] == timeline["killed"]
    assert facets["killed"]["text"].startswith(f"{facets['killed']['low']} killed; ")
    assert facets["killed"]["not_stated"] > 0


def test_the_cross_tab_is_csv_and_refuses_unknown_properties(client: TestClient) -> None:
    answer = client.get("/api/crosstab.csv?rows=type&columns=year&measure=killed&country=Pakistan")
    assert answer.content.startswith(b'\xef\xbb\xbf"Type"')
    assert client.get("/api/crosstab.csv?rows=colour").json()["problems"][0]["key"] == "rows"


def test_one_incident(client: TestClient) -> None:
    answer = client.get("/api/incident.json?id=FLT-0012").json()
    assert answer["contested"] is True
    assert {"HalVash", "Jaish al-Adl", "Pakistan"} <= {claim["claimant"] for claim in answer["claims"]}
    assert client.get("/api/incident.json?id=none").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/api/incidents.pkl", "/api/incident.csv", "/api/nothing", "/api/", "/assets/nosuch/x.js", "/assets/leaflet/..%2f..%2f__init__.py", "/assets/leaflet/%2e%2e/%2e%2e/x",
     "/assets/leaflet//etc/passwd", "/assets/leaflet/images", "/assets/basemap/provinces/..%2f.geojson", "/assets/basemap/provinces/XXX.geojson"],
)  # fmt: skip
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/assets/leaflet/leaflet.js", "javascript"), ("/assets/leaflet/images/layers.png", "image/png"), ("/assets/draw/leaflet.draw.js", "javascript"),
     ("/assets/atlas.js", "javascript"), ("/assets/atlas.css", "text/css"), ("/assets/basemap/countries.geojson", "geo+json"),
     ("/assets/basemap/provinces/PAK.geojson", "geo+json")],
)  # fmt: skip
def test_an_asset_is_served_and_cached(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(f"{path}?v=1")
    assert kind in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]
    again = client.get(f"{path}?v=1", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "must-revalidate" in client.get(path).headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/api/facets.json", "/api/facets.json?from=x", "/assets/atlas.js", "/nothing",
    "/api/incidents.csv", "/api/incidents.pkl", "/api/crosstab.csv", "/api/incident.json?id=none", "/assets/nosuch/x"])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_carries_the_security_headers(client: TestClient, method: str, path: str) -> None:
    headers = client.request(method, path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"


def test_a_cached_asset_carries_the_security_headers(client: TestClient) -> None:
    etag = client.get("/assets/atlas.js").headers["etag"]
    cached = client.get("/assets/atlas.js", headers={"If-None-Match": etag})
    assert cached.status_code == 304
    assert "content-security-policy" in cached.headers
    changed = client.get("/assets/atlas.js", headers={"If-None-Match": '"another"'})
    assert (changed.status_code, changed.headers["etag"]) == (200, etag)


@pytest.mark.parametrize("path", ["%00", "a%00b.js", "x" * 300, "x/" * 3000, "%ff"], ids=lambda path: path[:8])
@pytest.mark.parametrize("folder", ["leaflet", "draw"])
def test_a_name_that_no_file_can_have_is_404(client: TestClient, folder: str, path: str) -> None:
    assert client.get(f"/assets/{folder}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("query", "key", "text"),
    [("from=yesterday", "from", "yesterday"), ("acter=Iran", "acter", "Iran"), ("precision=roughly", "precision", "roughly"), ("by=colour", "by", "colour"),
     ("scale=century", "scale", "century"), ("b%79=colour", "by", "colour"), ("contested=0", "contested", "0")],
)  # fmt: skip
def test_a_refusal_says_what_was_given_and_what_is_accepted(
    client: TestClient, query: str, key: str, text: str
) -> None:
    problems = client.get(f"/api/timeline.json?{query}").json()["problems"]
    assert [(problem["key"], problem["given"]) for problem in problems] == [(key, text)]
    assert set(problems[0]) == {"key", "given", "accepted"}
    assert problems[0]["accepted"] not in ("", text)


@pytest.mark.parametrize("scale", ["day", "week", "month", "year", "decade"])
@pytest.mark.parametrize("by", ["type", "actor"])
def test_a_timeline_counts_every_incident_at_every_scale(client: TestClient, scale: str, by: str) -> None:
    answer = client.get(f"/api/timeline.json?by={by}&scale={scale}").json()
    assert answer["scale"] == scale
    counted = sum(bar["count"] for bar in (*answer["bars"], *answer["spans"]))
    assert counted + answer["undated"] == client.get("/api/facets.json").json()["count"]


def test_every_incident_is_answered_in_full(client: TestClient) -> None:
    for row in current_atlas().incidents.itertuples():
        answer = client.get("/api/incident.json", params={"id": row.incident_id}).json()
        assert (answer["id"], answer["title"]) == (row.incident_id, row.title)
        assert answer["publications"]
        assert all(answer["facts"].values())


def test_the_root_leads_to_the_map(client: TestClient) -> None:
    assert client.get("/?actor=Iran&q=a%20b").headers["location"] == "/map?actor=Iran&q=a%20b"


def test_no_query_breaks_the_server(client: TestClient) -> None:
    chance = random.Random(2024)
    pieces = [
        "%00",
        "%ff",
        "NaN",
        "-1",
        "1e999",
        "'",
        '"',
        ";",
        "&&",
        "=",
        "[]",
        "{{7*7}}",
        "../",
        "%0d%0a",
        "9" * 400,
        "٣",
        "a" * 3000,
        "%ED%A0%80",
        "2024-02-30",
        "' OR 1=1--",
        "[1,2]",
        "0,0,1e9",
    ]
    keys = [filter_.key for filter_ in FILTERS] + ["limit", "", "id", "scale", "by", "%00"]
    for _ in range(2000):
        query = "&".join(
            f"{chance.choice(keys)}={''.join(chance.choices(pieces, k=chance.randint(0, 3)))}"
            for _ in range(chance.randint(0, 4))
        )
        answer = client.get(f"/api/facets.json?{query}")
        assert answer.status_code in (200, 400), query


def test_the_served_atlas_is_the_bundled_one(bundled: Atlas) -> None:
    assert current_atlas().version == bundled.version


@pytest.mark.parametrize("source", ["before", "year-before", "country%3DPakistan%26to%3D2024-01-16"])
def test_a_comparison_counts_both_sides(client: TestClient, source: str) -> None:
    query = f"from=2024-01-01&to=2024-12-31&with={source}&by=country"
    comparison = client.get(f"/api/compare.json?{query}").json()
    side = comparison["selection"]
    assert side["count"] == client.get("/api/facets.json?from=2024-01-01&to=2024-12-31").json()["count"]
    differences, total = comparison["differences"], comparison["total"]
    assert sum(row["selection"] for row in differences) == total["selection"] == side["count"]
    response = client.get(f"/api/compare.csv?{query}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(differences) + 1  # and the total
    for name in ("selection", "baseline"):
        assert [int(row[name]) for row in rows] == [row[name] for row in (*differences, total)]
        assert {row[f"{name}_query"] for row in rows} == {comparison[name]["query"]}
    assert "comparison-by-country" in response.headers["content-disposition"]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("with=from%3Dx", "with: from"),
        ("with=nothing%3D1", "with: nothing"),
        ("with=yesterday", "with"),
        ("by=colour", "by"),
        ("tolls=2", "tolls"),
        ("from=0001-01-01&to=0001-01-02", "with"),
        ("from=x", "from"),
    ],
)
def test_a_comparison_that_cannot_be_read_is_refused(client: TestClient, query: str, key: str) -> None:
    answer = client.get(f"/api/compare.json?{query}")
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["key"] == key


def test_a_comparison_has_the_killed_on_request(client: TestClient) -> None:
    query = "from=2024-01-01&with=all&by=actor"
    assert "killed_selection" not in client.get(f"/api/compare.json?{query}").json()["total"]
    assert "killed_selection" in client.get(f"/api/compare.json?{query}&tolls=1").json()["total"]
    assert b'"killed_baseline"' in client.get(f"/api/compare.csv?{query}&tolls=1").content


def test_differences_by_area_come_with_their_outlines(client: TestClient) -> None:
    answer = client.get("/api/compare-areas.json?by=country&from=2024-01-01&with=before").json()
    assert {"country", "code", "outline", "selection", "baseline", "class"} <= answer["areas"][0].keys()
    assert client.get("/api/compare-areas.json?by=type").status_code == 400


@pytest.mark.parametrize(
    "query", ["country=Islamic+Republic+of+Iran", "country=IRN", "country=Norway", "admin1=Baluchistan"]
)
def test_a_name_that_is_understood_is_answered(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/facets.json?{query}")
    assert answer.status_code == 200
    assert (answer.json()["count"] > 0) == ("Norway" not in query)
