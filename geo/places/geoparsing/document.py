"""A text taken apart: its words, the people that it names, its headlines."""

from dataclasses import dataclass, field
from functools import lru_cache

from geo.places.gazetteer import demonyms
from geo.places.geoparsing.tokens import Token, tokens
from geo.places.words.context_words import context_words
from geo.places.words.stopwords import given_names, stopwords

TITLE_SHARE = 0.7  # a line with so many capitals is a headline: its capitals say little


@dataclass(frozen=True)
class Document:
    """A text with its words, the people that it names, and the words that it also writes small."""

    text: str
    words: list[Token] = field(repr=False)
    persons: frozenset[int]
    surnames: frozenset[str]
    called: frozenset[str]
    small: frozenset[str]
    headlines: frozenset[int]


@lru_cache(maxsize=16)
def analyze_document(text: str) -> Document:
    """The text taken apart."""
    words = tokens(text)
    persons, surnames = _persons(words)
    called = {words[number].text for number in persons if number + 1 in persons and _called(words[number].text)}
    small = frozenset(word.text for word in words if word.text.islower())
    return Document(
        text, words, frozenset(persons), frozenset(surnames), frozenset(called), small, frozenset(_headlines(words))
    )


def _called(word: str) -> bool:
    return word.lower() in given_names()


def _persons(words: list[Token]) -> tuple[set[int], set[str]]:
    """The words that name a person, by a given name or a title before them, and the surnames among them."""
    persons: set[int] = set()
    surnames: set[str] = set()
    for first, word in enumerate(words):
        text = word.text.lower()
        given = word.capital and text in given_names() and text not in stopwords().function_words
        title = word.capital and text in context_words().titles
        if not given and not title:
            continue
        past = _name_ends(words, first + 1)
        if past - first < 2 or (title and words[past - 1].text.lower() in context_words().institutions):
            continue
        persons.update(range(first, past))
        if words[past - 1].text.lower() not in context_words().institutions:
            surnames.add(words[past - 1].text.lower())
    return persons, surnames


def _name_ends(words: list[Token], past: int) -> int:
    start = past
    while (
        past < len(words) and past - start < 3 and words[past].capital and words[past].gap in (" ", "-", ". ", " al-")
    ):
        if words[past].text.lower() in demonyms.index() or words[past].begins:
            break
        past += 1
    return past


def _headlines(words: list[Token]) -> set[int]:
    """The words of lines that are written in capitals throughout."""
    found: set[int] = set()
    line: list[int] = []
    for number, word in enumerate(words):
        if "\n" in word.gap:
            found |= _if_headline(words, line)
            line = []
        line.append(number)
    return found | _if_headline(words, line)


def _if_headline(words: list[Token], line: list[int]) -> set[int]:
    long = [number for number in line if len(words[number].text) > 3]
    capitals = sum(words[number].capital for number in long)
    return set(line) if len(long) > 3 and capitals >= TITLE_SHARE * len(long) else set()
