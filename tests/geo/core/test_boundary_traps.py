"""Countries and provinces: their names, their outlines, and which of them a point lies in."""

import json
import re

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import boundaries
from geo.errors import ValueRefused

BROKEN = re.compile(r"[?¡¢£‹›‚±²\u00a0\u00ad\u0080-\u009f]|Ã[^\w]")
POINTS = {
    "Quetta": (67.0014, 30.1841, "Pakistan", "Balochistan"),
    "Zahedan": (60.8629, 29.4963, "Iran", "Sistan and Baluchestan"),
    "Nili": (66.13, 33.72, "Afghanistan", "Daykundi"),
    "Tarin Kot": (65.87, 32.63, "Afghanistan", "Uruzgan"),
    "Bazarak": (69.52, 35.31, "Afghanistan", "Panjshir"),
    "Charikar": (69.17, 35.01, "Afghanistan", "Parwan"),
    "Gaza City": (34.4668, 31.5017, "Palestine", "Gaza Strip"),
    "Erbil": (44.0106, 36.1926, "Iraq", "Erbil"),
    "Hamadan": (48.5150, 34.7989, "Iran", "Hamadan"),
    "Barnaul": (83.76, 53.35, "Russia", "Altai Krai"),
    "The White House": (-77.0365, 38.8977, "United States of America", "District of Columbia"),
    "Juba": (31.58, 4.85, "South Sudan", None),
}


@pytest.mark.parametrize("place", POINTS)
def test_a_point_lies_in_its_province(place: str) -> None:
    longitude, latitude, country, admin1 = POINTS[place]
    admin = boundaries.locate_admin(pd.Series([longitude]), pd.Series([latitude])).iloc[0]
    assert admin["country"] == country
    assert admin1 is None or admin["admin1"] == admin1


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        (62.33, 25.07, "Pakistan"),  # 4 km off Gwadar: the simplified coast leaves harbours in the sea
        (62.33, 24.60, None),  # 60 km off
        (-30.0, 0.0, None),
        (0.0, 90.0, None),
        (200.0, 10.0, None),
        (np.nan, 30.0, None),
        (np.inf, 30.0, None),
        (180.0, 67.0, "Russia"),
    ],
)
def test_offshore_and_missing_points(longitude: float, latitude: float, country: str | None) -> None:
    admin = boundaries.locate_admin(pd.Series([longitude]), pd.Series([latitude])).iloc[0]
    assert (admin["country"] if pd.notna(admin["country"]) else None) == country
    assert pd.notna(admin["province_id"]) == (country is not None)


def test_rows_keep_their_order_and_index_even_where_the_index_repeats() -> None:
    index = [7, 7, 3]
    admin = boundaries.locate_admin(
        pd.Series([-30.0, 67.0, 51.42], index=index), pd.Series([0.0, 30.2, 35.69], index=index)
    )
    assert list(admin.index) == index
    assert admin["country"].isna().tolist() == [True, False, False]
    assert admin["country"].tolist()[1:] == ["Pakistan", "Iran"]


def test_arrays_and_nothing_at_all() -> None:
    assert boundaries.locate_admin(np.array([67.0]), np.array([30.2]))["admin1"].tolist() == ["Balochistan"]
    nothing = boundaries.locate_admin(pd.Series(dtype=float), pd.Series(dtype=float))
    assert nothing.empty
    assert list(nothing.columns) == ["country", "admin1", "province_id"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=20))
def test_points_are_located_together_as_one_by_one(positions: list[tuple[float, float]]) -> None:
    longitude, latitude = (pd.Series(values, dtype=float) for values in zip(*positions, strict=True))
    together = boundaries.locate_admin(longitude, latitude)
    one_by_one = pd.concat([boundaries.locate_admin(longitude[[at]], latitude[[at]]) for at in longitude.index])
    pd.testing.assert_frame_equal(together, one_by_one)


def test_arguments_are_left_alone() -> None:
    longitude, latitude = pd.Series([67.0, np.nan]), pd.Series([30.2, 1.0])
    before = longitude.copy(), latitude.copy()
    boundaries.locate_admin(longitude, latitude)
    pd.testing.assert_series_equal(longitude, before[0])
    pd.testing.assert_series_equal(latitude, before[1])


