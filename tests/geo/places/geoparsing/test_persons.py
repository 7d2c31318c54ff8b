"""People in a text: their words are positions, and only what cannot be a place there."""

import pytest

from geo.places.geoparsing.persons import find_persons
from geo.places.geoparsing.tokens import tokenize

PEOPLE = [
    ("Then John Mehr spoke.", {"John", "Mehr"}),
    ("Then General Washington spoke.", {"General", "Washington"}),
    ("Madison Hudson, 29, spoke.", {"Madison", "Hudson"}),
    ("They saw Hudson, 29, speak.", set()),
    ("His wife, Florence, spoke.", {"Florence"}),
    ("The Jackson Police Department spoke.", set()),
    ("He lives in Laurel County.", set()),
    ("wife", set()),
    ("", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), PEOPLE)
def test_the_words_of_a_person_are_known(text: str, words: set[str]) -> None:
    tokens = tokenize(text)
    persons, surnames = find_persons(tokens)
    assert {tokens[number].text for number in persons} == words
    assert surnames <= {word.lower() for word in words}
