"""Downloads mark a representative point as one, and give each area once."""

import io
import json

import geopandas as gpd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import exports, web
from geo.exports.areas import areas_file, areas_table
from geo.ingest import importing
from tests.tables import incident_table, select

ROWS = incident_table(
    "town,2024-01-16,30.2,67.0,Quetta,,Pakistan,Balochistan,exact",
    "near,2024-01-16,30.2,67.0,Quetta,,Pakistan,Balochistan,near",
    "district,2024-01-16,28.2,61.2,Khash,,Iran,Sistan and Baluchestan,admin2",
    "province,2024-01-16,30.2,67.0,Quetta,,Pakistan,Balochistan,admin1",
    "again,2024-01-17,30.2,67.0,Quetta,,Pakistan,Balochistan,admin1",
    "southeast,2024-01-16,29.48,58.06,southeastern Iran,part:southeast:ne0:IRN,Iran,,region",
    "country,2024-01-16,32.4,53.7,Iran,ne0:IRN,Iran,,country",
    "nowhere,2024-01-16,,,,,,,unknown",
    "outlined,2024-01-16,0,-30,the reed beds,,,,region",
    columns="place_name,place_id,country,admin1,place_precision",
)
KINDS = {
    "town": ("point", None),
    "near": ("point", None),
    "district": ("representative_point", None),
    "province": ("representative_point", "ne1:PAK-1108"),
    "again": ("representative_point", "ne1:PAK-1108"),
    "southeast": ("representative_point", "part:southeast:ne0:IRN"),
    "country": ("representative_point", "ne0:IRN"),
    "nowhere": ("none", None),
    "outlined": ("representative_point", None),
}


def test_every_row_says_what_its_point_is() -> None:
    content = exports.download(select(ROWS), exports.EXPORTER["geojson"], data_version="v").content
    properties = [feature["properties"] for feature in json.loads(content)["features"]]
    assert {row["incident_id"]: (row["geometry_is"], row["area_id"]) for row in properties} == KINDS


def test_each_area_stands_once() -> None:
    areas = areas_table(select(ROWS))
    assert dict(zip(areas["area_id"], areas["incidents"], strict=True)) == {
        "ne0:IRN": 1,
        "ne1:PAK-1108": 2,
        "part:southeast:ne0:IRN": 1,
    }
    assert areas.geometry.is_valid.all()
    assert areas_table(select(ROWS, "country=Pakistan"))["area_id"].to_list() == ["ne1:PAK-1108"]
    assert len(areas_table(select(ROWS, "country=Nepal"))) == 0


def test_both_formats_hold_the_same_areas() -> None:
    by_json = gpd.read_parquet(io.BytesIO(areas_file(select(ROWS), "parquet")))
    features = json.loads(areas_file(select(ROWS), "geojson"))["features"]
    assert [feature["properties"]["area_id"] for feature in features] == by_json["area_id"].to_list()
    none = select(ROWS, "country=Nepal")
    assert json.loads(areas_file(none, "geojson"))["features"] == []
    assert len(gpd.read_parquet(io.BytesIO(areas_file(none, "parquet")))) == 0


@pytest.mark.parametrize("exporter", exports.EXPORTERS, ids=lambda exporter: exporter.extension)
def test_a_download_that_is_read_again_has_no_column_twice(exporter: exports.Exporter) -> None:
    file = exports.download(select(ROWS), exporter, data_version="v")
    back = importing.read(file.content, name=file.name).accepted
    assert not {"geometry_is", "area_id"} & set(back.columns)


def test_a_column_of_that_name_in_a_strangers_file_is_kept() -> None:
    rows = incident_table("a,2024-01-16,30,67,B-17", columns="area_id")
    file = exports.download(select(rows), exports.EXPORTER["csv"], data_version="v")
    assert list(importing.read(file.content, name=file.name).accepted["area_id"]) == ["B-17"]


def test_the_areas_are_an_address_of_their_own() -> None:
    app = Starlette(routes=web.ROUTES, middleware=web.MIDDLEWARE, exception_handlers=web.EXCEPTION_HANDLERS)
    with TestClient(app) as client:
        response = client.get("/api/areas.geojson?country=Iran")
        assert response.headers["content-type"] == "application/geo+json"
        assert len(response.json()["features"]) >= 1
        known = {"if-none-match": response.headers["etag"]}
        assert client.get("/api/areas.geojson?country=Iran", headers=known).status_code == 304
        assert client.get("/api/areas.geojson", headers=known).status_code == 200
        assert client.get("/api/areas.xlsx").status_code == 404
        assert client.get("/api/areas.parquet?inside=maybe").status_code == 400
