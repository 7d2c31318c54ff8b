"""“Quetta district”: the surroundings of its seat, or the district of any seat's name in a stated province."""

import re

from geo.places.derived_shapes import derive_with_reason
from geo.places.disambiguation import Context
from geo.places.districts.district_names import match_district
from geo.places.districts.district_table import district_place
from geo.places.districts.seat_words import is_seat_word
from geo.places.lookup import lookup_exact
from geo.places.place import Place

DISTRICT = re.compile(
    r"^(?:the )?.+ (?:district|sub-?district|tehsil|taluka|upazila|county|shahrestan|raion|qada)$",
    re.IGNORECASE,
)


def lookup_district(name: str, context: Context) -> Place | None:
    """“Quetta district”: the surroundings of its seat, known to the district."""
    match = DISTRICT.match(name)
    if match and is_seat_word(name):
        return _district_of_seat(name, context)
    seat = lookup_exact(name, context) if match else None
    if seat is None or seat.kind != "town":
        return seat
    return derive_with_reason(f"district:{seat.place_id}", f"the district of {seat.name}, taken as its surroundings")


def _district_of_seat(name: str, context: Context) -> Place | None:
    """“Merkez District”: what any province's seat has is known only with the province."""
    matches = (
        match_district(country=country, admin1=admin1, name=name) for country, admin1 in context.stated_provinces
    )
    places = [district_place(match.district.place_id) for match in matches if match]
    return places[0] if len(places) == 1 else None
