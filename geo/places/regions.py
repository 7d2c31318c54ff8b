"""Vague places as shapes: a part of a country or province, a border, the surroundings of a place.

The rules and their merit on 46 hand-coded regions of UCDP GED are in docs/decisions/0006.
"""

import math
from functools import lru_cache

import pandas as pd
import shapely
from shapely import Polygon
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from geo import basemap
from geo.places import gazetteer, measure
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
OUTERMOST = 0.4  # of the area; holds the coder's point in 98 % of UCDP's regions
BORDER_KM = 27.5
NEAR_KM = 25.0  # UCDP's “near”
OFFSET_UNCERTAINTY = 0.3  # of the distance
BISECTIONS = 24
WIDE = 1000.0  # degrees; wider than any shape


@lru_cache(maxsize=512)
def derived(place_id: str) -> Place | None:
    """The place that an identifier describes: part:…, border:…, near:… or offset:…; None where it describes none."""
    scheme, _, rest = place_id.partition(":")
    makers = {"part": _part, "border": _border, "near": _near, "offset": _offset}
    try:
        return makers[scheme](rest) if scheme in makers else None
    except (KeyError, ValueError, AttributeError):
        return None


def _part(rest: str) -> Place | None:
    direction, _, parent_id = rest.partition(":")
    parent = gazetteer.place_of(parent_id)
    if parent is None or parent.shape is None or direction not in (*BEARINGS, CENTRE):
        return None
    shape = _middle(parent.shape) if direction == CENTRE else outermost(parent.shape, BEARINGS[direction])
    return gazetteer.shaped(
        shape,
        name=f"{direction if direction == CENTRE else direction + 'ern'} {parent.name}",
        kind="region",
        precision="region",
        country=parent.country,
        admin1=parent.admin1,
        place_id=f"part:{rest}",
    )


def outermost(shape: BaseGeometry, bearing: float) -> BaseGeometry:
    """The outermost part of a shape along a bearing that holds 40 % of its area."""
    east, north = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    shrink = math.cos(math.radians(shape.centroid.y))  # a degree of longitude is shorter than one of latitude
    flat = scale(shape, xfact=shrink, yfact=1, origin=(0, 0))
    reaches = [x * east + y * north for x, y in shapely.get_coordinates(flat)]
    low, high = min(reaches), max(reaches)
    for _ in range(BISECTIONS):
        cut = (low + high) / 2
        larger = flat.intersection(_beyond(cut, east, north)).area > OUTERMOST * flat.area
        low, high = (cut, high) if larger else (low, cut)
    return scale(flat.intersection(_beyond(high, east, north)), xfact=1 / shrink, yfact=1, origin=(0, 0))


def _beyond(cut: float, east: float, north: float) -> Polygon:
    """The half-plane of points that reach at least as far along the direction as the cut."""
    x, y = cut * east, cut * north
    along, ahead = (-north * WIDE, east * WIDE), (east * WIDE, north * WIDE)
    left, right = (x + along[0], y + along[1]), (x - along[0], y - along[1])
    return Polygon([left, right, (right[0] + ahead[0], right[1] + ahead[1]), (left[0] + ahead[0], left[1] + ahead[1])])


def _middle(shape: BaseGeometry) -> BaseGeometry:
    factor = math.sqrt(OUTERMOST)
    return shape.intersection(scale(shape, xfact=factor, yfact=factor, origin="centroid"))


def _border(rest: str) -> Place | None:
    """border:A, border:A:B, border:A:B:side:A or border:A:part:southeast; codes of countries."""
    words = rest.split(":")
    one = _named_country(words[0])
    other = _named_country(words[1]) if len(words) > 1 and words[1] != "part" else None
    line = _land_border(one) if other is None else _outline(one).intersection(_outline(other))
    if "part" in words:
        line = line.intersection(outermost(one.shape, BEARINGS[words[-1]]).buffer(0.01))
    strip = measure.buffered(line, BORDER_KM)
    side = _named_country(words[-1]) if "side" in words else None
    shape = strip.intersection(side.shape) if side else strip
    name = f"{one.name}’s border" if other is None else f"{one.name}’s border with {other.name}"
    country = side.name if side else None
    return gazetteer.shaped(
        shape, name=name, kind="border", precision="region", country=country, admin1=None, place_id=f"border:{rest}"
    )


def _named_country(code: str) -> Place:
    country = gazetteer.place_of(f"ne0:{code}")
    if country is None:
        raise KeyError(code)
    return country


def _outline(country: Place) -> BaseGeometry:
    return shapely.boundary(country.shape)


def _land_border(country: Place) -> BaseGeometry:
    table = basemap.countries()
    near = table.iloc[table.sindex.query(country.shape, predicate="intersects")]
    others = [shape for name, shape in zip(near["name"], near.geometry, strict=True) if name != country.name]
    return shapely.union_all([_outline(country).intersection(shape.boundary) for shape in others])


def _near(place_id: str) -> Place | None:
    place = gazetteer.place_of(place_id)
    if place is None:
        return None
    shape = measure.circle(place.point, NEAR_KM) if place.shape is None else measure.buffered(place.shape, NEAR_KM)
    precision = "near" if place.shape is None else "region"
    radius_km = NEAR_KM if place.shape is None else measure.radius_km(shape)
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
    distance, bearing, place_id = rest.split(":", 2)
    place = gazetteer.place_of(place_id)
    if place is None:
        return None
    km = float(distance)
    point, radius_km = measure.moved(place.point, km, float(bearing)), round(OFFSET_UNCERTAINTY * km, 1)
    found = basemap.assign(pd.Series([point.x]), pd.Series([point.y])).iloc[0]
    return Place(
        f"{distance} km from {place.name}", "offset", "near", _text(found["country"]), _text(found["admin1"]), point,
        measure.circle(point, radius_km), radius_km, f"offset:{rest}",
    )  # fmt: skip


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
