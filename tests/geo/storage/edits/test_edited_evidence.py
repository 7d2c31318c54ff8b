"""What follows from claims and links follows from those that a person adds, and goes with them."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo.analysis.duplicates import suggest_duplicates
from geo.analysis.killed_total import KilledTotal
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import ClaimAddition, Correction, Deletion, IncidentAddition, Linking, Tagging
from geo.storage.edits.edit import Draft, Edit
from geo.storage.edits.editing import add_edits
from geo.storage.incident_record import find_record
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace

BASE = """incident_id,date_start,latitude,longitude,title
a,2024-01-16,27,64,A strike
b,2024-01-18,27,62,Another
c,2024-01-19,28,62,A third
"""
LINKS = "incident_id,relation,to_incident_id\nb,response to,a\n"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    (tmp_path / "base.csv").write_text(BASE)
    (tmp_path / "base.links.csv").write_text(LINKS)
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "base.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    atlas_cache.base_atlas.cache_clear()
    yield sessions.open_workspace()
    atlas_cache.base_atlas.cache_clear()


def edit(workspace: Workspace, *drafts: Draft) -> tuple[Edit, ...]:
    return add_edits(workspace, atlas_cache.current_atlas(), drafts, why="a list")


def column(atlas: Atlas, name: str) -> dict[str, object]:
    rows = pd.DataFrame(atlas.incidents).set_index("incident_id")
    return {str(id_): value for id_, value in rows[name].dropna().to_dict().items()}


def test_two_claims_that_disagree_contest_a_row_until_one_is_undone(workspace: Workspace) -> None:
    claims = [
        {"claimant": "Iran", "stance": "claims", "killed_best": "5"},
        {"claimant": "Pakistan", "stance": "denies"},
    ]
    edits = edit(workspace, *(Draft("a", ClaimAddition(cells)) for cells in claims))
    atlas = atlas_cache.current_atlas()
    assert column(atlas, "contested").get("a") is True
    assert "whether" in str(column(atlas, "contested_on")["a"])
    record = find_record(atlas, "a")
    assert record is not None
    assert len(record.claims) == 2
    workspace.edits.undo(edits[1].edit_id)
    assert "a" not in column(atlas_cache.current_atlas(), "contested_on")


def test_a_link_makes_a_chain_longer_and_a_row_that_is_taken_out_makes_it_shorter(workspace: Workspace) -> None:
    assert column(atlas_cache.current_atlas(), "chain") == {"a": "a", "b": "a"}
    edit(workspace, Draft("own", IncidentAddition({"date_start": "2024-01-20"})), Draft("c", Linking("follows", "b")))
    edit(workspace, Draft("own", Linking("follows", "c")))
    chain = dict.fromkeys(["a", "b", "c", "own"], "a")
    assert column(atlas_cache.current_atlas(), "chain") == chain
    edit(workspace, Draft("b", Deletion()))
    assert column(atlas_cache.current_atlas(), "chain") == {"c": "c", "own": "c"}


def test_tags_and_corrections_can_be_selected(workspace: Workspace) -> None:
    edit(workspace, Draft("c", Tagging("to check")))
    atlas = atlas_cache.current_atlas()
    assert [len(atlas.select(Selection.from_query(query))) for query in ("tag=to+check", "corrected=1")] == [1, 0]


def test_totals_reach_over_claims_that_a_person_adds_and_the_row_stays_as_it_is(workspace: Workspace) -> None:
    claims = ({"claimant": "Iran", "killed_low": "11"}, {"claimant": "Pakistan", "killed_low": "1", "killed_high": "2"})
    edits = edit(workspace, *(Draft("a", ClaimAddition(cells | {"stance": "claims"})) for cells in claims))
    atlas = atlas_cache.current_atlas()
    assert column(atlas, "killed_claimed") == {"a": "1–11 or more"}
    assert column(atlas, "killed_low") == {}
    total = KilledTotal.of_results(atlas.select(Selection()))
    assert total.describe() == "At least 1 killed; 2 incidents not stated"
    workspace.edits.undo(edits[1].edit_id)
    assert column(atlas_cache.current_atlas(), "killed_claimed") == {}


def test_duplicates_are_suggested_by_the_rows_as_they_were_changed(workspace: Workspace, tmp_path: Path) -> None:
    header = "incident_id,date_start,latitude,longitude,place_precision,actor_a,event_type,dataset\n"
    cells = "2024-01-16,27,64,exact,Iran,Battles"
    own = f"{header}other,{cells},Mine\n"
    (tmp_path / "base.csv").write_text(f"{header}a,{cells},Base\n")
    (tmp_path / "base.links.csv").unlink()
    upload = workspace.add_upload(own.encode(), "mine.csv")
    workspace.save_import(upload, importing.read(own.encode()), ImportOptions())

    def list_pairs() -> list[list[str]]:
        atlas = atlas_cache.current_atlas()
        assert atlas.undecided is not None
        pairs = suggest_duplicates(atlas.undecided, atlas.imported).pairs
        return [sorted(pair) for pair in pairs[["incident_id", "other_id"]].to_numpy().tolist()]

    state = atlas_cache.current_atlas().edits.state
    assert list_pairs() == [["a", "other"]]
    edits = edit(workspace, Draft("other", Correction.of({"date_start": "2024-03-01"})))
    assert list_pairs() == []
    assert atlas_cache.current_atlas().edits.state != state
    workspace.edits.undo(edits[0].edit_id)
    assert list_pairs() == [["a", "other"]]
    edit(workspace, Draft("a", Deletion()))
    assert list_pairs() == []
