"""Outlines of areas at the basemap's levels of detail."""

import pytest
import shapely

from geo.core import boundaries
from geo.core.outline_levels import FINEST, province_outline
from geo.mapping.outlines import outline_at, to_geojson
from geo.places.areas import Area, area_from_id

LEVELS = range(FINEST + 1)


@pytest.mark.parametrize("detail", LEVELS)
@pytest.mark.parametrize(
    "area_id",
    ["ne1:PAK-1108", "ne0:IRN", "ne0:LSO", "part:north:ne0:IRQ", "part:southeast:ne0:IRN", "part:west:ne0:PAK"],
)
def test_an_outline_is_valid_and_about_as_large_as_the_area(area_id: str, detail: int) -> None:
    area = area_from_id(area_id)
    outline = outline_at(area, detail)
    assert outline.is_valid
    assert outline.geom_type in ("Polygon", "MultiPolygon")
    assert outline.area == pytest.approx(area.outline.area, rel=0.12)


@pytest.mark.parametrize("detail", LEVELS)
@pytest.mark.parametrize("area_id", ["part:north:ne0:IRQ", "part:southeast:ne0:IRN"])
def test_a_region_keeps_the_border_of_its_level(area_id: str, detail: int) -> None:
    area = area_from_id(area_id)
    table = boundaries.provinces()
    rows = table.sindex.query(area.outline, predicate="intersects")
    borders = shapely.union_all(
        [province_outline(unit, detail).boundary for unit in table["province_id"].to_numpy()[rows]]
    )
    cut = area.outline.boundary.buffer(1e-6)  # where it cuts a province, the edge is its own
    beside = outline_at(area, detail).boundary.difference(borders.buffer(1e-6)).difference(cut)
    assert beside.length < 0.03 * outline_at(area, detail).boundary.length


def test_a_circle_stays_a_circle() -> None:
    circle = shapely.Point(62.0, 24.0).buffer(1)  # half of it at sea
    outline = outline_at(Area("within:1", "around a place", circle), 1)
    assert outline.symmetric_difference(circle).area < 0.02 * circle.area


@pytest.mark.parametrize("detail", LEVELS)
def test_a_province_is_drawn_with_what_has_become_part_of_it(detail: int) -> None:
    table = boundaries.provinces().set_index("name")["province_id"]
    whole, gone = (table[name] for name in ("Khyber Pakhtunkhwa", "Federally Administered Tribal Areas"))
    outline = outline_at(area_from_id(f"ne1:{whole}"), detail)
    assert outline.covers(province_outline(gone, detail).buffer(-0.01))


def test_a_province_under_several_units_is_all_of_them() -> None:
    outline = outline_at(area_from_id("ne1:PAK-1108 ne1:PAK-1109"), 2)
    parts = [province_outline(unit, 2) for unit in ("PAK-1108", "PAK-1109")]
    assert outline.area == pytest.approx(sum(part.area for part in parts))


def test_geojson_is_a_multipolygon_of_five_decimals() -> None:
    geometry = to_geojson(outline_at(area_from_id("ne1:PAK-1108"), 0))
    assert geometry["type"] == "MultiPolygon"
    assert all(round(x, 5) == x and round(y, 5) == y for ring in geometry["coordinates"][0] for x, y in ring)
