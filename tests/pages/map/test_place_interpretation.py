"""The sentence about a place: a chance for a name that was read, none for a place that a person chose."""

import pytest
import streamlit as st

from geo import places
from pages.parts.map import place_interpretation
from pages.parts.map.place_interpretation import describe_interpretation, show_interpretation

QUETTA = places.resolve("Quetta", country="Pakistan")


def test_a_name_has_the_word_of_its_chance() -> None:
    assert describe_interpretation("Quetta", QUETTA).endswith(". Almost certain.")


def test_a_place_that_a_person_chose_has_no_chance() -> None:
    place = places.place_from_id(QUETTA.place_id)
    sentence = describe_interpretation("Quetta", place, is_chosen=True)
    assert sentence == "“Quetta” is taken to mean Quetta, Balochistan, Pakistan (town)."


@pytest.mark.parametrize("is_chosen", [False, True])
def test_the_help_says_how_many_were_right_unless_a_person_chose(
    monkeypatch: pytest.MonkeyPatch, is_chosen: bool
) -> None:
    helps: list[str | None] = []
    monkeypatch.setattr(st, "text", lambda _, help: helps.append(help))
    monkeypatch.setattr(place_interpretation, "_show_alternatives", lambda *_: None)
    show_interpretation("Quetta", QUETTA, print, key="place", is_chosen=is_chosen)
    assert [text is None for text in helps] == [is_chosen]
