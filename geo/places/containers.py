"""Names with what they lie in: “Paris, Texas”, “Helmand's Sangin district”, “the Sangin area of Helmand”.

What is so said is stated: nothing outside of it is an answer.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from geo.core.geodesy import scalar_haversine_km
from geo.places import contradictions, disambiguation
from geo.places.derived_shapes import derive_with_reason, parse_direction
from geo.places.disambiguation import Context, country_by_name
from geo.places.district_lookup import lookup_district
from geo.places.lookup import KINDS, lookup_exact, lookup_fuzzy, lookup_origin
from geo.places.place import GUESSES, Place
from geo.places.relative import RELATIVE_PARSERS, lookup_site, parse_coast, parse_near, surroundings_of
from geo.places.sides import parse_side, part_of_area
from geo.places.sites import is_site
from geo.places.words.name_words import name_words

# “Sangin district of Helmand”, “the Gwoza area in Borno”
PART_OF = re.compile(
    r"^(?:in |near )?(?:the )?(?P<head>\S.*? (?:(?:sub-?)?districts?|tehsil|taluka|upazila|raion|county|valley"
    r"|area|region|province|governorate|state)) (?:of|in) (?:the )?(?P<tail>.+)$",
    re.IGNORECASE,
)
# “Pakistan's restive southwestern Balochistan”: an owner, and up to three words that describe.
POSSESSIVE = re.compile(r"^(?:in |near )?(?:the )?(?P<owner>[^'’]{2,40})['’]s?\s(?P<rest>.+)$", re.IGNORECASE)
AREA_OF = re.compile(r"^(?P<rest>.+?) (?:area|region|neighbou?rhood)$", re.IGNORECASE)
INSIDE = re.compile(r"^(?:.+? in )(?P<rest>.+)$|^[^(]+\((?P<brackets>[^)]+)\)$", re.IGNORECASE)
MAX_ADJECTIVES = 3  # “restive southwestern” before a name
TOWN_KM = 50.0  # what is said to lie in a town lies in its district: twice the radius of one; by judgement


@dataclass(frozen=True)
class NameInArea:
    """A name and what it is said to lie in, as they are written."""

    head: str
    tail: str

    def containers(self, context: Context) -> list[Context]:
        """What is stated of where the head is, a country before a province that is called so; empty if nothing is."""
        country = country_by_name(self.tail.rpartition(",")[2])
        is_country = bool(country_by_name(self.tail))
        admin1 = self.tail.partition(",")[0]
        stated = disambiguation.context_from_hints(
            country or context.stated_country or None, None if is_country else admin1, ()
        )
        states_place = stated.is_province_stated or stated.points or is_country or bool(country)
        containers = [stated] if states_place else []
        if is_country and not context.stated_country:  # “Atlanta, Georgia”
            province = disambiguation.context_from_hints(None, admin1, ())
            containers += [province] if province.is_province_stated else []
        return containers


def split_comma(name: str) -> NameInArea | None:
    """“Paris, Texas”: the name before the comma and what stands behind it."""
    head, comma, tail = (part.strip() for part in name.partition(","))
    return NameInArea(head, tail) if comma and head and tail else None


def _split_part_of(name: str) -> NameInArea | None:
    """“Sangin district of Helmand”; “the port district of Chabahar” is Chabahar's own."""
    match = PART_OF.match(name)
    return NameInArea(match["head"], match["tail"]) if match and match["head"][0].isupper() else None


def _split_possessive(name: str) -> NameInArea | None:
    match = POSSESSIVE.match(name)
    return NameInArea(match["rest"], match["owner"]) if match and match["rest"][0].isupper() else None


SPLITTERS: tuple[Callable[[str], NameInArea | None], ...] = (split_comma, _split_part_of, _split_possessive)


def with_container(name: str, context: Context, place: Place) -> Context:
    """The context of the province or the country that a name itself states, if nothing else was stated for it."""
    name_in_area = split_comma(name)
    if name_in_area is None or context.stated_country or context.is_province_stated:
        return context
    return next((stated for stated in name_in_area.containers(context) if _is_inside_area(place, stated)), context)


def _is_inside_area(place: Place, container: Context) -> bool:
    return bool(container.stated_country or container.is_province_stated) and _lies_inside(place, container)


def lookup_with_container(name: str, context: Context) -> Place | None:
    """A name with its province, its country or its town: never a place outside of that."""
    name_in_area = next(filter(None, (split(name) for split in SPLITTERS)), None)
    containers = name_in_area.containers(context) if name_in_area else []
    if name_in_area is None or not (containers or "," in name):
        return None
    places = [_lookup_inside(name_in_area.head, container) for container in containers or [context]]
    answers = sorted((place for place in places if place is not None), key=lambda place: place.evidence in GUESSES)
    if answers or not containers or "," not in name:
        return answers[0] if answers else None
    return _somewhere_in(name_in_area, context)


