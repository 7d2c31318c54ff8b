"""Positions against the country that is named beside them, millions at a time."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries

Degrees = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEAR_KM = 25.0  # about what UCDP calls near, and what simplified borders and harbours need
FAR_KM = 500.0  # beyond every exclusive economic zone
AFAR_AT_SEA = "the sea"
KM_A_DEGREE = 111.2
CELL_DEGREES = 0.05  # about 5 km: positions this close are asked once
# Held by the one, counted to the other by many sources; either is right.
CLAIMED = {
    "Somaliland": ("Somalia",), "Northern Cyprus": ("Cyprus",), "Western Sahara": ("Morocco",),
    "Kosovo": ("Republic of Serbia",), "Palestine": ("Israel",), "Israel": ("Palestine", "Syria"),
    "Taiwan": ("China",), "Hong Kong S.A.R.": ("China",), "Macau S.A.R": ("China",), "South Sudan": ("Sudan",),
    "Siachen Glacier": ("India", "Pakistan"), "Autonomous Republic of Crimea": ("Ukraine",), "Sevastopol": ("Ukraine",),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Named:
    """The country named in each row: `countries` by Natural Earth's names, a code into them a row, -1 for none."""

    countries: tuple[str, ...]
    codes: NDArray[np.intp]

    def take(self, rows: NDArray[np.intp] | Mask) -> "Named":
        """The same for some of the rows."""
        return Named(self.countries, self.codes[rows])

    def texts(self) -> list[str]:
        """The names, empty where none is known."""
        return [self.countries[code] if code >= 0 else "" for code in self.codes]


def unnamed(number: int) -> Named:
    """Rows that name no country."""
    return Named((), np.full(number, -1))


def named(column: pd.Series) -> Named:
    """The countries that the texts of a column mean."""
    codes, distinct = pd.factorize(column)
    known = [_country(str(text)) for text in distinct]
    countries = tuple(dict.fromkeys(filter(None, known)))
    number = {name: place for place, name in enumerate(countries)}
    meant = np.array([*(number.get(name, -1) for name in known), -1], dtype=np.intp)
    return Named(countries, meant[codes])


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    """The country of this name, also as “DR Congo (Zaire)” has it; empty where there is none."""
    if boundaries.country_shape(text) is not None:
        return text
    for name in (text, text.partition("(")[0]):
        place = places.resolve_or_none(name)
        if place is not None and place.precision == "country" and place.confidence == 1:
            return place.country or ""
    return ""


def inside(named: Named, latitude: Degrees, longitude: Degrees) -> Mask:
    """Whether each position lies in its country, or off its coast by as little as a simplified coast leaves."""
    found = np.zeros(len(named.codes), dtype=bool)
    for code, name in enumerate(named.countries):
        rows = np.flatnonzero(named.codes == code)
        if len(rows):
            found[rows] = _within(name, latitude[rows], longitude[rows], boundaries.OFFSHORE_DEGREES)
    return found


def contradicting(named: Named, latitude: Degrees, longitude: Degrees) -> NDArray[np.object_]:
    """The other country that each position lies in, far from the one that is named; empty where nothing contradicts.

    AFAR_AT_SEA where it lies in none, and so far out that nobody would put it down to the country.
    """
    told = np.full(len(named.codes), "", dtype=object)
    asked = np.flatnonzero(named.codes >= 0)
    north, east = (np.round(degrees[asked] / CELL_DEGREES).astype(np.int64) for degrees in (latitude, longitude))
    # One number for country and cell: 1 + the longest way round each.
    keys = (named.codes[asked] * 3_601 + north + 1_800) * 7_201 + east + 3_600
    of_row, once = _once(keys)
    first = asked[once]
    away = np.flatnonzero(~_close(named.take(first), latitude[first], longitude[first]))
    held = np.full(len(first), "", dtype=object)
    lies = boundaries.locate_admin(longitude[first[away]], latitude[first[away]]).fillna("")
    told_so = named.take(first[away]).texts()
    held[away] = [
        "" if name == country or name in (*CLAIMED.get(country, ()), *CLAIMED.get(admin1, ())) else country
        for country, admin1, name in zip(lies["country"], lies["admin1"], told_so, strict=True)
    ]
    afloat = away[(lies["country"] == "").to_numpy(dtype=bool)]
    held[afloat[_far(named.take(first[afloat]), latitude[first[afloat]], longitude[first[afloat]])]] = AFAR_AT_SEA
    told[asked] = held[of_row]
    return told


def _once(keys: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The number of each key among the distinct ones, and where each of those stands first."""
    codes, distinct = pd.factorize(keys)
    firsts = np.empty(len(distinct), dtype=np.intp)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, firsts


def _close(named: Named, latitude: Degrees, longitude: Degrees) -> Mask:
    """Whether each position lies in its country or about 25 km from it."""
    found = np.zeros(len(latitude), dtype=bool)
    for code, name in enumerate(named.countries):
        rows = np.flatnonzero(named.codes == code)
        found[rows] = _within(name, latitude[rows], longitude[rows], 0.0)
        out = rows[~found[rows]]
        if len(out):
            found[out] = _nearby(_shape(name), latitude[out], longitude[out])
    return found


def _far(named: Named, latitude: Degrees, longitude: Degrees) -> Mask:
    """Whether each position lies more than about 500 km from its country."""
    far = np.zeros(len(latitude), dtype=bool)
    for code, name in enumerate(named.countries):
        rows = np.flatnonzero(named.codes == code)
        points = shapely.points(longitude[rows], latitude[rows])
        far[rows] = ~shapely.dwithin(_shape(name), points, FAR_KM / KM_A_DEGREE)
    return far


def _nearby(shape: BaseGeometry, latitude: Degrees, longitude: Degrees) -> Mask:
    near = np.zeros(len(latitude), dtype=bool)
    narrowed = np.maximum(np.cos(np.radians(latitude)), 0.1)
    points = shapely.points(longitude, latitude)
    candidates = np.flatnonzero(shapely.dwithin(shape, points, NEAR_KM / KM_A_DEGREE / narrowed))
    ends = shapely.get_coordinates(shapely.shortest_line(shape, points[candidates])).reshape(-1, 2, 2)
    east, north = np.abs(ends[:, 0] - ends[:, 1]).T
    near[candidates] = np.hypot(east * narrowed[candidates], north) * KM_A_DEGREE <= NEAR_KM
    return near


def _within(name: str, latitude: Degrees, longitude: Degrees, degrees: float) -> Mask:
    """Whether each position lies in the country, or so many degrees from it."""
    shape = _shape(name)
    west, south, east, north = shape.bounds
    found: Mask = (longitude >= west - degrees) & (longitude <= east + degrees)
    found &= (latitude >= south - degrees) & (latitude <= north + degrees)
    boxed = np.flatnonzero(found)  # most wrong positions lie outside the box, which is quick to see
    found[boxed] = shapely.contains_xy(shape, longitude[boxed], latitude[boxed])
    out = boxed[~found[boxed]] if degrees else boxed[:0]
    found[out] = shapely.dwithin(shape, shapely.points(longitude[out], latitude[out]), degrees)
    return found


@cache
def _shape(name: str) -> BaseGeometry:
    shape = boundaries.country_shape(name)
    assert shape is not None
    shapely.prepare(shape)
    return shape
