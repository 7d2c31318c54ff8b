"""The tiles of the reader's own basemap, as a client sees them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from geo.mapping.own_basemap import current_basemap
from geo.query.point_index import Tile
from tests.geo.web.addresses import make_client
from tests.tile_files import JPEG, PNG, write_mbtiles

TILES = {Tile(3, 5, 2): PNG + b"five", Tile(3, 0, 7): JPEG, Tile(4, 1, 1): b"<script>alert(1)</script>"}
THERE = "/tiles/own/3/5/2"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("BASEMAP", str(write_mbtiles(tmp_path / "a.mbtiles", TILES)))
    yield make_client()
    monkeypatch.delenv("BASEMAP")
    assert current_basemap().archive is None


def test_a_tile_is_the_picture_in_the_file(client: TestClient) -> None:
    answer = client.get(THERE)
    assert (answer.status_code, answer.content) == (200, PNG + b"five")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get("/tiles/own/3/0/7").headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("tile", ["3/5/3", "0/0/0", "9/300/200", "22/0/0"])
def test_where_the_file_has_none_there_is_nothing(client: TestClient, tile: str) -> None:
    answer = client.get(f"/tiles/own/{tile}?v={current_basemap().version}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "tile",
    ["3/8/0", "23/0/0", "-1/0/0", "3/5/2.png", "3/٥/2", "a/b/c", f"3/{'9' * 5000}/0", "3/5", "", "3/5/2/1", "1.0/0/0"],
)
def test_there_is_no_such_tile(client: TestClient, tile: str) -> None:
    assert client.get(f"/tiles/own/{tile}").status_code == 404


def test_what_is_no_picture_is_not_served(client: TestClient) -> None:
    answer = client.get("/tiles/own/4/1/1")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/json")
    assert b"script" not in answer.content
    assert answer.headers["cache-control"] == "no-store"


def test_a_browser_keeps_what_cannot_change(client: TestClient) -> None:
    plain = client.get(THERE)
    assert "must-revalidate" in plain.headers["cache-control"]
    assert "must-revalidate" in client.get(f"{THERE}?v=of-another-file").headers["cache-control"]
    assert "public" in client.get(f"{THERE}?v={current_basemap().version}").headers["cache-control"]
    assert "immutable" in client.get(f"{THERE}?v={current_basemap().version}").headers["cache-control"]
    again = client.get(THERE, headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/tiles/own/3/0/7", headers={"If-None-Match": plain.headers["etag"]})
    assert other.status_code == 200


def test_another_file_has_other_tags(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get(THERE).headers["etag"]
    monkeypatch.setenv("BASEMAP", str(write_mbtiles(tmp_path / "b.mbtiles", {**TILES, Tile(3, 5, 2): PNG + b"other"})))
    answer = client.get(THERE, headers={"If-None-Match": before})
    assert (answer.status_code, answer.content) == (200, PNG + b"other")


@pytest.mark.parametrize(("value", "message"), [("", "The setting BASEMAP names"), ("/nowhere", "no such file")])
def test_without_a_file_every_tile_says_why(
    client: TestClient, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASEMAP", value)
    answer = client.get(THERE)
    assert answer.status_code == 404
    assert message in answer.json()["error"]