def test_provinces_have_one_identifier_and_a_name_each() -> None:
    table = boundaries.provinces()
    assert len(table) > 4500
    assert table["province_id"].is_unique
    assert (table["name"].str.strip() == table["name"]).all()
    assert (table["name"] != "").all()
    assert (table["country"] != "").all()


def test_there_are_no_stale_iso_codes() -> None:
    columns = [*boundaries.provinces().columns, *boundaries.countries().columns]
    assert not [column for column in columns if "iso" in column.lower()]


@pytest.mark.parametrize("column", ["name", "other_names"])
def test_names_are_legible(column: str) -> None:
    names = boundaries.provinces()[column]
    assert names[names.str.contains(BROKEN)].tolist() == []


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("Afghanistan", "Parwan"),
        ("Afghanistan", "Uruzgan"),
        ("Afghanistan", "Daykundi"),
        ("Afghanistan", "Panjshir"),
        ("Iran", "Tehran"),
        ("Iran", "Alborz"),
        ("Pakistan", "Balochistan"),
        ("Russia", "Moscow"),
        ("Russia", "Altai Republic"),
        ("Ukraine", "Kyiv"),
        ("United States of America", "Washington"),
    ],
)
def test_names_that_are_doubled_in_the_source_occur_once(country: str, name: str) -> None:
    table = boundaries.provinces()
    assert len(table[(table["country"] == country) & (table["name"] == name)]) == 1


def test_outlines_are_valid_and_leave_no_gaps() -> None:
    for table in (boundaries.provinces(), boundaries.countries()):
        assert shapely.is_valid(table.geometry.to_numpy()).all()
        assert shapely.coverage_is_valid(table.geometry.to_numpy())


def test_a_country_is_its_provinces() -> None:
    table = boundaries.provinces()
    areas = shapely.area(table.geometry.to_numpy()[table["country"] == "Iraq"])
    shape = boundaries.country_shape("Iraq")
    assert shape is not None
    assert shape.area == pytest.approx(areas.sum(), rel=1e-9)
    assert set(table["country"]) == set(boundaries.countries()["name"])


def test_the_label_of_a_country_lies_in_it() -> None:
    table = boundaries.countries()
    labels = shapely.points(table["label_longitude"], table["label_latitude"])
    # Rounded to three decimals, a label may leave an islet.
    assert (shapely.distance(table.geometry.to_numpy(), labels) < 0.002).all()


def test_shapes_by_name() -> None:
    balochistan = boundaries.province_shape("Balochistan", "Pakistan")
    assert balochistan is not None
    assert balochistan.covers(shapely.Point(67.0, 30.18))
    assert boundaries.province_shape("Balochistan", "Iran") is None
    assert boundaries.country_shape("Atlantis") is None


def test_countries_for_the_browser() -> None:
    content = boundaries.countries_geojson()
    features = json.loads(content)["features"]
    assert len(content) < 1_000_000
    assert {feature["properties"]["code"] for feature in features} == set(boundaries.countries()["country_code"])
    assert set(features[0]["properties"]) == {"code", "name", "label_longitude", "label_latitude", "rank"}
    ranks = {feature["properties"]["name"]: feature["properties"]["rank"] for feature in features}
    assert ranks["Russia"] < ranks["Iran"] < ranks["Lebanon"]
    assert max(len(decimals) for decimals in re.findall(rb"\.(\d+)", content[:200_000])) <= 3


@pytest.mark.parametrize(("code", "count"), [("PAK", 8), ("IRN", 31), ("IRQ", 18), ("SYR", 15), ("AFG", 34)])
def test_provinces_for_the_browser(code: str, count: int) -> None:
    content = boundaries.provinces_geojson(code)
    features = json.loads(content)["features"]
    assert len(features) == count + 1  # and the outline of the whole country
    assert set(features[0]["properties"]) == {"name", "label_longitude", "label_latitude"}
    assert max(len(decimals) for decimals in re.findall(rb"\d\.(\d+)", content)) <= 3
    assert boundaries.provinces_geojson(code) == content


@pytest.mark.parametrize("code", ["", "XXX", "irn", "../PAK", "PAK'", "P" * 5000])
def test_an_unknown_country_code_is_refused(code: str) -> None:
    with pytest.raises(ValueRefused):
        boundaries.provinces_geojson(code)
