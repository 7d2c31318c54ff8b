"""Analyse a text before names of places are looked for: its words, the people that it names, its headlines."""

from dataclasses import dataclass, field
from functools import lru_cache

from geo.places.geoparsing.persons import find_persons
from geo.places.geoparsing.tokens import Token, tokenize
from geo.places.words.stopwords import given_names

# Chosen by eye on TR-News: in a headline most words of four letters and more are capitalised, so capitals say little.
HEADLINE_CAPITALS, HEADLINE_WORD_LETTERS, MIN_HEADLINE_WORDS = 0.7, 4, 4


@dataclass(frozen=True)
class Document:
    """A text with what is known of its words before any place is looked for.

    `persons` and `headlines` are positions in `tokens`; `surnames` and `lowercase_words` are in lower case;
    `first_names` are written as in the text.
    """

    text: str
    tokens: list[Token] = field(repr=False)
    persons: frozenset[int]
    surnames: frozenset[str]
    first_names: frozenset[str]
    lowercase_words: frozenset[str]
    headlines: frozenset[int]


@lru_cache(maxsize=16)
def analyze_document(text: str) -> Document:
    """Split a text into words, and find the people and the headlines in it."""
    tokens = tokenize(text)
    persons, surnames = find_persons(tokens)
    leading = (tokens[number].text for number in persons if number + 1 in persons)
    return Document(
        text=text,
        tokens=tokens,
        persons=frozenset(persons),
        surnames=frozenset(surnames),
        first_names=frozenset(word for word in leading if word.lower() in given_names()),
        lowercase_words=frozenset(token.text for token in tokens if token.text.islower()),
        headlines=frozenset(_headlines(tokens)),
    )


def _headlines(tokens: list[Token]) -> set[int]:
    """The positions of words in lines that are capitalised throughout."""
    headlines: set[int] = set()
    line: list[int] = []
    for number, token in enumerate(tokens):
        if "\n" in token.gap:
            headlines |= _if_headline(tokens, line)
            line = []
        line.append(number)
    return headlines | _if_headline(tokens, line)


def _if_headline(tokens: list[Token], line: list[int]) -> set[int]:
    """The line if it is a headline, else nothing."""
    long_words = [number for number in line if len(tokens[number].text) >= HEADLINE_WORD_LETTERS]
    capitals = sum(tokens[number].is_capitalised for number in long_words)
    is_headline = len(long_words) >= MIN_HEADLINE_WORDS and capitals >= HEADLINE_CAPITALS * len(long_words)
    return set(line) if is_headline else set()
