"""The choices of a filter by a few typed letters."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.facet_search import MAX_CHOICES, search_choices
from geo.query.filters import FILTER

ACTORS = pd.Series(
    {"Iran": 18, "Pakistan": 12, "Jaish al-Adl": 8, "Islamic Revolutionary Guard Corps": 2, "Airani Group": 1}
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("iran", ["Iran", "Airani Group"]),
        ("IRGC", ["Islamic Revolutionary Guard Corps"]),
        ("جیش العدل", ["Jaish al-Adl"]),
        ("PAK", ["Pakistan"]),
        ("al-", ["Jaish al-Adl"]),
        (" guard ", ["Islamic Revolutionary Guard Corps"]),
        (".*", []),
        ("", []),
        ("a" * 301, []),
    ],
)
def test_actors_are_found_by_letters_and_by_other_names(text: str, names: list[str]) -> None:
    choices = search_choices(ACTORS, FILTER["actor"], text)
    assert list(choices.index) == names
    assert choices.equals(ACTORS[names])


def test_countries_are_found_by_codes_and_accents_do_not_matter() -> None:
    counts = pd.Series({"Ivory Coast": 3, "Iran": 2})
    assert list(search_choices(counts, FILTER["country"], "IRN").index) == ["Iran"]
    assert list(search_choices(pd.Series({"Bānk": 1}), FILTER["place"], "bank").index) == ["Bānk"]


def test_a_choice_is_found_by_what_readers_see_of_it() -> None:
    counts = pd.Series({"exact": 6, "admin1": 5})
    label = FILTER["precision"].display("admin1")
    assert list(search_choices(counts, FILTER["precision"], label).index) == ["admin1"]


def test_of_many_the_most_frequent_are_listed() -> None:
    counts = pd.Series({f"Town {number}": 1000 - number for number in range(500)})
    assert list(search_choices(counts, FILTER["place"], "town").index) == list(counts.index[:MAX_CHOICES])


@given(st.text(max_size=40))
def test_any_text_gives_choices_of_the_table(text: str) -> None:
    assert set(search_choices(ACTORS, FILTER["actor"], text).index) <= set(ACTORS.index)
