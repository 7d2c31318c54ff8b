"""What a name alone says of how precisely a place is known: a province, a sea, “near Quetta”.

`data/area_words.csv` holds the words; the gazetteer knows the names of areas without one (“Helmand”).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from shapely.geometry.base import BaseGeometry

from geo.ingest.parsers.cell_normalization import MAX_LENGTH, normalize, truncate
from geo.ingest.parsers.word_lists import alternation, read_word_list
from geo.places.gazetteer.country_lists import counts_to
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.gazetteer import candidates, entries_by_name, place_of_entry
from geo.places.gazetteer.name_normalization import normalize_name

FIRST, LAST, ANYWHERE = "first", "last", "anywhere"
# Of several that match, the last counts: “near the border” is a border, “near Helmand province” a province.
COARSENESS = ("near", "admin2", "admin1", "region", "sea_air", "country")
ADMIN_WORDS = ("admin2", "admin1", "region")  # what a known area of the name decides better than its word
# What stands at a border and is a place itself.
_SITES = (
    *("post", "crossing", "point", "town", "village", "city", "guard", "guards", "police", "checkpoint"),
    *("check post", "terminal", "gate", "market", "station", "camp", "base"),
)
_SITE = rf"(?! (?:{'|'.join(_SITES)})\b)"
_DISTANCE_UNITS = (
    *("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "mi", "mile", "miles"),
    *("kilometros", "کم", "کیلومتر", "کیلومتری"),
)
_DISTANCE = re.compile(rf"(?<![\d.])\d{{1,4}}(?:[.,]\d{{1,3}})? ?-?(?:{'|'.join(_DISTANCE_UNITS)})\b")
_WORD = re.compile(r"[^\W\d_]+")
_DIRECTION = re.compile(
    r"^(?:the |far |extreme )?(?:(?:north|south)[ -]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central|"
    r"nord(?:[ -](?:est|ouest))?|sud(?:[ -](?:est|ouest))?|ouest|norte|sur|oeste|noreste|noroeste|sureste|suroeste|"
    r"شمال(?: (?:شرقی|غربی|شرق|غرب))?|جنوب(?: (?:شرقی|غربی|شرق|غرب))?|شرق|غرب|وسط)"
    r"(?: part)?(?:[ -](?:(?:of|de la|del|de|du|des)(?= )|de l'|d'))?(?: the)? ?(?P<rest>\S.*)$"
)
_TAIL = re.compile(r"\s*[,;(\[/].*$", re.DOTALL)  # “Turbat, Kech District” is Turbat
_LEADING = re.compile(r"^(?:in|at|inside|within|somewhere in|the|dans|en) ")


@dataclass(frozen=True, eq=False)
class NamedArea:
    """An area that a name may mean: its precision, its shape or None, and whether it is the name's usual bearer."""

    precision: str
    shape: BaseGeometry | None
    is_usual: bool


@dataclass(frozen=True, eq=False)
class NameMeaning:
    """What a name says: `worded` is the precision by its words, empty where it has none of them.

    `towns` are (longitude, latitude) of the towns that bear it, `areas` what else does, the likeliest first.
    """

    worded: str
    towns: tuple[tuple[float, float], ...] = ()
    areas: tuple[NamedArea, ...] = ()


EXACT = NameMeaning("")


@lru_cache(maxsize=50_000)
def interpret_name(name: str, country: str) -> NameMeaning:
    """Return what a name says in a country (empty where none is named)."""
    head = _TAIL.sub("", truncate(name)) or truncate(name)
    words = _LEADING.sub("", normalize(head)[:MAX_LENGTH])
    worded = _worded_precision(words)
    entries = [entry for entry in entries_by_name(normalize_name(head[:MAX_LENGTH])) if _lies_in(entry, country)]
    areas = _areas(entries)
    if worded in ADMIN_WORDS and not areas:  # “Kech District” is known as Kech
        areas = [area for area in _areas(_bearers(head, country)) if _is_as_coarse(area.precision, worded)]
    if not worded and not areas:
        worded = _part_of_area(words, country)
    if not worded and not areas:
        return EXACT
    towns = tuple((entry.longitude, entry.latitude) for entry in entries if _is_point(entry))
    return NameMeaning(worded, towns, tuple(areas))


def _bearers(name: str, country: str) -> list[Entry]:
    return [entry for entry in candidates(name[:MAX_LENGTH]) if _lies_in(entry, country)]


def _lies_in(entry: Entry, country: str) -> bool:
    return not country or not entry.country or country == entry.geonames_country or counts_to(entry.country, country)


def _is_point(entry: Entry) -> bool:
    place = place_of_entry(entry)
    return place is not None and place.precision == "exact"


def _areas(entries: list[Entry]) -> list[NamedArea]:
    places = [(place_of_entry(entry), entry.is_preferred_name) for entry in entries]
    return [
        NamedArea(place.precision, place.shape, is_usual)
        for place, is_usual in places
        if place is not None and place.precision in COARSENESS
    ]


def _is_as_coarse(precision: str, worded: str) -> bool:
    """Whether an area may be what the word says; a region may be of any size."""
    return precision == worded or "region" in (precision, worded)


def _worded_precision(words: str) -> str:
    """The coarsest precision that the words of a name say; empty for none."""
    if _known_words().isdisjoint(_WORD.findall(words)):
        return ""
    matches = {means for pattern, means in _patterns() if pattern.search(words)}
    if _DISTANCE.search(words):
        matches.add("near")
    return next((precision for precision in reversed(COARSENESS) if precision in matches), "")


def _part_of_area(words: str, country: str) -> str:
    """“region” for a part of a country, a province or a district: “northern Balochistan”."""
    match = _DIRECTION.match(words)
    if match is None:
        return ""
    return "region" if _areas(_bearers(match["rest"], country)) else ""


@cache
def _known_words() -> frozenset[str]:
    """All single words of the patterns: a name without any of them, and without a distance, matches none."""
    words = {word for row in read_word_list("area_words.csv") for word in _WORD.findall(row["word"])}
    return frozenset(words | {*_DISTANCE_UNITS})


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of all words of one position and one meaning, and the meaning."""
    words: dict[tuple[str, str], list[str]] = {}
    for row in read_word_list("area_words.csv"):
        words.setdefault((row["position"], row["means"]), []).append(row["word"])
    return tuple((_compile(position, alternation(group)), means) for (position, means), group in words.items())


def _compile(position: str, words: str) -> re.Pattern[str]:
    if position == FIRST:  # “d'” needs no blank behind it
        return re.compile(rf"^(?:the )?(?:{words})(?:(?<=')| |$)")
    if position == LAST:
        return re.compile(rf"(?:^| )(?:{words})$")
    return re.compile(rf"\b(?:{words})\b{_SITE}")
