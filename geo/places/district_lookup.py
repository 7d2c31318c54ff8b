"""“Quetta district”: the surroundings of its seat, or the district of any seat's name in a stated province."""

import re

from geo.places.derived_shapes import derive_with_reason
from geo.places.disambiguation import Context
from geo.places.districts.district_names import match_district
from geo.places.districts.district_table import district_place
from geo.places.districts.seat_words import is_seat_word
from geo.places.gazetteer.name_normalization import normalize_name
from geo.places.lookup import lookup_exact
from geo.places.place import Place

DISTRICT_WORDS = (
    *("district", "sub-?district", "tehsil", "taluka?", "upazila", "county", "shahrestan", "raion", "rayon", "qada"),
    *(
        "nahiy?a",
        "woreda",
        "cercle",
        "canton",
        "commune",
        "municipality",
        "markaz",
        "kaza",
        "subdivision",
        "directorate",
    ),
)
PROVINCE_WORDS = (
    *("province", "governorate", "oblast", "region", "division", "state", "prefecture", "department", "krai"),
)
DISTRICT = re.compile(rf"^(?:the )?(?P<seat>.+) (?:{'|'.join(DISTRICT_WORDS)})$", re.IGNORECASE)
PROVINCE = re.compile(rf"^(?:the )?(?P<seat>.+) (?P<kind>{'|'.join(PROVINCE_WORDS)})$", re.IGNORECASE)
OFFICES = frozenset(["department", "division", "commune"])  # what offices and companies are called too
DISTRICT_OF = re.compile(rf"^(?:the )?(?:{'|'.join(DISTRICT_WORDS)}) of (?:the )?(?P<seat>.+)$", re.IGNORECASE)
PROVINCE_OF = re.compile(rf"^(?:the )?(?P<kind>{'|'.join(PROVINCE_WORDS)}) of (?:the )?(?P<seat>.+)$", re.IGNORECASE)


def lookup_district(name: str, context: Context) -> Place | None:
    """“Quetta district”: the surroundings of its seat, known to the district; “Quetta province”: only near it.

    What is called an area is never the point of its seat.
    """
    district = DISTRICT.match(name) or DISTRICT_OF.match(name)
    province = PROVINCE.match(name) or PROVINCE_OF.match(name)
    match = district or province
    if match is None:
        return None
    if district and is_seat_word(name):
        return _district_of_seat(name, context)
    seat = lookup_exact(name, context) or lookup_exact(match["seat"], context)
    if seat is None or seat.kind != "town" or _is_own_name(name, seat):
        return seat
    if _is_office(match, context):
        return None
    if district:
        return derive_with_reason(
            f"district:{seat.place_id}", f"the district of {seat.name}, taken as its surroundings"
        )
    reason = f"no {match['kind'].lower()} of that name is known, but the town {seat.name}: its surroundings"
    return derive_with_reason(f"near:{seat.place_id}", reason)


def _is_office(match: re.Match[str], context: Context) -> bool:
    """Whether words are rather an office's, “Department of Energy”, as nothing says where it would be."""
    kind = match.groupdict().get("kind") or ""
    return kind.lower() in OFFICES and not context.stated_country and not context.is_province_stated


def _is_own_name(name: str, place: Place) -> bool:
    """Whether the word for an area belongs to the name of the town itself."""
    return normalize_name(name) == normalize_name(place.name)


def _district_of_seat(name: str, context: Context) -> Place | None:
    """“Merkez District”: what any province's seat has is known only with the province."""
    matches = (
        match_district(country=country, admin1=admin1, name=name) for country, admin1 in context.stated_provinces
    )
    places = [district_place(match.district.place_id) for match in matches if match]
    return places[0] if len(places) == 1 else None
