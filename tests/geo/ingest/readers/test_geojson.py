"""What only GeoJSON can hold: other geometries, reference systems, numbers that are none."""

import json

import pandas as pd
import pyproj
import pytest
import shapely

from geo.core import boundaries
from geo.errors import IncidentsInvalid
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.ingest.reference_systems import REFERENCE_SYSTEM

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
        '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::999999"}}',
        '{"type":"name","properties":{"name":"+proj=merc +nadgrids=/etc/hostname"}}',
        '{"type":"name","properties":{"name":{}}}',
        '{"type":"name","properties":null}',
        '{"type":"name","properties":"EPSG:4326"}',
        '{"type":"name"}',
        '"EPSG:4326"',
        "[]",
        "false",
    ],
)
def test_no_unknown_reference_system_and_none_behind_a_link(crs: str) -> None:
    with pytest.raises(IncidentsInvalid, match=r"table\.geojson: names (?:a coordinate|the reference) system"):
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
def test_a_geometry_that_cannot_be_read_is_rejected_alone(kind: str) -> None:
    (reason,) = rejected(collection(f'{{"type":"{kind}","coordinates":[62.7,27.5]}}'))
    assert reason.startswith("its geometry ")


@pytest.mark.parametrize("corners", ["[[[1e300,0],[1,1],[2,2],[1e300,0]]]", "[[[0,0],[400,0],[400,10],[0,0]]]"])
def test_an_area_beyond_the_degrees_is_rejected_alone(corners: str) -> None:
    (reason,) = rejected(collection(f'{{"type":"Polygon","coordinates":{corners}}}'))
    assert reason == "its geometry has corners that are no longitude and latitude in degrees"


@pytest.mark.parametrize(
    "geometry",
    [
        '{"type":"MultiPoint","coordinates":[[62.7,27.5]]}',
        '{"type":"MultiPoint","coordinates":[[62.7,27.5,12],[62.7,27.5,12]]}',
        '{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[62.7,27.5]}]}',
        '{"type":"Point","coordinates":[62.7,27.5,1200]}',
    ],
)
def test_several_corners_at_one_point_are_a_point(geometry: str) -> None:
    row = read(collection(geometry)).accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == (62.7, 27.5)
    assert "geometry" not in row.index


@pytest.mark.parametrize(
    ("geometry", "radius_km"),
    [
        ('{"type":"Polygon","coordinates":[[[62,27],[63,27],[63,28],[62,28],[62,27]]]}', 59.0),
        ('{"type":"LineString","coordinates":[[62,27],[63,28]]}', 74.5),
        ('{"type":"MultiPoint","coordinates":[[62,27],[63,28]]}', 149.0),
    ],
)
def test_what_is_no_point_is_known_to_a_region_of_its_size(geometry: str, radius_km: float) -> None:
    row = read(collection(geometry)).accepted.iloc[0]
    assert row["place_precision"] == "region"
    assert row["radius_km"] == pytest.approx(radius_km, abs=1)
    assert 27 <= row["latitude"] <= 28
    assert 62 <= row["longitude"] <= 63
    assert shapely.from_wkt(row["geometry"]).equals(shapely.from_geojson(geometry))


def test_an_outline_of_a_province_is_that_province() -> None:
    provinces = boundaries.provinces()
    province = provinces[provinces["name"] == "Balochistan"].iloc[0]
    row = read(collection(shapely.to_geojson(province.geometry))).accepted.iloc[0]
    assert (row["place_precision"], row["admin1"], row["country"]) == ("admin1", "Balochistan", "Pakistan")


def test_a_precision_that_the_row_states_is_kept_beside_its_area() -> None:
    area = '{"type":"Polygon","coordinates":[[[62,27],[63,27],[63,28],[62,28],[62,27]]]}'
    stated = json.dumps(PROPERTIES | {"place_precision": "admin2"})
    assert read(collection(area, stated)).accepted.iloc[0]["place_precision"] == "admin2"


@pytest.mark.parametrize("code", [3857, 32641, 3395, 4326])
@pytest.mark.parametrize("name", ["EPSG:{}", "urn:ogc:def:crs:EPSG::{}", "http://www.opengis.net/def/crs/EPSG/0/{}"])
def test_coordinates_are_transformed_from_the_stated_reference_system(code: int, name: str) -> None:
    x, y = pyproj.Transformer.from_crs(4326, code, always_xy=True).transform(62.7, 27.5)
    crs = json.dumps({"type": "name", "properties": {"name": name.format(code)}})
    row = read(collection(f'{{"type":"Point","coordinates":[{x},{y}]}}', more=f',"crs":{crs}')).accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == pytest.approx((62.7, 27.5), abs=1e-6)


def test_a_point_outside_of_its_reference_system_is_rejected_alone() -> None:
    crs = '{"type":"name","properties":{"name":"EPSG:32641"}}'
    good, bad = ([float(axis) for axis in pair] for pair in ((400000, 3000000), (1e30, 1e30)))
    features = [
        {
            "type": "Feature",
            "properties": PROPERTIES | {"incident_id": str(place)},
            "geometry": {"type": "Point", "coordinates": pair},
        }
        for place, pair in enumerate((good, bad))
    ]
    result = read(json.dumps({"type": "FeatureCollection", "crs": json.loads(crs), "features": features}).encode())
    assert (len(result.accepted), list(result.rejected["row"])) == (1, [2])


def test_numbers_that_are_no_degrees_are_asked_about() -> None:
    x, y = pyproj.Transformer.from_crs(4326, 32641, always_xy=True).transform(63.0485, 26.0012)
    feature = {
        "type": "Feature",
        "properties": {"date": "2024-01-16", "country": "Pakistan", "killed": 2},
        "geometry": {"type": "Point", "coordinates": [x, y]},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    (question,) = [question for question in read(content).questions if question.topic == REFERENCE_SYSTEM]
    assert question.n_rows == 1
    answered = importing.read(content, options=ImportOptions(answers=((REFERENCE_SYSTEM, "", "32641"),)))
    row = answered.accepted.iloc[0]
    assert (row["longitude"], row["latitude"]) == pytest.approx((63.0485, 26.0012), abs=1e-6)
    assert not [question for question in answered.questions if question.topic == REFERENCE_SYSTEM]


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
        '{"type":"Topology","objects":{},"arcs":[]}',
        '{"type":"Point","coordinates":[1,2]}',
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


@pytest.mark.parametrize("feature", ["7", '{"type":"Thing"}', "null"])
def test_what_is_no_feature_is_rejected_alone(feature: str) -> None:
    whole = json.loads(collection())["features"][0]
    content = json.dumps({"type": "FeatureCollection", "features": [whole, json.loads(feature)]}).encode()
    result = read(content)
    assert (len(result.accepted), list(result.rejected["reason"])) == (1, ["is not a GeoJSON Feature"])


@pytest.mark.parametrize("form", ["{0}", "[{0}]", "{0}\n{1}\n", "\x1e{0}\n\x1e{1}\n"])
def test_features_may_stand_alone_in_a_list_on_lines_or_in_a_sequence(form: str) -> None:
    first, second = (
        json.dumps({"type": "Feature", "properties": PROPERTIES | {"incident_id": name}, "geometry": json.loads(POINT)})
        for name in ("a", "b")
    )
    accepted = read(form.format(first, second).encode()).accepted
    assert list(accepted["incident_id"]) == ["a", "b"][: form.count("{")]
    assert set(accepted["longitude"]) == {62.7}
