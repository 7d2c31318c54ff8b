"""The town in the name of a site or a quarter that no gazetteer has: “Mosul University”, “Upper Edmonton”."""

import re

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import ordinary_words

WORD = re.compile(r"[^\s,/-]+")
# Chosen by judgement; the independent sets of tests/geo/places measure the whole, see docs/decisions/0007.
MAX_WORDS = 8
MIN_TOWN_LETTERS = 3
MIN_TOWN_WEIGHT = 3.5  # a town of three thousand


def town_in_name(name: str) -> str:
    """The town as it is written in the name of a site or of one of its quarters; empty if there is none."""
    words = [match.group() for match in WORD.finditer(name)]
    if not 2 <= len(words) <= MAX_WORDS:
        return ""
    if words[0].lower() in name_words().quarters and _is_town(" ".join(words[1:])):
        return " ".join(words[1:])
    if not _site_words().intersection(word.lower() for word in words[1:]):
        return ""
    beginnings = (" ".join(words[:count]) for count in range(len(words) - 1, 0, -1))
    return next((part for part in beginnings if part.lower() not in ordinary_words() and _is_town(part)), "")


def is_site(name: str) -> bool:
    """Whether a name of several words says that it is a site's: “Blorp Military Camp”, “Hospital Blorp”."""
    words = [word.lower() for word in name.split()]
    return len(words) > 1 and not _site_words().isdisjoint(words)


def _site_words() -> frozenset[str]:
    return context_words().sites | name_words().spots


def _is_town(name: str) -> bool:
    """Whether a part of a name is a town's; “Al” and “Mt.” are short for a state, and begin other names."""
    form = normalize_name(name)
    if len(form) < MIN_TOWN_LETTERS:
        return False
    entries = gazetteer.entries_by_name(form)
    return bool(entries) and entries[0].is_preferred_name and entries[0].weight >= MIN_TOWN_WEIGHT
