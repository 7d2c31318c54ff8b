"""Districts among the names that are looked up: “Khanaqin District”, or “Bafwasende”, as nothing else is called."""

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pandas as pd
from shapely import Point

from geo.places.districts.district import District, district_by_id, district_outline, districts
from geo.places.districts.seat_words import is_seat_word
from geo.places.gazetteer.place_table import PlaceTable
from geo.places.place import Place

# See Entry.weight: less than a hamlet's, for whoever means the district and not its seat says so. By judgement.
WEIGHT = 2.6
# Other words for a unit.
OTHER_UNITS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "territory or city": ("territory",),
        "sub-district": ("sub-district", "subdistrict", "nahiyah"),
        "local government area": ("local government area", "LGA"),
        "tehsil": ("tehsil", "taluka"),
    }
)


def build_district_table() -> PlaceTable:
    """The districts by their names; a bare name that others bear too stands for none of them."""
    return PlaceTable.from_rows(pd.DataFrame(map(_to_row, districts().values())))


def district_place(place_id: str) -> Place | None:
    """The district of an identifier as a place with its outline, or None."""
    district = district_by_id(place_id)
    if district is None:
        return None
    return Place(
        name=district.title,
        kind=district.layer.unit,
        precision=district.layer.precision,
        country=district.country,
        admin1=district.admin1,
        point=Point(district.longitude, district.latitude),
        shape=district_outline(place_id),
        radius_km=round(math.sqrt(district.area_km2 / math.pi), 1),
        place_id=place_id,
    )


def _to_row(district: District) -> dict[str, object]:
    return {
        "place_id": district.place_id,
        "name": f"{_admin1_of_seat(district)}{district.title}",
        "kind": district.layer.unit,
        "country": district.country,
        "admin1": district.admin1,
        "longitude": district.longitude,
        "latitude": district.latitude,
        "weight": WEIGHT,
        "claimed": district.layer.countries[0] if district.country != district.layer.countries[0] else "",
        "other_names": list(_other_names(district)),
    }


def _other_names(district: District) -> Iterator[str]:
    name = f"{_admin1_of_seat(district)}{district.name}"
    for unit in OTHER_UNITS.get(district.layer.unit, (district.layer.unit,)):
        yield f"{name} {unit}"
        yield f"{unit} {name}"  # as “district of X” is read
    if district.has_own_name:
        yield district.name


def _admin1_of_seat(district: District) -> str:
    """The province, before a name that any province's seat has; else nothing."""
    return f"{district.admin1} " if is_seat_word(district.name) else ""
