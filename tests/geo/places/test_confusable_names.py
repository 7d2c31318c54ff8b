"""Names that are easily mistaken for another place, and identifiers that come from other people's files."""

import contextlib
import csv
import json

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core import boundaries, geodesy
from geo.errors import PlaceNotFound
from geo.places import place_from_id, resolve
from geo.places.gazetteer import curated
from tests.thoroughness import count

MEANT = [
    ("South Sudan", "ne0:SDS"),  # not the south of Sudan
    ("North Macedonia", "ne0:MKD"),
    ("Persian Gulf", "faultline:persian-gulf"),  # Bushehr is also called so
    ("Red Sea", "faultline:red-sea"),  # so do an Egyptian and a Sudanese province
    ("Kerman province", "ne1:IRN-3248"),  # not the town
    ("Kerman", "faultline:kerman"),
    ("Damascus governorate", "ne1:SYR-4843"),
    ("Erbil Governorate", "ne1:IRQ-3050"),
    ("Idlib province", "ne1:SYR-140"),
    ("Quetta city", "faultline:quetta"),
    ("Gaza", "ne1:GAZ+00?"),
    ("Gaza City", "faultline:gaza-city"),
    ("Kurdistan province", "ne1:IRN-3241"),
    ("Iraqi Kurdistan", "faultline:iraqi-kurdistan"),
    ("Pakistan's Balochistan province", "ne1:PAK-1108"),
    ("Pakistan’s restive southwestern Balochistan province", "ne1:PAK-1108"),
    ("Iran's neighboring Sistan and Balochistan province", "ne1:IRN-3247"),
    ("Iran’s eastern Sistan", "ne1:IRN-3247"),
    ("Pakistan's southern Punjab", "part:south:ne1:PAK-1113"),
    ("southwestern Balochistan province", "part:southwest:ne1:PAK-1108"),
    ("Pakistan-Iran border", "border:IRN:PAK"),
    ("Iran/Pakistan border", "border:IRN:PAK"),
    ("Iran's southeastern border", "border:IRN:part:southeast"),
    ("50 miles west of Quetta", "offset:80.47:270:faultline:quetta"),
    ("USA", "ne0:USA"),
    ("Türkiye", "ne0:TUR"),
    ("FATA", "ne1:PAK-1112"),
    ("Rojava", "faultline:rojava"),
    ("ایران", "ne0:IRN"),
]


@pytest.mark.parametrize(("name", "place_id"), MEANT)
def test_the_likelier_place_is_meant(name: str, place_id: str) -> None:
    assert resolve(name).place_id == place_id


@pytest.mark.parametrize("name", ["border areas", "the government", "near", "an official", "Blorptown"])
def test_what_names_no_place_raises_place_not_found(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)


@pytest.mark.parametrize(
    ("name", "country", "place_id"),
    [
        ("Pishin", "Iran", "faultline:pishin-iran"),
        ("Pishin", "Pakistan", "faultline:pishin-pakistan"),
        ("its southeastern border", "Iran", "border:IRN:part:southeast"),
        ("the Iran-Pakistan border", "Iran", "border:IRN:PAK:side:IRN"),
        ("near the Pakistani border", "Iran", "border:IRN:PAK:side:IRN"),
        ("near the Pakistani border", "France", "border:PAK"),  # which has none with it
    ],
)
def test_the_stated_country_decides(name: str, country: str, place_id: str) -> None:
    assert resolve(name, country=country).place_id == place_id


def test_the_other_places_of_the_name_are_alternatives() -> None:
    assert resolve("Pishin", country="Iran").alternatives == ("faultline:pishin-pakistan",)
    assert resolve("Kerman province").alternatives[0] == "faultline:kerman"


