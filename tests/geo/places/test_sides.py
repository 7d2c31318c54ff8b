"""Sides of areas, districts, coasts and quarters as reporters word them, by themselves and in text."""

import pytest

from geo import places
from geo.errors import PlaceNotFound
from geo.places import resolve

# Each with the identifier of the area and the direction that it says.
AREAS = [("Aleppo", "ne1:SYR-137"), ("Kandahar", "ne1:AFG-1754"), ("Herat", "ne1:AFG-1742"), ("Hama", "ne1:SYR-138")]
WORDINGS = [
    "northern {0}",
    "Northern {0} province",
    "northern {0} governorate",
    "the north of {0}",
    "in the north of {0} province",
    "{0}'s north",
    "{0}’s northern countryside",
    "northern parts of {0} province",
    "the northern part of {0}",
    "rural northern {0}",
    "northern rural {0}",
    "northern countryside of {0}",
    "countryside of northern {0}",
    "northern {0} countryside",
    "{0} (north)",
]


@pytest.mark.parametrize(("name", "place_id"), AREAS)
@pytest.mark.parametrize("wording", WORDINGS)
def test_a_side_of_a_province_is_two_fifths_of_it(wording: str, name: str, place_id: str) -> None:
    place = resolve(wording.format(name))
    assert place.place_id == f"part:north:{place_id}"
    assert place.precision == "region"


@pytest.mark.parametrize("wording", WORDINGS)
def test_text_has_the_side(wording: str) -> None:
    [mention] = places.find(f"Two soldiers were killed in {wording.format('Aleppo')} on Monday, a monitor said.")
    assert (mention.text, mention.place.place_id) == ("Aleppo", "part:north:ne1:SYR-137")


@pytest.mark.parametrize(
    ("name", "precision", "label"),
    [
        ("northern Aleppo city", "near", "near Aleppo"),
        ("north of Hama", "near", "near Ḩamāh"),
        ("west Mosul", "near", "near Mosul"),
        ("northern Gaza", "region", "northern Gaza Strip"),
        ("the outskirts of northern Hama", "region", "northern Hama"),
        ("Aleppo governorate", "admin1", "Aleppo"),
        ("Damascus countryside", "admin1", "Rif Dimashq"),
        ("Quetta district", "admin2", "Quetta district"),
        ("Turbat tehsil", "admin2", "Turbat district"),
        ("Mariupol raion", "admin2", "Mariupol district"),
        ("Zahedan province", "near", "near Zahedan"),
        ("Fallujah governorate", "near", "near Al Fallūjah"),
        ("Bucha Oblast", "near", "near Bucha"),
        ("Kursk Oblast", "admin1", "Kursk"),
        ("Oblast of Poltava", "admin1", "Poltava"),
        ("Kherson region", "admin1", "Kherson"),
        ("region of Diffa", "admin1", "Diffa"),
        ("Patagonia", "region", "Patagonia"),
        ("Java", "region", "Java"),
        ("Coast of Yemen", "sea_air", "off Yemen"),
        ("Homs - Al Waer", "near", "near Homs"),
        ("Blorp Military Camp, Quetta", "near", "near Quetta"),
    ],
)
def test_what_is_no_side_of_a_province_is_what_it_says(name: str, precision: str, label: str) -> None:
    place = resolve(name)
    assert (place.precision, place.name) == (precision, label)
    assert places.place_from_id(place.place_id).name == label


@pytest.mark.parametrize(
    "name", ["Department of Commerce", "Justice Department", "Commerce Division", "Energy Division"]
)
def test_an_office_without_a_country_is_no_place(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)
    assert resolve("Karachi division", country="Pakistan").precision == "near"


@pytest.mark.parametrize(
    ("text", "precisions"),
    [
        ("An air strike in Idlib governorate killed two.", ["admin1"]),
        ("Gunmen attacked in Herat province.", ["admin1"]),
        ("Police were hit in Khuzdar district.", ["admin2"]),
        ("Shelling hit Bucha raion.", ["admin2"]),
        ("Shelling hit Kursk Oblast and Poltava Oblast.", ["admin1", "admin1"]),
        ("Gunmen attacked in Zahedan province.", ["near"]),
        ("He leads the Boston division of a bank.", ["exact"]),
        ("Fighting in the Damascus countryside left four dead.", ["admin1"]),
        ("Shelling was heard south of Krasnohorivka, Donetsk Oblast.", ["near", "admin1"]),
        ("A boat sank off the coast of Yemen.", ["sea_air"]),
        ("A. Writer, M.S., R.D., disagreed.", []),
        ("We travelled to the U.S", ["country"]),
        ("A bomb went off in Aleppo.", ["exact"]),
    ],
)
def test_words_around_a_name_say_what_of_it_is_meant(text: str, precisions: list[str]) -> None:
    assert [mention.place.precision for mention in places.find(text)] == precisions


def test_a_name_that_is_asked_for_by_itself_stays_the_whole_place() -> None:
    text = "Strikes hit northern Iraq."
    assert resolve("Iraq", text=text).precision == "country"
