"""The area of an incident whose place is known only to a district, a province, a region or a country.

An area has one identifier, whether a row names it by its place or by its district, province and country. These are
read from their outlines alone, so that the first map does not wait for the gazetteer.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries
from geo.errors import PlaceNotFound
from geo.places.districts.district import PREFIX, District, district_by_id, district_outline
from geo.places.districts.district_names import match_district
from geo.places.gazetteer.name_normalization import cut_name
from geo.places.geocoder import place_from_id

# A district without an outline is a circle around its point, every other area is known by an outline or not drawn.
WIDE_PRECISIONS = ("admin1", "region", "country")
AREA_PRECISIONS = ("admin2", *WIDE_PRECISIONS)
AREA_COLUMNS = ("place_id", "place_precision", "admin2", "admin1", "country")  # what tells the area of a row
PROVINCE, COUNTRY = "ne1:", "ne0:"  # before Natural Earth's own identifiers
DISTRICT = PREFIX
MAX_ID_LENGTH = 1000  # characters of an identifier that is looked up and remembered; chosen by judgement
BETWEEN_UNITS = " "  # of a province that is several units under one name


@dataclass(frozen=True, eq=False)
class Area:
    """A named outline in degrees (WGS 84); `area_id` leads back to it by `area_from_id`."""

    area_id: str
    name: str
    outline: BaseGeometry


def areas_of_rows(rows: pd.DataFrame) -> dict[str, Area]:
    """The area of each incident known only to one, by incident_id; rows whose area has no outline are left out."""
    coarse = rows[rows["place_precision"].isin(AREA_PRECISIONS)]
    areas = {
        row.incident_id: area_of(*(_text_or_empty(getattr(row, name)) for name in AREA_COLUMNS))
        for row in coarse.itertuples()
    }
    return {incident_id: area for incident_id, area in areas.items() if area}


def area_of(place_id: str, place_precision: str, admin2: str, admin1: str, country: str) -> Area | None:
    """The area of a row with these texts, each empty where it is unknown; None where no outline is known."""
    if place_precision not in AREA_PRECISIONS:
        return None
    names = map(cut_name, (admin2, admin1, country))
    return _area_of(cut_id(place_id), place_precision, *names)


def cut_id(place_id: str) -> str:
    """The identifier; nothing of one that is longer than any."""
    return place_id if len(place_id) <= MAX_ID_LENGTH else ""


@lru_cache(maxsize=8192)
def _area_of(place_id: str, place_precision: str, admin2: str, admin1: str, country: str) -> Area | None:
    if place_precision == "admin2":
        district = district_by_id(place_id) or _district_of_names(country, admin1, admin2)
        return _area_of_district(district.place_id) if district else None
    by_division = _division_ids().get((country, admin1 if place_precision == "admin1" else ""), "")
    candidates = (place_id, "" if place_precision == "region" else by_division)
    return next((area for area in map(_find_area, candidates) if area), None)


def _district_of_names(country: str, admin1: str, admin2: str) -> District | None:
    match = match_district(country=country, admin1=admin1, name=admin2)
    return match.district if match else None


def area_from_id(area_id: str) -> Area:
    """The area of an identifier that an `Area` had. Raises PlaceNotFound."""
    if area_id.startswith((PROVINCE, COUNTRY)):
        return _division(area_id)
    if area_id.startswith(DISTRICT):
        return _area_of_district(area_id)
    place = place_from_id(area_id)
    if place.shape is None:
        raise PlaceNotFound(area_id)
    return Area(place.place_id, place.name, place.shape)


def country_area(country: str) -> Area | None:
    """The area of a country of this name; None where there is none."""
    return area_of("", "country", "", "", country)


@lru_cache(maxsize=8192)
def _area_of_district(area_id: str) -> Area:
    district = district_by_id(area_id)
    if district is None:
        raise PlaceNotFound(area_id)
    return Area(area_id, district.title, district_outline(area_id))


def _find_area(area_id: str) -> Area | None:
    try:
        return area_from_id(area_id) if area_id else None
    except PlaceNotFound:
        return None


@lru_cache(maxsize=8192)
def _division(area_id: str) -> Area:
    units = [_divisions().get(unit) for unit in area_id.split(BETWEEN_UNITS)]
    known = [unit for unit in units if unit is not None]
    if not known or len(known) < len(units):
        raise PlaceNotFound(area_id)
    name, outline = known[0]
    return Area(area_id, name, outline if len(known) == 1 else shapely.union_all([shape for _, shape in known]))


@cache
def _divisions() -> dict[str, tuple[str, BaseGeometry]]:
    """Name and outline of each country and province, by identifier."""
    provinces, countries = boundaries.provinces(), boundaries.countries()
    return {
        f"{prefix}{code}": (name, outline)
        for prefix, table, column in ((COUNTRY, countries, "country_code"), (PROVINCE, provinces, "province_id"))
        for code, name, outline in zip(table[column], table["name"], table.geometry, strict=True)
    }


@cache
def _division_ids() -> dict[tuple[str, str], str]:
    """The identifier of each country and province by (country, province); the province of a country is empty."""
    provinces, countries = boundaries.provinces(), boundaries.countries()
    units = (PROVINCE + provinces["province_id"]).groupby([provinces["country"], provinces["name"]])
    ids: dict[tuple[str, str], str] = units.agg(BETWEEN_UNITS.join).to_dict()
    names_and_codes = zip(countries["name"], countries["country_code"], strict=True)
    return ids | {(name, ""): COUNTRY + code for name, code in names_and_codes}


def _text_or_empty(value: object) -> str:
    return value if isinstance(value, str) else ""
