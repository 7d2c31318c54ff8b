"""An unknown name is in the place that the text mentions around it, and no namesake far away takes it."""

import pytest

from geo.places import Hints, resolve_or_none

CAIRO = "A bomb went off in Cairo on Sunday. It was hidden in {name}, police in the Egyptian capital said."
NEW_ORLEANS = "The parade began in New Orleans, Louisiana, at noon. It went along {name} and ended at dusk."


@pytest.mark.parametrize(
    ("name", "text", "near"),
    [
        ("St. Blorp's Cathedral", CAIRO, "Cairo"),
        ("Blorp Teaching Hospital", CAIRO, "Cairo"),
        ("Cairo Blorp Hall", CAIRO, "Cairo"),
        ("Royal Street", NEW_ORLEANS, "New Orleans"),
        ("Eglinton Avenue", NEW_ORLEANS, "New Orleans"),
        ("Tavistock Street", NEW_ORLEANS, "New Orleans"),
    ],
)
def test_what_no_gazetteer_knows_is_near_the_town_of_the_text(name: str, text: str, near: str) -> None:
    place = resolve_or_none(name, Hints(text=text.format(name=name)))
    assert place is not None
    assert place.name == f"near {near}"
    assert place.precision == "near"
    assert place.confidence < 0.8


def test_a_site_with_a_country_in_its_name_is_in_the_town_that_the_text_mentions_there() -> None:
    text = "Thousands left the Stade de France in Paris. Nobody was hurt in London."
    place = resolve_or_none("Stade de France", Hints(text=text))
    assert place is not None
    assert place.name == "near Paris"


def test_a_text_without_places_gives_an_unknown_name_none() -> None:
    text = "Nothing happened at Blorp Teaching Hospital."
    assert resolve_or_none("Blorp Teaching Hospital", Hints(text=text)) is None


@pytest.mark.parametrize("beside", [("Ohio",), ("Illinois", "Springfield"), ("France", "Paris"), ("Blorp",)])
@pytest.mark.parametrize("name", ["Louisville", "Columbus", "Royal Street", "Cambridge"])
def test_names_beside_a_text_change_nothing_that_the_text_answers(name: str, beside: tuple[str, ...]) -> None:
    text = f"COLUMBUS, Ohio: Louisville played in Columbus. Later {name} was mentioned, and Kentucky too."
    alone, with_names = (resolve_or_none(name, Hints(text=text, beside=names)) for names in ((), beside))
    assert alone is not None
    assert with_names is not None
    assert with_names.place_id == alone.place_id


@pytest.mark.parametrize("name", ["Peace River", "Mississippi River", "Moose Lake"])
def test_a_river_or_a_lake_is_not_the_town_or_the_province_that_is_called_so(name: str) -> None:
    text = f"Boats on the {name} were stopped in Memphis, Tennessee, on Monday."
    place = resolve_or_none(name, Hints(text=text))
    assert place is not None
    assert place.name == "near Memphis"
    assert place.confidence < 0.5


@pytest.mark.parametrize("name", ["EU", "OAS"])
def test_initials_are_no_town_of_another_country(name: str) -> None:
    place = resolve_or_none(name, Hints(text=f"Leaders met in Brussels on Monday. The {name} said so."))
    assert place is not None
    assert place.name == "near Brussels"
