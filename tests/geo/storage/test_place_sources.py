"""What an atlas knows of places: its base's and its reader's own, nobody else's, and not what a file says of itself."""

from pathlib import Path

import pytest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.places import resolve
from geo.places.own_places import OwnPlaces
from geo.query.index import Index
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.place_sources import PlaceSource
from geo.storage.workspace import sessions
from geo.storage.workspace.stored_import import StoredImport
from tests.random_selections import made_table

HEADER = "date,place,country,lat,lon\n"
ANA, BEN = ("30.20123", "66.90123"), ("33.20123", "70.10123")


def save(key: str, latitude: str, longitude: str) -> StoredImport:
    content = f"{HEADER}2020-01-01,Sohr Kalay,Pakistan,{latitude},{longitude}\n".encode()
    workspace = sessions.open_workspace(key)
    upload = workspace.add_upload(content, "mine.csv")
    return workspace.save_import(upload, importing.read(content), ImportOptions(), label="Mine")


def longitudes(own: OwnPlaces) -> list[float]:
    return [point.longitude for point in own.points_of("Sohr Kalay")]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[str, str]:
    monkeypatch.setenv("WORKSPACE", str(tmp_path))
    monkeypatch.setenv("SHARED", "1")
    keys = sessions.new_key(), sessions.new_key()
    for key, point in zip(keys, (ANA, BEN), strict=True):
        save(key, *point)
    return keys


def test_two_people_have_each_the_points_of_their_own_data_alone(keys: tuple[str, str]) -> None:
    for key, point in zip(keys, (ANA, BEN), strict=True):
        atlas = atlas_cache.current_atlas(key)
        assert longitudes(atlas.own_places()) == [float(point[1])]
        place = resolve("Sohr Kalay", country="Pakistan", own_places=atlas.own_places())
        assert place.because == "1 row of Mine places it here"
    assert longitudes(atlas_cache.base_atlas().own_places()) == []


@pytest.mark.usefixtures("keys")
def test_whoever_has_no_data_has_no_point() -> None:
    assert longitudes(atlas_cache.current_atlas().own_places()) == []


def test_what_is_hidden_or_deleted_teaches_nothing(keys: tuple[str, str]) -> None:
    workspace = sessions.open_workspace(keys[0])
    (stored,) = workspace.imports()
    workspace.hide(stored.import_id)
    assert longitudes(atlas_cache.current_atlas(keys[0]).own_places()) == []
    workspace.show(stored.import_id)
    assert longitudes(atlas_cache.current_atlas(keys[0]).own_places()) == [66.90123]
    workspace.purge(stored.import_id)
    assert longitudes(atlas_cache.current_atlas(keys[0]).own_places()) == []


def test_a_file_that_is_read_again_is_not_taught_by_its_own_import(keys: tuple[str, str]) -> None:
    (stored,) = sessions.open_workspace(keys[0]).imports()
    atlas = atlas_cache.current_atlas(keys[0])
    assert longitudes(atlas.own_places(without=stored.digest)) == []


def test_the_table_of_the_base_is_made_once_for_all(keys: tuple[str, str]) -> None:
    first, second = (atlas_cache.current_atlas(key).place_sources[-1] for key in keys)
    assert first is second is atlas_cache.base_atlas().own_source


def test_an_import_is_read_once_whatever_is_shown_beside_it(keys: tuple[str, str]) -> None:
    before = atlas_cache.current_atlas(keys[0]).own_places().tables[0]
    workspace = sessions.open_workspace(keys[0])
    workspace.decide("a", "b", "different")
    assert atlas_cache.current_atlas(keys[0]).own_places().tables[0] is before


def test_the_table_is_the_same_from_any_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Index.from_table(made_table())
    whole = PlaceSource(engine).table
    monkeypatch.setattr("geo.storage.place_sources.BATCH_ROWS", 7)
    assert len(whole)
    assert PlaceSource(engine).table.rows.equals(whole.rows)


def test_of_a_table_that_is_too_long_the_first_rows_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.storage.place_sources.MAX_ROWS", 0)
    assert len(PlaceSource(Index.from_table(made_table())).table) == 0


def test_a_table_that_is_far_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.storage.place_sources.MAX_TABLE_ROWS", 10)
    assert len(PlaceSource(Index.from_table(made_table())).table) == 0


def test_nothing_that_is_printed_of_an_atlas_has_a_name_of_its_data(keys: tuple[str, str]) -> None:
    own = atlas_cache.current_atlas(keys[0]).own_places()
    assert "Sohr" not in repr(own)
    assert isinstance(atlas_cache.current_atlas(keys[0]), Atlas)
