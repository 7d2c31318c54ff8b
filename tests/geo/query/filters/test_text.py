import geopandas as gpd
import pytest

from geo.query.filters.text import searched_actor, searched_place
from geo.query.selection import Selection
from tests.tables import incident_table


@pytest.fixture(name="rows", scope="module")
def _rows() -> gpd.GeoDataFrame:
    return incident_table(
        "prose,2024-01-16,27,62,,,The Pasdaran fired missiles",
        "word,2024-01-16,27,62,,,Pasdarani dialects",
        "actor,2024-01-16,27,62,Islamic Revolutionary Guards Corps,,",
        "place,2024-01-16,27,62,,Zahedan,",
        "group,2024-01-16,27,62,,,Claimed by IS (Sinai)",
        "small word,2024-01-16,27,62,,,This is a base",
        "army,2024-01-16,27,62,,,The PLA crossed the line",
        "replaced,2024-01-16,27,62,,,A place was replaced",
        "strip,2024-01-16,27,62,,,Gaza hit",
        "arabic,2024-01-16,36.3,43.1,IS,الموصل,",
        "FLT0007,2024-01-16,27,62,,,Foo",
        "letters,2024-01-16,27,62,,,An IRGC base",
        columns="actor_a,place_name,title",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IRGC", {"prose", "actor", "letters"}),
        ('"IRGC"', {"letters"}),
        ("zahidan", {"place"}),
        ('"zahidan"', set()),
        ("missiles", {"prose"}),
        ("IS", {"group", "arabic"}),  # not “missiles”, not “is”
        ("is", {"prose", "actor", "group", "small word", "arabic"}),
        ('"IS"', {"prose", "actor", "group", "small word", "arabic"}),
        ("PLA", {"army"}),  # not “place”
        ("GAZA", {"strip"}),  # any case
        ("FLT", {"FLT0007"}),
        ("mosul", {"arabic"}),
        ("الموصل", {"arabic"}),
    ],
)
def test_a_name_finds_what_bears_it_otherwise(rows: gpd.GeoDataFrame, text: str, expected: set[str]) -> None:
    assert set(Selection.from_query(f"q={text}").apply(rows)["incident_id"]) == expected


@pytest.mark.parametrize("text", ["strike", "attack", "road", "hospital", "police", "Quetta", "", "x" * 300])
def test_a_word_is_not_taken_for_a_place_or_an_actor(text: str) -> None:
    assert searched_place(text) is None
    assert searched_actor(text) == ""


def test_the_sentence_says_when_only_the_letters_are_looked_for() -> None:
    assert Selection.from_query('q="IRGC"').describe() == "Incidents that mention “IRGC” in these letters."
