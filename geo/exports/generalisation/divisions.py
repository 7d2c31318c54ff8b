"""Districts, provinces and countries as what a row is generalised to: one point and one circle each."""

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.core.geodesy import haversine_km, interior_point
from geo.errors import PlaceNotFound
from geo.places.areas import Area, area_from_id, area_of, country_area, cut_id
from geo.places.disambiguation import context_from_hints
from geo.places.districts.district import district_by_id
from geo.places.gazetteer.name_normalization import cut_name
from geo.places.geocoder import is_place_id, place_from_id
from geo.places.lookup import lookup_exact
from geo.places.place import Place

DISTRICT, PROVINCE, COUNTRY = "district", "province", "country"
PRECISIONS = {DISTRICT: "admin2", PROVINCE: "admin1", COUNTRY: "country"}
ELLIPSOID = 1.006  # distances on a sphere lie within 0.6 % of those on the ellipsoid (geo/core/geodesy.py)
DECIMALS = 4  # of a degree, 11 m: of the point of an area that is kilometres wide
MAX_CACHED = 8192  # divisions; GeoNames has some 45,000 districts, a table those of a few countries


@dataclass(frozen=True)
class Division:
    """A district, a province or a country: its names, the point that stands for it and a circle that holds it (km)."""

    level: str
    place_id: str
    country: str
    admin1: str
    admin2: str
    longitude: float
    latitude: float
    radius_km: float

    @property
    def precision(self) -> str:
        """The place precision of a row that is known to it."""
        return PRECISIONS[self.level]

    def covers(self, longitude: NDArray[np.float64], latitude: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether its circle holds each position; true where there is none."""
        distances = haversine_km(self.longitude, self.latitude, longitude, latitude) * ELLIPSOID
        is_far: NDArray[np.bool_] = distances > self.radius_km
        return ~is_far


def find_district(*, place_id: str, country: str, admin1: str, admin2: str) -> Division | None:
    """The district of these names or identifier, each empty where it is unknown; None where no circle of it is known.

    Of a district without an outline the gazetteer knows a point and about how large it is.
    """
    return _find_district(cut_id(place_id), *map(cut_name, (country, admin1, admin2)))


@lru_cache(maxsize=MAX_CACHED)
def _find_district(place_id: str, country: str, admin1: str, admin2: str) -> Division | None:
    area = area_of(place_id, PRECISIONS[DISTRICT], admin2, admin1, country)
    if area:
        district = district_by_id(area.area_id)
        assert district  # the area is one
        if country not in (district.country, district.layer.countries[0]):
            return None
        return replace(_division(DISTRICT, area, country, district.admin1), admin2=district.name)
    place = _district_of_id(place_id) or _district_of_name(country, admin1, admin2)
    if place is None or place.point is None or place.country != country:
        return None
    longitude, latitude = round(place.point.x, DECIMALS), round(place.point.y, DECIMALS)
    return Division(
        DISTRICT, place.place_id, country, place.admin1 or "", place.name, longitude, latitude, place.radius_km
    )


def _district_of_id(place_id: str) -> Place | None:
    try:
        place = place_from_id(place_id) if is_place_id(place_id) else None
    except PlaceNotFound:
        return None
    return place if place is not None and place.precision == "admin2" else None


def _district_of_name(country: str, admin1: str, admin2: str) -> Place | None:
    if not country or not admin2:
        return None
    context = context_from_hints(country, admin1 or None, ())
    names = (f"{admin2} District", admin2)
    places = (place for place in (lookup_exact(name, context) for name in names) if place is not None)
    return next((place for place in places if place.precision == "admin2"), None)


def find_province(country: str, admin1: str) -> Division | None:
    """The province of these names; None where no outline is known."""
    return _find_province(cut_name(country), cut_name(admin1))


@lru_cache(maxsize=MAX_CACHED)
def _find_province(country: str, admin1: str) -> Division | None:
    area = area_of("", PRECISIONS[PROVINCE], "", admin1, country) if admin1 else None
    return None if area is None else _division(PROVINCE, area, country, admin1)


def find_country(country: str) -> Division | None:
    """The country of this name; None where no outline is known."""
    return _find_country(cut_name(country))


@lru_cache(maxsize=MAX_CACHED)
def _find_country(country: str) -> Division | None:
    area = country_area(country) if country else None
    return None if area is None else _division(COUNTRY, area, country, "")


def enclosing_circle(area: Area) -> tuple[float, float, float]:
    """Longitude and latitude of the point that stands for an area, and the radius in km of a circle that holds it."""
    return _enclosing_circle(area.area_id)


@lru_cache(maxsize=MAX_CACHED)
def _enclosing_circle(area_id: str) -> tuple[float, float, float]:
    area = area_from_id(area_id)  # which is quick: whoever asks has just had it
    point = interior_point(area.outline)
    longitude, latitude = round(point.x, DECIMALS), round(point.y, DECIMALS)
    corners = shapely.get_coordinates(area.outline)
    distances = haversine_km(longitude, latitude, corners[:, 0], corners[:, 1])
    return longitude, latitude, float(math.ceil(float(distances.max()) * ELLIPSOID))


def _division(level: str, area: Area, country: str, admin1: str) -> Division:
    return Division(level, area.area_id, country, admin1, "", *enclosing_circle(area))