INVALID_IDS = [
    *("border:IRN:USA", "border:IRN:USA:side:IRN", "border:IRN:IRN", "border:IRN:XXX", "border:IRN:PAK:side"),
    *("border:IRN:PAK:side:IRQ", "border:IRN:part:up", "border:AUS", "border:", "border:IRN:PAK:part:north"),
    *("offset:nan:0:faultline:quetta", "offset:inf:0:faultline:quetta", "offset:1e9:0:faultline:quetta"),
    *("offset:30:180:", "offset:٣٠:180:faultline:quetta", "offset:30:180:near:faultline:quetta"),
    *("faultline:ne1:PAK-1108", "faultline:", "faultline:ne0:IRN", "near:", "near:near:ne0:IRN"),
    *("part:north:faultline:quetta", "part:north:part:north:ne0:IRN", "\x00", ":" * 500, "x" * 100_000),
]


@pytest.mark.parametrize("place_id", INVALID_IDS, ids=lambda place_id: repr(place_id[:40]))
def test_an_invalid_identifier_raises_place_not_found(place_id: str) -> None:
    with pytest.raises(PlaceNotFound):
        place_from_id(place_id)


WORDS = ("ne0", "ne1", "IRN", "PAK", "USA", "part", "border", "near", "offset", "side", "north", "30", "faultline", "")


@settings(max_examples=count(50, 150), deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=7).map(":".join))
def test_any_identifier_leads_to_a_valid_place_or_to_none(place_id: str) -> None:
    try:
        place = place_from_id(place_id)
    except PlaceNotFound:
        return
    assert place.place_id == place_id
    assert not place.point.is_empty
    assert place.shape is None or (place.shape.is_valid and not place.shape.is_empty)


@settings(max_examples=count(50, 150), deadline=None)
@given(st.text(max_size=300))
def test_any_text_leads_to_a_place_or_to_none(name: str) -> None:
    with contextlib.suppress(PlaceNotFound):
        assert resolve(name).because


@pytest.mark.parametrize("name", ["near " * 40, "a-" * 99, "the " * 49, "in " * 66, "x" * 200, "x" * 10_000])
def test_a_long_name_without_meaning_raises_place_not_found(name: str) -> None:
    with pytest.raises(PlaceNotFound):
        resolve(name)


def _curated() -> list[dict[str, str]]:
    with curated.PLACES_CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_curated_place_leads_back_by_its_identifier_and_by_its_names() -> None:
    for row in _curated():
        place_id = row["place_id"] if ":" in row["place_id"] else f"faultline:{row['place_id']}"
        assert place_from_id(place_id).place_id == place_id
        for name in filter(None, [row["name"], *row["aliases"].split("; ")]):
            place = resolve(name, country=row["country"] or None)
            assert place_id in (place.place_id, *place.alternatives), name


def test_every_curated_point_lies_in_its_stated_province() -> None:
    for row in _curated():
        if row["latitude"] and row["admin1"]:
            outline = boundaries.province_shape(row["admin1"], row["country"])
            point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
            assert outline is not None, row["place_id"]
            # Border towns: the outlines are simplified. Baghdad's leaves out districts of the governorate.
            assert outline.distance(point) < (0.2 if row["admin1"] == "Baghdad" else 0.05), row["place_id"]


def test_curated_rows_that_add_names_belong_to_areas_of_natural_earth() -> None:
    for row in _curated():
        if ":" in row["place_id"]:
            place = place_from_id(row["place_id"])
            assert (place.name, place.country) == (row["name"], row["country"])


def test_the_jalg_crossing_lies_on_the_border_near_the_town() -> None:
    crossing, town = resolve("the Jalg crossing"), resolve("Jalq")
    iran, pakistan = boundaries.country_shape("Iran"), boundaries.country_shape("Pakistan")
    assert iran is not None
    assert pakistan is not None
    line = iran.boundary.intersection(pakistan.boundary)
    nearest = shapely.get_point(shapely.shortest_line(line, crossing.point), 0)
    assert geodesy.geodesic_km(nearest, crossing.point) < 3
    assert geodesy.geodesic_km(crossing.point, town.point) < crossing.radius_km


def test_a_place_survives_a_map_layer() -> None:
    shapes = [resolve(name).shape for name in ("southeastern Iran", "Iran-Pakistan border", "near Iran", "near Russia")]
    assert all(json.loads(shapely.to_geojson(shape))["coordinates"] for shape in shapes)
    assert pd.Series(shapes).notna().all()