def _lookup_inside(head: str, container: Context) -> Place | None:
    attempts: tuple[Callable[[str, Context], Place | None], ...] = (
        *(lookup_district, _lookup_name, _lookup_area, lookup_site, parse_side, parse_near, parse_coast),
    )  # fmt: skip
    places = (attempt(head, container) for attempt in (attempts if "," not in head else attempts[:2]))
    return next((place for place in places if place is not None and _lies_inside(place, container)), None)


def _lookup_name(name: str, context: Context) -> Place | None:
    return lookup_origin(name, context) or lookup_fuzzy(name, context)


def _lookup_area(name: str, context: Context) -> Place | None:
    """“Sangin area”: the surroundings of the place, or the place itself where it is an area."""
    match = AREA_OF.match(name)
    place = _lookup_name(match["rest"], context) if match else None
    if place is None or place.shape is not None:
        return place
    return derive_with_reason(f"near:{place.place_id}", f"the area of {place.name}, taken as its surroundings")


def _lies_inside(place: Place, container: Context) -> bool:
    """Whether a place is in what was stated: in the country and the province, or in the district around the town."""
    if place.evidence == "elsewhere":
        return False
    if contradictions.doubt_contradicted(place, container).evidence == "elsewhere":
        return False
    if container.is_province_stated or not container.points:
        return True
    return any(
        scalar_haversine_km(place.point.x, place.point.y, town.longitude, town.latitude) <= TOWN_KM
        for town, _ in container.points
    )


def _somewhere_in(name_in_area: NameInArea, context: Context) -> Place | None:
    """“Blorp Military Camp, Quetta”: the surroundings of the town behind the comma, or the area there.

    A name that is no site's is only around a town: it may be any hamlet of its district.
    """
    town, _, rest = (part.strip() for part in name_in_area.tail.partition(","))
    inside = NameInArea(town, rest).containers(context) if rest else []
    place = lookup_exact(town, inside[0] if inside else context)
    if place is None or place.evidence == "elsewhere" or "," in name_in_area.head:
        return None
    if is_site(name_in_area.head):
        return surroundings_of(place)
    if place.kind != "town" or place.agreement < 1:
        return None
    because = f"“{name_in_area.head}” is not known; it is said to be in {place.name}"
    return replace(surroundings_of(place), because=because, evidence="around")


def _parse_possessive(name: str, _context: Context) -> Place | None:
    """“Pakistan's Balochistan province”, “Diyala's Khanaqin”: a place of the country or the province that owns it.

    In “Pakistan's southwestern Balochistan province” the direction says where the province lies; in “Pakistan's
    southwestern province” it is all that is known.
    """
    match = POSSESSIVE.match(name)
    owner = lookup_exact(match["owner"], Context()) if match else None
    if match is None or owner is None or owner.kind not in ("country", "province"):
        return None
    rest, inside = match["rest"], disambiguation.context_from_hints(owner.country, owner.admin1, ())
    attempts = (lookup_exact,) if KINDS["province"].search(rest) else (lookup_exact, parse_side)
    places = (attempt(phrase, inside) for phrase in _without_adjectives(rest) for attempt in attempts)
    place = next((place for place in places if place is not None and place.country == owner.country), None)
    direction = parse_direction("".join(word for word in rest.lower().split() if word not in name_words().generic))
    return place or (part_of_area(owner, direction) if direction else None)


def _without_adjectives(phrase: str) -> Iterator[str]:
    """The phrase, then without its first, first two and first three words if those are in lower case."""
    words = phrase.split()
    for skipped in range(min(MAX_ADJECTIVES + 1, len(words))):
        if all(word[0].islower() for word in words[:skipped]):
            yield " ".join(words[skipped:])


def _parse_quarter(name: str, context: Context) -> Place | None:
    """“Homs - Al Waer”: a part of a town that is not known; its town."""
    town, dash, _ = name.partition(" - ")
    place = lookup_exact(town, context) if dash else None
    return place and surroundings_of(place)


def _parse_inside(name: str, context: Context) -> Place | None:
    """“a police station in southeastern Iran”: only the name behind “in” is known."""
    match = INSIDE.match(name)
    rest = (match["rest"] or match["brackets"]) if match else None
    if not rest:
        return None
    attempts: Iterable[Callable[[str, Context], Place | None]] = (
        *(lookup_exact, lookup_with_container, *RELATIVE_PARSERS, _parse_possessive, _parse_quarter),
    )
    return next(filter(None, (attempt(rest, context) for attempt in attempts)), None)


# Behind the wordings of geo/places/relative.py, in the order in which they are tried; the last takes what is left.
CONTAINER_PARSERS: tuple[Callable[[str, Context], Place | None], ...] = (
    *(_parse_possessive, _parse_quarter, _parse_inside),
)
