"""The atlas with one's own imports over it: which row stays, what is told, and what a broken import cannot do."""

from pathlib import Path

import pandas as pd
import pytest

from geo.errors import WorkspaceNotFound
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage import atlas
from geo.storage.workspace import access
from geo.storage.workspace.access import StoredImport, Workspace

HEADER = "incident_id,date_start,latitude,longitude,title,event_type,mine.note\n"


@pytest.fixture(autouse=True)
def workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Workspace:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return access.open_workspace()


def keep(workspace: Workspace, rows: str, name: str = "mine.csv") -> StoredImport:
    content = (HEADER + rows).encode()
    return workspace.save_import(workspace.add_upload(content, name), importing.read(content), ImportOptions())


def test_without_ones_own_it_is_the_base_itself(workspace: Workspace) -> None:
    assert atlas.current_atlas() is atlas.base_atlas()
    stored = keep(workspace, "mine,2024-01-16,33,65,A strike,Battles,x\n")
    assert atlas.current_atlas() is not atlas.base_atlas()
    workspace.hide(stored.import_id)
    assert atlas.current_atlas() is atlas.base_atlas()


def test_imports_are_added_and_later_rows_replace_earlier_ones(workspace: Workspace) -> None:
    base = atlas.base_atlas()
    known = base.incidents["incident_id"].iloc[0]
    keep(workspace, f"mine,2024-01-16,33,65,First,Battles,x\n{known},2024-01-16,33,65,Replaced,,\n")
    keep(workspace, "mine,2024-01-16,33,65,Zweitens,Battles,\n", "later.csv")
    own = atlas.current_atlas()
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


def test_two_sheets_of_nobodys_are_two_datasets_by_their_labels(workspace: Workspace) -> None:
    for place in ("Quetta", "Zahedan"):
        content = f"Date,City\n2024-01-16,{place}\n".encode()
        workspace.save_import(workspace.add_upload(content, f"{place}.csv"), importing.read(content), ImportOptions())
    first, second = workspace.imports()
    assert (first.datasets, second.datasets) == (("Quetta.csv",), ("Zahedan.csv",))
    before = atlas.current_atlas()
    assert len(before.select(Selection.from_query("dataset=Quetta.csv"))) == 1
    workspace.rename(first.import_id, "Field notes; May")
    assert atlas.current_atlas().version != before.version
    assert len(atlas.current_atlas().select(Selection.from_query("dataset=Field+notes%3B+May"))) == 1


def test_the_version_is_of_what_is_shown(workspace: Workspace) -> None:
    keep(workspace, "one,2024-01-16,33,65,,,\n")
    first = atlas.current_atlas().version
    other = keep(workspace, "two,2024-01-16,33,65,,,\n")
    second = atlas.current_atlas().version
    workspace.delete(other.import_id)
    assert first != second
    assert (atlas.current_atlas().version, len({first, second, atlas.base_atlas().version})) == (first, 3)
    assert atlas.current_atlas() is atlas.current_atlas()


def test_what_a_person_called_the_same_is_marked_where_both_are_there(workspace: Workspace) -> None:
    known = atlas.base_atlas().incidents["incident_id"].iloc[0]
    keep(workspace, "one,2024-01-16,33,65,,,\ntwo,2024-01-16,33,65,,,\nthree,2024-01-16,33,65,,,\n")
    for pair in (("one", known, "same"), ("two", known, "different"), ("three", "not there", "same")):
        workspace.decide(*pair)
    rows = atlas.current_atlas().incidents.set_index("incident_id")["duplicate_of"]
    assert rows["one"] == known
    assert rows[["two", "three"]].isna().all()


def test_a_broken_import_is_told_and_stops_nothing(workspace: Workspace) -> None:
    keep(workspace, "whole,2024-01-16,33,65,,,\n")
    version = atlas.current_atlas().version
    whole = set((workspace.folder / "files").iterdir())
    keep(workspace, "broken,2024-01-16,33,65,,,\n", "broken.csv")
    for path in set((workspace.folder / "files").iterdir()) - whole:
        path.write_bytes(b"")
    own = atlas.current_atlas()
    assert [("broken.csv" in told, "damaged" in told) for told in own.warnings] == [(True, True)]
    assert "whole" in own.incidents["incident_id"].tolist()
    assert own.version not in (version, atlas.base_atlas().version)


def test_a_broken_database_is_told_and_the_base_is_served(workspace: Workspace) -> None:
    keep(workspace, "mine,2024-01-16,33,65,,,\n")
    (workspace.folder / "workspace.sqlite").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5_000)
    own = atlas.current_atlas()
    assert own.index is atlas.base_atlas().index
    assert [("cannot be used" in told) for told in own.warnings] == [True]


def test_a_large_table_is_kept_for_the_next_start(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas.index_cache, "KEPT_FROM_ROWS", 5)
    keep(workspace, "mine,2024-01-16,33,65,Kept,,x\n")
    first = atlas.current_atlas()
    assert list((workspace.cache_dir / ".faultline").iterdir())
    atlas._workspace_atlases._answers.clear()
    monkeypatch.setattr(atlas, "merged", None)  # it is not made again
    again = atlas.current_atlas()
    assert (again.version, again.n_replaced, again.file_names) == (first.version, first.n_replaced, first.file_names)
    pd.testing.assert_frame_equal(
        pd.DataFrame(again.incidents.drop(columns="geometry")), pd.DataFrame(first.incidents.drop(columns="geometry"))
    )


def test_what_is_forgotten_is_nowhere_on_the_disk(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atlas.index_cache, "KEPT_FROM_ROWS", 5)
    stored = keep(workspace, "secret-identifier,2024-01-16,33,65,,,\n")
    atlas.current_atlas()
    assert [path for path in workspace.cache_dir.rglob("*.arrow") if b"secret-identifier" in path.read_bytes()]
    workspace.purge(stored.import_id)
    assert atlas.current_atlas() is atlas.base_atlas()
    assert {path.name for path in workspace.folder.rglob("*") if path.is_file()} <= {
        "workspace.sqlite", "workspace.sqlite-wal", "workspace.sqlite-shm"
    }  # fmt: skip
    # SQLite leaves what is deleted in free pages where it is not told otherwise.
    assert b"mine.csv" not in b"".join(path.read_bytes() for path in workspace.folder.glob("workspace.sqlite*"))


def test_on_a_shared_server_nobody_sees_what_is_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", "1")
    one, two = access.new_key(), access.new_key()
    keep(access.open_workspace(one), "secret,2024-01-16,33,65,CANARY,,\n")
    assert "secret" in atlas.current_atlas(one).incidents["incident_id"].tolist()
    assert atlas.current_atlas() is atlas.base_atlas()
    assert atlas.current_atlas(two) is atlas.base_atlas()
    with pytest.raises(WorkspaceNotFound):
        atlas.current_atlas("guess")
