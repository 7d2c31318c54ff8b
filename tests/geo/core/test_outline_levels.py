"""Provinces at four levels of detail, which share their borders at each."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.core import boundaries, outline_levels
from geo.core.outline_levels import FINEST, LAND, detail_of_zoom, outline_level, province_outline

LEVELS = range(FINEST + 1)


@pytest.mark.parametrize(
    ("zoom", "detail"),
    [(0, 0), (2, 0), (3, 0), (3.25, 0), (3.5, 1), (4, 1), (5.49, 1), (5.5, 2), (7.25, 2), (7.5, 3), (9, 3), (18, 3)],
)
def test_the_level_of_a_zoom(zoom: float, detail: int) -> None:
    assert detail_of_zoom(zoom) == detail


@given(st.floats(0, 18), st.floats(0, 18))
def test_closer_is_never_coarser(zoom: float, other: float) -> None:
    nearer, farther = max(zoom, other), min(zoom, other)
    assert detail_of_zoom(nearer) >= detail_of_zoom(farther)


@pytest.mark.parametrize("detail", LEVELS)
@pytest.mark.parametrize("codes", [("PAK", "IRN", "AFG"), ("IRQ", "SYR", "TUR", "LBN"), ("LSO", "ZAF", "SWZ")])
def test_provinces_neither_overlap_nor_leave_gaps(codes: tuple[str, ...], detail: int) -> None:
    table = boundaries.provinces()
    ids = table.loc[table["country_code"].isin(codes), "province_id"]
    shapes = [province_outline(province_id, detail) for province_id in ids]
    assert shapely.coverage_is_valid(np.array(shapes))  # GEOS's own test of a coverage
    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-9)


@pytest.mark.parametrize("detail", LEVELS)
def test_every_province_is_there_and_about_where_it_was(detail: int) -> None:
    table = boundaries.provinces()
    table = table[table["area_km2"].between(50_000, 500_000)]  # small islands are triangles at the coarsest level
    shapes = gpd.GeoSeries([province_outline(unit, detail) for unit in table["province_id"]], index=table.index)
    apart = shapely.area(shapely.symmetric_difference(shapes.to_numpy(), table.geometry.to_numpy()))
    shares = apart / shapely.area(table.geometry.to_numpy())
    assert shares.max() < 0.35
    assert np.median(shares) < 0.06


@pytest.mark.parametrize("detail", LEVELS)
def test_land_is_all_provinces_together(detail: int) -> None:
    box = shapely.box(55, 20, 80, 40)  # from the Gulf to the Ganges
    table = boundaries.provinces()
    ids = table["province_id"].to_numpy()[table.sindex.query(box.buffer(2), predicate="intersects")]
    provinces = shapely.union_all([province_outline(unit, detail) for unit in ids]).intersection(box)
    land = shapely.union_all([part.intersection(box) for part in outline_level(detail).polygons(LAND)])
    assert land.symmetric_difference(provinces).area < 1e-6


def test_each_level_has_more_points_than_the_one_before() -> None:
    sizes = [len(outline_level(detail).xy) for detail in LEVELS]
    assert sizes == sorted(sizes)
    assert sizes[0] * 5 < sizes[FINEST]


@pytest.mark.parametrize("detail", LEVELS)
def test_arcs_meet_at_their_ends(detail: int) -> None:
    level = outline_level(detail)
    for province_id in ("PAK-1108", "IRN-3206", "SYR-5261", "LSO-3267"):
        for _, arcs in level.rings.get(province_id, []):
            ends = [(level.arc(int(arc))[0], level.arc(int(arc))[-1]) for arc in arcs]
            following = [*ends[1:], ends[0]]
            assert all((end == start).all() for (_, end), (start, _) in zip(ends, following, strict=True))


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("control", (74.0, 34.6)),  # the Line of Control in Kashmir
        ("control", (126.7, 38.0)),  # between the Koreas
        ("control", (35.87, 33.1)),  # the Golan
        ("indefinite", (77.0, 35.6)),  # around the Siachen glacier
        ("disputed", (33.9, 46.1)),  # Crimea
        ("disputed", (78.9, 33.5)),  # India and China in Ladakh
        ("border", (61.5, 28.6)),  # Iran and Pakistan
        ("border", (9.0, 47.7)),  # Germany and Switzerland
        ("province", (59.0, 28.5)),  # Kerman and Sistan
        ("dissolved", (70.9, 33.6)),  # the former tribal areas and Khyber Pakhtunkhwa
        ("seam", (180.0, 67.0)),  # Chukotka goes on beyond the 180° meridian
    ],
)
@pytest.mark.parametrize("detail", LEVELS)
def test_lines_have_the_kind_that_they_have_in_the_world(kind: str, place: tuple[float, float], detail: int) -> None:
    level = outline_level(detail)
    numbers = np.flatnonzero(level.kinds == kind)
    lines = [shapely.LineString(level.arc(number)) for number in numbers.tolist()]
    assert shapely.distance(lines, shapely.Point(place)).min() < 0.6


def test_an_unknown_province_is_empty() -> None:
    assert province_outline("XXX-0", 1).is_empty
    assert outline_levels.merged_outline((), 1).is_empty
