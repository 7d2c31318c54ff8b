"""A geometry becomes a point in it, as precise as it is large; shapely and our own outlines say what is right."""

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, box

from geo.core import boundaries
from geo.errors import CoordinateParseError
from geo.ingest.geometries import Footprint, place_geometry


def test_a_point_is_where_it_says_and_leaves_its_precision_to_the_row() -> None:
    assert place_geometry(Point(36.2765, 33.5138)) == Footprint(36.2765, 33.5138)
    assert place_geometry(Point(36.2765, 33.5138, 690)) == Footprint(36.2765, 33.5138)
    assert place_geometry(MultiPoint([(36.2765, 33.5138)])) == Footprint(36.2765, 33.5138)
    assert place_geometry(MultiPoint([(36.2765, 33.5138)] * 2)) == Footprint(36.2765, 33.5138)


def test_an_area_is_a_region_with_the_radius_of_its_area() -> None:
    footprint = place_geometry(box(36, 33, 37, 34))
    assert (footprint.longitude, footprint.latitude, footprint.precision) == (36.5, 33.5, "region")
    # A square degree at 33.5° N has about 111.2 × 111.2 × cos 33.5° = 10,300 km².
    assert footprint.radius_km == pytest.approx(math.sqrt(10_300 / math.pi), rel=0.01)


def test_the_point_of_a_line_lies_on_it_and_its_radius_reaches_both_ends() -> None:
    road = LineString([(36, 33), (36, 34), (36, 35)])
    footprint = place_geometry(road)
    assert road.distance(Point(footprint.longitude, footprint.latitude)) < 1e-9
    assert (footprint.precision, footprint.country) == ("region", None)
    assert footprint.radius_km == pytest.approx(111.2, abs=0.5)  # one degree of latitude


@pytest.mark.parametrize("name", ["Damascus", "Balochistan", "Sistan and Baluchestan"])
def test_the_outline_of_a_province_is_that_province(name: str) -> None:
    row = boundaries.provinces().set_index("name").loc[name]
    footprint = place_geometry(row.geometry.simplify(0.01))
    assert (footprint.precision, footprint.admin1, footprint.country) == ("admin1", name, row["country"])


def test_the_outline_of_a_country_is_that_country() -> None:
    outline = boundaries.country_shape("Jordan")
    assert outline is not None
    footprint = place_geometry(outline)
    assert (footprint.precision, footprint.country, footprint.admin1) == ("country", "Jordan", None)


def test_half_a_province_is_a_region() -> None:
    outline = boundaries.province_shape("Balochistan", "Pakistan")
    assert outline is not None
    west, south, east, north = outline.bounds
    assert place_geometry(outline.intersection(box(west, south, (west + east) / 2, north))).precision == "region"


def test_a_name_says_what_an_area_is_only_where_the_area_lies_there() -> None:
    around_kech = box(62, 25.5, 65, 26.9)
    assert place_geometry(around_kech, ["Kech District"]).precision == "admin2"
    assert place_geometry(around_kech, ["Aleppo Governorate", ""]).precision == "region"
    assert place_geometry(around_kech, ["Turbat"]).precision == "region"


@pytest.mark.parametrize("shape", [Point(), MultiPolygon(), Point(float("nan"), 1), Point(float("inf"), 1)])
def test_a_geometry_without_a_position_is_refused(shape: shapely.Geometry) -> None:
    with pytest.raises(CoordinateParseError, match="without a position"):
        place_geometry(shape)


def test_metres_are_no_degrees() -> None:
    with pytest.raises(CoordinateParseError, match="not in degrees"):
        place_geometry(Point(4_038_281.5, 3_962_839.9))


@given(
    st.lists(st.tuples(st.integers(-170_000, 170_000), st.integers(-80_000, 80_000)), min_size=3, max_size=12),
    st.sampled_from([shapely.Polygon, LineString, MultiPoint]),
)
def test_the_point_of_any_geometry_lies_in_it(corners: list[tuple[int, int]], kind: type) -> None:
    geometry = kind([(east / 1000, north / 1000) for east, north in corners])
    shape = shapely.make_valid(geometry)
    footprint = place_geometry(geometry)
    assert shape.distance(Point(footprint.longitude, footprint.latitude)) < 1e-6
