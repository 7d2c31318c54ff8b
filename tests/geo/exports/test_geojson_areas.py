"""GeoJSON with `areas=1`: the incidents' points, then each area once, as GIS programs and we ourselves read it."""

import io
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from starlette.testclient import TestClient

from geo import exports
from geo.core.incidents import as_incidents
from geo.exports import GEOJSON_WITH_AREAS
from geo.exports import exporter as exporter_module
from geo.exports.areas import areas_file, areas_table
from geo.exports.exporter import ExportJob
from geo.exports.rows import TableRows
from geo.ingest import importing
from geo.query.selection import Selection
from geo.storage.atlas_cache import current_atlas
from tests.geo.web.addresses import make_client
from tests.tables import incident_table, select

ROWS = incident_table(
    "town,2024-01-16,30.2,67.0,Quetta,,Pakistan,Balochistan,exact",
    "province,2024-01-16,30.2,67.0,Quetta,,Pakistan,Balochistan,admin1",
    "again,2024-01-17,30.2,67.0,Quetta,,Pakistan,Balochistan,admin1",
    "southeast,2024-01-16,29.48,58.06,southeastern Iran,part:southeast:ne0:IRN,Iran,,region",
    "country,2024-01-16,32.4,53.7,Iran,ne0:IRN,Iran,,country",
    "nowhere,2024-01-16,,,,,,,unknown",
    columns="place_name,place_id,country,admin1,place_precision",
)
QUERIES = pytest.mark.parametrize("query", ["", "country=Iran", "country=Pakistan&precision=exact", "country=Nepal"])
ADDRESS = "/api/incidents.geojson"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def write(rows: gpd.GeoDataFrame = ROWS, query: str = "", *, with_areas: bool = True) -> exports.Download:
    exporter = GEOJSON_WITH_AREAS if with_areas else exports.EXPORTER["geojson"]
    return exports.download(select(rows, query), exporter, data_version="v")


def features_of(content: bytes, kind: str) -> list[dict[str, Any]]:
    features = json.loads(content)["features"]
    return [feature for feature in features if feature["properties"]["feature_kind"] == kind]


def read_again(content: bytes) -> importing.Import:
    result = importing.read(content, name="again.geojson")
    assert result.rows_in == len(result.accepted) + len(result.rejected) + len(result.duplicates)
    return result


def assert_same_incidents(result: importing.Import, rows: gpd.GeoDataFrame) -> None:
    plain = importing.read(write(rows, with_areas=False).content, name="again.geojson")
    assert result.rows_in == plain.rows_in == len(rows)
    pd.testing.assert_frame_equal(
        pd.DataFrame(as_incidents(result.accepted)), pd.DataFrame(as_incidents(plain.accepted))
    )


@QUERIES
def test_the_incidents_stand_first_and_each_area_once_behind_them(query: str) -> None:
    content = write(query=query).content
    incidents, areas = features_of(content, "incident"), features_of(content, "area")
    assert json.loads(content)["features"] == [*incidents, *areas]
    plain = json.loads(write(query=query, with_areas=False).content)["features"]
    for feature in incidents:
        del feature["properties"]["feature_kind"]
    assert incidents == plain
    expected = json.loads(areas_file(select(ROWS, query), "geojson"))["features"]
    for feature in areas:
        del feature["properties"]["feature_kind"]
    assert areas == expected


def test_every_area_that_a_row_names_is_in_the_file() -> None:
    content = write().content
    area_ids = {feature["properties"]["area_id"] for feature in features_of(content, "incident")} - {None}
    areas = [feature["properties"]["area_id"] for feature in features_of(content, "area")]
    assert sorted(area_ids) == areas == sorted(set(areas)) != []


@QUERIES
def test_gdal_reads_one_layer_with_points_and_outlines(query: str, tmp_path: Path) -> None:
    path = tmp_path / "both.geojson"
    path.write_bytes(write(query=query).content)
    layer = pyogrio.read_dataframe(path)
    assert len(layer) == len(select(ROWS, query)) + len(areas_table(select(ROWS, query)))
    if layer.empty:  # and without columns, for no feature names one
        return
    kinds = layer["feature_kind"]
    assert kinds.value_counts().get("incident", 0) == len(select(ROWS, query))
    assert set(layer[kinds == "incident"].geom_type.dropna()) <= {"Point"}
    outlines = layer[kinds == "area"]
    expected = areas_table(select(ROWS, query))
    assert outlines["area_id"].to_list() == expected["area_id"].to_list()
    assert outlines.geometry.reset_index(drop=True).geom_equals(expected.geometry).all()


