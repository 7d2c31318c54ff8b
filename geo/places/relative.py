"""The ways in which people say roughly where: a part of an area, a distance from a town, a coast."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from geo.places import disambiguation
from geo.places.derived_shapes import BEARINGS, CENTRE, derive_place, derive_with_reason, parse_direction
from geo.places.disambiguation import Context, country_by_name
from geo.places.gazetteer import demonyms, gazetteer
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.lookup import KINDS, lookup_exact, lookup_fuzzy
from geo.places.place import Place
from geo.places.relative_borders import BORDER_PARSERS
from geo.places.sites import town_in_name
from geo.places.words.name_words import name_words

DIRECTION = r"(?P<direction>(?:north|south)?[ -]?(?:east|west|north|south)?)(?:ern)?|(?P<centre>central|middle)"
PART = re.compile(rf"^(?:the )?(?:(?:{DIRECTION})) (?:part of )?(?:the )?(?P<rest>.+)$", re.IGNORECASE)
LENGTH = r"(?P<distance>[0-9]{1,4}(?:\.[0-9]{1,3})?) ?(?:(?:km|kms|kilomet(?:er|re)s?)|(?P<miles>mi|miles?))"
OFFSET = re.compile(
    rf"^(?:about |around |some )?{LENGTH} (?:to the )?"
    r"(?P<direction>(?:north|south)?[ -]?(?:east|west)?)(?:ern)? of (?P<rest>.+)$",
    re.IGNORECASE,
)
AWAY = re.compile(
    rf"^(?:about |around |some |within )?{LENGTH} (?:away )?(?:from|of|outside) (?P<rest>.+)$", re.IGNORECASE
)
BESIDE = re.compile(
    r"^(?:just |to the )*(?P<direction>(?:north|south)?[ -]?(?:east|west)?) of (?P<rest>.+)$", re.IGNORECASE
)
ROADS = "road|highway|motorway|route"
BETWEEN = re.compile(rf"^(?:on |along )?(?:the )?(?:(?:{ROADS}) )?between (?P<one>.+?) and (?P<two>.+)$", re.IGNORECASE)
ROAD = re.compile(rf"^(?:on |along )?(?:the )?(?P<one>.+?)[-–—](?P<two>.+?) (?:{ROADS})$", re.IGNORECASE)
# “the port city of Chabahar”, “the Iranian city of Zahedan”, “the restive southwestern province of Balochistan”
TITLED = re.compile(
    r"^(?:near )?(?:in )?(?:the )?(?:[\w'’-]+ ){0,4}?"
    r"(?P<kind>city|town|village|port|district|province|governorate|island|capital|camp|county|region) of "
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
COAST = re.compile(
    r"^(?:waters )?(?:off|off of) (?:the )?(?:(?:coast|shores?|waters?) of )?"
    r"(?P<of>.+?)(?:['’]s)?(?: (?:coast|shores?))?$",
    re.IGNORECASE,
)
# “Pakistan's restive southwestern Balochistan”: an owner, and up to three words that describe.
OWNED = re.compile(r"^(?:the )?(?P<owner>[^'’]{2,40})['’]s?\s(?P<rest>.+)$", re.IGNORECASE)
NEAR = re.compile(
    r"^(?:near|around|close to|outside|in the area of|(?:the |on the |in the )?"
    r"(?:outskirts|suburbs|surroundings|vicinity) of|(?:the )?area around) (?:the )?(?P<rest>.+)$",
    re.IGNORECASE,
)
SURROUNDED = re.compile(
    r"^(?P<rest>.+?)(?:['’]s)? "
    r"(?:and (?:its )?(?:surroundings|environs)|outskirts|suburbs|surroundings|environs|belts?)$",
    re.IGNORECASE,
)
RURAL = re.compile(
    r"^(?:rural|(?:the )?countryside of) (?P<rest>.+)$|^(?P<of>.+?)(?:['’]s)? countryside$", re.IGNORECASE
)
WITHIN = re.compile(r"^(?:.+? in )(?P<rest>.+)$|^[^(]+\((?P<brackets>[^)]+)\)$", re.IGNORECASE)
KM_PER_MILE = 1.609344
SHORT = {"N": "north", "S": "south", "E": "east", "W": "west"}
SHORT_DIRECTION = re.compile(r"\b(?P<first>[NS]?)(?P<second>[EW]?)\b\.?(?= of | [A-Z][a-z])")
CONVERTED = re.compile(r"(?<=[a-z]) \([^)]*(?:km|kilomet|mile)[^)]*\)", re.IGNORECASE)
# “Middle East”, “Northern District”: no part of a province called East or Northern.
DIRECTION_NAME = re.compile(r"(?:north|south|east|west|central|northern|southern|eastern|western| )+")


def spell_out_directions(name: str) -> str:
    """The name with directions in words and without a second unit: “SE Iran”, “40 km (25 miles) west of Ramadi”."""
    return SHORT_DIRECTION.sub(_in_words, CONVERTED.sub("", name))


def _in_words(match: re.Match[str]) -> str:
    letters = match["first"] + match["second"]
    return "".join(SHORT[letter] for letter in letters) if letters else match.group()


def lookup_with_container(name: str, hints: Context) -> Place | None:
    """A name with its province or country behind a comma."""
    head, comma, tail = (part.strip() for part in name.partition(","))
    if not comma or not head or not tail:
        return None
    last = tail.rpartition(",")[2]
    country = country_by_name(last) or None
    told = disambiguation.context_from_hints(country, None if country == tail else tail.partition(",")[0], ())
    return _some(head, told if told.stated_country or told.admin1s or told.points else hints)


def lookup_demonym(name: str, _hints: Context) -> Place | None:
    """The country or region whose people or things are called so."""
    place_id = demonyms.place_id(name)
    place = gazetteer.place_by_id(place_id) if place_id else None
    return place and replace(place, because=f"what is called so is of {place.name}")


def lookup_site(name: str, hints: Context) -> Place | None:
    """“Mosul University”: somewhere in or near the town that its name holds."""
    core = town_in_name(name)
    place = lookup_exact(core, hints) if core else None
    return place and surroundings_of(place)


def surroundings_of(place: Place) -> Place:
    """The surroundings of a place, for what is only known to be named after it."""
    near = derive_place(f"near:{place.place_id}")
    because = f"only {place.name} is known of that name; {place.because}"
    return replace(near or place, alternatives=place.alternatives, because=because, confidence=SITE)


SITE = 0.6  # the confidence in a site that is known by its town


def _some(name: str, hints: Context) -> Place | None:
    return lookup_exact(name, hints) or lookup_fuzzy(name, hints)


def _part(name: str, hints: Context) -> Place | None:
    match = PART.match(name)
    if match is None or DIRECTION_NAME.fullmatch(normalize_name(match["rest"])):
        return None
    parent = _some(match["rest"], hints)
    direction = CENTRE if match["centre"] else parse_direction(match["direction"])
    return _part_of(parent, direction) if parent and direction else None


def _part_of(parent: Place, direction: str) -> Place | None:
    if parent.shape is None:
        return None
    part = "middle" if direction == CENTRE else f"{direction}ern"
    return derive_with_reason(f"part:{direction}:{parent.place_id}", f"the {part} 40 % of the area of {parent.name}")


def _offset(name: str, hints: Context) -> Place | None:
    match = OFFSET.match(name)
    direction = parse_direction(match["direction"]) if match else None
    origin = _some(match["rest"], hints) if match and direction else None
    if match is None or origin is None or direction is None:
        return None
    km = _km(match)
    because = f"{km:.4g} km {direction} of {origin.name}"
    return derive_with_reason(f"offset:{km:.4g}:{BEARINGS[direction]}:{origin.place_id}", because)


def _away(name: str, hints: Context) -> Place | None:
    match = AWAY.match(name)
    origin = _some(match["rest"], hints) if match else None
    if match is None or origin is None:
        return None
    km = _km(match)
    return derive_with_reason(
        f"within:{km:.4g}:{origin.place_id}", f"{km:.4g} km from {origin.name}, in no stated direction"
    )


def _km(match: re.Match[str]) -> float:
    return float(match["distance"]) * (KM_PER_MILE if match["miles"] else 1)


def _between(name: str, hints: Context) -> Place | None:
    match = BETWEEN.match(name) or ROAD.match(name)
    if match is None:
        return None
    one, two = lookup_exact(match["one"], hints), lookup_exact(match["two"], hints)
    if one is None or two is None:
        return None
    # Each is told by the other: Khash beside Zahedan is the Iranian one.
    one = (
        lookup_exact(
            match["one"], disambiguation.context_from_hints(hints.stated_country or None, None, [match["two"]])
        )
        or one
    )
    two = (
        lookup_exact(
            match["two"], disambiguation.context_from_hints(hints.stated_country or None, None, [match["one"]])
        )
        or two
    )
    return derive_with_reason(f"between:{one.place_id}|{two.place_id}", f"between {one.name} and {two.name}")


def _coast(name: str, hints: Context) -> Place | None:
    match = COAST.match(name)
    origin = lookup_exact(match["of"], hints) if match else None
    return derive_with_reason(f"coast:{origin.place_id}", f"the sea off {origin.name}") if origin else None


def _owned(name: str, _hints: Context) -> Place | None:
    """“Pakistan's Balochistan province”: a place of the country that owns it.

    In “Pakistan's southwestern Balochistan province” the direction tells where the province lies; in “Pakistan's
    southwestern province” it is all that is told.
    """
    match = OWNED.match(name)
    owner = lookup_exact(match["owner"], Context()) if match else None
    if match is None or owner is None or owner.kind != "country":
        return None
    rest, told = match["rest"], disambiguation.context_from_hints(owner.name, None, ())
    whole = (lookup_exact,) if KINDS["province"].search(rest) else (lookup_exact, _part)
    found = (attempt(phrase, told) for phrase in _undescribed(rest) for attempt in whole)
    place = next((place for place in found if place is not None and place.country == owner.name), None)
    words = [word for word in rest.lower().split() if word not in name_words().generic]
    return place or (_part_of(owner, direction) if (direction := parse_direction("".join(words))) else None)


def _undescribed(phrase: str) -> Iterable[str]:
    """The phrase, then without its first, first two and first three words where those are in lower case."""
    words = phrase.split()
    for skipped in range(min(4, len(words))):
        if all(word[0].islower() for word in words[:skipped]):
            yield " ".join(words[skipped:])


def _near(name: str, hints: Context) -> Place | None:
    match = NEAR.match(name) or BESIDE.match(name) or SURROUNDED.match(name)
    place = _some(match["rest"], hints) if match else None
    return derive_with_reason(f"near:{place.place_id}", f"near {place.name}") if place else None


def _titled(name: str, hints: Context) -> Place | None:
    """“the port city of Chabahar”: what stands behind “of”, of the kind that is told."""
    match = TITLED.match(name)
    if match is None:
        return None
    place = lookup_exact(f"{match['rest']} {match['kind']}", hints) or _some(match["rest"], hints)
    if place is None or not name.lower().startswith("near "):
        return place
    return derive_with_reason(f"near:{place.place_id}", f"near {place.name}")


def _rural(name: str, hints: Context) -> Place | None:
    """“rural Aleppo”: the province of that name, else the surroundings of the town."""
    match = RURAL.match(name)
    rest = (match["rest"] or match["of"]) if match else None
    if not rest:
        return None
    province = lookup_exact(f"{rest} province", hints)
    if province and province.kind == "province":
        return replace(province, because=f"the country around {rest}: the province of that name")
    return _near(f"near {rest}", hints)


def _inside(name: str, hints: Context) -> Place | None:
    """“a police station in southeastern Iran”: what is known of it is the part behind “in”."""
    match = WITHIN.match(name)
    rest = (match["rest"] or match["brackets"]) if match else None
    if not rest:
        return None
    return next(
        filter(
            None, (attempt(rest, hints) for attempt in (lookup_exact, lookup_with_container, *RELATIVE_PARSERS[:-1]))
        ),
        None,
    )


RELATIVE_PARSERS: tuple[Callable[[str, Context], Place | None], ...] = (
    _offset, _away, _between, _coast, *BORDER_PARSERS, _rural, _titled, _near, _owned, _part, _inside,
)  # fmt: skip
