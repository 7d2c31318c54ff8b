"""Vague places as shapes: a part of a country or province, a border, the surroundings of a place.

The rules and their results on 46 regions that UCDP GED's coders placed by hand are in docs/decisions/0006.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries, geodesy
from geo.places import sectors
from geo.places.admin_at import admin_at
from geo.places.gazetteer import gazetteer
from geo.places.own_places import own_point
from geo.places.place import Place

# Degrees clockwise from north.
BEARINGS = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}
CENTRE = "central"
# For BORDER_KM, NEAR_KM and OFFSET_UNCERTAINTY see docs/decisions/0006.
BORDER_KM = 27.5  # on each side of the line; a little more than NEAR_KM, chosen by judgement
NEAR_KM = 25.0  # what UCDP GED's coders call “near”
OFFSET_UNCERTAINTY = 0.3  # of the distance
# Chosen by judgement, not measured.
COAST_KM = 40.0
BETWEEN_SHARE, MIN_BETWEEN_KM = 0.2, 5.0  # how far off the line: a fifth of its length, at least so much
MAX_BETWEEN_KM = 3000.0  # two places farther apart are no answer to “between”
PART_OVERLAP_DEGREES = 0.01  # a kilometre, so that a border that runs along the edge of the part is in it
BORDER_ID = re.compile(
    rf"(?P<A>[A-Z0-9]{{3}})(?::(?!(?P=A))(?P<B>[A-Z0-9]{{3}})(?::side:(?P<S>(?P=A)|(?P=B)))?|:part:(?P<part>{'|'.join(BEARINGS)}))?"
)
WITHIN_ID = re.compile(r"(?P<km>[0-9]{1,4}(?:\.[0-9]{1,3})?):(?P<place_id>.+)")
OFFSET_ID = re.compile(r"(?P<km>[0-9]{1,4}(?:\.[0-9]{1,3})?):(?P<bearing>[0-9]{1,3}):(?P<place_id>.+)")


@lru_cache(maxsize=512)
def derive_place(place_id: str) -> Place | None:
    """The place that an identifier describes; None where it describes none.

    part:southeast:ID, border:IRN:PAK, near:ID, district:ID, within:10:ID, offset:30:180:ID, between:ID|ID, coast:ID,
    own:LONGITUDE,LATITUDE,KILOMETRES.
    """
    scheme, _, rest = place_id.partition(":")
    return SCHEMES[scheme](rest) if scheme in SCHEMES else None


def derive_with_reason(place_id: str, because: str) -> Place | None:
    """The place that an identifier describes, with the reason for it; None where it describes none."""
    place = derive_place(place_id)
    if place is None or place.shape is None or place.shape.is_empty:
        return None
    return replace(place, because=because, evidence="rewording")


def parse_direction(text: str) -> str | None:
    """“south-eastern” as a key of BEARINGS; None where it is no direction."""
    plain = text.lower().replace("-", "").replace(" ", "").removesuffix("ern")
    return plain if plain in BEARINGS else None


def _build_part(rest: str) -> Place | None:
    direction, _, parent_id = rest.partition(":")
    parent = gazetteer.place_by_id(parent_id)
    if parent is None or parent.shape is None or direction not in (*BEARINGS, CENTRE):
        return None
    is_centre = direction == CENTRE
    shape = sectors.middle(parent.shape) if is_centre else sectors.outermost(parent.shape, BEARINGS[direction])
    return gazetteer.area_place(
        shape,
        name=f"{direction if is_centre else direction + 'ern'} {parent.name}",
        kind="region",
        precision="region",
        country=parent.country,
        admin1=parent.admin1,
        place_id=f"part:{rest}",
    )


def _build_border(rest: str) -> Place | None:
    """border:A, border:A:B, border:A:B:side:A or border:A:part:southeast; codes of countries that share a border."""
    match = BORDER_ID.fullmatch(rest)
    if match is None:
        return None
    first_country, second_country, side = (gazetteer.place_by_id(f"ne0:{match[group]}") for group in "ABS")
    if first_country is None or (match["B"] and second_country is None):
        return None
    line = (
        _land_border(first_country)
        if second_country is None
        else _outline(first_country).intersection(_outline(second_country))
    )
    if match["part"]:
        part = sectors.outermost(first_country.shape, BEARINGS[match["part"]])
        line = line.intersection(part.buffer(PART_OVERLAP_DEGREES))
    if line.is_empty:
        return None
    strip = geodesy.buffer_km(line, BORDER_KM)
    return gazetteer.area_place(
        strip.intersection(side.shape) if side else strip,
        name=f"{first_country.name}’s border" + (f" with {second_country.name}" if second_country else ""),
        kind="border",
        precision="region",
        country=side.name if side else None,
        admin1=None,
        place_id=f"border:{rest}",
    )


def _outline(country: Place) -> BaseGeometry:
    return shapely.boundary(country.shape)


def _land_border(country: Place) -> BaseGeometry:
    table = boundaries.countries()
    touching = table.iloc[table.sindex.query(country.shape, predicate="intersects")]
    neighbours = touching.geometry[touching["name"] != country.name]
    return shapely.union_all([_outline(country).intersection(shape.boundary) for shape in neighbours])


def _build_near(place_id: str) -> Place | None:
    place = gazetteer.place_by_id(place_id)
    if place is None:
        return None
    is_area = place.shape is not None
    shape = geodesy.buffer_km(place.shape, NEAR_KM) if is_area else geodesy.circle(place.point, NEAR_KM)
    return Place(
        name=f"near {place.name}",
        kind="vicinity",
        precision="region" if is_area else "near",
        country=place.country,
        admin1=place.admin1,
        point=place.point,
        shape=shape,
        radius_km=geodesy.equivalent_radius_km(shape) if is_area else NEAR_KM,
        place_id=f"near:{place_id}",
    )


def _build_district(place_id: str) -> Place | None:
    """The surroundings of a district's seat, where the district has no outline."""
    seat = gazetteer.place_by_id(place_id)
    if seat is None:
        return None
    return Place(
        name=f"{seat.name} district",
        kind="district",
        precision="admin2",
        country=seat.country,
        admin1=seat.admin1,
        point=seat.point,
        shape=geodesy.circle(seat.point, NEAR_KM),
        radius_km=NEAR_KM,
        place_id=f"district:{place_id}",
    )


