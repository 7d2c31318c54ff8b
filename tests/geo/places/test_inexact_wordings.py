"""A name with words for “nobody knows where exactly” is an area or the surroundings of a town, and never a point."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.places import Hints, chances, resolve, resolve_or_none
from tests.thoroughness import count

COUNTRIES = {"Kunduz": "Afghanistan", "Deir ez-Zor": "Syria", "Maiduguri": "Nigeria", "Gao": "Mali"}
WORDINGS = (
    "Several villages in {}",
    "multiple locations across {}",
    "a remote village near {}",
    "Unknown location in {}",
    "somewhere around {}",
    "desert in {}",
    "the mountains of {}",
    "rural areas of {}",
    "Greater {}",
    "{}, exact location unknown",
    "{} (unspecified)",
    "{} - location not specified",
    "{} (general area)",
    "{} [approximate location]",
)


@settings(deadline=None, max_examples=count(20, 60))
@given(wording=st.sampled_from(WORDINGS), town=st.sampled_from(sorted(COUNTRIES)), is_upper=st.booleans())
def test_a_wording_that_is_not_exact_never_leads_to_a_point(wording: str, town: str, is_upper: bool) -> None:
    text = wording.format(town)
    place = resolve_or_none(text.upper() if is_upper else text, Hints(country=COUNTRIES[town]))
    assert place is not None
    assert place.precision != "exact"
    assert place.country == COUNTRIES[town]
    assert place.shape is not None
    assert chances.word_of(place.confidence) == "possible"


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Greater Accra", "Ghana", "admin1"),
        ("Greater Noida", "India", "exact"),
        ("Greater Manchester", "United Kingdom", "region"),
        ("Kunduz", "Afghanistan", "exact"),
        ("Two Rivers", "United States of America", "exact"),
    ],
)
def test_what_is_called_so_keeps_its_name(name: str, country: str, precision: str) -> None:
    place = resolve_or_none(name, Hints(country=country))
    assert place is not None
    assert place.precision == precision
    assert place.evidence != "rewording"


@pytest.mark.parametrize("rest", ["", "Blorpistan", "nowhere at all"])
@pytest.mark.parametrize("wording", WORDINGS)
def test_such_a_wording_of_what_nobody_knows_is_no_place(wording: str, rest: str) -> None:
    place = resolve_or_none(wording.format(rest), Hints(country="Mali"))
    assert place is None or place.precision != "exact" or place.confidence < 0.5


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u00ad", "\ufeff"])
def test_an_invisible_sign_inside_a_name_is_dropped(sign: str) -> None:
    place, plain = resolve_or_none(f"Kan{sign}dahar"), resolve_or_none("Kandahar")
    assert place is not None
    assert plain is not None
    assert place.place_id == plain.place_id


def test_a_spot_in_a_town_is_near_that_town() -> None:
    place = resolve("a road in London, Ontario")
    assert (place.precision, place.country, place.admin1) == ("near", "Canada", "Ontario")


@pytest.mark.parametrize("name", ["Villages of Hope", "Areas of Concern", "Greater Antilles"])
def test_other_words_of_that_form_are_not_the_surroundings_of_a_town(name: str) -> None:
    place = resolve_or_none(name)
    assert place is None or place.precision == "region"
