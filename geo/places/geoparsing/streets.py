"""Find the streets and airports that a text names: no gazetteer has them, and the town around them is known."""

import re
from collections.abc import Iterator

from geo.places.gazetteer.entry import Entry
from geo.places.geoparsing.document import Document
from geo.places.geoparsing.tokens import Token
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import stopwords

# “Circular Road”, “Fore Street”, “Pearson International Airport”. Words that also end other names (way, route, circus,
# drive as in “Blood Drive” but for what is in NO_STREETS) are left out. By judgement; of 39 in TR-News 32 are labelled.
LAST_WORDS = frozenset(
    [
        "Street",
        "Road",
        "Avenue",
        "Lane",
        "Boulevard",
        "Drive",
        "Crescent",
        "Close",
        "Parkway",
        "Terrace",
        "Esplanade",
        "Airport",
    ]
)
ALSO_VERBS = frozenset(["Close", "Drive"])  # “Stores Close”, in headlines
DIRECTIONS = frozenset(["North", "South", "East", "West"])
NO_STREETS = frozenset(["blood", "food", "toy", "hard", "disk", "test", "wall", "high-end", "silk", "main"])
MAX_WORDS = 4  # before the last
ROAD_PREPOSITIONS = frozenset(["on", "along", "off", "onto", "via"])
ROAD_NUMBER = re.compile(r" \d{1,4}(?![\d%]|[.,]\d)")


def street_spans(document: Document) -> Iterator[tuple[int, int]]:
    """Start and end of each, in order."""
    tokens = document.tokens
    for number, token in enumerate(tokens):
        if token.text not in LAST_WORDS or (token.text in ALSO_VERBS and number in document.headlines):
            continue
        first = _first_word(tokens, number)
        if first < number and tokens[number - 1].text.lower() not in NO_STREETS:
            stop = number + 1
            has_direction = stop < len(tokens) and tokens[stop].gap == " " and tokens[stop].text in DIRECTIONS
            yield tokens[first].start, tokens[stop if has_direction else number].end


def is_numbered_road(document: Document, first: int, end: int, likeliest: Entry) -> bool:
    """Whether a state's name and a number are a road: “on Alabama 24”; text[:end] ends with the name."""
    before = document.tokens[first - 1].text.lower() if first else ""
    is_on_it = likeliest.kind == "province" and before in ROAD_PREPOSITIONS
    return is_on_it and ROAD_NUMBER.match(document.text, end) is not None


def _first_word(tokens: list[Token], last: int) -> int:
    """Where the capitalised words before the last one begin, without a small word that begins the sentence."""
    first = last
    while first and last - first < MAX_WORDS and _goes_on(tokens, first):
        first -= 1
    while first < last and _is_no_part(tokens[first].text.lower()):
        first += 1
    return first


def _goes_on(tokens: list[Token], number: int) -> bool:
    """Whether the word before belongs to the same name."""
    before, token = tokens[number - 1], tokens[number]
    if token.begins_sentence or not before.is_written_large or before.text in LAST_WORDS:
        return False
    is_abbreviated = token.gap == ". " and before.text.lower() in name_words().place_abbreviations
    return token.gap in (" ", "-") or is_abbreviated


def _is_no_part(word: str) -> bool:
    return word in stopwords().function_words and word not in name_words().place_abbreviations