@pytest.mark.parametrize("batch", [1, 2, 1000])
@QUERIES
def test_the_bytes_do_not_depend_on_the_batches(query: str, batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(query=query).content
    monkeypatch.setattr(exporter_module, "FIRST_BATCH_ROWS", batch)
    monkeypatch.setattr(exporter_module, "BATCH_ROWS", batch)
    assert write(query=query).content == whole


def test_the_rows_leave_before_any_outline_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("geo.exports.geojson.describe_areas", refuse)
    chunks = GEOJSON_WITH_AREAS.iter_chunks(ExportJob(TableRows(ROWS), Selection(), "v"))
    assert b"nowhere" in next(chunks) + next(chunks)
    with pytest.raises(AssertionError):
        next(chunks)


@QUERIES
def test_such_a_file_reads_back_as_its_incidents(query: str) -> None:
    selected = Selection.from_query(query).apply(ROWS)
    result = read_again(write(query=query).content)
    assert_same_incidents(result, selected)
    assert "feature_kind" not in result.accepted.columns
    n_areas = len(areas_table(select(ROWS, query)))
    notes = [note for note in result.notes if "outline" in note]
    assert len(notes) == (1 if n_areas else 0)
    assert all(note.startswith(f"{n_areas} area") for note in notes)


@pytest.mark.parametrize("extension", ["geojson", "gpkg"])
def test_a_file_that_a_gis_program_wrote_again_reads_back_too(extension: str, tmp_path: Path) -> None:
    (tmp_path / "ours.geojson").write_bytes(write().content)
    pyogrio.read_dataframe(tmp_path / "ours.geojson").to_file(tmp_path / f"theirs.{extension}")
    result = importing.read((tmp_path / f"theirs.{extension}").read_bytes(), name=f"theirs.{extension}")
    assert (result.rows_in, len(result.accepted)) == (len(ROWS), len(ROWS))
    assert any(note.startswith("3 areas") for note in result.notes)


@pytest.mark.parametrize("kind", ["incident", "area", "x"])
def test_a_column_of_that_name_of_ones_own_is_kept(kind: str) -> None:
    rows = ROWS.assign(feature_kind=pd.Series(kind, index=ROWS.index, dtype="str"))
    for with_areas in (True, False):
        result = read_again(write(rows, with_areas=with_areas).content)
        assert list(result.accepted["incident_id"]) == list(ROWS["incident_id"])
        assert list(result.accepted["feature_kind"]) == [kind] * len(ROWS)


def test_a_strangers_areas_are_rows_like_any_other() -> None:
    stranger = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [62.7, 27.5]},
        "properties": {"feature_kind": "area", "area_id": "B-17", "incident_id": "a", "date_start": "2024-01-16"},
    }
    result = read_again(json.dumps({"type": "FeatureCollection", "features": [stranger]}).encode())
    assert (result.rows_in, len(result.accepted)) == (1, 1)


@pytest.mark.parametrize("broken", [None, 7, "area", ["area"], {"a": 1}], ids=repr)
def test_an_odd_kind_is_no_area(broken: object) -> None:
    collection = json.loads(write().content)
    n_areas = len(features_of(write().content, "area"))
    collection["features"][-1]["properties"] = {"feature_kind": broken, "name": "x"}
    result = read_again(json.dumps(collection).encode())
    assert (result.rows_in, len(result.accepted), len(result.rejected)) == (len(ROWS) + 1, len(ROWS), 1)
    assert any(note.startswith(f"{n_areas - 1} area") for note in result.notes)


@pytest.mark.parametrize("query", ["", "country=Pakistan", "country=Iran&inside=possible"])
def test_the_address_gives_the_file_under_a_name_and_a_tag_of_its_own(client: TestClient, query: str) -> None:
    plain, both = client.get(f"{ADDRESS}?{query}"), client.get(f"{ADDRESS}?{query}&areas=1")
    atlas = current_atlas()
    file = exports.download(atlas.select(Selection.from_query(query)), GEOJSON_WITH_AREAS, data_version=atlas.version)
    assert both.content == file.content
    assert both.headers["content-type"] == "application/geo+json"
    assert file.name in both.headers["content-disposition"]
    assert plain.headers["content-disposition"] != both.headers["content-disposition"]
    assert plain.headers["etag"] != both.headers["etag"]
    assert b"feature_kind" not in plain.content
    known = {"if-none-match": both.headers["etag"]}
    assert client.get(f"{ADDRESS}?{query}&areas=1", headers=known).status_code == 304
    assert client.get(f"{ADDRESS}?{query}", headers=known).status_code == 200


@pytest.mark.parametrize("value", ["0", "2", "true", "yes", "1,1", "%00"])
def test_another_value_is_refused_by_name(client: TestClient, value: str) -> None:
    answer = client.get(f"{ADDRESS}?areas={value}")
    assert answer.status_code == 400
    assert [(problem["key"], problem["accepted"]) for problem in answer.json()["problems"]] == [("areas", "1")]


@pytest.mark.parametrize(
    "address", ["/api/incidents.csv", "/api/incidents.parquet", "/api/areas.geojson", "/api/facets.json"]
)
def test_no_other_address_passes_it_over(client: TestClient, address: str) -> None:
    answer = client.get(f"{address}?areas=1")
    assert answer.status_code == 400
    assert [problem["key"] for problem in answer.json()["problems"]] == ["areas"]


@pytest.mark.parametrize("query", ["", "country=Iran", "q=%C3%A9+%26+%22x%22&inside=possible"])
def test_a_geoparquet_says_where_its_areas_are(client: TestClient, query: str) -> None:
    content = client.get(f"/api/incidents.parquet?{query}").content
    address = pq.read_schema(io.BytesIO(content)).metadata[b"areas"].decode()
    assert address.startswith("/api/areas.parquet")
    answer = client.get(address)
    selection = Selection.from_query(query)
    assert answer.content == areas_file(current_atlas().select(selection), "parquet")
