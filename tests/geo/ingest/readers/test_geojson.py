"""What only GeoJSON can hold: other geometries, other coordinate systems, numbers that are none."""

import json

import pandas as pd
import pytest

from geo.errors import IncidentsInvalid
from geo.ingest import importing

PROPERTIES = {"incident_id": "a", "date_start": "2024-01-16"}
POINT = '{"type":"Point","coordinates":[62.7,27.5]}'


def collection(geometry: str = POINT, properties: str = json.dumps(PROPERTIES), more: str = "") -> bytes:
    feature = f'{{"type":"Feature","geometry":{geometry},"properties":{properties}}}'
    return f'{{"type":"FeatureCollection"{more},"features":[{feature}]}}'.encode()


def read(content: bytes) -> importing.Import:
    return importing.read(content, name="table.geojson")


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_no_number_that_json_does_not_know(constant: str) -> None:
    with pytest.raises(IncidentsInvalid, match=rf"table\.geojson: .*{constant} is not a number"):
        read(collection(f'{{"type":"Point","coordinates":[{constant},1]}}'))
    with pytest.raises(IncidentsInvalid, match=f"{constant} is not a number"):
        read(collection(properties=f'{{"incident_id":"a","date_start":"2024-01-16","killed_best":{constant}}}'))


@pytest.mark.parametrize(
    "crs",
    [
        '{"type":"link","properties":{"href":"http://192.0.2.1/crs","type":"proj4"}}',
        '{"type":"name","properties":{"name":"EPSG:3857"}}',
        '{"type":"name","properties":{"name":{}}}',
        '{"type":"name","properties":null}',
        '{"type":"name","properties":"EPSG:4326"}',
        '{"type":"name"}',
        '"EPSG:4326"',
        "[]",
        "false",
    ],
)
def test_no_other_coordinate_system(crs: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"table\.geojson: names a coordinate system"):
        read(collection(more=f',"crs":{crs}'))


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_wgs_84_may_be_named(name: str) -> None:
    assert read(collection(more=f',"crs":{{"type":"name","properties":{{"name":"{name}"}}}}')).rows_in == 1
    assert read(collection(more=',"crs":null')).rows_in == 1


def rejected(content: bytes) -> list[str]:
    """Why the only feature of a collection is rejected, once it stands beside a good one."""
    features = [json.loads(collection())["features"][0], *json.loads(content)["features"]]
    result = read(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert (len(result.accepted), list(result.rejected["row"]), result.rows_in) == (1, [2], 2)
    return list(result.rejected["reason"])


@pytest.mark.parametrize("kind", ["Polygon", "MultiPoint", "LineString", "GeometryCollection", "point", ""])
def test_a_feature_that_is_no_point_is_rejected_alone(kind: str) -> None:
    (reason,) = rejected(collection(f'{{"type":"{kind}","coordinates":[62.7,27.5]}}'))
    assert reason.startswith("its geometry is not a Point")


@pytest.mark.parametrize("coordinates", ["[]", "[1]", '"12"', "null", "{}"])
def test_a_point_without_a_position_is_rejected(coordinates: str) -> None:
    (reason,) = rejected(collection(f'{{"type":"Point","coordinates":{coordinates}}}'))
    assert reason == "its point has no longitude and latitude"


@pytest.mark.parametrize("properties", ["[1]", '"x"', "7", "true"])
def test_properties_that_are_no_table_of_names_are_rejected(properties: str) -> None:
    assert rejected(collection(properties=properties)) == ["its properties are not an object of names and values"]


def test_the_id_of_a_feature_is_a_column_where_its_properties_name_none() -> None:
    content = collection().replace(b'"Feature",', b'"Feature","id":7,')
    assert list(read(content).accepted["id"]) == ["7"]


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"gdal_streamed_alg","command_line":"gdal vector pipeline ! read /etc/passwd"}',
        '{"type":"FeatureCollection"}',
        '{"type":"FeatureCollection","features":{}}',
        '{"type":"FeatureCollection","features":[7]}',
        '{"type":"FeatureCollection","features":[{"type":"Thing"}]}',
        '{"type":"Feature","geometry":null,"properties":{}}',
        '[{"type":"Feature","geometry":null,"properties":{}}]',
        "[" * 5000,
    ],
)
def test_what_is_no_collection_of_features_is_refused(text: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"table\.geojson: "):
        read(text.encode())


def test_half_a_character_is_rejected() -> None:
    (reason,) = rejected(collection(properties=r'{"incident_id":"a","date_start":"2024-01-16","title":"x\ud800y"}'))
    assert reason == r"holds '\ud800', half a character; write it whole"


def test_a_feature_without_geometry_is_an_incident_without_place() -> None:
    row = read(collection("null")).accepted.iloc[0]
    assert pd.isna(row["longitude"])
    assert row["incident_id"] == "a"


def test_the_geometry_is_the_position_whatever_the_properties_say() -> None:
    row = read(collection(properties=json.dumps(PROPERTIES | {"longitude": 1, "latitude": 2}))).accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == (62.7, 27.5)
