"""Tell the abbreviations of areas from degrees, weapons and offices: “N.Y.”, “M.S.”, “AK-47”."""

import re
from collections.abc import Sequence

from geo.places.gazetteer import gazetteer
from geo.places.gazetteer.entry import Entry
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.geoparsing.tokens import Token

MAX_INITIALS = 3  # letters: as few capitals as that are a company's or an office's initials, unless an area's: “UAE”
MAX_PRESS_ABBREVIATION = 5  # letters of “Calif”
KINDS_WITH_INITIALS = ("country", "province", "region", "continent")
MIN_CITY_WEIGHT = 6.5  # of a town that is known by its initials: “L.A.”, but not the “B.A.” of Bath; by judgement
DOTTED = re.compile(r"(?:[A-Z]\.){2,3}|(?:[A-Z]\.)+[A-Z]")
NUMBER_BEHIND = re.compile(r"-?\d")
HIGHWAY_BEHIND = re.compile(r" (?:\d|Highway|Route|Hwy|Rte)")  # “U.S. 271”, “U.S. Highway 78”
MAX_TOWN_WORDS = 3
# A degree, and in some country's press a province too; the words beside tell them apart.
DEGREES = frozenset(["M.S.", "M.A.", "M.D.", "B.A.", "B.S.", "J.D.", "D.D.", "M.B.", "Ph.D.", "R.N.", "D.O.", "L.P.N."])
INTERJECTIONS = frozenset(["OK", "Ok", "HI", "Hi", "PA", "AM", "PM", "TV", "Nov", "Dec"])


def is_initials(text: str) -> bool:
    """Whether a name is a few capitals, with full stops or without."""
    return bool(DOTTED.fullmatch(text)) or (len(text) <= MAX_INITIALS and text.isupper())


def bearers_of_initials(text: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The areas among the bearers of initials; “L.A.” is the only kind of town that has some.

    A city that has the letters goes before an area of one word, which has none: “L.A.” is not Louisiana.
    """
    areas = tuple(entry for entry in entries if entry.kind in KINDS_WITH_INITIALS)
    if not DOTTED.fullmatch(text):
        return areas
    cities = tuple(entry for entry in entries if entry.kind == "town" and entry.weight >= MIN_CITY_WEIGHT)
    if not areas:
        return cities
    is_of_city = any(_has_initials(entry, text) for entry in cities)
    return cities if is_of_city and not any(_has_initials(entry, text) for entry in areas) else areas


def _has_initials(entry: Entry, text: str) -> bool:
    """Whether the words of a place's name begin with the letters of initials."""
    return "".join(word[0] for word in entry.name.split()) == text.replace(".", "")


def is_something_else(text: str, behind: str, tokens: Sequence[Token], first: int, likeliest: Entry) -> bool:
    """Whether initials are a degree, a weapon or an office here; `behind` is what follows in the text.

    “J. Example, M.S.” and “AK-47” are, “Jackson, M.S.” and “Enid, OK” are not.
    """
    if NUMBER_BEHIND.match(behind) or (text in ("U.S.", "US") and HIGHWAY_BEHIND.match(behind)):
        return True
    if text not in DEGREES and text not in INTERJECTIONS and likeliest.kind != "province":
        return False
    follows_comma = bool(first) and tokens[first].gap == ", " and tokens[first - 1].is_capitalised
    if text in DEGREES or text in INTERJECTIONS:
        return not follows_comma or not _has_town(tokens, first, likeliest)
    is_short = bool(DOTTED.fullmatch(text))
    return is_short and follows_comma and not _has_town(tokens, first, likeliest)


def _has_town(tokens: Sequence[Token], stop: int, province: Entry) -> bool:
    """Whether the words before are a town in a province: “Williams Lake, B.C.”."""
    names = (" ".join(token.text for token in tokens[stop - count : stop]) for count in range(1, MAX_TOWN_WORDS + 1))
    towns = (town for name in names for town in gazetteer.entries_by_name(normalize_name(name)))
    return any((town.country, town.admin1) == (province.country, province.admin1) for town in towns)


def is_press_abbreviation(text: str, form: str, likeliest: Entry) -> bool:
    """Whether a name is the press's abbreviation of a province, with a full stop to follow: “Ky.”, “Calif.”, “Man.”."""
    if len(text) > MAX_PRESS_ABBREVIATION or text.isupper():
        return False
    return likeliest.kind == "province" and form not in (name := normalize_name(likeliest.name), *name.split())
