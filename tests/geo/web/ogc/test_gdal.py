"""GDAL's OAPIF driver, which QGIS reads by, against a server in a process of its own."""

from collections.abc import Iterator

import geopandas as gpd
import pyogrio
import pytest

from tests.random_selections import made_table
from tests.serving import serve_script


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("made") / "made.parquet"
    made_table().to_parquet(path)
    with serve_script(environment={"INCIDENTS": str(path)}) as server:
        yield f"{server}/ogc"


def read(address: str, **options: object) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(f"OAPIF:{address}", layer="incidents", **options)


def test_gdal_lists_the_collection_and_reads_all_pages_in_order(address: str) -> None:
    assert [name for name, _ in pyogrio.list_layers(f"OAPIF:{address}").tolist()] == ["incidents"]
    rows, table = read(address, PAGE_SIZE="700"), made_table()
    assert rows["incident_id"].tolist() == table["incident_id"].tolist()
    assert rows.crs is not None
    assert rows.crs.to_string() in ("OGC:CRS84", "EPSG:4326")
    is_placed = table["longitude"].notna().to_numpy()
    assert rows.geometry.notna().to_numpy().tolist() == is_placed.tolist()
    assert rows.geometry[is_placed].x.tolist() == table["longitude"][is_placed].tolist()
    assert rows.geometry[is_placed].y.tolist() == table["latitude"][is_placed].tolist()


def test_gdal_reads_a_box(address: str) -> None:
    table = made_table()
    inside = table["longitude"].between(60, 70) & table["latitude"].between(20, 35)
    rows = read(address, bbox=(60, 20, 70, 35), PAGE_SIZE="100")
    assert rows["incident_id"].tolist() == table["incident_id"][inside].tolist()


def test_gdal_counts_without_reading(address: str) -> None:
    assert pyogrio.read_info(f"OAPIF:{address}", layer="incidents")["features"] == len(made_table())


def test_gdal_reads_the_page_of_a_selection(address: str) -> None:
    rows = read(address, where="country = 'Fiji'")
    assert rows["incident_id"].tolist() == made_table().query("country == 'Fiji'")["incident_id"].tolist()
