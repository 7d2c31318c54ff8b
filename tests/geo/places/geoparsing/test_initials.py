"""Initials of areas, and those of degrees, weapons and roads."""

import pytest

from geo.places import find
from geo.places.gazetteer.gazetteer import entries_by_name
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.initials import bearers_of_initials, is_initials, is_press_abbreviation


@pytest.mark.parametrize("text", ["U.S.", "U.S", "N.Y.", "UAE", "BC", "D.R.C."])
def test_a_few_capitals_are_initials_of_an_area(text: str) -> None:
    assert is_initials(text)
    bearers = bearers_of_initials(text, entries_by_name(normalize_name(text)))
    assert bearers
    assert all(entry.kind != "town" for entry in bearers)


@pytest.mark.parametrize("text", ["Rome", "Calif", "ROME"])
def test_a_word_is_no_initials(text: str) -> None:
    assert not is_initials(text)


@pytest.mark.parametrize(("text", "is_abbreviation"), [("Ky", True), ("Calif", True), ("Borno", False)])
def test_the_press_abbreviates_provinces_and_never_by_a_whole_word(text: str, *, is_abbreviation: bool) -> None:
    form = normalize_name(text)
    provinces = [entry for entry in entries_by_name(form) if entry.kind == "province"]
    assert is_press_abbreviation(text, form, provinces[0]) == is_abbreviation


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Rain fell in L.A. on Monday.", "Los Angeles"),
        ("D.C. slept; L.A. did not.", "Los Angeles"),
        ("Snow fell in N.Y. on Monday.", "New York"),
        ("Flights to D.C. were late.", "District of Columbia"),
        ("Floods in Lafayette, LA, killed two.", "Louisiana"),
    ],
)
def test_initials_with_stops_are_of_as_many_words(text: str, name: str) -> None:
    assert name in [mention.place.name for mention in find(text)]
