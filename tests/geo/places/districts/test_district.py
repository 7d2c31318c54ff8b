"""Districts: outlines that can be drawn, in the country and province that they name, and a licence for each."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import places
from geo.core import boundaries
from geo.places.districts.district import district_by_id, district_outline, districts
from geo.places.districts.layers import (
    DISTRICT_FILES,
    LICENCE_ADDRESSES,
    SHARE_ALIKE,
    credit_lines,
    district_layers,
)
from geo.settings import data_dir

MAX_BYTES = 5_000_000
MAX_OVERLAP = 0.2  # of the smaller: neighbours are simplified one by one, and quarters of towns are small
MAX_SHARED = 1e-3  # of a square degree, 10 km²: a long border on a grid of 0.0001°
DECIMALS_DEGREES = 2e-4  # of the point inside


def _table() -> gpd.GeoDataFrame:
    return pd.concat([gpd.read_parquet(path) for path in DISTRICT_FILES.values()], ignore_index=True)


def test_every_outline_is_a_valid_polygon() -> None:
    shapes = _table().geometry
    assert shapes.is_valid.all()
    assert not shapes.is_empty.any()
    assert set(shapes.geom_type) <= {"Polygon", "MultiPolygon"}


def test_no_outline_reaches_into_another_country() -> None:
    countries = boundaries.countries()
    for country, units in _table().groupby("country"):
        others = countries.geometry.to_numpy()[countries["name"].to_numpy() != country]
        shapes = units.geometry.to_numpy()
        unit, other = shapely.STRtree(others).query(shapes, predicate="intersects")
        shared = shapely.area(shapely.intersection(shapes[unit], others[other]))
        assert shared.max(initial=0.0) < MAX_SHARED, country


def test_every_province_is_one_of_the_country() -> None:
    known = set(boundaries.provinces()[["country", "name"]].itertuples(index=False, name=None))
    assert {(district.country, district.admin1) for district in districts().values()} <= known


def test_the_point_of_a_district_lies_inside_it() -> None:
    table = _table()
    points = shapely.points(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    assert shapely.distance(points, table.geometry.to_numpy()).max() <= DECIMALS_DEGREES


def test_districts_of_one_layer_overlap_by_slivers_only() -> None:
    for _, units in _table().groupby("layer"):
        shapes = units.geometry.to_numpy()
        left, right = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
        shared = shapely.area(shapely.intersection(shapes[left], shapes[right]))
        smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
        assert (shared <= MAX_OVERLAP * smaller).all()


def test_each_district_has_one_identifier_that_leads_back() -> None:
    table = _table()
    assert table["place_id"].is_unique
    for place_id in table["place_id"][::100]:
        district = district_by_id(place_id)
        assert district is not None
        place = places.place_from_id(place_id)
        assert (place.name, place.country, place.admin1) == (district.title, district.country, district.admin1)
        assert place.shape is not None
        assert place.shape.equals(district_outline(place_id))


def test_a_file_holds_the_districts_of_one_licence() -> None:
    layers = district_layers()
    for licence, path in DISTRICT_FILES.items():
        own = pd.read_parquet(path, columns=["layer"])["layer"].unique()
        assert {layers[layer].licence for layer in own} == {licence}
    assert {district.layer.boundary_id for district in districts().values()} == set(layers)
    assert set(LICENCE_ADDRESSES) == set(DISTRICT_FILES)


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in DISTRICT_FILES.values()) <= MAX_BYTES


def test_every_layer_names_its_source_and_licence_and_is_described_beside_the_data() -> None:
    readme = Path(data_dir() / "README.md").read_text(encoding="utf-8")
    for layer in district_layers().values():
        assert layer.source
        assert layer.licence in DISTRICT_FILES
        (line,) = credit_lines([layer.boundary_id])
        assert layer.licence in line
        assert ("shares them alike" in line) == (layer.licence == SHARE_ALIKE)
        assert layer.boundary_id in readme


@pytest.mark.parametrize(
    ("country", "unit", "level"),
    [("Pakistan", "tehsil", 3), ("Syria", "sub-district", 3), ("Myanmar", "township", 3), ("Iraq", "district", 2)],
)
def test_a_unit_has_the_level_that_it_is_of(country: str, unit: str, level: int) -> None:
    own = [district for district in districts().values() if district.country == country]
    assert own
    assert {(district.layer.unit, district.layer.level) for district in own} == {(unit, level)}
    if level > 2:
        assert not any("District" in district.title or district.layer.precision == "admin2" for district in own)


def test_countries_whose_layer_was_refused_have_no_districts() -> None:
    assert not {"Iran", "Kenya", "Israel"} & {district.country for district in districts().values()}


@pytest.mark.parametrize("place_id", ["gb:", "gb:1", "gb:<b>", "ne1:PAK-1108", ""])
def test_an_unknown_identifier_is_no_district(place_id: str) -> None:
    assert district_by_id(place_id) is None
