"""Read the sides of an area as reporters word them: “the north of Hama”, “Aleppo's northern countryside”."""

import re

import shapely

from geo.places.derived_shapes import CENTRE, derive_with_reason, parse_direction
from geo.places.disambiguation import Context
from geo.places.gazetteer.name_normalization import normalize_name, phonetic_key, strip_generic
from geo.places.lookup import KINDS, lookup_exact, lookup_fuzzy, lookup_origin
from geo.places.place import Place
from geo.places.province_changes import NEAR_DEGREES

COMPASS = r"(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west)"
SIDE = rf"(?:(?P<direction>{COMPASS})(?:ern)?|(?P<centre>central|middle))"
PARTS = r"(?:parts?|areas?|sides?|half|corner|edges?|end|reaches|districts|suburbs|outskirts|countryside|sections?)"
OPEN = r"(?:in |on |at )?(?:the )?"
# “northern Aleppo”, “rural western Herat”, “northern parts of Kandahar province”, “countryside of eastern Aleppo”
BEFORE = re.compile(
    rf"^{OPEN}(?:countryside of |countryside in )?(?:the )?(?:rural )?{SIDE}(?: and central)? "
    rf"(?:rural )?(?:{PARTS} (?:of|in) )?(?:the )?(?:countryside of )?(?:rural )?"
    r"(?P<rest>(?!of ).+?)(?: countryside)?$",
    re.IGNORECASE,
)
# “the north of Hama”: not “north of Hama”, which lies outside of it
NOUN = re.compile(rf"^(?:in |on |at )?the {SIDE} of (?:the )?(?P<rest>.+?)(?: countryside)?$", re.IGNORECASE)
# “Aleppo's northern countryside”, “Hama's north”, “Hama (north)”
BEHIND = re.compile(rf"^{OPEN}(?P<rest>.+?)['’]s? (?:rural )?{SIDE}(?: (?:rural )?{PARTS})?$", re.IGNORECASE)
BRACKETS = re.compile(rf"^(?P<rest>[^(]+?) ?\({SIDE}(?: {PARTS})?\)$", re.IGNORECASE)
LAST = re.compile(rf"^(?P<rest>.+?) {SIDE}$", re.IGNORECASE)
WORDINGS = (NOUN, BEFORE, BEHIND, BRACKETS, LAST)
# “Middle East”, “Northern District” are no parts of a province called East or Northern.
DIRECTION_NAME = re.compile(r"(?:north|suth|south|east|west|central|northern|suthern|southern|eastern|western| )+")
AREA_KINDS = ("province", "division")


def parse_side(name: str, context: Context) -> Place | None:
    """The side of an area: of the province where it is called like its seat, unless the words say the town."""
    for wording in WORDINGS:
        match = wording.match(name)
        direction = _direction(match) if match else None
        if match is None or direction is None or DIRECTION_NAME.fullmatch(normalize_name(match["rest"])):
            continue
        area = find_area(match["rest"], context)
        if area is not None:
            return part_of_area(area, direction) or derive_with_reason(f"near:{area.place_id}", f"near {area.name}")
    return None


def find_area(name: str, context: Context) -> Place | None:
    """The area of a name: the province that is called like its seat, unless the name says the town."""
    place = lookup_origin(name, context)
    if KINDS["town"].search(name) or (place is not None and place.shape is not None):
        return place
    return _province_of_seat(name, place, context) or place or lookup_fuzzy(name, context)


def _province_of_seat(name: str, seat: Place | None, context: Context) -> Place | None:
    """The province that is called like its seat, by the name as it is written or as the seat has it: “شمال حلب”."""
    for text in dict.fromkeys((name, seat.name)) if seat else ():
        province = lookup_exact(text if KINDS["province"].search(text) else f"{text} province", context)
        if province is None or province.kind not in AREA_KINDS or not _sounds_like(province, text):
            continue
        if seat is not None and _holds(province, seat):
            return province
    return None


def part_of_area(area: Place, direction: str) -> Place | None:
    """Two fifths of an area along a direction, or its middle; None for a place without a shape."""
    if area.shape is None:
        return None
    part = "middle" if direction == CENTRE else f"{direction}ern"
    return derive_with_reason(f"part:{direction}:{area.place_id}", f"the {part} 40% of the area of {area.name}")


def _holds(province: Place, seat: Place) -> bool:
    return province.shape is not None and bool(shapely.dwithin(province.shape, seat.point, NEAR_DEGREES))


def _sounds_like(province: Place, name: str) -> bool:
    """Whether a province is called so itself, and not only in some other language: “west Mosul” is not in the west of
    Nineveh."""
    return phonetic_key(strip_generic(province.name)) == phonetic_key(strip_generic(name))


def _direction(match: re.Match[str]) -> str | None:
    return CENTRE if match["centre"] else parse_direction(match["direction"])
