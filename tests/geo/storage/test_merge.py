"""The atlas with imports over the base: which row stays, which warnings there are, what a broken import cannot do."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo.errors import WorkspaceNotFound
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query.index import Index
from geo.query.selection import Selection
from geo.storage import atlas_cache, import_segments, index_cache
from geo.storage.workspace import sessions
from geo.storage.workspace.stored_import import StoredImport
from geo.storage.workspace.workspace import Workspace

HEADER = "incident_id,date_start,latitude,longitude,title,event_type,mine.note\n"


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workspace:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return sessions.open_workspace()


def save(workspace: Workspace, rows: str, name: str = "mine.csv") -> StoredImport:
    content = (HEADER + rows).encode()
    return workspace.save_import(workspace.add_upload(content, name), importing.read(content), ImportOptions())


def test_without_imports_it_is_the_base_itself(workspace: Workspace) -> None:
    assert atlas_cache.current_atlas() is atlas_cache.base_atlas()
    stored = save(workspace, "mine,2024-01-16,33,65,A strike,Battles,x\n")
    assert atlas_cache.current_atlas() is not atlas_cache.base_atlas()
    workspace.hide(stored.import_id)
    assert atlas_cache.current_atlas() is atlas_cache.base_atlas()


def test_imports_are_added_and_later_rows_replace_earlier_ones(workspace: Workspace) -> None:
    base = atlas_cache.base_atlas()
    known = base.incidents["incident_id"].iloc[0]
    save(workspace, f"mine,2024-01-16,33,65,First,Battles,x\n{known},2024-01-16,33,65,Replaced,,\n")
    save(workspace, "mine,2024-01-16,33,65,Zweitens,Battles,\n", "later.csv")
    own = atlas_cache.current_atlas()
    rows = own.incidents.set_index("incident_id")
    assert len(own.incidents) == len(base.incidents) + 1
    assert (own.n_replaced, own.warnings) == (2, ())
    assert own.file_names == (*base.file_names, "mine.csv", "later.csv")
    assert (rows.at["mine", "title"], rows.at[known, "title"]) == ("Zweitens", "Replaced")
    assert rows.at["mine", "country"] == "Afghanistan"
    assert own.claims is base.claims
    typed = own.incidents.dtypes.astype(str)[list(base.incidents.columns)]
    assert typed.tolist() == base.incidents.dtypes.astype(str).tolist()
    assert len(own.select(Selection.from_query("q=Zweitens"))) == 1


def test_two_generic_tables_are_two_datasets_by_their_labels(workspace: Workspace) -> None:
    for place in ("Quetta", "Zahedan"):
        content = f"Date,City\n2024-01-16,{place}\n".encode()
        workspace.save_import(workspace.add_upload(content, f"{place}.csv"), importing.read(content), ImportOptions())
    first, second = workspace.imports()
    assert (first.datasets, second.datasets) == (("Quetta.csv",), ("Zahedan.csv",))
    before = atlas_cache.current_atlas()
    assert len(before.select(Selection.from_query("dataset=Quetta.csv"))) == 1
    workspace.rename(first.import_id, "Field notes; May")
    assert atlas_cache.current_atlas().version != before.version
    assert len(atlas_cache.current_atlas().select(Selection.from_query("dataset=Field+notes%3B+May"))) == 1


def test_the_version_is_of_what_is_shown(workspace: Workspace) -> None:
    save(workspace, "one,2024-01-16,33,65,,,\n")
    first = atlas_cache.current_atlas().version
    other = save(workspace, "two,2024-01-16,33,65,,,\n")
    second = atlas_cache.current_atlas().version
    workspace.delete(other.import_id)
    assert first != second
    assert (atlas_cache.current_atlas().version, len({first, second, atlas_cache.base_atlas().version})) == (first, 3)
    assert atlas_cache.current_atlas() is atlas_cache.current_atlas()


def test_what_a_person_called_the_same_is_marked_where_both_are_there(workspace: Workspace) -> None:
    known = atlas_cache.base_atlas().incidents["incident_id"].iloc[0]
    save(workspace, "one,2024-01-16,33,65,,,\ntwo,2024-01-16,33,65,,,\nthree,2024-01-16,33,65,,,\n")
    for pair in (("one", known, "same"), ("two", known, "different"), ("three", "not there", "same")):
        workspace.decide(*pair)
    rows = atlas_cache.current_atlas().incidents.set_index("incident_id")["duplicate_of"]
    assert rows["one"] == known
    assert rows[["two", "three"]].isna().all()


def test_linked_duplicates_count_once_along_chains_and_through_what_is_hidden(workspace: Workspace) -> None:
    known = atlas_cache.base_atlas().incidents["incident_id"].iloc[0]
    n_base = len(atlas_cache.base_atlas().select(Selection.from_query("once=1")))
    save(workspace, "one,2024-01-16,33,65,,,\n")
    between = save(workspace, "two,2024-01-16,33,65,,,\n", "between.csv")
    workspace.decide("one", "two", "same")
    workspace.decide("two", known, "same")
    for _ in range(2):
        atlas = atlas_cache.current_atlas()
        assert atlas.incidents.set_index("incident_id").at["one", "duplicate_of"] == known
        assert len(atlas.select(Selection.from_query("once=1"))) == n_base
        assert len(atlas.engine) == len(atlas_cache.base_atlas().engine) + len(atlas.imports)
        workspace.hide(between.import_id)


def test_a_change_builds_no_index_of_what_was_there(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = save(workspace, "one,2024-01-16,33,65,,,\n")
    atlas_cache.current_atlas()
    lengths: list[int] = []
    build = Index.from_table

    def count_rows(table: gpd.GeoDataFrame) -> Index:
        lengths.append(len(table))
        return build(table)

    monkeypatch.setattr(Index, "from_table", count_rows)
    workspace.hide(stored.import_id)
    workspace.show(stored.import_id)
    assert len(atlas_cache.current_atlas().engine) == len(atlas_cache.base_atlas().engine) + 1
    save(workspace, "two,2024-01-16,33,65,,,\nthree,2024-01-16,33,65,,,\n", "two.csv")
    atlas_cache.current_atlas()
    workspace.decide("one", "two", "same")
    assert (
        len(atlas_cache.current_atlas().select(Selection.from_query("once=1")))
        == len(atlas_cache.base_atlas().engine) + 2
    )
    assert lengths == [2, 1]  # the import, and the row that was decided on


def test_a_broken_import_gives_a_warning_and_stops_nothing(workspace: Workspace) -> None:
    save(workspace, "whole,2024-01-16,33,65,,,\n")
    version = atlas_cache.current_atlas().version
    intact = set((workspace.folder / "files").iterdir())
    save(workspace, "broken,2024-01-16,33,65,,,\n", "broken.csv")
    for path in set((workspace.folder / "files").iterdir()) - intact:
        path.write_bytes(b"")
    own = atlas_cache.current_atlas()
    assert [("broken.csv" in warning, "damaged" in warning) for warning in own.warnings] == [(True, True)]
    assert "whole" in own.incidents["incident_id"].tolist()
    assert own.version not in (version, atlas_cache.base_atlas().version)


def test_a_broken_database_gives_a_warning_and_the_base_is_served(workspace: Workspace) -> None:
    save(workspace, "mine,2024-01-16,33,65,,,\n")
    (workspace.folder / "workspace.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    own = atlas_cache.current_atlas()
    assert own.engine is atlas_cache.base_atlas().engine
    assert [("cannot be used" in warning) for warning in own.warnings] == [True]


def test_a_large_table_is_cached_for_the_next_start(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    save(workspace, "mine,2024-01-16,33,65,Cached,,x\n")
    first = atlas_cache.current_atlas()
    assert list((workspace.cache_dir / ".faultline").iterdir())
    atlas_cache._workspace_atlases._values.clear()
    import_segments._segments.discard(lambda _: True)
    monkeypatch.setattr(Index, "from_table", None)  # it is not made again
    again = atlas_cache.current_atlas()
    assert (again.version, again.n_replaced, again.file_names) == (first.version, first.n_replaced, first.file_names)
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.incidents.drop(columns="geometry")), pd.DataFrame(first.incidents.drop(columns="geometry"))
    )


def test_what_is_purged_is_nowhere_on_the_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_cache, "CACHED_FROM_ROWS", 1)
    stored = save(workspace, "secret-identifier,2024-01-16,33,65,,,\n")
    atlas_cache.current_atlas()
    assert [path for path in workspace.cache_dir.rglob("*.arrow") if b"secret-identifier" in path.read_bytes()]
    workspace.purge(stored.import_id)
    assert atlas_cache.current_atlas() is atlas_cache.base_atlas()
    assert not [key for key in import_segments._segments._values if key[0] == workspace.folder]
    assert {path.name for path in workspace.folder.rglob("*") if path.is_file()} <= {
        "workspace.sqlite", "workspace.sqlite-wal", "workspace.sqlite-shm", "slots.sqlite"
    }  # fmt: skip
    # SQLite leaves what is deleted in free pages where it is not told otherwise.
    assert b"mine.csv" not in b"".join(path.read_bytes() for path in workspace.folder.glob("workspace.sqlite*"))


def test_on_a_shared_server_nobody_sees_what_is_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", "1")
    one, two = sessions.new_key(), sessions.new_key()
    save(sessions.open_workspace(one), "secret,2024-01-16,33,65,CANARY,,\n")
    assert "secret" in atlas_cache.current_atlas(one).incidents["incident_id"].tolist()
    assert atlas_cache.current_atlas() is atlas_cache.base_atlas()
    assert atlas_cache.current_atlas(two) is atlas_cache.base_atlas()
    with pytest.raises(WorkspaceNotFound):
        atlas_cache.current_atlas("guess")
