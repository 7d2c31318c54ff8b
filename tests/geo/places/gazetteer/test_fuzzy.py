"""Misspellings: resolved with a confidence, never silently, and not if nothing similar is known."""

import pytest

from geo.errors import PlaceNotFound
from geo.places import chances, nearest_spellings, resolve, resolve_or_none
from geo.places.disambiguation import Context, context_from_hints
from geo.places.gazetteer import fuzzy
from geo.places.gazetteer.name_normalization import phonetic_key, strip_generic
from geo.places.lookup import lookup_exact
from geo.places.place import GUESSES

MISSPELT = [
    ("Zahdean", "Zahedan"), ("Zahedaan", "Zahedan"), ("Peshwar", "Peshawar"), ("Quettta", "Quetta"),
    ("Islamabd", "Islamabad"), ("Damscus", "Damascus"), ("Bagdhad", "Baghdad"), ("Tikreet", "Tikrīt"),
    ("Chahbehar", "Chabahar"), ("Iranshehr", "Iranshahr"), ("Saravann", "Saravan"), ("Kermanshha", "Kermanshah"),
    ("Diyarbekr", "Diyarbakır"), ("Gaziantp", "Gaziantep"), ("Falluja city", "Al Fallūjah"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), MISSPELT)
def test_a_misspelling_leads_to_its_town_with_a_reason(name: str, expected: str) -> None:
    place = resolve(name, country=resolve(expected).country)
    assert place.name == expected
    if place.agreement < 1:
        assert place.agreement >= 0.75
        assert place.evidence in ("respelling", *GUESSES)
        assert f"spelt like {expected}" in place.because


@pytest.mark.parametrize(("name", "expected"), MISSPELT)
def test_a_misspelling_that_nothing_else_speaks_for_is_offered(name: str, expected: str) -> None:
    place = resolve_or_none(name)
    assert expected in nearest_spellings(name) if place is None else place.name == expected


def test_the_stated_country_makes_a_misspelling_likelier_than_a_namesake_elsewhere() -> None:
    place = resolve("Rasck", country="Iran")
    assert (place.name, place.country) == ("Rask", "Iran")
    abroad = resolve("Rask", country="Brazil")
    assert chances.word_of(abroad.confidence) == "doubtful"
    assert "no place of that name is known in Brazil" in abroad.because


def test_a_foreign_alias_abroad_is_no_answer_for_a_stated_country() -> None:
    assert lookup_exact("Zurigo", Context()) is not None  # what Italians call Zürich
    assert lookup_exact("Zurigo", context_from_hints("Afghanistan", None, ())) is None


@pytest.mark.parametrize("name", ["Blorptown", "Xqzzt", "Qwertyuiop", "zzz", "q", "Hgfdsapoiu Lkjhgf"])
def test_a_name_like_no_other_raises_place_not_found(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)


def test_the_nearest_spellings_are_offered() -> None:
    assert "Peshawar" in fuzzy.nearest_names("peshxwxr")


@pytest.mark.parametrize(
    ("one", "other"),
    [("deir ezzor", "dayr zawr"), ("kandahar", "qandahar"), ("panjgur", "panjgoor"), ("maarrat numan", "maaret noman")],
)
def test_transliterations_have_one_phonetic_key(one: str, other: str) -> None:
    assert phonetic_key(strip_generic(one)) == phonetic_key(strip_generic(other))


@pytest.mark.parametrize("name", ["x" * 199, "ab " * 60, "é" * 150, "\u202e" * 100, "a" * 61, "😀" * 40, "-" * 200])
def test_nonsense_raises_place_not_found(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)
