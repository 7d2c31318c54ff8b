"""Vague places as shapes: a part of a country or province, a border, the surroundings of a place.

The rules and their merit on 46 hand-coded regions of UCDP GED are in docs/decisions/0006.
"""

import re
from dataclasses import replace
from functools import lru_cache

import pandas as pd
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries, geodesy
from geo.places import sectors
from geo.places.gazetteer import gazetteer
from geo.places.place import Place

# Direction → unit vector (east, north) and bearing in degrees.
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
BORDER_KM = 27.5
NEAR_KM = 25.0  # UCDP's “near”
OFFSET_UNCERTAINTY = 0.3  # of the distance
BORDER_ID = re.compile(
    rf"(?P<A>[A-Z0-9]{{3}})(?::(?!(?P=A))(?P<B>[A-Z0-9]{{3}})(?::side:(?P<S>(?P=A)|(?P=B)))?|:part:(?P<part>{'|'.join(BEARINGS)}))?"
)
COAST_KM = 40.0
FARTHEST_BETWEEN_KM = 3000.0
BETWEEN_SHARE, BETWEEN_KM = 0.2, 5.0  # how far off the line: a fifth of its length, at least so much
WITHIN_ID = re.compile(r"(?P<km>[0-9]{1,4}(?:\.[0-9]{1,3})?):(?P<place_id>.+)")
OFFSET_ID = re.compile(r"(?P<km>[0-9]{1,4}(?:\.[0-9]{1,3})?):(?P<bearing>[0-9]{1,3}):(?P<place_id>.+)")


@lru_cache(maxsize=512)
def derive_place(place_id: str) -> Place | None:
    """The place that an identifier describes: None where it describes none.

    part:southeast:ID, border:IRN:PAK, near:ID, within:10:ID, offset:30:180:ID, between:ID|ID, coast:ID.
    """
    scheme, _, rest = place_id.partition(":")
    return SCHEMES[scheme](rest) if scheme in SCHEMES else None


def parse_direction(text: str) -> str | None:
    """“south-eastern” as a key of BEARINGS; None where it is no direction."""
    plain = text.lower().replace("-", "").replace(" ", "").removesuffix("ern")
    return plain if plain in BEARINGS else None


def derive_with_reason(place_id: str, because: str) -> Place | None:
    """The place of an identifier with the reason for it; None where nothing is there."""
    place = derive_place(place_id)
    if place is None or place.shape is None or place.shape.is_empty:
        return None
    return replace(place, because=because)


def _part(rest: str) -> Place | None:
    direction, _, parent_id = rest.partition(":")
    parent = gazetteer.place_by_id(parent_id)
    if parent is None or parent.shape is None or direction not in (*BEARINGS, CENTRE):
        return None
    shape = (
        sectors.middle(parent.shape) if direction == CENTRE else sectors.outermost(parent.shape, BEARINGS[direction])
    )
    return gazetteer.area_place(
        shape,
        name=f"{direction if direction == CENTRE else direction + 'ern'} {parent.name}",
        kind="region",
        precision="region",
        country=parent.country,
        admin1=parent.admin1,
        place_id=f"part:{rest}",
    )


def _border(rest: str) -> Place | None:
    """border:A, border:A:B, border:A:B:side:A or border:A:part:southeast; codes of countries that share a border."""
    match = BORDER_ID.fullmatch(rest)
    one, other, side = (
        (gazetteer.place_by_id(f"ne0:{match[group]}") for group in "ABS") if match else (None, None, None)
    )
    if match is None or one is None or (match["B"] and other is None):
        return None
    line = _land_border(one) if other is None else _outline(one).intersection(_outline(other))
    if match["part"]:
        line = line.intersection(sectors.outermost(one.shape, BEARINGS[match["part"]]).buffer(0.01))
    if line.is_empty:
        return None
    strip = geodesy.buffer_km(line, BORDER_KM)
    shape = strip.intersection(side.shape) if side else strip
    name = f"{one.name}’s border" if other is None else f"{one.name}’s border with {other.name}"
    country = side.name if side else None
    return gazetteer.area_place(
        shape, name=name, kind="border", precision="region", country=country, admin1=None, place_id=f"border:{rest}"
    )


