"""Which towns are named from which zoom on."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.mapping.basemap.place_names import (
    ALL_FROM_ZOOM,
    CELL_PX,
    MIN_WEIGHTS,
    UNLABELLED_COUNTRIES,
    place_names,
    town_min_zooms,
)
from geo.mapping.basemap.tiles import EXTENT
from geo.query.point_index import Tile
from tests.geo.mapping.basemap.tile_reader import to_tile_units
from tests.thoroughness import count

TOWNS = st.lists(st.tuples(st.floats(-180, 179.99), st.floats(-80, 80), st.floats(0, 8)), min_size=1, max_size=60)


@settings(max_examples=count(20, 60))
@given(TOWNS)
def test_the_weightiest_town_of_each_cell_is_named(towns: list[tuple[float, float, float]]) -> None:
    towns = sorted(towns, key=lambda town: -town[2])
    longitude, latitude, weight = (np.array(column) for column in zip(*towns, strict=True))
    zooms = town_min_zooms(longitude, latitude, weight)
    assert zooms.max() <= ALL_FROM_ZOOM
    for zoom in (3, 6, 8, 10):
        least = MIN_WEIGHTS[zoom] if zoom < len(MIN_WEIGHTS) else 0
        seen: set[tuple[int, int]] = set()
        for place, (x, y, heavy) in enumerate(towns):
            if heavy < least:
                assert zooms[place] > zoom
                continue
            px = [value / EXTENT * 256 * 2**zoom for value in to_tile_units(x, y, Tile(0, 0, 0))]
            cell = (int(px[0] // CELL_PX[0]), int(px[1] // CELL_PX[1]))
            assert cell in seen or zooms[place] <= zoom
            seen.add(cell)


def test_every_town_is_named_in_the_end() -> None:
    names = place_names()
    assert len(names.names) > 230_000
    assert names.min_zooms[names.kinds == 2].max() == ALL_FROM_ZOOM


def test_keys_ascend() -> None:
    keys = place_names().keys
    assert (keys[1:] >= keys[:-1]).all()


def test_where_nobody_governs_no_country_is_named() -> None:
    assert "KAS" in UNLABELLED_COUNTRIES
    assert not {"Siachen Glacier", "Spratly Islands"} & set(place_names().names)


def test_a_town_of_our_own_list_bears_its_name_there_once() -> None:
    names = list(place_names().names)
    assert names.count("Zahedan") == 1
    assert "Jalq" in names
