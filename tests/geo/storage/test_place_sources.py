"""What an atlas knows of places: its base's and its reader's own, nobody else's, and not what a file says of itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from unittest.mock import MagicMock

import pytest

from geo.errors import EngineFailed, QueryCancelled, QueryTimedOut
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.places import resolve
from geo.places.own_places import OwnPlaces
from geo.query.engine import ResultSet
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.edits.changes import Correction, Deletion
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.place_sources import PlaceSource, PlaceSources
from geo.storage.workspace import sessions
from geo.storage.workspace.stored_import import StoredImport
from tests.geo.places.own_places.own_rows import make_table
from tests.random_selections import made_table

HEADER = "date,place,country,lat,lon\n"
ANA, BEN = ("30.20123", "66.90123"), ("33.20123", "70.10123")


def save(key: str, latitude: str, longitude: str) -> StoredImport:
    return save_text(key, f"{HEADER}2020-01-01,Sohr Kalay,Pakistan,{latitude},{longitude}\n")


def save_text(key: str, text: str) -> StoredImport:
    content = text.encode()
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


def edit(key: str, *drafts: Draft) -> None:
    add_edits(sessions.open_workspace(key), atlas_cache.current_atlas(key), drafts, who="Ana", why="Seen by us")


def count_rows(own: OwnPlaces) -> list[tuple[float, int]]:
    return [(point.longitude, point.n_rows) for point in own.points_of("Sohr Kalay")]


def layers_of(key: str) -> tuple[PlaceSource, ...]:
    sources = atlas_cache.current_atlas(key).place_sources
    assert sources is not None
    return sources.layers


def own_id(key: str) -> str:
    (incident_id,) = layers_of(key)[1].incident_ids
    return incident_id


def test_a_deleted_incident_teaches_nothing(keys: tuple[str, str]) -> None:
    edit(keys[0], Draft(own_id(keys[0]), Deletion()))
    assert count_rows(atlas_cache.current_atlas(keys[0]).own_places()) == []


def test_an_edited_row_teaches_once_and_what_it_says_now(keys: tuple[str, str]) -> None:
    edit(keys[0], Draft(own_id(keys[0]), Correction.of({"title": "Another"})))
    assert count_rows(atlas_cache.current_atlas(keys[0]).own_places()) == [(66.90123, 1)]
    edit(keys[0], Draft(own_id(keys[0]), Correction.of({"longitude": "67.5"})))
    assert count_rows(atlas_cache.current_atlas(keys[0]).own_places()) == [(67.5, 1)]


def test_an_edited_row_of_a_file_that_is_read_again_does_not_teach_it(keys: tuple[str, str]) -> None:
    edit(keys[0], Draft(own_id(keys[0]), Correction.of({"longitude": "67.5"})))
    (stored,) = sessions.open_workspace(keys[0]).imports()
    assert count_rows(atlas_cache.current_atlas(keys[0]).own_places(without=stored.digest)) == []


def test_a_row_that_a_later_import_replaces_teaches_as_that_has_it(keys: tuple[str, str]) -> None:
    header = "incident_id,date_start,latitude,longitude,country,place_name,place_precision,dataset"
    first, later = (f"{header}\nx,2020-01-01,30.2,{x},Pakistan,Tor Dara,exact,Us\n" for x in (66.9, 67.0))
    stored = [save_text(keys[0], text) for text in (first, later)]
    atlas = atlas_cache.current_atlas(keys[0])
    seen = [
        [(point.longitude, point.n_rows) for point in own.points_of("Tor Dara")]
        for own in (atlas.own_places(), *(atlas.own_places(without=each.digest) for each in stored))
    ]
    assert seen == [[(67.0, 1)], [(67.0, 1)], [(66.9, 1)]]


def failing_source(fail: Callable[[Selection], ResultSet] | EngineFailed) -> PlaceSource:
    """A table of which every question fails, or waits."""
    engine = MagicMock(spec=Index)
    engine.__len__.return_value = 5
    engine.select.side_effect = fail
    return PlaceSource(engine)


def test_what_cannot_be_read_teaches_nothing_and_says_why(keys: tuple[str, str]) -> None:
    error = QueryTimedOut(5)
    own = PlaceSources((failing_source(error), layers_of(keys[0])[1])).own_places()
    assert longitudes(own) == [66.90123]
    assert own.notes == (error.for_readers,)


def test_whoever_stops_asking_is_not_answered_without_a_table() -> None:
    with pytest.raises(QueryCancelled):
        PlaceSources((failing_source(QueryCancelled()),)).own_places()


def test_whoever_reads_one_table_keeps_nobody_from_another() -> None:
    is_reading, may_go_on = Event(), Event()

    def wait(_: Selection) -> ResultSet:
        is_reading.set()
        may_go_on.wait()
        raise QueryTimedOut(5)

    slow, other = failing_source(wait), PlaceSource(Index.from_table(made_table()))
    with ThreadPoolExecutor(2) as threads:
        waiting = threads.submit(lambda: slow.table)
        try:
            is_reading.wait()
            assert len(threads.submit(lambda: other.table).result(timeout=60))
        finally:
            may_go_on.set()
        assert isinstance(waiting.exception(), QueryTimedOut)


def test_the_table_of_the_base_is_made_once_for_all(keys: tuple[str, str]) -> None:
    first, second = (layers_of(key)[0] for key in keys)
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
    engine = Index.from_table(made_table())
    first = engine.take(engine.select(Selection()).page(0, 50))
    monkeypatch.setattr("geo.storage.place_sources.MAX_ROWS", 50)
    assert PlaceSource(engine).table.rows.equals(make_table(first).rows)
    assert len(PlaceSource(engine).table)


def test_a_table_that_is_far_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.storage.place_sources.MAX_TABLE_ROWS", 10)
    assert len(PlaceSource(Index.from_table(made_table())).table) == 0


def test_nothing_that_is_printed_of_an_atlas_has_a_name_of_its_data(keys: tuple[str, str]) -> None:
    edit(keys[0], Draft(own_id(keys[0]), Correction.of({"longitude": "67.5"})))
    atlas = atlas_cache.current_atlas(keys[0])
    own = atlas.own_places()
    assert longitudes(own) == [67.5]
    assert "Sohr" not in repr((own, own.tables, atlas.place_sources))