def _outline(country: Place) -> BaseGeometry:
    return shapely.boundary(country.shape)


def _land_border(country: Place) -> BaseGeometry:
    table = boundaries.countries()
    near = table.iloc[table.sindex.query(country.shape, predicate="intersects")]
    others = [shape for name, shape in zip(near["name"], near.geometry, strict=True) if name != country.name]
    return shapely.union_all([_outline(country).intersection(shape.boundary) for shape in others])


def _near(place_id: str) -> Place | None:
    place = gazetteer.place_by_id(place_id)
    if place is None:
        return None
    shape = geodesy.circle(place.point, NEAR_KM) if place.shape is None else geodesy.buffer_km(place.shape, NEAR_KM)
    precision = "near" if place.shape is None else "region"
    radius_km = NEAR_KM if place.shape is None else geodesy.radius_km(shape)
    return Place(
        f"near {place.name}",
        "vicinity",
        precision,
        place.country,
        place.admin1,
        place.point,
        shape,
        radius_km,
        f"near:{place_id}",
    )


def _offset(rest: str) -> Place | None:
    match = OFFSET_ID.fullmatch(rest)
    place = gazetteer.place_by_id(match["place_id"]) if match else None
    if match is None or place is None:
        return None
    distance, km = match["km"], float(match["km"])
    point = geodesy.destination(place.point, km, float(match["bearing"]))
    radius_km = max(round(OFFSET_UNCERTAINTY * km, 1), place.radius_km if place.shape is None else 0.0)
    found = boundaries.locate_admin(pd.Series([point.x]), pd.Series([point.y])).iloc[0]
    return Place(
        f"{distance} km from {place.name}", "offset", "near", _text(found["country"]), _text(found["admin1"]), point,
        geodesy.circle(point, radius_km), radius_km, f"offset:{rest}",
    )  # fmt: skip


def _within(rest: str) -> Place | None:
    """A circle: the distance was told, the direction not."""
    match = WITHIN_ID.fullmatch(rest)
    place = gazetteer.place_by_id(match["place_id"]) if match else None
    if match is None or place is None:
        return None
    radius_km = max(round(float(match["km"]) * (1 + OFFSET_UNCERTAINTY), 1), place.radius_km)
    return Place(
        f"{match['km']} km from {place.name}", "vicinity", "near", place.country, place.admin1, place.point,
        geodesy.circle(place.point, radius_km), radius_km, f"within:{rest}",
    )  # fmt: skip


def _between(rest: str) -> Place | None:
    ends = [gazetteer.place_by_id(place_id) for place_id in rest.split("|")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0].place_id == ends[1].place_id:
        return None
    one, two = ends[0], ends[1]
    distance_km = geodesy.geodesic_km(one.point, two.point)
    if distance_km > FARTHEST_BETWEEN_KM:
        return None
    shape = geodesy.buffer_km(LineString([one.point, two.point]), max(BETWEEN_SHARE * distance_km, BETWEEN_KM))
    point = geodesy.inner_point(shape)
    found = boundaries.locate_admin(pd.Series([point.x]), pd.Series([point.y])).iloc[0]
    return Place(
        f"between {one.name} and {two.name}", "stretch", "region", _text(found["country"]), _text(found["admin1"]),
        point, shape, geodesy.radius_km(shape), f"between:{rest}",
    )  # fmt: skip


def _coast(place_id: str) -> Place | None:
    """The sea up to 40 km off a place."""
    place = gazetteer.place_by_id(place_id)
    if place is None or place.kind == "sea":
        return None
    around = geodesy.buffer_km(place.shape or place.point, COAST_KM)
    table = boundaries.countries()
    land = table.geometry.iloc[table.sindex.query(around, predicate="intersects")]
    sea = around.difference(shapely.union_all(land.to_numpy()))
    if sea.is_empty:
        return None
    return gazetteer.area_place(
        sea, name=f"off {place.name}", kind="sea", precision="sea_air", country=None, admin1=None,
        place_id=f"coast:{place_id}",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


SCHEMES = {
    **{"part": _part, "border": _border, "near": _near, "offset": _offset},
    **{"within": _within, "between": _between, "coast": _coast},
}
