"""Sides of areas in other languages mean what they do in English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.places import resolve
from geo.places.direction_words import languages, translate_side


@pytest.mark.parametrize(
    ("name", "country", "english"),
    [
        ("شمال حلب", "سوريا", "northern Aleppo"),
        ("ريف حلب الشمالي", "سوريا", "northern Aleppo"),
        ("شرق دير الزور", "سوريا", "eastern Deir ez-Zor"),
        ("شمال شرق سوريا", "سوريا", "northeastern Syria"),
        ("جنوب ایران", "ایران", "southern Iran"),
        ("север Алеппо", "Сирия", "northern Aleppo"),
        ("на севере провинции Идлиб", "Сирия", "northern Idlib"),
        ("южная часть провинции Хама", "Сирия", "southern Hama"),
        ("северо-восток Сирии", "Сирия", "northeastern Syria"),
        ("Halep'in kuzeyi", "Suriye", "northern Aleppo"),
        ("kuzey Suriye", "Suriye", "northern Syria"),
        ("le nord du Mali", "Mali", "northern Mali"),
        ("l’est du Tchad", "Tchad", "eastern Chad"),
        ("dans le sud de la province de Helmand", "Afghanistan", "southern Helmand"),
        ("el sur de Colombia", "Colombia", "southern Colombia"),
        ("norte del Cauca", "Colombia", "northern Cauca"),
    ],
)
def test_a_side_in_another_language_is_that_of_english(name: str, country: str, english: str) -> None:
    expected = resolve(english, country=country)
    assert resolve(name, country=country).place_id == expected.place_id


@pytest.mark.parametrize(
    "name", ["Nord", "Sud-Kivu", "Este", "Nord-Est", "Восток", "شمال", "Le Havre", "La Paz", "Sur"]
)
def test_what_is_no_side_of_a_name_is_left_as_it_is(name: str) -> None:
    assert translate_side(name) == name


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("شرق جنوب السودان", "eastern South Sudan"),
        ("جنوب شرق السودان", "southeastern Sudan"),
        ("ريف حلب الشمالي الشرقي", "northeastern Aleppo"),
    ],
)
def test_a_side_of_what_is_called_after_another_side_keeps_that_name(name: str, english: str) -> None:
    assert resolve(name).name == english


def test_a_province_that_is_called_after_a_side_is_itself() -> None:
    assert resolve("Norte de Santander").kind == "province"


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("Сум", "Украина", "Sumy"),
        ("Донецком", "Украина", "Donetsk"),
        ("Запорожьем", "Украина", "Zaporizhzhya"),
        ("Херсона", "Украина", "Kherson"),
        ("Дамаском", "Сирия", "Damascus"),
        ("Москвой", "Россия", "Moscow"),
    ],
)
def test_a_name_in_another_case_is_known(name: str, country: str, town: str) -> None:
    assert resolve(name, country=country).name == town


def test_every_language_has_all_four_sides() -> None:
    for language in languages():
        assert {"north", "south", "east", "west"} <= {*language.before.values(), *language.behind.values()}


@given(st.text(max_size=250))
def test_any_text_is_read(name: str) -> None:
    assert isinstance(translate_side(name), str)
