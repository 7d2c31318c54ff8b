"""The countries in which an area lies that is in no one country: by its members, by data/area_countries.csv, or drawn.

Circles stand for seas, ranges and deserts, and reach into countries in which these do not lie.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

import shapely

from geo.core import boundaries
from geo.core.prepared_shape import PreparedShape
from geo.places.gazetteer import curated, gazetteer
from geo.places.gazetteer.border_towns import BORDER_DEGREES
from geo.places.place import Place
from geo.places.table_rows import read_rows
from geo.settings import data_dir

FILE_NAME = "area_countries.csv"
COLUMNS = ("place_id", "countries", "source")
SEPARATOR = "; "
CROSSING = "crossing"
# 200 nautical miles, an exclusive economic zone: of the seas of data/places.csv that are in no row of the table.
SEA_DEGREES = 370 / 111.2
BORDER_OF_TWO = re.compile(r"border:([A-Z0-9]{3}):([A-Z0-9]{3})(?::.*)?")
DERIVED = re.compile(r"(?:part:[a-z]+|near|district|coast):(.+)")


@lru_cache(maxsize=4096)
def touches_country(place_id: str, country: str) -> bool:
    """Whether an area that is in no one country lies in this one too, or a sea at its shores."""
    place = gazetteer.place_by_id(place_id)
    return place is not None and reaches_country(place, country)


def reaches_country(place: Place, country: str) -> bool:
    """Whether a place lies in a country too, or a sea at its shores; a part of an area only where the area does."""
    ends = BORDER_OF_TWO.fullmatch(place.place_id)
    if ends is not None:
        return country in {_countries_by_code().get(code) for code in ends.groups()}
    derived = DERIVED.fullmatch(place.place_id)
    whole = gazetteer.place_by_id(derived[1]) if derived else None
    if whole is not None and not _lies_in_or_reaches(whole, country):
        return False
    listed = countries_of_area(place.place_id)
    return country in listed if listed else _is_drawn_in(place, country)


def is_crossing_into(kind: str, longitude: float, latitude: float, country: str) -> bool:
    """Whether a place of a kind is a border crossing, and one of this country too: it has the name on both sides."""
    outline = country_outline(country) if kind == CROSSING else None
    point = shapely.Point(longitude, latitude)
    return outline is not None and bool(shapely.dwithin(outline.for_thread(), point, BORDER_DEGREES))


def _lies_in_or_reaches(whole: Place, country: str) -> bool:
    return whole.country == country or (whole.country is None and reaches_country(whole, country))


def _is_drawn_in(place: Place, country: str) -> bool:
    outline = country_outline(country)
    is_open_sea = place.precision == "sea_air" and not DERIVED.fullmatch(place.place_id)
    distance = SEA_DEGREES if is_open_sea else BORDER_DEGREES
    return outline is not None and bool(shapely.dwithin(outline.for_thread(), place.shape or place.point, distance))


@lru_cache(maxsize=512)
def countries_of_area(place_id: str) -> frozenset[str]:
    """The countries in which a curated area lies; empty where neither its members nor the table say."""
    members = (gazetteer.place_by_id(member) for member in curated.members(place_id))
    listed = _rows().get(place_id.removeprefix(curated.PREFIX), frozenset())
    return listed | frozenset(member.country for member in members if member is not None and member.country)


@lru_cache(maxsize=300)
def country_outline(country: str) -> PreparedShape | None:
    """The outline of a country, prepared to answer many questions; None for an unknown one."""
    shape = boundaries.country_shape(country)
    return None if shape is None else PreparedShape(shape)


@cache
def _rows() -> dict[str, frozenset[str]]:
    return read_table(data_dir())


def read_table(folder: Path) -> dict[str, frozenset[str]]:
    """The countries of each area of the table in a folder; raises PlacesInvalid for a damaged file."""
    rows = read_rows(folder / FILE_NAME, COLUMNS)
    return {row["place_id"]: frozenset(row["countries"].split(SEPARATOR)) for row in rows}


@cache
def _countries_by_code() -> dict[str, str]:
    return dict(zip(boundaries.countries()["country_code"], boundaries.countries()["name"], strict=True))
