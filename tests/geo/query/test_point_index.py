import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from geo.query import point_index
from geo.query.filters.geometry import Box, Circle, Rings
from geo.query.filters.region import Region
from geo.query.point_index import PointIndex, Tile

LONGITUDES = st.one_of(st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 0.0, 179.999999, 61.5]))
LATITUDES = st.one_of(st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 85.06, -85.06, 0.0, 30.0]))
POINTS = st.lists(st.tuples(LONGITUDES, LATITUDES), max_size=60)


def arrays(points: list[tuple[float, float]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    both = np.array(points, dtype=float).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def of(points: list[tuple[float, float]]) -> PointIndex:
    return PointIndex.from_points(*arrays(points), np.arange(len(points), dtype=np.int32))


def all_tiles(zoom: int) -> list[Tile]:
    return [Tile(zoom, column, row) for column in range(2**zoom) for row in range(2**zoom)]


@given(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1)), min_size=1))
def test_the_bits_of_a_key_come_apart_again(cells: list[tuple[int, int]]) -> None:
    columns, rows = (np.array(part, dtype=np.uint64) for part in zip(*cells, strict=True))
    again = point_index.deinterleave(point_index.interleave(columns, rows))
    assert np.array_equal(again[0], columns)
    assert np.array_equal(again[1], rows)


@given(POINTS)
def test_each_zoom_counts_every_point_once(points: list[tuple[float, float]]) -> None:
    keys = of(points).keys
    for zoom in (0, 1, 2, 4):
        assert sum(point_index.count_in_tile(keys, tile) for tile in all_tiles(zoom)) == len(points)


@given(POINTS, st.integers(0, 6), st.booleans())
def test_the_cells_of_a_tile_add_up_to_its_count(
    points: list[tuple[float, float]], depth: int, with_coarse_counts: bool
) -> None:
    keys = of(points).keys
    coarse = point_index.coarse_counts(keys) if with_coarse_counts else None
    for tile in all_tiles(2):
        grid = point_index.tile_grid(keys, coarse, tile, depth)
        assert grid.shape == (2**depth, 2**depth)
        assert grid.sum() == point_index.count_in_tile(keys, tile)


@given(POINTS)
def test_a_cell_is_the_tile_of_a_deeper_zoom(points: list[tuple[float, float]]) -> None:
    keys = of(points).keys
    grid = point_index.tile_grid(keys, None, Tile(0, 0, 0), 3)
    for tile in all_tiles(3):
        assert grid[tile.row, tile.column] == point_index.count_in_tile(keys, tile)


@pytest.mark.parametrize(
    ("longitude", "latitude", "tile"),
    [
        (67.0, 30.2, Tile(6, 43, 26)),  # Quetta, by the formula of the OpenStreetMap wiki
        (-180.0, 90.0, Tile(6, 0, 0)),
        (180.0, -90.0, Tile(6, 63, 63)),
        (0.0, 0.0, Tile(6, 32, 32)),
    ],
)
def test_a_point_lies_in_its_tile(longitude: float, latitude: float, tile: Tile) -> None:
    assert point_index.count_in_tile(of([(longitude, latitude)]).keys, tile) == 1


def test_tiles_that_are_none() -> None:
    assert not any(tile.exists() for tile in (Tile(-1, 0, 0), Tile(0, 1, 0), Tile(3, 0, 8), Tile(23, 0, 0)))
    assert Tile(22, 2**22 - 1, 0).exists()


REGIONS = st.one_of(
    st.builds(
        lambda west, south, width, height: Box(west, south, min(west + width, 180), min(south + height, 90)),
        st.floats(-180, 170), st.floats(-90, 80), st.floats(0.1, 200), st.floats(0.1, 100),
    ),
    st.builds(lambda west, east: Box(west, -40, east, 50), st.floats(10, 179), st.floats(-179, 0)),
    st.builds(Circle, LONGITUDES, LATITUDES, st.floats(0.1, 20_000)),
    st.builds(
        lambda ring: Rings((tuple(ring),)),
        st.lists(st.tuples(LONGITUDES, LATITUDES), min_size=3, max_size=8),
    ).filter(lambda region: len({latitude for _, latitude in region.rings[0]}) > 1),
)  # fmt: skip


@settings(deadline=None)
@given(POINTS, REGIONS, st.integers(1, 5))
def test_the_descent_finds_what_the_region_holds(points: list[tuple[float, float]], region: Region, leaf: int) -> None:
    # Corners of the region are where a wrong border shows.
    corners = list(region.rings[0]) if isinstance(region, Rings) else []
    longitude, latitude = arrays(points + corners)
    index = PointIndex.from_points(longitude, latitude, np.arange(len(longitude), dtype=np.int32))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(point_index, "MAX_LEAF_POINTS", leaf)
        rows = index.rows_in(region, longitude, latitude)
    assert sorted(rows) == list(np.flatnonzero(region.contains(longitude, latitude)))


def test_many_points_in_a_region() -> None:
    random = np.random.default_rng(4)
    longitude, latitude = random.normal(50, 20, 40_000).clip(-180, 180), random.normal(30, 15, 40_000).clip(-90, 90)
    index = PointIndex.from_points(longitude, latitude, np.arange(40_000, dtype=np.int32))
    for region in (
        Box(45, 20, 60, 35),
        Circle(50, 30, 900),
        Rings((((40, 10), (70, 20), (45, 55)), ((48, 20), (52, 20), (50, 30)))),
    ):
        rows = np.sort(index.rows_in(region, longitude, latitude))
        assert 0 < len(rows) < 40_000
        assert np.array_equal(rows, np.flatnonzero(region.contains(longitude, latitude)))
