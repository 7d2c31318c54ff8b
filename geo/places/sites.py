"""The town in the name of a site or a quarter that no gazetteer has: “Mosul University”, “Upper Edmonton”."""

import re
from dataclasses import replace

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.place import Place
from geo.places.words.context_words import context_words
from geo.places.words.name_words import name_words
from geo.places.words.stopwords import ordinary_words

WORD = re.compile(r"[^\s,/-]+")
# Chosen by judgement; the independent sets of tests/geo/places measure the whole, see docs/decisions/0007.
MAX_WORDS = 8
MIN_TOWN_LETTERS = 3
SITE_AGREEMENT = 0.6  # in a site that is only known by its town; chosen by judgement, see docs/decisions/0007
MIN_TOWN_WEIGHT = 3.5  # a town of three thousand
# What is called after a town and lies far from it. By own knowledge the nuclear plants of Smolensk, Khmelnytskyi,
# Rivne, Zaporizhzhia and Kursk lie some 105, 100, 80, 55 and 40 km away, each in the province of its town.
FAR_SITES = frozenset(
    [
        *("plant", "nuclear", "npp", "dam", "barrage", "reservoir", "mine", "mines", "quarry", "field", "fields"),
        *(
            "oilfield",
            "oilfields",
            "gasfield",
            "gasfields",
            "pipeline",
            "canal",
            "road",
            "highway",
            "motorway",
            "route",
        ),
    ]
)


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


def is_far_site(name: str) -> bool:
    """Whether a site is of a kind that may lie far from the town in its name: a dam, a mine, a road to there."""
    return not FAR_SITES.isdisjoint(word.lower() for word in name.split()[1:])


def province_around(town: Place) -> Place | None:
    """The province of a town, for what is called after the town and lies far from it; None where none is known."""
    provinces = (
        entry
        for entry in gazetteer.candidates(town.admin1 or "")
        if (entry.kind, entry.country, entry.admin1) == ("province", town.country, town.admin1)
    )
    province = next(filter(None, map(gazetteer.place_of_entry, provinces)), None)
    because = f"only {town.name}, which its name contains, is known, and such sites may lie far off: its province"
    return province and replace(
        province,
        alternatives=town.alternatives,
        because=because,
        agreement=SITE_AGREEMENT,
        evidence="rewording",
        is_supported=False,
    )


def _site_words() -> frozenset[str]:
    return context_words().sites | name_words().spots


def _is_town(name: str) -> bool:
    """Whether a part of a name is a town's; “Al” and “Mt.” are short for a state, and begin other names."""
    form = normalize_name(name)
    if len(form) < MIN_TOWN_LETTERS:
        return False
    entries = gazetteer.entries_by_name(form)
    return bool(entries) and entries[0].is_preferred_name and entries[0].weight >= MIN_TOWN_WEIGHT
