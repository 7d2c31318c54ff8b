"""The ways in which people say roughly where: a part of an area, a distance from a town, a coast."""

import re
from collections.abc import Callable
from dataclasses import replace

from geo.places import disambiguation
from geo.places.derived_shapes import BEARINGS, derive_place, derive_with_reason, parse_direction
from geo.places.disambiguation import Context
from geo.places.gazetteer import demonyms, gazetteer
from geo.places.lookup import lookup_exact, lookup_fuzzy, lookup_origin
from geo.places.place import GUESSES, Place
from geo.places.relative_borders import BORDER_PARSERS
from geo.places.sides import parse_side
from geo.places.sites import SITE_AGREEMENT, is_far_site, province_around, town_in_name
from geo.places.surrounding_points import Around

LENGTH = r"(?P<distance>[0-9]{1,4}(?:\.[0-9]{1,3})?) ?(?:(?:km|kms|kilomet(?:er|re)s?)|(?P<miles>mi|miles?))"
OFFSET = re.compile(
    rf"^(?:about |around |some )?{LENGTH} (?:to the )?"
    r"(?P<direction>(?:north|south)?[ -]?(?:east|west)?)(?:ern)? of (?P<rest>.+)$",
    re.IGNORECASE,
)
DISTANCE = re.compile(
    rf"^(?:about |around |some |within )?{LENGTH} (?:away )?(?:from|of|outside) (?P<rest>.+)$", re.IGNORECASE
)
BESIDE = re.compile(
    r"^(?:just |to the )*(?P<direction>(?:north|south)?[ -]?(?:east|west)?) of (?P<rest>.+)$", re.IGNORECASE
)
ROADS = "road|highway|motorway|route"
BETWEEN = re.compile(
    rf"^(?:on |along )?(?:the )?(?:(?:{ROADS}) )?between (?P<first_end>.+?) and (?P<second_end>.+)$", re.IGNORECASE
)
ROAD = re.compile(rf"^(?:on |along )?(?:the )?(?P<first_end>.+?)[-–—](?P<second_end>.+?) (?:{ROADS})$", re.IGNORECASE)
# “the port city of Chabahar”, “the Iranian city of Zahedan”, “the restive southwestern province of Balochistan”
KIND_OF_NAME = re.compile(
    r"^(?:near )?(?:in )?(?:the )?(?:[\w'’-]+ ){0,4}?"
    r"(?P<kind>city|town|village|port|district|province|governorate|island|capital|camp|county|region) of "
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
COAST = re.compile(
    r"^(?:(?:waters )?(?:off|off of) (?:the )?(?:(?:coast|shores?|waters?) of )?|(?:the )?coast(?:line)? of (?:the )?)"
    r"(?P<of>.+?)(?:['’]s)?(?: (?:coast|shores?))?$",
    re.IGNORECASE,
)
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
KM_PER_MILE = 1.609344
LETTERS = {"N": "north", "S": "south", "E": "east", "W": "west"}
LETTER_DIRECTION = re.compile(r"\b(?P<first>[NS]?)(?P<second>[EW]?)\b\.?(?= of | [A-Z][a-z])")
SECOND_UNIT = re.compile(r"(?<=[a-z]) \([^)]*(?:km|kilomet|mile)[^)]*\)", re.IGNORECASE)


def spell_out_directions(name: str) -> str:
    """The name with directions in words and without a second unit: “SE Iran”, “40 km (25 miles) west of Ramadi”."""
    return LETTER_DIRECTION.sub(_direction_in_words, SECOND_UNIT.sub("", name))


def _direction_in_words(match: re.Match[str]) -> str:
    letters = match["first"] + match["second"]
    return "".join(LETTERS[letter] for letter in letters) if letters else match.group()


def lookup_demonym(name: str, _context: Context) -> Place | None:
    """The country or region that an adjective such as “Iraqi” stands for."""
    place_id = demonyms.place_id(name)
    place = gazetteer.place_by_id(place_id) if place_id else None
    return place and replace(place, because=f"it is the adjective for {place.name}")


def lookup_site(name: str, context: Context) -> Place | None:
    """“Mosul University”: somewhere in or near the town in its name."""
    town = town_in_name(name)
    place = lookup_exact(town, context) if town else None
    if place is None or not _can_lie_in(place, context):
        return None
    return (province_around(place) if is_far_site(name) else None) or surroundings_of(place)


def _can_lie_in(place: Place, context: Context) -> bool:
    """Whether the place that a site is called after can be where the site is said to be."""
    countries = {context.stated_country, *(country for country, _ in context.stated_provinces)} - {""}
    countries |= {point.country for point, role in context.points if role is Around.STATED}
    return place.evidence != "elsewhere" and (not countries or place.country is None or place.country in countries)


def surroundings_of(place: Place) -> Place:
    """The surroundings of a place, for a site that is only known to be named after it."""
    surroundings = derive_place(f"near:{place.place_id}") if place.shape is None else None
    because = f"only {place.name}, which its name contains, is known: {place.because}"
    return replace(
        surroundings or place,
        alternatives=place.alternatives,
        because=because,
        agreement=SITE_AGREEMENT,
        evidence="site",
        is_supported=False,
    )


def _lookup(name: str, context: Context) -> Place | None:
    return lookup_origin(name, context) or lookup_fuzzy(name, context)


def _parse_offset(name: str, context: Context) -> Place | None:
    match = OFFSET.match(name)
    direction = parse_direction(match["direction"]) if match else None
    origin = _lookup(match["rest"], context) if match and direction else None
    if match is None or origin is None or direction is None:
        return None
    km = _km(match)
    place_id = f"offset:{km:.4g}:{BEARINGS[direction]}:{origin.place_id}"
    return derive_with_reason(place_id, f"{km:.4g} km {direction} of {origin.name}")


def _parse_distance(name: str, context: Context) -> Place | None:
    match = DISTANCE.match(name)
    origin = _lookup(match["rest"], context) if match else None
    if match is None or origin is None:
        return None
    km = _km(match)
    because = f"{km:.4g} km from {origin.name}, in an unknown direction"
    return derive_with_reason(f"within:{km:.4g}:{origin.place_id}", because)


def _km(match: re.Match[str]) -> float:
    return float(match["distance"]) * (KM_PER_MILE if match["miles"] else 1)


def _parse_between(name: str, context: Context) -> Place | None:
    match = BETWEEN.match(name) or ROAD.match(name)
    if match is None:
        return None
    first_end, second_end = lookup_exact(match["first_end"], context), lookup_exact(match["second_end"], context)
    if first_end is None or second_end is None:
        return None
    # Each decides what the other means: Khash beside Zahedan is the Iranian one.
    first_end = lookup_exact(match["first_end"], _context_beside(match["second_end"], context)) or first_end
    second_end = lookup_exact(match["second_end"], _context_beside(match["first_end"], context)) or second_end
    because = f"between {first_end.name} and {second_end.name}"
    return derive_with_reason(f"between:{first_end.place_id}|{second_end.place_id}", because)


def _context_beside(name: str, context: Context) -> Context:
    return disambiguation.context_from_hints(context.stated_country or None, None, [name])


def parse_coast(name: str, context: Context) -> Place | None:
    """“off Gwadar”, “the coast of Yemen”: the sea off a place."""
    match = COAST.match(name)
    origin = lookup_exact(match["of"], context) if match else None
    return derive_with_reason(f"coast:{origin.place_id}", f"the sea off {origin.name}") if origin else None


def parse_near(name: str, context: Context) -> Place | None:
    """“near Khash”, “the outskirts of Quetta”, “south of Hama”: the surroundings of a place."""
    match = NEAR.match(name) or BESIDE.match(name) or SURROUNDED.match(name)
    place = (parse_side(match["rest"], context) or _lookup(match["rest"], context)) if match else None
    if place is not None and place.place_id.startswith(("part:", "near:")):
        return place
    return _near_place(place) if place else None


def parse_beside(name: str, context: Context) -> Place | None:
    """“south of Hama”: near it, for “the south of Hama” is a part of it."""
    return parse_near(name, context) if BESIDE.match(name) and not name.lower().startswith("the ") else None


def _near_place(place: Place) -> Place | None:
    """The surroundings of a place, as sure as its own name led there."""
    near = derive_with_reason(f"near:{place.place_id}", f"near {place.name}")
    if near is None or place.evidence not in GUESSES:
        return near
    return replace(
        near, because=f"near {place.name}: {place.because}", agreement=place.agreement, evidence=place.evidence
    )


def _parse_kind_of_name(name: str, context: Context) -> Place | None:
    """“the port city of Chabahar”: the name behind “of”, preferably of the kind before it."""
    match = KIND_OF_NAME.match(name)
    if match is None:
        return None
    place = lookup_exact(f"{match['rest']} {match['kind']}", context) or _lookup(match["rest"], context)
    return _near_place(place) if place and name.lower().startswith("near ") else place


def parse_countryside(name: str, context: Context) -> Place | None:
    """“rural Aleppo”: the province of that name, else the surroundings of the town."""
    match = RURAL.match(name)
    town = (match["rest"] or match["of"]) if match else None
    if not town:
        return None
    province = lookup_exact(f"{town} province", context)
    if province and province.kind == "province":
        because = f"the countryside of {town}, taken as the province of that name"
        return replace(province, because=because, is_supported=False)
    return parse_near(f"near {town}", context)


# In the order in which they are tried: “near the city of Khash” is for _parse_kind_of_name, not parse_near.
RELATIVE_PARSERS: tuple[Callable[[str, Context], Place | None], ...] = (
    _parse_offset, _parse_distance, _parse_between, parse_coast, *BORDER_PARSERS, parse_side,
    parse_countryside, _parse_kind_of_name, parse_near,
)  # fmt: skip
