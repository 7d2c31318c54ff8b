"""The identifier of an own place: where it is and how far it reaches, and nothing that a person wrote.

So it leads back to the place without the data, and gives nobody's names away.
"""

import math
import re
from dataclasses import replace

from shapely import Point

from geo.core import geodesy
from geo.places.admin_at import admin_at
from geo.places.own_places.own_table import OwnPoint
from geo.places.place import Place

SCHEME = "own"
REST = re.compile(r"(?P<x>-?[0-9]{1,3}\.[0-9]{5}),(?P<y>-?[0-9]{1,2}\.[0-9]{5}),(?P<km>[0-9]{1,2}\.[0-9])")
KIND = "site"  # a town, a bridge, a camp: rows do not say
TOWN_KM = 2.0  # that any place may reach from its point: TOWN_RADIUS_KM of the gazetteer
EXACT_KM = 5.0  # rows within this are of one town; by judgement, as its quarters are coded apart
NEAR_KM = 25.0  # what a row that is “near” a place means
# How far rows that are one place may reach: 25 km from the commonest in a table, as far from that of another table, and
# what “near” means beside.
MAX_KM = 75.0


def build_place(rest: str) -> Place | None:
    """The place of own:LONGITUDE,LATITUDE,KILOMETRES, called by its position; None for what is none."""
    match = REST.fullmatch(rest)
    if match is None:
        return None
    longitude, latitude, radius_km = float(match["x"]), float(match["y"]), float(match["km"])
    if abs(longitude) > 180 or abs(latitude) > 90 or not TOWN_KM <= radius_km <= MAX_KM:
        return None
    point = Point(longitude, latitude)
    country, admin1 = admin_at(point)
    is_exact = radius_km <= EXACT_KM
    return Place(
        name=f"{latitude:.4f}, {longitude:.4f}",
        kind=KIND,
        precision="exact" if is_exact else "near",
        country=country,
        admin1=admin1,
        point=point,
        shape=None if is_exact else geodesy.circle(point, radius_km),
        radius_km=radius_km,
        place_id=f"{SCHEME}:{rest}",
    )


def place_of_point(own: OwnPoint) -> Place | None:
    """The place where rows have a name: exact where they agree within 5 km, else the circle that holds them."""
    is_exact = own.precision == "exact" and own.spread_km <= EXACT_KM
    radius_km = max(TOWN_KM, own.spread_km) if is_exact else max(EXACT_KM + 0.1, own.spread_km)
    if own.precision != "exact":
        radius_km = own.spread_km + NEAR_KM
    rounded_km = math.ceil(10 * min(radius_km, MAX_KM)) / 10  # up, so that it holds them
    place = build_place(f"{own.longitude:.5f},{own.latitude:.5f},{rounded_km:.1f}")
    if place is None or own.country in ("", place.country):
        return place and replace(place, name=own.name)
    return replace(place, name=own.name, country=own.country, admin1=None)  # across a border, or where it is disputed
