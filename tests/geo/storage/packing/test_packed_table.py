"""What is packed is the table that memory holds, row for row, whatever the sizes of chunks and files."""

import shutil
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from geo.core.place_radius import circle_radii_km
from geo.query.casualty_sums import CASUALTY_SUMS
from geo.query.combinations import COLUMN_GROUPS
from geo.query.filters import FILTER
from geo.query.filters.extents import Inside, find_areas
from geo.query.index import Index
from geo.query.packed import names
from geo.query.packed.columns import CODE_COLUMN, GROUP_COLUMN
from geo.query.packed.folder import PackedFolder
from geo.query.point_index import morton_keys
from geo.query.selection import Selection
from geo.storage import atlas_loader
from geo.storage.atlas import Atlas
from tests.bench.generator import Generator
from tests.conftest import SMALL
from tests.packs import pack, packed_rows, read_table

ROWS = 1_500
# A region that lies in another country than its row states, and a row at that country as a place.
ELSEWHERE = """\
odd,two,,2020-01-01,,,,,,,,southeastern Iran,part:southeast:ne0:IRN,Pakistan,,29.5776,58.0071,region,,,,,,,,,,,,,,
land,two,,2020-01-02,,,,,,,,Iran,ne0:IRN,Iran,,32.5,54.3,country,,,,,,,,,,,,,,
"""
SIZES: tuple[dict[str, int], ...] = ({}, {"chunk_rows": 170, "partition_rows": 20})


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two Parquet files with columns of their own, and a small CSV with rows of every kind."""
    folder = tmp_path_factory.mktemp("sources")
    made = Generator(3)
    first, second = made.table(0, ROWS), made.table(ROWS, ROWS // 3)
    first = first.append_column("ACLED.iso", pa.array([str(number % 7) for number in range(ROWS)]))
    first = first.append_column("_row", pa.array(["own" if number % 2 else None for number in range(ROWS)]))
    duplicate = pa.array(["X7" if number % 50 == 8 else None for number in range(ROWS // 3)])
    second = second.append_column("duplicate_of", duplicate).append_column("Title", second["title"])
    pq.write_table(first, folder / "a.parquet", row_group_size=200)
    pq.write_table(second, folder / "b.parquet", row_group_size=70)
    (folder / "c.csv").write_text(SMALL + ELSEWHERE, encoding="utf-8")
    return [folder / "a.parquet", folder / "b.parquet", folder / "c.csv"]


@pytest.fixture(scope="module")
def atlas(sources: list[Path]) -> Atlas:
    return atlas_loader.load_atlas(sources[0].with_name("*"))


@pytest.fixture(scope="module")
def table(atlas: Atlas) -> gpd.GeoDataFrame:
    return atlas.incidents


@pytest.fixture(scope="module", params=SIZES, ids=("whole", "in small pieces"))
def folder(
    request: pytest.FixtureRequest, sources: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> PackedFolder:
    return pack(sources, tmp_path_factory.mktemp("packed"), **request.param)


@pytest.fixture(scope="module")
def rows(folder: PackedFolder) -> pd.DataFrame:
    return packed_rows(folder)


def test_the_rows_are_those_of_memory(folder: PackedFolder, atlas: Atlas, table: gpd.GeoDataFrame) -> None:
    assert_frame_equal(pd.DataFrame(read_table(folder)), pd.DataFrame(table))
    assert folder.manifest.version == atlas.version


def test_rows_are_numbered_in_order(rows: pd.DataFrame) -> None:
    assert rows["_row"].tolist() == list(range(len(rows)))


def test_codes_lead_to_texts_and_combinations(
    folder: PackedFolder, rows: pd.DataFrame, table: gpd.GeoDataFrame
) -> None:
    for name, column in CODE_COLUMN.items():
        assert rows[column].tolist() == table[name].cat.codes.tolist(), name
    for group, column in GROUP_COLUMN.items():
        combinations = folder.read(names.group_path(group)).to_pandas()
        taken = combinations.iloc[rows[column].astype(int)].reset_index(drop=True)
        for name in COLUMN_GROUPS[group]:
            expected = table[name].astype("str").astype(object)
            actual = taken[name]
            if name in ("date_start", "date_end"):
                assert actual.astype("datetime64[us]").equals(table[name]), name
            elif name == "contested":
                assert actual.astype("boolean").equals(table[name]), name
            else:
                assert actual.astype("str").astype(object).equals(expected), name
        assert combinations["n"].tolist() == np.bincount(rows[column].astype(int), minlength=len(combinations)).tolist()


def test_places_are_those_of_the_index(folder: PackedFolder, rows: pd.DataFrame, table: gpd.GeoDataFrame) -> None:
    index = Index.from_table(table)
    longitude, latitude = (table[name].to_numpy() for name in ("longitude", "latitude"))
    has_point = np.isfinite(longitude)
    assert rows["_key"].isna().tolist() == (~has_point).tolist()
    assert (
        rows["_key"][has_point].astype(int).tolist() == morton_keys(longitude[has_point], latitude[has_point]).tolist()
    )
    circles = circle_radii_km(table["place_precision"], table["radius_km"])
    np.testing.assert_array_equal(rows["_circle_km"].to_numpy(dtype=float), circles)
    spots = index.select(Selection()).spot_counts()
    counts = np.bincount(rows["_spot"].astype(int), minlength=4).tolist()
    assert counts == [spots.without_coordinates, spots.exact + spots.near, spots.vague, spots.areas]
    assert np.sum([partition.spots for partition in folder.manifest.partitions], axis=0).tolist() == counts


def test_areas_are_those_of_the_index(folder: PackedFolder, rows: pd.DataFrame, table: gpd.GeoDataFrame) -> None:
    listed = Index.from_table(table).areas
    areas = folder.read(names.AREAS).to_pandas()
    assert areas["area_id"].tolist() == [area.area_id for area in listed.areas]
    assert areas["country"].tolist() == listed.countries.tolist()
    np.testing.assert_array_equal(areas[["west", "south", "east", "north"]].to_numpy(), listed.boxes)
    sums = Index.from_table(table).select(Selection()).area_sums()
    drawn = rows[rows["_spot"] == 3]["_area"].astype(int)
    assert drawn.value_counts().sort_index().to_dict() == dict(
        zip(sums.areas.tolist(), sums.counts.tolist(), strict=True)
    )
    codes, extents = find_areas(pd.DataFrame(table))
    ids = folder.read(names.EXTENT_AREAS)["area_id"].to_pylist()
    expected = [extents[code].area_id if code >= 0 else None for code in codes]
    assert [ids[code] if code >= 0 else None for code in rows["_extent_area"].astype(int)] == expected


def test_casualties_add_up_as_in_memory(folder: PackedFolder, rows: pd.DataFrame, table: gpd.GeoDataFrame) -> None:
    sums = Index.from_table(table).select(Selection()).casualty_sums()
    expected = {name: int(sums[name].iloc[0]) for name in CASUALTY_SUMS[1:]}
    assert {name: int(rows[f"_{name}"].sum()) for name in CASUALTY_SUMS[1:]} == expected
    for group in COLUMN_GROUPS:
        combinations = folder.read(names.group_path(group)).to_pandas()
        assert {name: int(combinations[name].sum()) for name in CASUALTY_SUMS[1:]} == expected
        assert combinations["incidents"].sum() == len(table)


def test_cubes_are_the_sums_of_the_rows(folder: PackedFolder, rows: pd.DataFrame) -> None:
    numbers = {partition.path: number for number, partition in enumerate(folder.manifest.partitions)}
    parts = [
        pq.read_table(folder.file(path), columns=["_row"], partitioning=None).to_pandas().assign(partition=number)
        for path, number in numbers.items()
    ]
    rows = rows.merge(pd.concat(parts)).assign(cell=rows["_key"] // 4**21)
    assert set(folder.manifest.cubed_groups) == set(COLUMN_GROUPS)
    sums = {name: (f"_{name}", "sum") for name in CASUALTY_SUMS[1:]}
    for group in COLUMN_GROUPS:
        _assert_sums(
            folder.read(names.cube_path(group)), rows, {"combination": f"_{group}", "partition": "partition"}, sums
        )
    on_map = {name: (f"_{name}", "sum") for name in ("map_low", "map_best", "map_high", "map_unknown")}
    of_cells = on_map | {
        "x7": ("_x7", "sum"), "y7": ("_y7", "sum"), "west": ("longitude", "min"), "south": ("latitude", "min"),
        "east": ("longitude", "max"), "north": ("latitude", "max"),
    }  # fmt: skip
    keys = {"cell": "cell", "spot": "_spot", "type": "_c_event_type", "precision": "_c_place_precision"}
    placed = rows[rows["_spot"] > 0]
    _assert_sums(folder.read(names.CELLS_CUBE), placed, keys | {"partition": "partition"}, of_cells)
    _assert_sums(folder.read(names.WORLD_CUBE), placed, keys, of_cells)
    days = {"when": "_when", "type": "_c_event_type", "partition": "partition"}
    _assert_sums(folder.read(names.DAYS_CUBE), rows, days, {})
    areas = {"area": "_area", "type": "_c_event_type", "partition": "partition"}
    _assert_sums(folder.read(names.AREAS_CUBE), rows[rows["_spot"] == 3], areas, on_map)


def _assert_sums(cube: pa.Table, rows: pd.DataFrame, keys: dict[str, str], sums: dict[str, tuple[str, str]]) -> None:
    renamed = rows.assign(**{name: rows[column].astype("int64") for name, column in keys.items()})
    expected = renamed.groupby(list(keys), as_index=False).agg(n=("_row", "size"), **sums)
    actual = cube.to_pandas().sort_values(list(keys), ignore_index=True)
    assert_frame_equal(actual[list(expected.columns)], expected, check_dtype=False)


@pytest.mark.parametrize("key", ["actor", "place"])
def test_further_rows_are_those_of_the_index(key: str, folder: PackedFolder, table: gpd.GeoDataFrame) -> None:
    index, filter_ = Index.from_table(table), FILTER[key]
    values = index.facet_values(filter_)
    choices = [values.values[code] for code in values.further]
    rows = {choice: index.source.further_rows(filter_, choice, Inside.CERTAIN).tolist() for choice in choices}
    expected = {choice: sorted(numbers) for choice, numbers in rows.items() if numbers}
    further = folder.read(names.further_path(key)).to_pandas()
    assert expected
    assert {choice: numbers.tolist() for choice, numbers in further.groupby("choice")["_row"]} == expected
    assert key in folder.manifest.further


def test_identifiers_lead_to_rows(folder: PackedFolder, table: gpd.GeoDataFrame) -> None:
    parts = [folder.read(part.path).to_pandas() for part in folder.manifest.identifiers]
    index = pd.concat(parts, ignore_index=True)
    assert index["incident_id"].tolist() == sorted(table["incident_id"])
    assert table["incident_id"].iloc[index["_row"]].tolist() == index["incident_id"].tolist()
    assert [part["incident_id"].iloc[0] for part in parts] == [part.first for part in folder.manifest.identifiers]


def test_files_lie_along_the_curve_and_the_manifest_describes_them(
    folder: PackedFolder, table: gpd.GeoDataFrame
) -> None:
    assert sum(partition.n_rows for partition in folder.manifest.partitions) == len(table)
    for partition in folder.manifest.partitions:
        rows = pq.read_table(folder.file(partition.path), partitioning=None).to_pandas()
        assert rows["_key"].fillna(float("inf")).is_monotonic_increasing
        assert (rows["_row"].min(), rows["_row"].max(), len(rows)) == (
            partition.first_row,
            partition.last_row,
            partition.n_rows,
        )
        years = set(pd.to_datetime(rows["date_start"]).dt.year.dropna().astype(int))
        assert years == ({partition.year} if partition.year else set())
        if partition.bounds:
            west, south, east, north = partition.bounds
            assert (west, south) == (rows["longitude"].min(), rows["latitude"].min())
            assert (east, north) == (rows["longitude"].max(), rows["latitude"].max())


def test_geopandas_reads_a_file_of_rows(folder: PackedFolder, table: gpd.GeoDataFrame) -> None:
    partition = next(partition for partition in folder.manifest.partitions if partition.bounds)
    rows = gpd.read_parquet(folder.file(partition.path))
    assert rows.crs == table.crs
    assert rows.geometry.to_wkt().tolist() == table.geometry.iloc[rows["_row"]].to_wkt().tolist()
    west, south, east, north = partition.bounds or (0, 0, 0, 0)
    half = gpd.read_parquet(folder.file(partition.path), bbox=(west, south, (west + east) / 2, north))
    assert sorted(half["_row"]) == sorted(rows["_row"][rows["longitude"] <= (west + east) / 2])


def test_duckdb_reads_all_rows_by_their_box(folder: PackedFolder, table: gpd.GeoDataFrame) -> None:
    query = "SELECT count(*) FROM read_parquet($files, hive_partitioning=true) WHERE bbox.xmin > 60 AND bbox.xmax < 80"
    count = duckdb.execute(query, {"files": str(folder.path / "rows" / "*" / "*.parquet")}).fetchone()
    assert count == (int(table["longitude"].between(60, 80, inclusive="neither").sum()),)


def test_a_second_run_finds_everything_packed(folder: PackedFolder, sources: list[Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder.path, copy)
    assert pack(sources, copy).manifest == folder.manifest
