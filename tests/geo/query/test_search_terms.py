"""What a person who types into the search means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import ValueRefused
from geo.query.filters.filter import MAX_TEXT
from geo.query.search_terms import SearchReading, choose_reading, read_search
from geo.query.selection import Selection


def first(text: str) -> tuple[str, str]:
    reading = read_search(text)[0]
    return reading.key, reading.phrase


@pytest.mark.parametrize(
    ("text", "key", "phrase"),
    [
        ("IRGC", "actor", "the actor Islamic Revolutionary Guard Corps"),
        ("pasdaran", "actor", "the actor Islamic Revolutionary Guard Corps"),
        ("جیش العدل", "actor", "the actor Jaish al-Adl"),
        ("Jaysh ul-Adl", "actor", "the actor Jaish al-Adl"),
        ("BLA", "actor", "the actor Baloch Liberation Army"),
        ("zahidan", "place", "the place Zahedan, Sistan and Baluchestan, Iran"),
        ("زاهدان", "place", "the place Zahedan, Sistan and Baluchestan, Iran"),
        ("30 km south of Quetta", "place", "the place 30 km from Quetta, Balochistan, Pakistan"),
        ("northern Iraq", "place", "the place northern Iraq"),
        ("Iran", "country", "the country Iran"),
        ("Islamic Republic of Iran", "country", "the country Iran"),
        ("  USA ", "country", "the country United States of America"),
        ("attack in Quetta", "q", "the text “attack in Quetta”"),
        ("attack", "q", "the text “attack”"),
        ("it", "q", "the text “it”"),
        ("Zahdean", "q", "the text “Zahdean”"),
        ('"IRGC"', "q", "the text “IRGC”"),
        ("xyzzy plugh", "q", "the text “xyzzy plugh”"),
    ],
)
def test_the_likeliest_reading(text: str, key: str, phrase: str) -> None:
    certain = next(reading for reading in read_search(text) if reading.is_certain)
    assert (certain.key, certain.phrase) == (key, phrase)


def test_what_else_it_can_mean_is_offered() -> None:
    phrases = [reading.phrase for reading in read_search("Iran")]
    assert phrases == ["the country Iran", "the actor Iran", "the text “Iran”"]
    assert "the place Zahedan, Sistan and Baluchestan, Iran" in [reading.phrase for reading in read_search("Zahdean")]
    assert "within 50 km of Quetta" in [reading.phrase for reading in read_search("attack in Quetta")]
    assert len([reading for reading in read_search("PLA") if reading.key == "actor"]) == 2
    assert [reading.key for reading in read_search('"IRGC"')] == ["q"]


def test_a_reading_that_nothing_matches_gives_way_to_the_text() -> None:
    readings = read_search("police")  # a town in Poland too
    assert readings[0].key == "place"
    assert choose_reading(readings, lambda reading: int(reading.key == "q")).key == "q"
    assert choose_reading(readings, lambda _reading: 1).key == "place"
    assert choose_reading(readings, lambda _reading: 0).key == "place"


def test_a_similar_name_is_never_taken_by_itself() -> None:
    readings = read_search("Zahdean")
    assert choose_reading(readings, lambda _reading: 7).key == "q"


def test_a_reading_is_added_to_a_filter_and_taken_out_again() -> None:
    selection = Selection.from_query("actor=Iran&q=strike")
    irgc, text = read_search("IRGC")[0], read_search("border guards")[-1]
    assert irgc.apply(selection).to_query() == "actor=Iran&actor=Islamic+Revolutionary+Guard+Corps&q=strike"
    assert irgc.is_applied(irgc.apply(selection))
    assert not irgc.is_applied(selection)
    assert irgc.remove(irgc.apply(selection)) == selection
    assert irgc.remove(selection) == selection
    assert text.apply(selection).to_query() == "actor=Iran&q=border+guards"
    assert text.remove(text.apply(selection)).to_query() == "actor=Iran"


def test_a_name_that_begins_with_the_mark_of_an_exclusion_is_looked_for() -> None:
    assert read_search("!Iran")[-1] == SearchReading("q", "!Iran", "the text “!Iran”")


@pytest.mark.parametrize("text", ["", "  ", "a" * (MAX_TEXT + 1), "a\x00b", "\ud800"])
def test_what_no_search_can_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        read_search(text)


@given(st.text(min_size=1, max_size=MAX_TEXT))
def test_any_text_can_be_applied_in_each_of_its_readings(text: str) -> None:
    try:
        readings = read_search(text)
    except ValueRefused:
        return
    assert readings[-1].key == "q"
    for reading in readings:
        assert reading.is_applied(reading.apply(Selection()))
        assert Selection.from_query(reading.apply(Selection()).to_query()) == reading.apply(Selection())
        assert reading.remove(reading.apply(Selection())) == Selection()
