"""A name of two countries or two provinces means the one that is around it, and is contested where nothing is."""

import pytest

from geo.places import resolve

CONGO, DR_CONGO = "Republic of the Congo", "Democratic Republic of the Congo"


@pytest.mark.parametrize(
    ("name", "town", "country"),
    [
        ("Congo", "Goma", DR_CONGO),
        ("Congo", "Kisangani", DR_CONGO),
        ("Congo", "Dolisie", CONGO),
        ("Congo", "Pointe-Noire", CONGO),
        ("Punjab", "Lahore", "Pakistan"),
        ("Punjab", "Amritsar", "India"),
        ("Limburg", "Maastricht", "Netherlands"),
    ],
)
def test_the_places_around_decide(name: str, town: str, country: str) -> None:
    assert resolve(name, beside=[town]).country == country
    assert resolve(name, text=f"Officials in {town} said that {name} was quiet.").country == country


@pytest.mark.parametrize("name", ["Congo", "Punjab", "Limburg"])
def test_without_anything_around_the_name_is_contested(name: str) -> None:
    place = resolve(name)
    assert place.evidence == "contested"
    assert place.confidence < 0.5


@pytest.mark.parametrize(("name", "country"), [("Congo", CONGO), ("Congo", DR_CONGO), ("Punjab", "India")])
def test_a_stated_country_settles_it(name: str, country: str) -> None:
    place = resolve(name, country=country)
    assert (place.country, place.evidence) == (country, "area")


@pytest.mark.parametrize("name", ["Georgia", "Luxembourg", "Niger", "Balochistan"])
def test_an_area_that_outweighs_the_others_is_not_contested(name: str) -> None:
    assert resolve(name).evidence == "area"
