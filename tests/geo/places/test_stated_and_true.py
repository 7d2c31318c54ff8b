"""What is said of a place's whereabouts holds in texts as in names, and reasons name only what was mentioned."""

import pytest

from geo.places import Hints, find, resolve, resolve_or_none


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Al-Qadmus Military Camp, Tartus", "Ţarţūs"),
        ("Al-Zahra Hospital, Herat", "Herat"),
        ("Georgia Hospital, Aleppo", "Aleppo"),
        ("Chad Camp, Quetta", "Quetta"),
        ("Mosul University, Iraq", "Mosul"),
    ],
)
def test_a_site_is_where_it_is_said_to_be(name: str, near: str) -> None:
    assert resolve(name).name == f"near {near}"


def test_the_site_of_an_area_is_known_to_the_area() -> None:
    place = resolve("Blorp Camp, Iraq")
    assert (place.name, place.precision) == ("Iraq", "country")


@pytest.mark.parametrize("name", ["Mt. Blorp Hospital", "Al Mosque", "Mi Police Station"])
def test_a_short_word_is_no_town_of_a_site(name: str) -> None:
    assert resolve_or_none(name) is None


@pytest.mark.parametrize(
    ("name", "admin1", "longitude"), [("Columbus", "Georgia", -84.99), ("St. Louis", "Missouri", -90.2)]
)
def test_a_town_across_a_coarse_border_goes_before_its_namesakes(name: str, admin1: str, longitude: float) -> None:
    place = resolve(name, country="United States of America", admin1=admin1)
    assert place.point.x == pytest.approx(longitude, abs=0.1)
    mention = find(f"Two men were held in {name}, {admin1}, on Monday.")[0]
    assert mention.place.place_id == place.place_id


@pytest.mark.parametrize(
    "text",
    [
        "Car bomb kills six in the market.",
        "Lake Turkana fishermen were robbed.",
        "They crossed the Congo River by night.",
        "The shop was founded there, Est. 1976.",
    ],
)
def test_waters_and_small_words_are_no_countries(text: str) -> None:
    assert find(text) == []


def test_the_code_of_a_country_is_one_in_capitals() -> None:
    assert [mention.place.country for mention in find("Rebels fought the army of the CAR for a week.")] == [
        "Central African Republic"
    ]


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("Police in Manbij and Azaz said so.", "Manbij", "places in Syria"),
        ("Police in Manbij, Syria, said so.", "Manbij", "because Syria "),
        ("Two men from Columbus, Miss., were shot.", "Columbus", "because Mississippi "),
    ],
)
def test_a_reason_names_what_the_text_names(text: str, name: str, reason: str) -> None:
    place = next(mention.place for mention in find(text) if mention.text == name)
    assert reason in place.because


def test_the_home_of_a_publisher_is_no_mention() -> None:
    place = resolve("Paris", text="Paris was quiet.", publisher="theparisnews.com")
    assert "France is mentioned" not in place.because


def test_a_region_keeps_its_name_beside_a_province_elsewhere() -> None:
    text = "Officials of Kurdistan spoke in Erbil, Iraq."
    assert next(mention.place.name for mention in find(text) if mention.text == "Kurdistan") == "Iraqi Kurdistan"
    assert resolve("Kurdistan", country="Iran").country == "Iran"


@pytest.mark.parametrize(
    ("name", "country", "neighbour"),
    [
        ("Goma", "Democratic Republic of the Congo", "Rwanda"),
        ("Gorizia", "Italy", "Slovenia"),
        ("Moreh", "India", "Myanmar"),
        ("Narva", "Estonia", "Russia"),
        ("Tell Abyad", "Syria", "Turkey"),
        ("Myawaddy", "Myanmar", "Thailand"),
        ("Ciudad Juarez", "Mexico", "United States"),
    ],
)
def test_a_border_town_is_of_one_country_alone(name: str, country: str, neighbour: str) -> None:
    own, other = resolve_or_none(name, Hints(country=country)), resolve_or_none(name, Hints(country=neighbour))
    assert own is not None
    assert own.country == country
    assert own.confidence >= 0.8
    assert other is None or other.confidence <= 0.5


@pytest.mark.parametrize(
    ("name", "country", "admin1", "neighbour"),
    [
        ("Saraqib", "Syria", "Idlib", "Aleppo"),
        ("Khulm", "Afghanistan", "Balkh", "Samangan"),
        ("Izyum", "Ukraine", "Kharkiv", "Donetsk"),
        ("Asansol", "India", "West Bengal", "Jharkhand"),
        ("Jacobabad", "Pakistan", "Sindh", "Balochistan"),
        ("Nizip", "Turkey", "Gaziantep", "Şanlıurfa"),
        ("Potsdam", "Germany", "Brandenburg", "Berlin"),
        ("Zaria", "Nigeria", "Kaduna", "Katsina"),
    ],
)
def test_a_town_beside_the_stated_province_is_doubtful(name: str, country: str, admin1: str, neighbour: str) -> None:
    assert resolve(name, country=country, admin1=admin1).confidence >= 0.8
    other = resolve_or_none(name, Hints(country=country, admin1=neighbour))
    assert other is None or other.confidence <= 0.5


@pytest.mark.parametrize(
    ("name", "country", "admin1"),
    [
        ("Bucha", "Ukraine", "Kyiv"),
        ("Debrecen", "Hungary", "Hajdú-Bihar"),
        ("Columbus", "United States", "Georgia"),
        ("Taji", "Iraq", "Baghdad"),
        ("Jamrud", "Pakistan", "Federally Administered Tribal Areas"),
    ],
)
def test_a_coarse_outline_makes_no_true_answer_doubtful(name: str, country: str, admin1: str) -> None:
    place = resolve(name, country=country, admin1=admin1)
    assert place.confidence >= 0.8


@pytest.mark.parametrize(
    ("name", "admin1"),
    [("Lebanon", "Pennsylvania"), ("Jordan", "Minnesota"), ("Peru", "Indiana")],
)
def test_a_town_that_is_called_like_a_country_is_sure_in_its_province(name: str, admin1: str) -> None:
    for place in (resolve(f"{name}, {admin1}"), resolve(name, admin1=admin1)):
        assert place.admin1 == admin1
        assert place.confidence > 0.9


def test_a_lake_that_is_called_like_a_country_is_the_lake() -> None:
    (mention,) = find("Lake Chad fishermen were robbed.")
    assert (mention.text, mention.place.kind, mention.place.precision) == ("Lake Chad", "lake", "region")
