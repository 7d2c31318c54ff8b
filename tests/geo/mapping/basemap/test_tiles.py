"""What a tile of the basemap contains."""

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geo.core import boundaries
from geo.core.outline_levels import detail_of_zoom, province_outline
from geo.mapping.basemap.tiles import BUFFER, EXTENT, build_tile
from geo.mapping.outlines import outline_at
from geo.places.areas import area_from_id
from geo.query.point_index import Tile
from geo.settings import data_dir
from tests.geo.mapping.basemap.tile_reader import BOX, TileContent, tile_at, to_tile_units

PLACES = {"Zahedan": (60.8629, 29.4963), "Panjgur": (64.0946, 26.9719), "Jalq": (62.7102, 27.6029)}


PIXEL = EXTENT / 512  # islands of less than one are left out


def meridian_180(tile: Tile) -> BaseGeometry:
    """Where polygons of both hemispheres are cut, and no line is drawn."""
    return shapely.union_all(
        [in_tile_units(shapely.LineString([(x, -80), (x, 80)]), tile) for x in (-180, 180)]
    ).buffer(1)


def in_tile_units(shape: BaseGeometry, tile: Tile) -> BaseGeometry:
    return shapely.transform(shape, lambda x, y: to_tile_units(x, y, tile), interleaved=False)


def names_around(longitude: float, latitude: float, map_zoom: int) -> set[str]:
    tile = tile_at(longitude, latitude, map_zoom - 1)
    return set(TileContent.of(tile).names)


@pytest.mark.parametrize("map_zoom", [7, 9, 12])
@pytest.mark.parametrize("name", PLACES)
def test_the_towns_of_the_reports_are_named(name: str, map_zoom: int) -> None:
    assert name in names_around(*PLACES[name], map_zoom)


def test_zahedan_is_named_from_afar() -> None:
    assert "Zahedan" in names_around(*PLACES["Zahedan"], 5)


@pytest.mark.parametrize("place", [(60.86, 29.5), (121.0, 14.6), (8.7, 50.1), (44.4, 33.3), (-73.9, 40.7)])
def test_close_up_a_tile_has_every_town_of_the_gazetteer(place: tuple[float, float]) -> None:
    tile = tile_at(*place, 11)
    towns = pd.read_parquet(data_dir() / "gazetteer.parquet", columns=["name", "kind", "longitude", "latitude"])
    near = towns[(towns["longitude"] - place[0]).abs().lt(1) & (towns["latitude"] - place[1]).abs().lt(1)]
    xy = [to_tile_units(x, y, tile) for x, y in zip(near["longitude"], near["latitude"], strict=True)]
    inside = np.array([0 < x < EXTENT and 0 < y < EXTENT for x, y in xy])
    expected = near[inside & near["kind"].eq("town").to_numpy()]
    found = [name for kind, *_, name in TileContent.of(tile).content["names"] if kind == 2]
    assert len(expected) > 0
    # A town of data/places.csv bears its name there, and some are only there.
    assert len(found) >= len(expected)
    assert len(set(expected["name"]) - set(found)) <= 3


@pytest.mark.parametrize("map_zoom", [2, 4, 5, 7, 9, 11])
@pytest.mark.parametrize("place", [(60.86, 29.5), (8.7, 50.1), (139.7, 35.7)])
def test_a_tile_has_a_readable_number_of_names(place: tuple[float, float], map_zoom: int) -> None:
    assert len(names_around(*place, map_zoom)) <= 75  # of 512 by 512 pixels; the script leaves out what overlaps


def test_names_stand_where_their_places_are() -> None:
    tile = tile_at(*PLACES["Zahedan"], 8)
    x, y = to_tile_units(60.8629, 29.4963, tile)
    rows = [row for row in TileContent.of(tile).content["names"] if row[-1] == "Zahedan"]
    assert [row[:3] for row in rows] == [[2, round(x), round(y)]]


@pytest.mark.parametrize("map_zoom", [2, 4, 6, 7, 8, 11])
@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((77.175, 35.284), "Siachen Glacier"),
        ((63.384, 45.937), "Baykonur Cosmodrome"),
        ((70.3, 33.3), "Federally Administered Tribal Areas"),
        ((35.9, 33.0), "UNDOF zone (Golan)"),
    ],
)
def test_what_is_no_country_or_no_province_any_more_has_no_name(
    place: tuple[float, float], name: str, map_zoom: int
) -> None:
    assert not any(name in found for found in names_around(*place, map_zoom))


def test_the_former_tribal_areas_bear_the_name_of_their_province() -> None:
    assert "Khyber Pakhtunkhwa, Pakistan" in names_around(70.2, 33.0, 9)


