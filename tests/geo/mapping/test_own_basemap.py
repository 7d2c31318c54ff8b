"""The file of the setting BASEMAP: what the map's script gets, also when the file is missing, broken or exchanged."""

import os
from pathlib import Path

import pytest

from geo.mapping.own_basemap import current_basemap, map_config
from geo.query.point_index import Tile
from tests.tile_files import PNG, VECTOR, write_mbtiles, write_pmtiles

TILES = {Tile(1, 1, 0): PNG + b"one", Tile(3, 5, 2): PNG + b"three"}


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> object:
    yield
    monkeypatch.delenv("BASEMAP", raising=False)
    assert current_basemap().archive is None


@pytest.mark.parametrize("value", [None, "", "   "])
def test_without_a_file_there_is_neither_a_layer_nor_a_problem(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BASEMAP", raising=False)
    if value is not None:
        monkeypatch.setenv("BASEMAP", value)
    assert map_config() == {"own": None, "own_problem": ""}


def test_the_layer_is_what_the_file_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metadata = {"name": "<b>Panjgur</b>", "attribution": "© {{7*7}}", "bounds": "60,25,66,30"}
    monkeypatch.setenv("BASEMAP", str(write_mbtiles(tmp_path / "a.mbtiles", TILES, metadata)))
    config = map_config()
    assert config["own"].pop("url") == f"/tiles/own/{{z}}/{{x}}/{{y}}?v={current_basemap().version}"
    assert config == {
        "own": {"name": "<b>Panjgur</b>", "attribution": "© {{7*7}}", "minzoom": 1, "maxzoom": 3,
                "bounds": (60.0, 25.0, 66.0, 30.0)},
        "own_problem": "",
    }  # fmt: skip


def test_a_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASEMAP", str(write_mbtiles(tmp_path / "a.mbtiles", TILES)))
    assert current_basemap() is current_basemap()


@pytest.mark.parametrize("missing", ["nowhere.mbtiles", ".", "\x1b[2J.mbtiles"])
def test_a_problem_names_the_file_and_what_is_accepted(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASEMAP", str(tmp_path / missing))
    config = map_config()
    name = (tmp_path / missing).name.replace("\x1b", "␛")
    assert config["own"] is None
    assert config["own_problem"].startswith(f"The basemap {name} cannot be used: ")
    assert config["own_problem"].endswith("tiles that are pictures: PNG, JPEG, WebP or AVIF.")
    assert str(tmp_path) not in config["own_problem"], "on a shared server, folders are nobody's business"


def test_a_file_that_arrives_changes_or_goes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.mbtiles"
    monkeypatch.setenv("BASEMAP", str(path))
    assert "there is no such file" in current_basemap().problem
    write_mbtiles(path, TILES)
    first = current_basemap()
    assert first.archive is not None
    other = write_pmtiles(tmp_path / "other", {Tile(0, 0, 0): PNG})
    os.replace(other, path)
    second = current_basemap()
    assert second.archive is not None
    assert second.archive.kind == "PMTiles"
    assert second.version != first.version
    path.write_bytes(VECTOR)
    assert (current_basemap().archive, current_basemap().version) == (None, "")
    path.unlink()
    assert "there is no such file" in current_basemap().problem


def test_the_version_is_the_files_and_not_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_mbtiles(tmp_path / "a.mbtiles", TILES)
    monkeypatch.setenv("BASEMAP", str(path))
    first = current_basemap().version
    moved = path.rename(tmp_path / "b.mbtiles")
    monkeypatch.setenv("BASEMAP", str(moved))
    assert current_basemap().version == first
    os.utime(moved, ns=(1, 1))
    assert current_basemap().version != first
