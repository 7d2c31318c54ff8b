"""Which district a row means by its names: never one that contradicts the country or province that it states."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import places
from geo.places.districts import district_names
from geo.places.districts.district import District, districts
from geo.places.districts.district_names import DistrictMatch, match_district
from geo.places.districts.layers import SECOND_LEVEL
from geo.places.gazetteer.name_normalization import MAX_NAME_LENGTH

SECOND = [district for district in districts().values() if district.layer.level == SECOND_LEVEL]
# The country and the name of two districts of one name, in two provinces.
NUMBERS = Counter((district.country, district.name) for district in SECOND if district.country == "Yemen")
SHARED = next(key for key, number in NUMBERS.items() if number > 1)
LONG = "Kirkuk " * 15_000


def find(country: str, admin1: str, name: str) -> District | None:
    match = match_district(country=country, admin1=admin1, name=name)
    return match.district if match else None


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
        ("Somalia", "Somaliland", "Hargeysa", "Hargeisa District"),
        ("Somalia", "Woqooyi Galbeed", "Hargeisa", "Hargeisa District"),
        ("South Sudan", "Upper Nile", "Renk", "Renk County"),
        ("Turkey", "Karabük", "Merkez", "Merkez District"),
        ("Turkey", "Kars", "Merkez", "Kars merkez District"),
        ("Turkey", "Bolu", "Merkez İlçe", "Bolu Merkez District"),
        ("Turkey", "Rize", "Merkez", "Rize merkezi District"),
        ("Turkey", "Rize", "Rize", "Rize merkezi District"),
        ("Turkey", "Afyonkarahisar", "merkez ilçesi", "Afyonkarahisar (Merkez İlçe) District"),
        ("Yemen", "Dhamar", "City", "Dhamar City District"),
        ("Turkey", "Denizli", "Merkezefendi", "Merkezefendi District"),
        ("Iraq", "Nowhere", "Khanaqin", "Khanaqin District"),  # as it is written, and the only one
    ],
)
def test_a_district_by_its_names(country: str, admin1: str, name: str, title: str) -> None:
    district = find(country, admin1, name)
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
        ("Iraq", "", "Khanaqeen"),
        ("Iraq", "Nowhere", "Khanaqeen"),
        ("Somalia", "Woqooyi Galbeed", "Hargeysa"),  # no province of ours, and spelt otherwise
        ("Somalia", "Banaadir", "Hargeisa"),  # a province of one country, a district of the other
        ("Iraq", "Nowhere", "Hawija"),
        ("Iraq", "Basra", "Khanaqeen"),
        ("Turkey", "Adana", "Merkez"),  # which has several districts around its seat
        ("Yemen", "Nowhere", "Dhamar City Center"),
        ("Iraq", "Diyala", LONG),
        ("Iraq", LONG, "Khanaqin"),
        (LONG, "Diyala", "Khanaqin"),
        ("Iraq", "Diyala", "Khanaqin" + "\u0651" * 200),
    ],
)
def test_no_district(country: str, admin1: str, name: str) -> None:
    assert find(country, admin1, name) is None


@pytest.mark.parametrize("admin1", ["", "Nowhere"])
@pytest.mark.parametrize(
    "name",
    [
        *("Merkez", "merkez", "Merkez İlçesi", "Markaz", "Al-Markaz", "Markazi", "Center", "Centre", "Central", "City"),
        *("Central District", "Town", "Chef-lieu", "Qasabat", "Qasabah", "Downtown", "City Center", "مركز", "المركز"),
    ],
)
def test_what_any_seat_is_called_means_no_district_without_its_province(name: str, admin1: str) -> None:
    for country in {district.country for district in SECOND}:
        assert find(country, admin1, name) is None


@pytest.mark.parametrize("name", ["Merkez District", "District of Merkez", "Merkez"])
@pytest.mark.parametrize("country", ["Turkey", None])
def test_what_any_seat_is_called_is_no_likely_place_by_itself(name: str, country: str | None) -> None:
    place = places.resolve_or_none(name, places.Hints(country=country))
    assert place is None or (place.confidence < 0.5 and not place.place_id.startswith("gb:"))


def test_what_any_seat_is_called_is_a_district_with_its_province() -> None:
    assert places.resolve("Merkez District", country="Turkey", admin1="Kars").name == "Kars merkez District"
    assert places.resolve("Karabük Merkez District").name == "Merkez District"


@pytest.mark.parametrize(
    ("admin1", "name", "evidence", "because", "is_in_province"),
    [
        ("Diyala", "Khanaqin", "sole", "", True),
        ("", "Khanaqin", "sole", "", False),
        ("Nowhere", "Khanaqin", "sole", "", False),
        ("Diyala", "Khanaqeen", "sound", "sounds like Khanaqin", True),
        ("Diyala", "Khalaqin", "spelling", "spelt like Khanaqin", True),
    ],
)
def test_a_match_says_how_the_name_led_to_it(
    admin1: str, name: str, evidence: str, because: str, is_in_province: bool
) -> None:
    match = match_district(country="Iraq", admin1=admin1, name=name)
    assert isinstance(match, DistrictMatch)
    assert (match.district.name, match.evidence, match.because) == ("Khanaqin", evidence, because)
    assert match.is_in_province is is_in_province
    assert (match.agreement == 1) is (evidence == "sole")
    assert 0.6 <= match.agreement <= 1


@pytest.mark.parametrize(("name", "is_known"), [("Khanaqin", True), ("Khanaqeen", False), ("Khalaqin", False)])
def test_a_name_as_it_stands_is_no_misspelling(name: str, is_known: bool) -> None:
    match = match_district(country="Iraq", admin1="Diyala", name=name, is_exact=True)
    assert (match is not None) is is_known


def test_a_name_that_is_too_long_is_not_normalized(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> str:
        assert len(name) <= MAX_NAME_LENGTH
        return name

    monkeypatch.setattr(district_names, "strip_generic", refuse)
    for position in range(3):
        names = ["Iraq", "Diyala", "Khanaqin"]
        names[position] = LONG
        assert find(*names) is None


@given(st.sampled_from(SECOND))
def test_every_district_is_known_by_its_own_names_or_is_one_of_several(district: District) -> None:
    known = find(district.country, district.admin1, district.name)
    assert known is None or (known.admin1, known.country) == (district.admin1, district.country)


def test_nearly_all_districts_are_known_by_their_own_names() -> None:
    sample = SECOND[::20]
    known = [find(each.country, each.admin1, each.name) is each for each in sample]
    assert sum(known) >= 0.95 * len(sample)


@given(st.sampled_from(THIRD))
def test_no_row_of_a_second_level_means_a_unit_of_the_third(unit: District) -> None:
    assert find(unit.country, unit.admin1, unit.name) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_answered(admin1: str, name: str) -> None:
    district = find("Iraq", admin1, name)
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
