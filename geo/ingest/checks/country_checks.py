"""Compare positions with the country that is named beside them, millions at a time."""

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import places
from geo.core import boundaries
from geo.core.prepared_shape import PreparedShape

Degrees = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEAR_KM = 25.0  # what UCDP calls near (docs/decisions/0006), and enough for simplified borders and harbours
FAR_KM = 500.0  # beyond every exclusive economic zone, which end at 200 nautical miles, 370 km
FAR_AT_SEA = "the sea"
OPEN_SEA = "the open sea"  # where a country without a coast is named
# The Caspian is a coast: what happens on it is put down to its neighbours.
LANDLOCKED = frozenset(
    {
        "Afghanistan", "Andorra", "Armenia", "Austria", "Belarus", "Bhutan", "Bolivia", "Botswana", "Burkina Faso",
        "Burundi", "Central African Republic", "Chad", "Czechia", "Ethiopia", "Hungary", "Kosovo", "Kyrgyzstan", "Laos",
        "Lesotho", "Liechtenstein", "Luxembourg", "North Macedonia", "Malawi", "Mali", "Moldova", "Mongolia", "Nepal",
        "Niger", "Paraguay", "Rwanda", "San Marino", "Republic of Serbia", "Slovakia", "South Sudan", "Switzerland",
        "Tajikistan", "Uganda", "Uzbekistan", "Zambia", "Zimbabwe", "eSwatini", "Vatican",
    }
)  # fmt: skip
KM_PER_DEGREE = 111.2  # of latitude: 2π · 6,371 km / 360
MIN_COSINE = 0.1  # of the latitude, so that meridians close to the poles do not divide by 0
# Different texts of a column that are looked up in every spelling, 2 ms each: there are some 250 countries. What a
# longer list has besides is known by its plain name alone.
MAX_SPELLINGS = 1_000
CELL_DEGREES = 0.05  # about 5 km: positions in one cell are compared once
# Territories that one state holds and many sources count to another; either is right.
CLAIMED = {
    "Somaliland": ("Somalia",), "Northern Cyprus": ("Cyprus",), "Western Sahara": ("Morocco",),
    "Kosovo": ("Republic of Serbia",), "Palestine": ("Israel",), "Israel": ("Palestine", "Syria"),
    "Taiwan": ("China",), "Hong Kong S.A.R.": ("China",), "Macau S.A.R": ("China",), "South Sudan": ("Sudan",),
    "Siachen Glacier": ("India", "Pakistan"), "Autonomous Republic of Crimea": ("Ukraine",), "Sevastopol": ("Ukraine",),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class CountryCodes:
    """The country named in each row: `names` are Natural Earth's, `codes` index them, -1 for none."""

    names: tuple[str, ...]
    codes: NDArray[np.intp]

    def take(self, rows: NDArray[np.intp] | Mask) -> "CountryCodes":
        """Return the same for some of the rows."""
        return CountryCodes(self.names, self.codes[rows])

    def texts(self) -> list[str]:
        """Return the names, empty where none is known."""
        return [self.names[code] if code >= 0 else "" for code in self.codes]


def no_countries(n_rows: int) -> CountryCodes:
    """Return rows that name no country."""
    return CountryCodes((), np.full(n_rows, -1))


def parse_countries(column: pd.Series) -> CountryCodes:
    """Return the countries that the texts of a column name."""
    text_codes, distinct = pd.factorize(column)
    countries = [
        _find_country(str(text)) if place < MAX_SPELLINGS else _find_exactly(str(text))
        for place, text in enumerate(distinct)
    ]
    names = tuple(dict.fromkeys(filter(None, countries)))
    code_of = {name: code for code, name in enumerate(names)}
    codes = np.array([*(code_of.get(country, -1) for country in countries), -1], dtype=np.intp)
    return CountryCodes(names, codes[text_codes])


def _find_exactly(text: str) -> str:
    return text if boundaries.country_shape(text) is not None else ""


@lru_cache(maxsize=4096)
def _find_country(text: str) -> str:
    """The country of this name, also as “DR Congo (Zaire)” has it; empty where there is none."""
    if _find_exactly(text):
        return text
    for name in (text, text.partition("(")[0]):
        place = places.resolve_or_none(name)
        if place is not None and place.precision == "country" and place.agreement == 1:
            return place.country or ""
    return ""


def is_inside(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> Mask:
    """Return whether each position is in its country, or as little off its coast as simplified coasts leave."""
    result = np.zeros(len(countries.codes), dtype=bool)
    for code, name in enumerate(countries.names):
        rows = np.flatnonzero(countries.codes == code)
        if len(rows):
            result[rows] = _is_within(name, latitude[rows], longitude[rows], boundaries.OFFSHORE_DEGREES)
    return result


def find_contradictions(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> NDArray[np.object_]:
    """Return the other country that each position lies in, far from the named one; empty for no contradiction.

    FAR_AT_SEA where it lies in no country, and so far out that nobody would put it down to the named one, and OPEN_SEA
    where that has no coast.
    """
    result = np.full(len(countries.codes), "", dtype=object)
    compared = np.flatnonzero(countries.codes >= 0)
    north, east = (np.round(degrees[compared] / CELL_DEGREES).astype(np.int64) for degrees in (latitude, longitude))
    # One number for country and cell: there are 3,601 cells from pole to pole and 7,201 round the equator.
    keys = (countries.codes[compared] * 3_601 + north + 1_800) * 7_201 + east + 3_600
    codes, first_positions = _factorize_with_firsts(keys)
    first = compared[first_positions]
    distinct = countries.take(first)
    result[compared] = _contradictions_of_cells(distinct, latitude[first], longitude[first])[codes]
    return result


def _contradictions_of_cells(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> NDArray[np.object_]:
    result = np.full(len(countries.codes), "", dtype=object)
    outside = np.flatnonzero(~_is_near(countries, latitude, longitude))
    admin = boundaries.locate_admin(longitude[outside], latitude[outside]).fillna("")
    result[outside] = [
        "" if name == country or name in (*CLAIMED.get(country, ()), *CLAIMED.get(admin1, ())) else country
        for country, admin1, name in zip(
            admin["country"], admin["admin1"], countries.take(outside).texts(), strict=True
        )
    ]
    at_sea = outside[(admin["country"] == "").to_numpy(dtype=bool)]
    result[at_sea[_is_far(countries.take(at_sea), latitude[at_sea], longitude[at_sea])]] = FAR_AT_SEA
    result[at_sea[[name in LANDLOCKED for name in countries.take(at_sea).texts()]]] = OPEN_SEA
    return result


def _factorize_with_firsts(keys: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The code of each key among the distinct ones, and the position of the first of each."""
    codes, distinct = pd.factorize(keys)
    firsts = np.empty(len(distinct), dtype=np.intp)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    return codes, firsts


def _is_near(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> Mask:
    """Whether each position is in its country or at most NEAR_KM from it."""
    result = np.zeros(len(latitude), dtype=bool)
    for code, name in enumerate(countries.names):
        rows = np.flatnonzero(countries.codes == code)
        result[rows] = _is_within(name, latitude[rows], longitude[rows], 0.0)
        outside = rows[~result[rows]]
        if len(outside):
            result[outside] = is_within_near_km(_shape(name), latitude[outside], longitude[outside])
    return result


def _is_far(countries: CountryCodes, latitude: Degrees, longitude: Degrees) -> Mask:
    """Whether each position is more than about FAR_KM from its country."""
    result = np.zeros(len(latitude), dtype=bool)
    for code, name in enumerate(countries.names):
        rows = np.flatnonzero(countries.codes == code)
        points = shapely.points(longitude[rows], latitude[rows])
        result[rows] = ~shapely.dwithin(_shape(name), points, FAR_KM / KM_PER_DEGREE)
    return result


def is_within_near_km(shape: BaseGeometry, latitude: Degrees, longitude: Degrees) -> Mask:
    """Return whether each position (degrees) is in the shape or at most NEAR_KM from it."""
    result = np.zeros(len(latitude), dtype=bool)
    cosine = np.maximum(np.cos(np.radians(latitude)), MIN_COSINE)
    points = shapely.points(longitude, latitude)
    candidates = np.flatnonzero(shapely.dwithin(shape, points, NEAR_KM / KM_PER_DEGREE / cosine))
    ends = shapely.get_coordinates(shapely.shortest_line(shape, points[candidates])).reshape(-1, 2, 2)
    east, north = np.abs(ends[:, 0] - ends[:, 1]).T
    result[candidates] = np.hypot(east * cosine[candidates], north) * KM_PER_DEGREE <= NEAR_KM
    return result


def _is_within(name: str, latitude: Degrees, longitude: Degrees, degrees: float) -> Mask:
    """Whether each position is in the country, or so many degrees from it."""
    shape = _shape(name)
    west, south, east, north = shape.bounds
    result: Mask = (longitude >= west - degrees) & (longitude <= east + degrees)
    result &= (latitude >= south - degrees) & (latitude <= north + degrees)
    in_box = np.flatnonzero(result)  # most wrong positions lie outside the box, which is quick to see
    result[in_box] = shapely.contains_xy(shape, longitude[in_box], latitude[in_box])
    outside = in_box[~result[in_box]] if degrees else in_box[:0]
    result[outside] = shapely.dwithin(shape, shapely.points(longitude[outside], latitude[outside]), degrees)
    return result


def _shape(name: str) -> BaseGeometry:
    return _prepared_country(name).for_thread()


@cache
def _prepared_country(name: str) -> PreparedShape:
    shape = boundaries.country_shape(name)
    assert shape is not None
    return PreparedShape(shape)
