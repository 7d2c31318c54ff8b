"""Which district a row means by its names: never one that contradicts the country or province that it states."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import places
from geo.places.districts.district import District, districts
from geo.places.districts.district_names import find_district
from geo.places.districts.layers import SECOND_LEVEL

SECOND = [district for district in districts().values() if district.layer.level == SECOND_LEVEL]
# The country and the name of two districts of one name, in two provinces.
NUMBERS = Counter((district.country, district.name) for district in SECOND if district.country == "Yemen")
SHARED = next(key for key, number in NUMBERS.items() if number > 1)
THIRD = [district for district in districts().values() if district.layer.level != SECOND_LEVEL]


@pytest.mark.parametrize(
    ("country", "admin1", "name", "title"),
    [
        ("Iraq", "Diyala", "Khanaqin", "Khanaqin District"),
        ("Iraq", "", "khanaqin district", "Khanaqin District"),
        ("Iraq", "Diyala", "Khanaqeen", "Khanaqin District"),
        ("Iraq", "Kirkuk", "Hawija", "Al-Hawiga District"),
        ("Afghanistan", "Helmand", "Nad Ali", "Nad Ali District"),
        ("Yemen", "Ad Dali", "Qatabah", "Qa'tabah District"),
        ("Nigeria", "Borno", "Gwoza", "Gwoza Local Government Area"),
        ("Turkey", "Bitlis", "Bitlis", "Bitlis merkez District"),
        ("Palestine", "West Bank", "Jenin", "Jenin Governorate"),
        ("Somalia", "Woqooyi Galbeed", "Hargeysa", "Hargeisa District"),
        ("South Sudan", "Upper Nile", "Renk", "Renk County"),
    ],
)
def test_a_district_by_its_names(country: str, admin1: str, name: str, title: str) -> None:
    district = find_district(country, admin1, name)
    assert district is not None
    assert district.title == title


@pytest.mark.parametrize(
    ("country", "admin1", "name"),
    [
        ("Iraq", "Basra", "Khanaqin"),
        ("Iran", "Diyala", "Khanaqin"),
        ("", "Diyala", "Khanaqin"),
        ("Syria", "Idlib", "Harim"),
        ("Pakistan", "Balochistan", "Quetta"),
        (*SHARED[:1], "", SHARED[1]),
        ("Iraq", "Diyala", ""),
        ("Iraq", "Diyala", "…"),
        ("Iraq", "Diyala", "No such district"),
        ("Iraq", "", "Hawija"),  # spelt otherwise, and in no province
    ],
)
def test_no_district(country: str, admin1: str, name: str) -> None:
    assert find_district(country, admin1, name) is None


@given(st.sampled_from(SECOND))
def test_every_district_is_known_by_its_own_names_or_is_one_of_several(district: District) -> None:
    known = find_district(district.country, district.admin1, district.name)
    assert known is None or (known.admin1, known.country) == (district.admin1, district.country)


def test_nearly_all_districts_are_known_by_their_own_names() -> None:
    sample = SECOND[::20]
    known = [find_district(each.country, each.admin1, each.name) is each for each in sample]
    assert sum(known) >= 0.95 * len(sample)


@given(st.sampled_from(THIRD))
def test_no_row_of_a_second_level_means_a_unit_of_the_third(unit: District) -> None:
    assert find_district(unit.country, unit.admin1, unit.name) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_answered(admin1: str, name: str) -> None:
    district = find_district("Iraq", admin1, name)
    assert district is None or district.country == "Iraq"


@pytest.mark.parametrize(
    ("name", "kind", "precision", "country"),
    [
        ("Khanaqin District", "district", "admin2", "Iraq"),
        ("District of Khanaqin", "district", "admin2", "Iraq"),
        ("Gwoza LGA", "local government area", "admin2", "Nigeria"),
        ("Masisi territory", "territory or city", "admin2", "Democratic Republic of the Congo"),
        ("Rafah Governorate", "governorate", "admin2", "Palestine"),
        ("Harim Sub-district", "sub-district", "region", "Syria"),
        ("Gwadar Tehsil", "tehsil", "region", "Pakistan"),
    ],
)
def test_a_name_with_its_unit_is_the_unit_with_its_outline(name: str, kind: str, precision: str, country: str) -> None:
    place = places.resolve(name)
    assert (place.kind, place.precision, place.country) == (kind, precision, country)
    assert place.place_id.startswith("gb:")
    assert place.shape is not None


@pytest.mark.parametrize("name", ["Khanaqin", "Gwoza", "Harim", "Gwadar", "Adana"])
def test_a_name_without_its_unit_is_the_town(name: str) -> None:
    assert places.resolve(name).precision == "exact"


def test_a_district_in_a_text_is_the_district() -> None:
    (first, *_) = places.find("Twelve died in Gwoza Local Government Area, Borno.")
    assert first.place.name == "Gwoza Local Government Area"
