"""The ways of saying roughly where: each a shape, with a point in it, a radius and an honest precision."""

import pytest
import shapely
from shapely import Point

from geo.core import boundaries
from geo.core.geodesy import geodesic_km
from geo.errors import PlaceNotFound
from geo.places import place_from_id, resolve

# description, stated country, identifier
DESCRIPTIONS = [
    ("between Khash and Zahedan", None, "between:faultline:khash|faultline:zahedan"),
    ("on the road between Quetta and Chaman", None, "between:faultline:quetta|faultline:chaman"),
    ("10 km from Quetta", None, "within:10:faultline:quetta"),
    ("about 15 kilometers outside Quetta", None, "within:15:faultline:quetta"),
    ("some 30 km to the south of Quetta", None, "offset:30:180:faultline:quetta"),
    ("15 miles north of Kirkuk", None, "offset:24.14:0:faultline:kirkuk"),
    ("off the coast of Yemen", None, "coast:ne0:YEM"),
    ("off Gwadar", None, "coast:faultline:gwadar"),
    ("off Iran's coast", None, "coast:ne0:IRN"),
    ("the outskirts of Quetta", None, "near:faultline:quetta"),
    ("just east of Mosul", None, "near:faultline:mosul"),
    ("Iraqi-Syrian border", None, "border:IRQ:SYR"),
    ("the Turkish-Iranian border area", None, "border:IRN:TUR"),
    ("Iran's border with Pakistan", None, "border:IRN:PAK"),
    ("the border with Afghanistan", "Pakistan", "border:AFG:PAK:side:PAK"),
    ("the Turkish border", "Syria", "border:SYR:TUR:side:SYR"),
    ("Pakistan's southwestern province", None, "part:southwest:ne0:PAK"),
    ("north-west Pakistan", None, "faultline:northwestern-pakistan"),
    ("southern Gaza Strip", None, "part:south:ne1:GAZ+00?"),
    ("central Iraq", None, "part:central:ne0:IRQ"),
    ("the southern part of Helmand province", None, "part:south:ne1:AFG-1750"),
    ("Zahedan, Iran", None, "faultline:zahedan"),
    ("Paris, Texas", None, "gn:4717560"),
    ("Mosul University", None, "near:faultline:mosul"),
    ("Quetta Civil Hospital", None, "near:faultline:quetta"),
    ("Pakistani", None, "ne0:PAK"),
    ("Turks", None, "ne0:TUR"),
    ("European", None, "faultline:europe"),
]


@pytest.mark.parametrize(("description", "country", "place_id"), DESCRIPTIONS)
def test_a_description_leads_to_its_place(description: str, country: str | None, place_id: str) -> None:
    place = resolve(description, country=country)
    assert place.place_id == place_id
    assert place.because
    again = place_from_id(place_id)
    assert again.point.equals(place.point)
    assert (again.precision, again.radius_km) == (place.precision, place.radius_km)


@pytest.mark.parametrize(("description", "country"), [row[:2] for row in DESCRIPTIONS[:21]])
def test_a_vague_place_is_a_shape_around_its_point(description: str, country: str | None) -> None:
    place = resolve(description, country=country)
    assert place.shape is not None
    assert place.shape.is_valid
    assert shapely.distance(place.shape, place.point) < 0.01
    assert place.radius_km > 0
    assert place.precision in ("near", "region", "sea_air")


def test_rural_means_the_province_of_the_town() -> None:
    place = resolve("rural Raqqa")
    assert place.precision == "admin1" or place.place_id.endswith("countryside")
    assert resolve("rural Khash").place_id == "near:faultline:khash"


def test_the_sea_off_a_coast_contains_no_land() -> None:
    sea = resolve("off the coast of Yemen")
    yemen = boundaries.country_shape("Yemen")
    assert (sea.precision, sea.country) == ("sea_air", None)
    assert sea.shape is not None
    assert yemen is not None
    assert sea.shape.intersection(yemen).area < 1e-6
    assert sea.shape.distance(yemen) < 0.01


@pytest.mark.parametrize("description", ["off the coast of Kabul", "off Switzerland", "between Quetta and Quetta"])
def test_a_description_of_nothing_raises_place_not_found(description: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(description)


def test_between_two_places_lies_between_them() -> None:
    place = resolve("between Khash and Zahedan")
    assert geodesic_km(place.point, Point(61.04, 28.86)) < 5
    assert place.radius_km < geodesic_km(resolve("Khash").point, resolve("Zahedan").point)


def test_a_site_is_only_as_sure_as_its_town() -> None:
    place = resolve("Mosul University")
    assert (place.precision, place.agreement, place.evidence) == ("near", 0.6, "site")


INVALID_IDS = [
    *(
        "within:",
        "within:0:",
        "within:x:ne0:IRN",
        "between:",
        "between:ne0:IRN",
        "between:ne0:IRN|",
        "coast:",
        "coast:x",
    ),
    *("between:faultline:quetta|faultline:quetta", "between:a|b|c", "coast:faultline:red-sea", "within:99999:ne0:IRN"),
]


@pytest.mark.parametrize("place_id", INVALID_IDS)
def test_an_invalid_identifier_raises_place_not_found(place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        place_from_id(place_id)
