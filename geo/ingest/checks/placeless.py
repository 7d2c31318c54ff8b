"""Words that no place is called by: “Hospital”, “Road”, “Unknown”, “-do-”, punctuation and numbers lead nowhere.

Somewhere in the world most of them are the name of a hamlet; in a column of places they say what kind of spot it was,
or that nobody knows.
"""

import re
from functools import cache

from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize
from geo.ingest.parsers.word_lists import read_word_list

MIN_LETTERS = 2  # of a name: single letters are marks and codes
LONE_LETTERS = 2  # a name so short is a code unless its country bears it out: “Bo” in Sierra Leone
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def is_placeless(name: str) -> bool:
    """Return whether no place is called by a name: it has no letters, or all of its words say only what it is."""
    words = _WORD.findall(normalize(name[:MAX_LENGTH]))
    if sum(map(len, words)) < MIN_LETTERS:
        return True
    return all(word in _placeless_words() for word in words)


def is_short(name: str) -> bool:
    """Return whether a name has so few letters that it may be any code."""
    return sum(map(str.isalpha, name)) <= LONE_LETTERS


@cache
def _placeless_words() -> frozenset[str]:
    rows = read_word_list("placeless_words.csv")
    return frozenset(word for row in rows for word in _WORD.findall(row["word"]))
