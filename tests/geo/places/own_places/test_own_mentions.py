"""Names in a text that only the reader's data have: where the text is about their country, and nothing else changes."""

import pytest

from geo import places
from geo.places import Hints, Place, resolve_or_none
from geo.places.own_places import own_mentions
from tests.geo.places.own_places.own_rows import Row, make_rows, own_places

SOHR: Row = ("Sohr Kalay", "Pakistan", 66.9, 30.2)
TEXT = "Gunmen killed two men in Sohr Kalay, officials in Quetta said. Later Sohr Kalay was quiet."


def names(text: str, *rows: Row) -> list[str]:
    return [mention.text for mention in places.find(text, own_places=own_places(make_rows(*rows)))]


def test_a_name_that_own_rows_have_is_found_wherever_it_stands() -> None:
    mentions = places.find(TEXT, own_places=own_places(make_rows(SOHR)))
    assert [mention.text for mention in mentions] == ["Sohr Kalay", "Quetta", "Sohr Kalay"]
    assert all(TEXT[mention.start : mention.end] == mention.text for mention in mentions)
    assert (mentions[0].place.point.x, mentions[0].place.evidence) == (66.9, "data")
    assert mentions[0].place.because == "1 row of Survey places it here"


def test_without_own_rows_the_text_is_read_as_before() -> None:
    assert [mention.text for mention in places.find(TEXT)] == ["Quetta"]
    assert names(TEXT, ("Elsewhere Xyz", "Pakistan", 66.9, 30.2)) == ["Quetta"]


def test_a_name_in_a_country_that_the_text_does_not_name_is_left_alone() -> None:
    assert names(TEXT, ("Sohr Kalay", "Peru", -75.0, -10.0)) == ["Quetta"]


def test_words_first_names_and_small_letters_are_no_names() -> None:
    text = "Officials in Quetta said that Ahmed was shot. The sohr kalay and a Bridge in Quetta were closed."
    rows = [(name, "Pakistan", 66.9, 30.2) for name in ("Ahmed", "Bridge", "Officials", "Sohr Kalay")]
    assert names(text, *rows) == ["Quetta", "Quetta"]


def test_a_known_place_is_not_named_twice() -> None:
    assert names(TEXT, ("Quetta", "Pakistan", 67.0, 30.2)) == ["Quetta"]


def test_an_empty_text_names_nothing() -> None:
    assert names("", SOHR) == []


def test_a_name_is_looked_up_once_however_often_it_stands_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    queries: list[str] = []

    def count_names(name: str, hints: Hints) -> Place | None:
        queries.append(name)
        return resolve_or_none(name, hints)

    monkeypatch.setattr(own_mentions, "resolve_or_none", count_names)
    text = "They went from Quetta to Sohr Kalay, " + "then to Sohr Kalay, " * 200
    assert names(text, SOHR) == ["Quetta", *["Sohr Kalay"] * 201]
    assert queries == ["Sohr Kalay"]


def test_of_very_many_names_the_first_are_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_mentions, "MAX_NAMES", 1)
    text = "They went from Quetta to Sohr Kalay, then to Tor Darra Wa, and back to Sohr Kalay."
    rows: list[Row] = [SOHR, ("Tor Darra Wa", "Pakistan", 66.9, 30.4)]
    assert names(text, *rows) == ["Quetta", "Sohr Kalay", "Sohr Kalay"]


def test_own_names_far_behind_in_a_long_text_are_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_mentions, "MAX_TEXT_LENGTH", TEXT.index("Later"))
    assert names(TEXT, SOHR) == ["Sohr Kalay", "Quetta"]
