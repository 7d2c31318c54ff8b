import json

import pandas as pd
import pytest
import shapely

from geo.core import boundaries
from geo.errors import ValueRefused

TOWNS = [
    ("Quetta", 67.01, 30.19, "Pakistan", "Balochistan"),
    ("Zahedan", 60.86, 29.50, "Iran", "Sistan and Baluchestan"),
    ("Nili", 66.13, 33.72, "Afghanistan", "Daykundi"),
    ("Bazarak", 69.52, 35.31, "Afghanistan", "Panjshir"),
    ("Tarinkot", 65.87, 32.63, "Afghanistan", "Uruzgan"),
    ("Karaj", 50.99, 35.83, "Iran", "Alborz"),
    ("Mosul", 43.12, 36.34, "Iraq", "Nineveh"),
    ("Gwadar, on the coast", 62.325, 25.12, "Pakistan", "Balochistan"),
    ("Gaza", 34.45, 31.51, "Palestine", "Gaza Strip"),
    ("Davos", 9.83, 46.80, "Switzerland", "Grisons"),
]


@pytest.mark.parametrize(("town", "longitude", "latitude", "country", "admin1"), TOWNS)
def test_a_point_lies_in_its_province(town: str, longitude: float, latitude: float, country: str, admin1: str) -> None:
    admin = boundaries.locate_admin(pd.Series([longitude]), pd.Series([latitude])).iloc[0]
    assert (town, admin["country"], admin["admin1"]) == (town, country, admin1)


def test_points_at_sea_and_missing_ones_lie_nowhere_and_the_index_stays() -> None:
    admin = boundaries.locate_admin(
        pd.Series([-30.0, None, 67.01], index=[7, 3, 9]), pd.Series([0.0, None, 30.19], index=[7, 3, 9])
    )
    assert list(admin.index) == [7, 3, 9]
    assert list(admin["country"].isna()) == [True, True, False]


def test_no_points_at_all() -> None:
    assert list(boundaries.locate_admin(pd.Series(dtype="float64"), pd.Series(dtype="float64")).columns) == [
        "country",
        "admin1",
        "province_id",
    ]


def test_the_provinces_have_no_gaps_or_overlaps_and_clean_names() -> None:
    table = boundaries.provinces()
    assert table["province_id"].is_unique
    assert shapely.coverage_is_valid(table.geometry.to_numpy())
    assert table["name"].str.len().min() > 0
    names = " ".join([*table["name"], *table["other_names"]])
    assert [broken for broken in ("¡", "‹", "‚", "\ufffd", "Azerba‹djan") if broken in names] == []


def test_every_province_lies_in_a_named_country() -> None:
    countries = boundaries.countries()
    assert set(boundaries.provinces()["country"]) == set(countries["name"])
    assert countries["name"].is_unique
    assert countries["country_code"].is_unique


def test_the_files_for_the_browser_are_small_and_complete() -> None:
    collection = json.loads(boundaries.countries_geojson())
    assert {"Iran", "Pakistan", "Iraq", "Syria"} <= {
        feature["properties"]["name"] for feature in collection["features"]
    }
    assert len(boundaries.countries_geojson()) < 1_000_000
    provinces = json.loads(boundaries.provinces_geojson("IRN"))
    assert len(provinces["features"]) == 32
    assert [feature["properties"]["name"] for feature in provinces["features"]].count("") == 1
    assert provinces["features"][0]["properties"]["name"] == ""
    with pytest.raises(ValueRefused):
        boundaries.provinces_geojson("../..")
