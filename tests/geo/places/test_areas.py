"""The areas of incidents: one identifier an area, which leads back to it."""

import pandas as pd
import pytest

from geo.core import boundaries
from geo.errors import PlaceNotFound
from geo.places.areas import area_from_id, area_of, areas_of_rows
from geo.places.districts.district import districts

KHANAQIN, GWADAR_TEHSIL = (
    next(place_id for place_id, district in districts().items() if district.title == title)
    for title in ("Khanaqin District", "Gwadar Tehsil")
)


@pytest.mark.parametrize(
    ("place_id", "precision", "admin2", "admin1", "country"),
    [
        ("", "admin1", "", "Balochistan", "Pakistan"),
        ("", "country", "", "Balochistan", "Pakistan"),
        ("", "admin1", "", "Cork", "Ireland"),  # two units under one name
        ("part:north:ne0:IRQ", "region", "", "", "Iraq"),
        ("no such place", "admin1", "", "Balochistan", "Pakistan"),
        ("", "admin2", "Khanaqin", "Diyala", "Iraq"),
        (KHANAQIN, "admin2", "", "", ""),
        (GWADAR_TEHSIL, "region", "", "", "Pakistan"),
    ],
)
def test_an_identifier_leads_back_to_its_area(
    place_id: str, precision: str, admin2: str, admin1: str, country: str
) -> None:
    area = area_of(place_id, precision, admin2, admin1, country)
    assert area is not None
    again = area_from_id(area.area_id)
    assert (again.area_id, again.name) == (area.area_id, area.name)
    assert again.outline.equals(area.outline)


def test_a_province_has_one_identifier_by_place_and_by_name() -> None:
    by_place = area_of("ne1:PAK-1108", "admin1", "", "", "")
    by_name = area_of("", "admin1", "", "Balochistan", "Pakistan")
    assert by_place is not None
    assert by_name is not None
    assert by_place.area_id == by_name.area_id


def test_every_province_and_country_has_its_outline() -> None:
    table = boundaries.provinces()
    for name, country in zip(table["name"][::50], table["country"][::50], strict=True):
        area = area_of("", "admin1", "", name, country)
        outline = boundaries.province_shape(name, country)
        assert area is not None
        assert outline is not None
        assert area.outline.equals(outline)


@pytest.mark.parametrize("precision", ["exact", "near", "sea_air", "unknown"])
def test_a_point_has_no_area(precision: str) -> None:
    assert area_of("ne1:PAK-1108", precision, "Kech", "Balochistan", "Pakistan") is None


@pytest.mark.parametrize(
    ("place_id", "admin2", "admin1", "country"),
    [
        ("ne1:PAK-1108", "", "Balochistan", "Pakistan"),  # a province is no district
        ("faultline:kech", "Kech", "Balochistan", "Pakistan"),  # its outline is not known
        ("", "Harim", "Idlib", "Syria"),  # its sub-district is smaller
        ("", "Khanaqin", "Basra", "Iraq"),  # which is in another province
        ("", "Khanaqin", "Diyala", "Iran"),
        ("", "", "Diyala", "Iraq"),
    ],
)
def test_a_district_that_is_not_known_has_no_area(place_id: str, admin2: str, admin1: str, country: str) -> None:
    assert area_of(place_id, "admin2", admin2, admin1, country) is None


@pytest.mark.parametrize("area_id", ["", "ne0:XXX", "ne1:", "ne1:PAK-1108 ne1:XXX", "faultline:quetta", "gb:1", "<b>"])
def test_an_unknown_identifier_is_refused(area_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        area_from_id(area_id)


def test_rows_without_an_outline_are_left_out() -> None:
    rows = pd.DataFrame(
        {
            "incident_id": ["a", "b", "c"],
            "place_precision": ["admin1", "region", "exact"],
            "admin2": [None, None, None],
            "place_id": [None, None, "ne0:IRN"],
            "admin1": ["Balochistan", "Balochistan", "Balochistan"],
            "country": ["Pakistan", "Pakistan", "Pakistan"],
        }
    )
    assert list(areas_of_rows(rows)) == ["a"]


@pytest.mark.parametrize("position", range(5))
def test_a_text_that_is_too_long_is_no_name_and_is_not_remembered(position: int) -> None:
    texts = ["", "admin2", "Khanaqin", "Diyala", "Iraq"]
    texts[position] = "Khanaqin " * 10_000
    assert (area_of(*texts) is None) is (position != 0)  # an identifier that none is leaves the names
    assert area_of(texts[0], "admin1", "", texts[3] if position == 3 else "Nowhere", texts[4]) is None


def test_a_district_by_its_identifier_needs_no_name() -> None:
    area = area_of(KHANAQIN, "admin2", "Khanaqin " * 10_000, "", "Iraq")
    assert area is not None
    assert area.area_id == KHANAQIN
