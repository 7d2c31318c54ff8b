"""Annex A of OGC 17-069r4, the abstract tests of the classes core, oas30 and geojson: a test for each, by its name."""

from datetime import datetime
from typing import Any

import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from geo.web.ogc.conformance import CONFORMANCE_CLASSES
from tests.geo.web.served_atlas import made_atlas, serve

ITEMS = "/ogc/collections/incidents/items"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
RESOURCES = ("/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/incidents", ITEMS)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    return serve(monkeypatch, made_atlas())


def get(client: TestClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def links_of(document: Any) -> dict[str, str]:
    assert all(link["href"] and link["rel"] and link["type"] for link in document["links"])
    return {link["rel"]: link["href"] for link in document["links"]}


@pytest.mark.parametrize("path", [*RESOURCES, f"{ITEMS}/i00001"])
def test_core_http(client: TestClient, path: str) -> None:
    assert client.get(path).http_version == "HTTP/1.1"


def test_core_crs84(client: TestClient) -> None:
    (collection,) = get(client, "/ogc/collections")["collections"]
    assert collection["crs"] == [CRS84]
    for feature in get(client, f"{ITEMS}?limit=1000")["features"]:
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert (longitude, latitude) == (feature["properties"]["longitude"], feature["properties"]["latitude"])


def test_core_root_op_and_root_success(client: TestClient) -> None:
    for path in ("/ogc", "/ogc/"):
        links = links_of(get(client, path))
        assert {"self", "service-desc", "service-doc", "conformance", "data"} <= set(links)
        for rel in ("service-desc", "conformance", "data"):
            assert client.get(links[rel]).status_code == 200


def test_core_api_definition_op_and_success(client: TestClient) -> None:
    answer = client.get(links_of(get(client, "/ogc"))["service-desc"])
    assert answer.headers["content-type"] == OPENAPI
    validate(answer.json())


def test_core_conformance_op_and_success(client: TestClient) -> None:
    classes = get(client, "/ogc/conformance")["conformsTo"]
    assert classes == list(CONFORMANCE_CLASSES)
    assert {name.rpartition("/")[2] for name in classes} == {"core", "oas30", "geojson"}


def test_core_fc_md_op_and_fc_md_success(client: TestClient) -> None:
    document = get(client, "/ogc/collections")
    assert "self" in links_of(document)
    for collection in document["collections"]:
        assert collection["id"]
        assert collection["itemType"] == "feature"
        assert client.get(links_of(collection)["items"]).headers["content-type"] == "application/geo+json"


def test_core_fc_md_extent(client: TestClient) -> None:
    (collection,) = get(client, "/ogc/collections")["collections"]
    (west, south, east, north), *_ = collection["extent"]["spatial"]["bbox"]
    (first, last), *_ = collection["extent"]["temporal"]["interval"]
    for feature in get(client, f"{ITEMS}?limit=3000")["features"]:
        if feature["geometry"]:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert west <= longitude <= east
            assert south <= latitude <= north
        if feature["properties"]["date_start"]:
            assert first[:10] <= feature["properties"]["date_start"] <= feature["properties"]["date_end"] <= last[:10]


def test_core_sfc_md_op_and_sfc_md_success(client: TestClient) -> None:
    listed = get(client, "/ogc/collections")["collections"]
    for collection in listed:
        assert get(client, links_of(collection)["self"]) == collection
    assert client.get("/ogc/collections/none").status_code == 404


def test_core_fc_op_fc_response_and_geojson_content(client: TestClient) -> None:
    answer = client.get(ITEMS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
    assert answer.json()["type"] == "FeatureCollection"
    for feature in answer.json()["features"]:
        assert feature["type"] == "Feature"
        assert feature["id"] == feature["properties"]["incident_id"]
        assert feature["geometry"] is None or feature["geometry"]["type"] == "Point"


def test_core_fc_limit_definition(client: TestClient) -> None:
    limit = get(client, "/ogc/api")["components"]["parameters"]["limit"]
    assert (limit["in"], limit["required"], limit["style"], limit["explode"]) == ("query", False, "form", False)
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 100}


@pytest.mark.parametrize("limit", [1, 7, 100, 2_999, 3_000, 10_000])
def test_core_fc_limit_response(client: TestClient, limit: int) -> None:
    page = get(client, f"{ITEMS}?limit={limit}")
    assert page["numberReturned"] == len(page["features"]) == min(limit, 3_000)


def test_core_fc_limit_default(client: TestClient) -> None:
    assert get(client, ITEMS)["numberReturned"] == 100


def test_core_fc_bbox_definition(client: TestClient) -> None:
    box = get(client, "/ogc/api")["components"]["parameters"]["ogc-bbox"]
    assert (box["name"], box["in"], box["required"], box["style"]) == ("bbox", "query", False, "form")
    assert (box["explode"], box["schema"]["type"]) == (False, "array")
    assert (box["schema"]["minItems"], box["schema"]["maxItems"]) == (4, 6)
    assert box["schema"]["items"] == {"type": "number"}


@pytest.mark.parametrize(
    "text", ["60,25,70,33", "60,25,-10,70,33,9000", "170,-30,-170,10", "-180,-90,180,90", "67,30.2,67,30.2"]
)
def test_core_fc_bbox_response(client: TestClient, text: str) -> None:
    numbers = [float(number) for number in text.split(",")]
    west, south, east, north = (*numbers[:2], *numbers[len(numbers) // 2 :][:2])

    def intersects(feature: Any) -> bool:
        if feature["geometry"] is None:
            return True
        longitude, latitude = feature["geometry"]["coordinates"]
        is_between = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
        return bool(is_between and south <= latitude <= north)

    everything = get(client, f"{ITEMS}?limit=10000")["features"]
    answer = get(client, f"{ITEMS}?limit=10000&bbox={text}")["features"]
    assert [feature["id"] for feature in answer] == [feature["id"] for feature in everything if intersects(feature)]
    assert any(feature["geometry"] is None for feature in answer)


def test_core_fc_time_definition(client: TestClient) -> None:
    time = get(client, "/ogc/api")["components"]["parameters"]["datetime"]
    assert (time["in"], time["required"], time["style"]) == ("query", False, "form")
    assert (time["explode"], time["schema"]) == (False, {"type": "string"})


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2016-03-01T12:00:00Z", "2016-03-01", "2016-03-01"),
        ("2016-03-01T23:30:00-05:00", "2016-03-02", "2016-03-02"),
        ("2016-03-01", "2016-03-01", "2016-03-01"),
        ("2016-01-01T00:00:00Z/2016-12-31T23:59:59.5Z", "2016-01-01", "2016-12-31"),
        ("../2016-12-31T23:59:59Z", "0001-01-01", "2016-12-31"),
        ("/2016-12-31T23:59:59Z", "0001-01-01", "2016-12-31"),
        ("2016-01-01t00:00:00z/..", "2016-01-01", "9999-12-31"),
        ("2016-01-01T00:00:00Z/", "2016-01-01", "9999-12-31"),
    ],
)
def test_core_fc_time_response(client: TestClient, text: str, first: str, last: str) -> None:
    def intersects(feature: Any) -> bool:
        start, end = (feature["properties"][name] for name in ("date_start", "date_end"))
        return start is None or bool(start <= last and end >= first)

    everything = get(client, f"{ITEMS}?limit=10000")["features"]
    answer = client.get(ITEMS, params={"limit": 10_000, "datetime": text}).json()["features"]
    assert [feature["id"] for feature in answer] == [feature["id"] for feature in everything if intersects(feature)]
    assert {feature["properties"]["date_start"] is None for feature in answer} == {True, False}


def test_core_fc_links_and_rel_type(client: TestClient) -> None:
    first = get(client, f"{ITEMS}?limit=2000&country=Pakistan")
    assert {"self", "collection"} <= set(links_of(first))
    page, n_features = first, first["numberReturned"]
    while "next" in links_of(page):
        page = get(client, links_of(page)["next"])
        n_features += page["numberReturned"]
        assert "prev" in links_of(page)
    assert n_features == first["numberMatched"] == page["numberMatched"]


def test_core_fc_time_stamp_number_matched_and_number_returned(client: TestClient) -> None:
    page = get(client, f"{ITEMS}?limit=5&actor=Iran")
    assert datetime.fromisoformat(page["timeStamp"]).tzinfo is not None
    assert page["numberReturned"] == len(page["features"]) == 5
    assert page["numberMatched"] == get(client, "/api/facets.json?actor=Iran")["count"]


def test_core_f_op_f_success_and_f_links(client: TestClient) -> None:
    for listed in get(client, f"{ITEMS}?limit=20")["features"]:
        answer = client.get(f"{ITEMS}/{listed['id']}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/geo+json")
        feature = answer.json()
        links = links_of(feature)
        assert {"self", "collection"} <= set(links)
        assert get(client, links["self"]) == feature
        assert {name: value for name, value in feature.items() if name != "links"} == listed


@pytest.mark.parametrize("path", [f"{ITEMS}/none", f"{ITEMS}/", "/ogc/collections/none/items/i00001", "/ogc/none"])
def test_what_is_not_there_is_404_as_json(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "NotFound")
    assert answer.json()["description"]


@pytest.mark.parametrize("path", [*RESOURCES, f"{ITEMS}/i00001"])
def test_core_query_param_unknown(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?unknownQueryParameter=1")
    assert answer.status_code == 400
    assert answer.json()["code"] == "InvalidParameterValue"
    assert "unknownQueryParameter" in answer.json()["description"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in ("0", "-1", "10001", "1.5", "ten", "", "１", "9" * 30)),
        *(("offset", value) for value in ("-1", "x", "9" * 30)),
        *(("bbox", value) for value in ("1,2,3", "1,2,3,4,5", "a,b,c,d", "0,1,2,0", "0,0,200,1", "0,0,1,91", "nan,0,1,1", "")),
        *(("bbox", value) for value in ("0,0,9,1,1,5", "1,2,3,4,5,6,7")),
        *(("datetime", value) for value in ("2016", "yesterday", "../..", "/", "..", "2016-13-01", "2016-02-30T00:00:00Z")),
        *(("datetime", value) for value in ("2017-01-01/2016-01-01", "2016-01-01/2016-02-01/2016-03-01", "")),
        *(("datetime", value) for value in ("2016-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "2016-01-01T25:00:00Z")),
        ("f", "html"), ("from", "x"), ("country", "Erewhom"), ("data", "key"),
    ],
)  # fmt: skip
def test_core_query_param_invalid(client: TestClient, name: str, value: str) -> None:
    answer = client.get(ITEMS, params={name: value})
    assert answer.status_code == 400
    assert [problem["key"] for problem in answer.json()["problems"]] == [name]
    assert answer.json()["problems"][0]["accepted"]


@pytest.mark.parametrize("name", ["limit", "bbox", "datetime", "offset"])
def test_a_parameter_that_stands_twice_is_refused(client: TestClient, name: str) -> None:
    assert client.get(f"{ITEMS}?{name}=1&{name}=1").status_code == 400


def test_oas30_completeness(client: TestClient) -> None:
    document = get(client, "/ogc/api")
    assert document["openapi"].startswith("3.0.")
    (server,) = document["servers"]
    filled = {path.format(collection_id="incidents", feature_id="i00001") for path in document["paths"]}
    assert {f"{server['url']}{path}" for path in filled} == {
        f"http://testserver{path}" for path in (*RESOURCES, f"{ITEMS}/i00001", "/ogc/") if path != "/ogc"
    }
    for path in filled:
        assert client.get(f"{server['url']}{path}").status_code == 200


def test_oas30_exceptions_codes(client: TestClient) -> None:
    for path in get(client, "/ogc/api")["paths"].values():
        assert {"200", "400", "404", "405", "500"} <= set(path["get"]["responses"])


def test_geojson_definition(client: TestClient) -> None:
    paths = get(client, "/ogc/api")["paths"]
    for path in ("/collections/incidents/items", "/collections/{collection_id}/items/{feature_id}"):
        assert "application/geo+json" in paths[path]["get"]["responses"]["200"]["content"]