def _build_offset(rest: str) -> Place | None:
    match = OFFSET_ID.fullmatch(rest)
    place = gazetteer.place_by_id(match["place_id"]) if match else None
    if match is None or place is None:
        return None
    km = float(match["km"])
    point = geodesy.destination(place.point, km, float(match["bearing"]))
    radius_km = max(round(OFFSET_UNCERTAINTY * km, 1), place.radius_km if place.shape is None else 0.0)
    country, admin1 = admin_at(point)
    return Place(
        name=f"{match['km']} km from {place.name}",
        kind="offset",
        precision="near",
        country=country,
        admin1=admin1,
        point=point,
        shape=geodesy.circle(point, radius_km),
        radius_km=radius_km,
        place_id=f"offset:{rest}",
    )


def _build_within(rest: str) -> Place | None:
    """A circle around a place: the distance is known and the direction is not."""
    match = WITHIN_ID.fullmatch(rest)
    place = gazetteer.place_by_id(match["place_id"]) if match else None
    if match is None or place is None:
        return None
    radius_km = max(round(float(match["km"]) * (1 + OFFSET_UNCERTAINTY), 1), place.radius_km)
    return Place(
        name=f"{match['km']} km from {place.name}",
        kind="vicinity",
        precision="near",
        country=place.country,
        admin1=place.admin1,
        point=place.point,
        shape=geodesy.circle(place.point, radius_km),
        radius_km=radius_km,
        place_id=f"within:{rest}",
    )


def _build_between(rest: str) -> Place | None:
    ends = [gazetteer.place_by_id(place_id) for place_id in rest.split("|")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0].place_id == ends[1].place_id:
        return None
    first_end, second_end = ends[0], ends[1]
    distance_km = geodesy.geodesic_km(first_end.point, second_end.point)
    if distance_km > MAX_BETWEEN_KM:
        return None
    line = LineString([first_end.point, second_end.point])
    shape = geodesy.buffer_km(line, max(BETWEEN_SHARE * distance_km, MIN_BETWEEN_KM))
    point = geodesy.interior_point(shape)
    country, admin1 = admin_at(point)
    return Place(
        name=f"between {first_end.name} and {second_end.name}",
        kind="stretch",
        precision="region",
        country=country,
        admin1=admin1,
        point=point,
        shape=shape,
        radius_km=geodesy.equivalent_radius_km(shape),
        place_id=f"between:{rest}",
    )


def _build_coast(place_id: str) -> Place | None:
    """The sea up to 40 km off a place."""
    place = gazetteer.place_by_id(place_id)
    if place is None or place.kind == "sea":
        return None
    surroundings = geodesy.buffer_km(place.shape or place.point, COAST_KM)
    table = boundaries.countries()
    land = table.geometry.iloc[table.sindex.query(surroundings, predicate="intersects")]
    sea = surroundings.difference(shapely.union_all(land.to_numpy()))
    if sea.is_empty:
        return None
    return gazetteer.area_place(
        sea,
        name=f"off {place.name}",
        kind="sea",
        precision="sea_air",
        country=None,
        admin1=None,
        place_id=f"coast:{place_id}",
    )


SCHEMES: dict[str, Callable[[str], Place | None]] = {
    "part": _build_part,
    "border": _build_border,
    "near": _build_near,
    "district": _build_district,
    "offset": _build_offset,
    "within": _build_within,
    "between": _build_between,
    "coast": _build_coast,
    own_point.SCHEME: own_point.build_place,
}
