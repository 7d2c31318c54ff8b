"""What a name says that it lies in is stated: nothing outside of it is an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import Hints, resolve, resolve_or_none
from tests.thoroughness import count


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("Helmand's Sangin district", "Sangin District"),
        ("Sangin district of Helmand", "Sangin District"),
        ("the Sinjar district of Nineveh", "Sinjar District"),
        ("Diyala's Khanaqin district", "Khanaqin District"),
        ("the Zari district of Balkh province", "Zari District"),
        ("Imam Sahib district in Kunduz", "Imam Sahib District"),
    ],
)
def test_a_district_is_that_of_the_province_beside_it(name: str, district: str) -> None:
    assert resolve(name).name == district


@pytest.mark.parametrize(
    ("name", "near"), [("the Sangin area of Helmand", "near Sangīn"), ("Gwoza area of Borno", "near Gwoza")]
)
def test_the_area_of_a_town_is_its_surroundings(name: str, near: str) -> None:
    place = resolve(name)
    assert (place.name, place.precision) == (near, "near")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Ain Issa, Syria", "Syria"),
        ("Balad Ruz, Diyala", "Iraq"),
        ("Khan Bani Saad, Diyala", "Iraq"),
        ("Tel Rifat, Syria", "Syria"),
        ("Qala-i-Zal, Kunduz", "Afghanistan"),
        ("Umm al-Zulla, Hasakah", "Syria"),
        ("Springfield, Ontario", "Canada"),
        ("Wahat Blorg, Libya", "Libya"),
    ],
)
def test_nothing_outside_of_what_stands_behind_the_comma_is_an_answer(name: str, country: str) -> None:
    place = resolve_or_none(name)
    assert place is None or place.country == country


@pytest.mark.parametrize("site", ["De Blorp Barracks", "Zorf Garrison", "Quorn Cantonment", "Hotel Fribble"])
def test_a_site_that_is_not_known_is_near_the_town_behind_the_comma(site: str) -> None:
    place = resolve(f"{site}, Zahedan")
    assert (place.name, place.evidence) == ("near Zahedan", "site")


def test_a_hamlet_that_is_not_known_is_doubtful_around_the_town_behind_the_comma() -> None:
    place = resolve("Zorblat, Zahedan")
    assert (place.name, place.evidence) == ("near Zahedan", "around")
    assert place.confidence <= 0.5
    assert "Zorblat" in place.because


def test_a_province_behind_the_comma_says_as_much_as_one_that_is_stated() -> None:
    assert resolve("Paris, Texas").confidence == resolve("Paris", country="USA", admin1="Texas").confidence


def test_a_country_that_is_stated_beside_is_not_contradicted() -> None:
    place = resolve_or_none("Paris, Texas", Hints(country="France"))
    assert place is None or place.confidence <= 0.5


@pytest.mark.parametrize("name", ["Alexandria", "Alexandria, Egypt"])
def test_an_alias_of_one_place_is_not_the_usual_name_of_another(name: str) -> None:
    assert resolve(name).country == "Egypt"


@settings(max_examples=count(15, 40), deadline=None)
@given(st.text(alphabet="abdeiklmnorstuz", min_size=4, max_size=9), st.sampled_from(["Syria", "Iraq", "Mali", "Chile"]))
def test_no_name_leads_out_of_its_country(head: str, country: str) -> None:
    place = resolve_or_none(f"{head.title()}, {country}")
    assert place is None or place.country in (country, None)
