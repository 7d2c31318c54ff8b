"""Shaded relief in tiles."""

import io

import numpy as np
import pytest
from PIL import Image

from geo.mapping.basemap.relief import MAX_ZOOM, relief_tile
from geo.query.point_index import Tile
from tests.geo.mapping.basemap.tile_reader import tile_at


def pixels(tile: Tile) -> np.ndarray:
    content = relief_tile(tile)
    assert content is not None
    return np.asarray(Image.open(io.BytesIO(content)).convert("L")).astype(int)


@pytest.mark.parametrize("zoom", range(MAX_ZOOM + 1))
def test_a_tile_is_512_pixels_wide(zoom: int) -> None:
    assert pixels(tile_at(80.0, 32.0, zoom)).shape == (512, 512)


def test_mountains_have_light_and_shadow_and_plains_have_not() -> None:
    himalaya, sea = pixels(tile_at(86.0, 28.5, MAX_ZOOM)), pixels(tile_at(65.0, 20.0, MAX_ZOOM))
    assert himalaya.std() > 15
    assert np.abs(np.median(sea) - 128) <= 2


@pytest.mark.parametrize("place", [(61.0, 24.0), (12.5, 38.0), (105.0, 35.0)])
def test_neither_light_nor_dark_on_the_whole(place: tuple[float, float]) -> None:
    assert abs(pixels(tile_at(*place, MAX_ZOOM)).mean() - 128) < 12


@pytest.mark.parametrize("tile", [tile_at(-140.0, -40.0, MAX_ZOOM), Tile(MAX_ZOOM + 1, 0, 0), Tile(0, 1, 1)])
def test_at_sea_and_elsewhere_there_is_none(tile: Tile) -> None:
    assert relief_tile(tile) is None
