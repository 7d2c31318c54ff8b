"""Each mention of a name is in what stands beside it; one with nothing beside it is in what the nearest one is in."""

import pytest

from geo.places import Hints, find, resolve_or_none


def provinces_of(name: str, text: str) -> list[str | None]:
    return [mention.place.admin1 for mention in find(text) if mention.text == name]


def countries_of(name: str, text: str) -> list[str | None]:
    return [mention.place.country for mention in find(text) if mention.text == name]


@pytest.mark.parametrize(
    ("name", "text", "countries"),
    [
        ("Boston", "He left Boston, England, in May and reached Boston, Massachusetts.", ["GB", "US"]),
        ("Perth", "She was born in Perth, Scotland, and died in Perth, Australia.", ["GB", "AU"]),
        ("Newport", "The ship went from Newport, Wales, to Newport, Rhode Island.", ["GB", "US"]),
        (
            "Tripoli",
            "Shots were fired in Tripoli, Lebanon. Planes landed in Tripoli, the capital of Libya, on Monday.",
            ["LB", "LY"],
        ),
        ("Valencia", "Spain's Valencia was flooded. A prison in Valencia, Venezuela, was attacked.", ["ES", "VE"]),
    ],
)
def test_each_mention_is_in_what_stands_beside_it(name: str, text: str, countries: list[str]) -> None:
    codes = {
        "GB": "United Kingdom",
        "US": "United States of America",
        "AU": "Australia",
        "LB": "Lebanon",
        "LY": "Libya",
        "ES": "Spain",
        "VE": "Venezuela",
    }
    assert countries_of(name, text) == [codes[code] for code in countries]


def test_a_mention_alone_is_where_the_nearest_one_of_its_name_is() -> None:
    text = (
        "Police in Springfield, Illinois, arrested a man. Springfield was calm. Much later, and after a long debate in "
        "the council, a second man was arrested in Springfield, Missouri. Springfield had no comment."
    )
    assert provinces_of("Springfield", text) == ["Illinois", "Illinois", "Missouri", "Missouri"]


@pytest.mark.parametrize(
    ("name", "text", "province"),
    [
        ("Panama City", "Panama City police in Bay County arrested two people.", "Florida"),
        ("Hamirpur", "A bus fell at Hamirpur in Kanpur.", "Uttar Pradesh"),
        ("Salem", "Salem officers in Rockingham County stopped a car.", "New Hampshire"),
    ],
)
def test_a_name_is_in_the_county_or_near_the_larger_town_beside_it(name: str, text: str, province: str) -> None:
    assert provinces_of(name, text) == [province]


def test_a_larger_town_is_not_in_a_smaller_one() -> None:
    assert countries_of("Paris", "They met Paris in Lexington and went on to France.") == ["France"]


@pytest.mark.parametrize(
    ("name", "publisher", "country"),
    [("Hamilton", "hamiltonspectator.com", "Canada"), ("Durham", "heraldsun.com", "United States of America")],
)
def test_a_reason_says_that_only_the_publisher_speaks_for_a_place(name: str, publisher: str, country: str) -> None:
    place = resolve_or_none(name, Hints(text=f"Police shot a man in {name} on Monday.", publisher=publisher))
    assert place is not None
    assert place.country == country
    assert "its publisher is at home in" in place.because
    assert "mentioned" not in place.because


def test_what_the_text_mentions_is_still_a_reason_beside_the_publisher() -> None:
    text = "Police shot a man in Hamilton on Monday. The provincial police of Canada were called."
    place = resolve_or_none("Hamilton", Hints(text=text, publisher="hamiltonspectator.com"))
    assert place is not None
    assert "Canada is mentioned with it" in place.because


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Geneva", "In Geneva, Iran said it would not stop. Talks in Geneva went on.", "Switzerland"),
        ("Vienna", "Speaking in Vienna, Russia's envoy warned of war. Vienna was calm.", "Austria"),
        ("Brussels", "At the meeting in Brussels, Ukraine asked for arms.", "Belgium"),
        ("Nairobi", "After talks in Nairobi, Sudan agreed to a truce.", "Kenya"),
        ("Cairo", "From Cairo, Qatar and the United Nations called for calm.", "Egypt"),
        ("Oslo", "Meeting in Oslo, Colombia’s negotiators signed. In Oslo, a crowd cheered.", "Norway"),
    ],
)
def test_a_country_that_does_something_holds_no_town_before_it(name: str, text: str, country: str) -> None:
    assert set(countries_of(name, text)) == {country}


@pytest.mark.parametrize(
    ("name", "text", "country"),
    [
        ("Memphis", "A bomb went off in Memphis, Egypt, and two died.", "Egypt"),
        ("Lisbon", "The school (Lisbon, Kenya) was closed.", "Kenya"),
        ("Hyderabad", "A factory in Hyderabad, Pakistan was flooded.", "Pakistan"),
    ],
)
def test_a_country_behind_a_town_is_where_it_is(name: str, text: str, country: str) -> None:
    assert countries_of(name, text) == [country]


def test_an_area_without_a_known_place_of_the_name_is_of_its_own_mention_alone() -> None:
    text = "A ship was built in Marseille, Egypt, they claim. The mayor of Marseille denied it; France protested."
    assert countries_of("Marseille", text) == ["Egypt", "France"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Lagos", "In Lagos, Kentucky, a barn burned. Lagos is small."),
        ("Memphis", "Memphis, Egypt, is old. Memphis is not."),
        ("Oslo", "Oslo, Kenya, has two schools. Nothing like that was seen in Oslo before."),
    ],
)
def test_a_name_that_is_elsewhere_in_an_area_where_none_is_known_is_contested(name: str, text: str) -> None:
    places = [mention.place for mention in find(text) if mention.text == name]
    assert len(places) == 2
    assert all(place.confidence < 0.6 for place in places)
    assert "where none is known" in places[1].because


@pytest.mark.parametrize(
    ("name", "text", "area"),
    [
        ("Moscow", "America's Moscow embassy was closed. Moscow protested.", "Idaho"),
        ("Dhaka", "India's Dhaka envoy left.", "Bihar"),
        ("Paris", "Georgia's Paris office was searched.", "Georgia"),
        ("Lima", "Ohio's Lima bureau wrote of an election in Peru.", "Ohio"),
        ("Kyiv", "Canada’s Kyiv mission was moved.", "Saskatchewan"),
    ],
)
def test_an_office_abroad_is_not_in_its_owner(name: str, text: str, area: str) -> None:
    assert area not in provinces_of(name, text)


def test_an_owner_gives_no_far_likelier_place_to_a_namesake() -> None:
    text = "France's Berlin policy has failed. Thousands marched through Berlin."
    assert set(countries_of("Berlin", text)) == {"Germany"}


@pytest.mark.parametrize(
    "text",
    [
        "Canada's London embassy was closed. Thousands marched through London.",
        "In London, Canada said that it would send no troops.",
    ],
)
def test_a_namesake_abroad_that_is_left_open_is_not_called_sure(text: str) -> None:
    assert all(mention.place.confidence < 0.6 for mention in find(text) if mention.text == "London")


def test_an_owner_still_holds_its_own_town() -> None:
    assert provinces_of("Sangin", "Helmand's Sangin was shelled.") == ["Helmand"]
