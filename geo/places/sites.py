"""Sites and quarters that are known only by the town in their name: “Mosul University”, “Upper Edmonton”."""

import re

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import ordinary_words

WORD = re.compile(r"[^\s,/-]+")
MOST_WORDS = 8
LEAST_WEIGHT = 3.5  # a town of three thousand


def town_in_name(name: str) -> str:
    """The town in the name of a site or of a quarter of it, as it is written there; empty where none is found."""
    words = [match.group() for match in WORD.finditer(name)]
    if not 2 <= len(words) <= MOST_WORDS:
        return ""
    if words[0].lower() in name_words().quarters and _is_town(" ".join(words[1:])):
        return " ".join(words[1:])
    if not context_words().institutions.intersection(word.lower() for word in words[1:]):
        return ""
    leading = (" ".join(words[:past]) for past in range(len(words) - 1, 0, -1))
    return next((part for part in leading if part.lower() not in ordinary_words() and _is_town(part)), "")


def _is_town(name: str) -> bool:
    found = gazetteer.entries_by_name(normalize_name(name))
    return bool(found) and found[0].is_preferred_name and found[0].weight >= LEAST_WEIGHT
