"""Names that the gazetteer knows, as they are written or misspelt."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.places import disambiguation
from geo.places.disambiguation import Context
from geo.places.gazetteer import fuzzy, gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import strip_generic
from geo.places.place import Place
from geo.places.words.stopwords import ordinary_words

SURE_SPELLING = 0.85  # from here a spelling inside the stated country is likelier than the exact name outside it
LIKE_ENOUGH = 0.8  # the confidence in a spelling below which nothing is guessed
ELSEWHERE = 0.3  # the confidence in a place outside the country that was stated for it
MOST_ALTERNATIVES = 20
SHORTEST = 5  # letters of a name that is guessed at without knowing the country
WELL_KNOWN = 7.0  # a country is not likelier misspelt than a city of ten million
PER_DOUBT = 20.0  # what a wholly different spelling costs, in the units of Entry.weight
ORDINARY_WEIGHT = 4.5  # from here a name is a place even where it is an English word written small
# A word that says which of the places of one name is meant: “Kerman province” is not the town.
KINDS = {
    "town": re.compile(r"\b(?:city|town|village)\b", re.IGNORECASE),
    "province": re.compile(
        r"\b(?:provinces?|governorates?|ostan|wilayat|velayat|muhafazat|state)\b|ostan-e\b|استان|ولایت|محافظة",
        re.IGNORECASE,
    ),
    "district": re.compile(r"\b(?:district|county|shahrestan|tehsil|agency)\b", re.IGNORECASE),
}
STATED_KIND = 6.0  # what it adds to be of the kind that the name states


def lookup_exact(name: str, hints: Context) -> Place | None:
    """The place of a known name; outside the stated country only where no spelling near it lies inside."""
    entries = gazetteer.candidates(name)
    if not entries or _ordinary(name, entries[0]):
        return None
    ranked = rank(name, entries, hints)
    if _fits(ranked[0], hints):
        return to_place(ranked, disambiguation.explain(ranked[0], len(ranked), hints))
    inside = lookup_fuzzy(name, hints)
    if inside is not None and inside.country == hints.stated_country and inside.confidence >= SURE_SPELLING:
        return inside
    if not ranked[0].is_preferred_name:
        return None  # some language's name of a place abroad
    elsewhere = f"no place of that name is known in {hints.stated_country}; the likeliest elsewhere"
    return to_place(ranked, elsewhere, confidence=ELSEWHERE)


def lookup_fuzzy(name: str, hints: Context) -> Place | None:
    """The place whose name this may be a misspelling of, with the confidence that the spelling leaves."""
    form = strip_generic(name)
    if name in ordinary_words() or (len(form) < SHORTEST and not hints.stated_country):
        return None
    scored = [
        (
            min(hints.score(entry), hints.score(entry) - entry.weight + WELL_KNOWN) - PER_DOUBT * (1 - confidence),
            confidence,
            entry,
        )
        for near, confidence in fuzzy.suggest(form)
        if confidence >= LIKE_ENOUGH
        for entry in gazetteer.entries_by_name(near)
        if _lies_in(entry, hints.stated_country) and _lies_in_province(entry, hints)
    ]
    if not scored:
        return None
    scored.sort(key=lambda each: each[0], reverse=True)
    _, confidence, chosen = scored[0]
    others = list(dict.fromkeys(entry.place_id for _, _, entry in scored))
    place = to_place([chosen], f"spelt like {chosen.name}", confidence=round(confidence, 2))
    return place and replace(place, alternatives=tuple(others[1 : MOST_ALTERNATIVES + 1]))


def rank(name: str, entries: Sequence[Entry], hints: Context) -> list[Entry]:
    """The bearers of a name in the order in which they are likely meant, those of the stated kind before others."""
    stated = {kind for kind, word in KINDS.items() if word.search(name)}

    def likely(entry: Entry) -> float:
        added = (STATED_KIND if entry.is_preferred_name else STATED_KIND / 2) if entry.kind in stated else 0.0
        return hints.score(entry) + added

    return sorted(entries, key=likely, reverse=True)


def to_place(ranked: Sequence[Entry], because: str, *, confidence: float = 1.0) -> Place | None:
    """The first of the bearers as a place, with the others as alternatives."""
    place = gazetteer.place_of_entry(ranked[0])
    others = tuple(entry.place_id for entry in ranked[1 : MOST_ALTERNATIVES + 1])
    return place and replace(place, alternatives=others, because=because, confidence=confidence)


def _ordinary(name: str, likeliest: Entry) -> bool:
    """Whether a name written small is rather the English word than the hamlet that bears it."""
    return name in ordinary_words() and gazetteer.prior(likeliest) < ORDINARY_WEIGHT


def _fits(entry: Entry, hints: Context) -> bool:
    """Whether a place can be meant beside the country that was stated for it; another country's own name can."""
    return entry.kind == "country" or _lies_in(entry, hints.stated_country)


def _lies_in(entry: Entry, country: str) -> bool:
    """Whether a place lies in a country, if one is given; seas and great regions lie in any."""
    return not country or not entry.country or country in (entry.country, entry.geonames_country)


def _lies_in_province(entry: Entry, hints: Context) -> bool:
    """Whether a place lies in a province that was stated for it, if one was: far from it, a like spelling is chance."""
    provinces = [key for key, added in hints.admin1s.items() if added >= disambiguation.STATED_ADMIN1]
    return not provinces or (entry.country, entry.admin1) in provinces
