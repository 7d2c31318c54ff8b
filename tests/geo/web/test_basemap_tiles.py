"""The basemap over HTTP."""

import os
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.core import data_files
from geo.mapping.basemap import relief, tiles
from geo.settings import data_dir
from geo.web import basemap_tiles
from tests.geo.web.addresses import make_client

TILE = "/tiles/basemap/4/10/6.json"


@pytest.fixture(scope="module")
def client() -> TestClient:
    return make_client()


def test_a_tile_is_json(client: TestClient) -> None:
    answer = client.get(TILE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert {"land", "lines", "names"} <= answer.json().keys()


def test_a_tile_of_a_file_that_changed_is_refused_until_the_file_is_there_again(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("basemap_arcs.parquet", "basemap_rings.parquet", "provinces.parquet"):
        shutil.copy(data_dir() / name, tmp_path / name)
    monkeypatch.setattr(data_files, "data_dir", lambda: tmp_path)
    for module, name in ((tiles, "build_tile"), (tiles, "read_level"), (tiles, "outline_level")):
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)  # as if nothing was read yet
    expected = client.get(TILE).content
    os.truncate(tmp_path / "basemap_arcs.parquet", 100_000)
    answer = client.get(TILE)
    assert answer.status_code == 503
    assert "basemap_arcs.parquet of the bundled geography changed after the start" in answer.json()["error"]
    assert answer.headers["cache-control"] == "no-store"
    shutil.copy(data_dir() / "basemap_arcs.parquet", tmp_path)
    assert client.get(TILE).content == expected


@pytest.mark.parametrize(
    ("path", "version"), [(TILE, tiles.tiles_version()), ("/tiles/relief/3/5/3.webp", relief.relief_version())]
)
def test_an_address_with_the_version_is_kept_for_good(client: TestClient, path: str, version: str) -> None:
    assert "immutable" in client.get(f"{path}?v={version}").headers["cache-control"]
    for other in ("", "?v=", "?v=old"):
        assert "must-revalidate" in client.get(f"{path}{other}").headers["cache-control"]


@pytest.mark.parametrize("path", [TILE, "/tiles/relief/3/5/3.webp", "/tiles/basemap/areas.json?detail=1&id=ne0:IRN"])
def test_what_a_browser_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/tiles/basemap/19/0/0.json",
        "/tiles/basemap/2/4/0.json",
        "/tiles/basemap/2/0/-1.json",
        "/tiles/basemap/2/0/1.5.json",
        "/tiles/basemap/٢/0/0.json",
        "/tiles/basemap/2/0/99999999999999999999.json",
        "/tiles/basemap/x/0/0.json",
        "/tiles/basemap/2/0.json",
        "/tiles/basemap/..%2f..%2fetc/0/0.json",
        "/tiles/relief/5/0/0.webp",
        "/tiles/relief/0/0/0.png",
        "/tiles/relief/../0/0.webp",
    ],
)
def test_what_is_no_tile_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_relief(client: TestClient) -> None:
    assert client.get("/tiles/relief/3/5/3.webp").headers["content-type"] == "image/webp"
    assert client.get("/tiles/relief/4/1/9.webp").status_code == 204  # the Pacific


def test_areas_by_identifier(client: TestClient) -> None:
    query = "id=ne1:PAK-1108&id=ne0:IRN&id=part:north:ne0:IRQ&id=nothing&id=&id=ne1:%00&id=" + "x" * 5000
    shapes = client.get(f"/tiles/basemap/areas.json?detail=1&{query}").json()
    assert shapes.keys() == {"ne1:PAK-1108", "ne0:IRN", "part:north:ne0:IRQ"}
    assert {shape["type"] for shape in shapes.values()} == {"MultiPolygon"}


def test_finer_areas_have_more_points(client: TestClient) -> None:
    sizes = [len(client.get(f"/tiles/basemap/areas.json?detail={detail}&id=ne0:PAK").content) for detail in range(4)]
    assert sizes == sorted(set(sizes))


def test_areas_take_no_more_memory_than_they_may(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/tiles/basemap/areas.json?detail=1&id=ne0:IRN&id=ne0:PAK&id=ne0:IRN"
    first = client.get(path).content
    monkeypatch.setattr(basemap_tiles.AREAS, "max_bytes", len(first))
    asked = client.get(f"{path}&id=ne0:AFG&id=ne0:TKM").json()
    assert asked.keys() == {"ne0:IRN", "ne0:PAK", "ne0:AFG", "ne0:TKM"}
    assert basemap_tiles.AREAS.size_bytes <= basemap_tiles.AREAS.max_bytes
    assert client.get(path).content == first


@pytest.mark.parametrize("detail", ["", "4", "-1", "1.0", "x", "１", "9" * 5000])
def test_a_detail_that_there_is_not_is_refused(client: TestClient, detail: str) -> None:
    answer = client.get(f"/tiles/basemap/areas.json?id=ne0:IRN&detail={detail}")
    assert answer.status_code == 400
    assert "Accepted: 0 to 3" in answer.json()["error"]
    assert len(answer.content) < 500


def test_too_many_areas_are_refused(client: TestClient) -> None:
    answer = client.get("/tiles/basemap/areas.json?detail=0&" + "&".join(["id=ne0:IRN"] * 201))
    assert answer.status_code == 400
    assert "201 areas" in answer.json()["error"]


def test_no_area_is_no_error(client: TestClient) -> None:
    assert client.get("/tiles/basemap/areas.json?detail=0").json() == {}