def test_close_up_a_province_is_named_with_its_country() -> None:
    block = tile_at(*PLACES["Zahedan"], 9)
    names = [
        name
        for column in range(block.column, block.column + 2)
        for row in range(block.row, block.row + 2)
        for name in TileContent.of(Tile(9, column // 2 * 2 + column % 2, row // 2 * 2 + row % 2)).names
    ]
    assert "Sistan and Baluchestan, Iran" in names


@pytest.mark.parametrize("map_zoom", [4, 6, 8, 12])
@pytest.mark.parametrize("place", [(61.3, 25.3), (35.2, 33.0), (-70.0, -53.5)])
def test_land_is_that_of_the_provinces(place: tuple[float, float], map_zoom: int) -> None:
    tile, detail = tile_at(*place, map_zoom - 1), detail_of_zoom(map_zoom)
    table = boundaries.provinces()
    margin = 360 / 2**tile.zoom + 1
    around = shapely.box(place[0] - margin, place[1] - margin, place[0] + margin, place[1] + margin)
    rows = table.sindex.query(around, predicate="intersects")
    shapes = [in_tile_units(province_outline(unit, detail), tile) for unit in table["province_id"].to_numpy()[rows]]
    inner = shapely.box(0, 0, EXTENT, EXTENT)  # beyond it, the earth goes around
    inside = [shape.intersection(inner) for shape in shapes if shape.intersects(inner)]
    expected, land = shapely.union_all(inside), TileContent.of(tile).land.intersection(inner)
    # Points are rounded to a unit, and islands of less than a pixel are left out.
    apart = land.symmetric_difference(expected)
    assert apart.buffer(-2).is_empty or apart.buffer(-2).area < 40


@pytest.mark.parametrize("map_zoom", [3, 5, 7, 9])
@pytest.mark.parametrize(
    ("area_id", "place"),
    [
        ("ne1:PAK-1108", (62.9, 27.2)),
        ("ne0:IRN", (61.0, 29.8)),
        ("ne0:IRQ", (42.4, 37.1)),
        ("ne0:FJI", (178.4, -18.1)),
        ("ne1:PAK-1114", (68.0, 27.8)),
    ],
)
def test_the_edges_of_an_area_are_lines_of_the_basemap(area_id: str, place: tuple[float, float], map_zoom: int) -> None:
    tile = tile_at(*place, map_zoom - 1)
    outline = in_tile_units(outline_at(area_from_id(area_id), detail_of_zoom(map_zoom)), tile)
    parts = [part for part in shapely.get_parts(outline) if max(part.bounds[2:]) > 0 and part.length > 3 * PIXEL]
    edge = shapely.union_all([part.boundary for part in parts]).difference(meridian_180(tile))
    inner = shapely.box(0, 0, EXTENT, EXTENT)
    content = TileContent.of(tile)
    # Province lines begin at zoom 5.
    lines = shapely.union_all([content.all_lines, BOX.exterior]).buffer(8 if map_zoom < 5 else 1.5)
    beside = edge.intersection(inner).difference(lines)
    if area_id.startswith("ne1:") and map_zoom < 5:
        beside = beside.difference(content.land.buffer(-1))
    assert beside.length < 12


def test_a_province_and_its_former_neighbour_have_no_line_between_them() -> None:
    tile = tile_at(70.9, 33.6, 9)
    detail = detail_of_zoom(10)
    gone, whole = province_outline("PAK-1112", detail), province_outline("PAK-1123", detail)
    shared = in_tile_units(gone.boundary.intersection(whole.boundary), tile).intersection(
        shapely.box(0, 0, EXTENT, EXTENT)
    )
    assert shared.length > EXTENT / 4
    assert shared.intersection(TileContent.of(tile).all_lines.buffer(3)).length < 100  # where other lines cross it


@pytest.mark.parametrize(
    ("place", "kind", "absent"),
    [((74.0, 34.4), "control", ""), ((33.9, 46.1), "disputed", "indefinite"), ((61.5, 28.9), "border", "disputed")],
)
def test_lines_have_their_kind(place: tuple[float, float], kind: str, absent: str) -> None:
    lines = TileContent.of(tile_at(*place, 7)).content["lines"]
    assert kind in lines
    assert absent not in lines


@pytest.mark.parametrize("map_zoom", [2, 3, 4, 6])
def test_no_coast_runs_along_the_180th_meridian(map_zoom: int) -> None:
    last = 2 ** (map_zoom - 1) - 1
    row = tile_at(179.9, 67.0, map_zoom - 1).row
    for tile, x in ((Tile(map_zoom - 1, last, row), EXTENT), (Tile(map_zoom - 1, 0, row), 0)):
        meridian = shapely.LineString([(x, 0), (x, EXTENT)]).buffer(0.5)
        content = TileContent.of(tile)
        assert content.land.area > 0
        assert content.coast.intersection(meridian).length < 30


def test_land_goes_on_beyond_the_180th_meridian() -> None:
    tile = tile_at(179.9, 67.5, 5)
    assert TileContent.of(tile).land.contains(shapely.Point(EXTENT + BUFFER / 2, to_tile_units(179.9, 67.5, tile)[1]))


def test_the_open_sea_is_all_but_empty() -> None:
    assert build_tile(tile_at(-140.0, -45.0, 6)) == b'{"names":[]}'


@pytest.mark.parametrize("zoom", [0, 1, 5, 12, 18])
def test_the_poles_and_corners_have_tiles(zoom: int) -> None:
    last = 2**zoom - 1
    for tile in (Tile(zoom, 0, 0), Tile(zoom, last, 0), Tile(zoom, 0, last), Tile(zoom, last, last)):
        assert build_tile(tile).startswith(b"{")


def test_lakes_and_rivers() -> None:
    geneva = TileContent.of(tile_at(6.5, 46.45, 8)).content
    assert geneva["lakes"]
    indus = TileContent.of(tile_at(68.5, 27.5, 6)).content
    assert indus["rivers"]
    assert set(indus["rivers"]) <= {"0", "1", "2"}
    assert "rivers" not in TileContent.of(Tile(0, 0, 0)).content


def test_coordinates_stay_in_the_buffer() -> None:
    content = TileContent.of(tile_at(67.0, 24.9, 7))
    bounds = np.array(shapely.union_all([content.land, content.all_lines]).bounds)
    assert bounds.min() >= -BUFFER
    assert bounds.max() <= EXTENT + BUFFER
