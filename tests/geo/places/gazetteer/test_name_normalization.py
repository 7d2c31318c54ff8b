"""Normalized names: which spellings become one, and which stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places.gazetteer import name_normalization
from geo.places.gazetteer.name_normalization import (
    APOSTROPHES,
    BREAKS,
    INITIAL,
    normalize_name,
    phonetic_key,
    phonetic_keys,
    strip_generic,
)

ONE_NAME = [
    ("Balochistan", "Baluchistan", "BALUCHESTAN", "Balōčestān".replace("č", "ch"), "Balochistan Province"),
    (
        "Sistan and Baluchestan",
        "Sistan-Baluchestan",
        "Sistan va Baluchestan",
        "Sistan o Baluchistan",
        "Sīstān-o Balūchestān",
        "Ostan-e Sistan va Baluchestan",
        "Sistan and Balochistan province",
    ),
    ("Raqqa", "Ar-Raqqa", "ar Raqqa", "al-Raqqa"),
    ("Dara", "Dar`a", "Dar'a", "Dar’a"),
    ("Deir ez-Zor", "deir ez zor", "Deir Ez–Zor"),
    ("Golestan", "Golistan", "Golestan Province"),
]
OTHER_NAMES = [("Kerman", "Kermanshah"), ("Zabol", "Zabul"), ("Iran", "Iraq"), ("Quetta", "Zahedan"), ("Qom", "Homs")]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_are_one(spellings: tuple[str, ...]) -> None:
    assert len({strip_generic(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), OTHER_NAMES)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert strip_generic(one) != strip_generic(other)


@pytest.mark.parametrize("name", ["The", "Province", "al", "City of the Province"])
def test_a_name_of_generic_words_alone_is_not_emptied(name: str) -> None:
    assert normalize_name(name)
    assert strip_generic(name)


@given(st.text(max_size=80))
def test_normalizing_twice_changes_nothing(name: str) -> None:
    assert normalize_name(normalize_name(name)) == normalize_name(name)


@given(st.text(alphabet=st.characters(max_codepoint=0x17F), max_size=60))
def test_case_does_not_matter(name: str) -> None:
    if name.upper().lower() == name.lower():
        assert normalize_name(name.upper()) == normalize_name(name.lower())


@given(name=st.text(st.characters(max_codepoint=127), max_size=30))
def test_words_of_ascii_names_are_those_that_the_patterns_give(name: str) -> None:
    by_patterns = BREAKS.sub(" ", INITIAL.sub(r"\1", APOSTROPHES.sub("", name.lower()))).split()
    assert name_normalization._words(name) == by_patterns


@given(st.lists(st.text("aeicghkqstdzwpxrr ", max_size=8), max_size=8))
def test_names_together_sound_as_each_does(forms: list[str]) -> None:
    assert phonetic_keys(forms) == [phonetic_key(form) for form in forms]
