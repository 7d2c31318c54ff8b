"""Parts of countries: inside the country, two fifths of its area on the globe, on the side they are named after."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from geo.core import boundaries, geodesy
from geo.places import resolve, sectors
from geo.places.derived_shapes import BEARINGS
from tests.thoroughness import count

COUNTRIES = ("Iran", "Iraq", "Syria", "Pakistan", "Afghanistan", "Norway", "Chile", "Indonesia", "Russia", "Fiji")


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("direction", ["north", "southeast", "west", "central"])
def test_a_part_has_two_fifths_of_the_area_on_the_globe(country: str, direction: str) -> None:
    whole, part = boundaries.country_shape(country), resolve(f"{direction} {country}").shape
    assert whole is not None
    assert part is not None
    assert part.is_valid
    assert geodesy.area_km2(part) / geodesy.area_km2(whole) == pytest.approx(0.4, abs=0.005)
    assert part.difference(whole.buffer(1e-6)).area < 1e-6


def test_the_far_east_lies_beyond_the_antimeridian() -> None:
    east, west = resolve("eastern Russia").shape, resolve("western Russia").shape
    chukotka = box(-175, 66, -172, 67)
    assert east is not None
    assert west is not None
    assert east.intersects(chukotka)
    assert not west.intersects(chukotka)


def degrees(least: float, most: float) -> st.SearchStrategy[float]:
    """To a hundred metres; no outline has a corner at 2e-311."""
    return st.floats(least, most).map(lambda number: round(number, 3))


@settings(max_examples=count(20, 60), deadline=None)
@given(degrees(-170, 150), degrees(-75, 60), degrees(0.5, 15), degrees(0.5, 12), st.sampled_from(list(BEARINGS)))
def test_a_part_of_any_field_lies_on_its_side(
    west: float, south: float, width: float, height: float, direction: str
) -> None:
    # Measured along geodesics, and a parallel is none: the edges need corners on the way.
    whole = shapely.segmentize(box(west, south, west + width, south + height), 0.1)
    part = sectors.outermost(whole, BEARINGS[direction])
    assert geodesy.area_km2(part) / geodesy.area_km2(whole) == pytest.approx(0.4, abs=0.02)
    away = part.centroid.x - whole.centroid.x, part.centroid.y - whole.centroid.y
    assert "north" not in direction or away[1] > 0
    assert "south" not in direction or away[1] < 0
    assert "east" not in direction or away[0] > 0
    assert "west" not in direction or away[0] < 0
