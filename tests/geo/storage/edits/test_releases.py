"""The next release of a dataset: a correction, a note and a deletion are carried over, by identifier or by event."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import ValueRefused
from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction, Deletion, Note, Tagging
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.edits.release_matching import BY_EVENT, BY_ID, BY_SOURCE_ID
from geo.storage.edits.releases import BASE, declare_release, plan_release
from geo.storage.workspace import sessions
from geo.storage.workspace.workspace import Workspace

HEADER = "incident_id,date_start,latitude,longitude,title,killed_best"
BASE_FILE = f"{HEADER}\nx,2023-01-01,27,64,An old one,1\ny,2023-01-02,27,64,Another old one,1\n"
ONE = f"""{HEADER}
a,2024-01-16,27,64,A strike,3
b,2024-01-17,27,64,A clash,
c,2024-01-18,27,64,A rumour,0
d,2024-01-19,27,64,A report,1
e,2024-01-20,27,64,The last,1
"""
TWO = f"""{HEADER}
a,2024-01-16,27,64,A strike,4
b,2024-01-17,27,64,A clash,2
c,2024-01-18,27,64,A rumour,0
e,2024-01-20,27,64,The last,1
f,2024-01-19,27,64,A new one,1
"""
# Kept by hand: no identifiers, so that ours change with the column that is added.
HAND_ONE = """date,town,country,latitude,longitude,perpetrator,killed
2024-01-16,Panjgur,Pakistan,26.97,64.1,Iran,3
2024-01-17,Saravan,Iran,27.37,62.33,Pakistan,9
2024-01-18,Rask,Iran,26.24,61.4,Jaish al-Adl,1
2024-01-18,Rask,Iran,26.24,61.4,Jaish al-Adl,2
2024-01-19,Quetta,Pakistan,30.2,67,BLA,5
2024-01-20,Turbat,Pakistan,26,63.04,BLA,5
"""
HAND_TWO = """date,town,country,latitude,longitude,perpetrator,killed,checked by
2024-01-16,Panjgur,Pakistan,26.97,64.1,Iran,5,X
2024-01-17,Saravan,Iran,27.37,62.33,Pakistan,9,X
2024-01-18,Rask,Iran,26.24,61.4,Jaish al-Adl,6,X
2024-01-18,Rask,Iran,26.24,61.4,Jaish al-Adl,7,X
2024-01-20,Turbat,Pakistan,26,63.04,BLA,5,X
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    (tmp_path / "base.csv").write_text(BASE_FILE)
    monkeypatch.setenv("INCIDENTS", str(tmp_path / "base.csv"))
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    atlas_cache.base_atlas.cache_clear()
    yield sessions.open_workspace()
    atlas_cache.base_atlas.cache_clear()


def add(workspace: Workspace, content: str, name: str) -> str:
    upload = workspace.add_upload(content.encode(), name)
    return workspace.save_import(upload, importing.read(content.encode()), ImportOptions()).import_id


def edit(workspace: Workspace, *drafts: Draft) -> Atlas:
    add_edits(workspace, atlas_cache.current_atlas(), drafts, who="A", why="a list")
    return atlas_cache.current_atlas()


def rows(atlas: Atlas) -> pd.DataFrame:
    return pd.DataFrame(atlas.incidents).set_index("incident_id")


def find(atlas: Atlas, place: str, killed: int | None = None) -> str:
    table = rows(atlas)
    mask = table["place_name"].astype("str") == place
    return str(table[mask & ((table["killed_best"] == killed) if killed is not None else mask)].index[0])


def test_a_correction_a_note_and_a_deletion_go_through_two_releases(workspace: Workspace) -> None:
    one = add(workspace, ONE, "one.csv")
    drafts = [Draft("a", Correction.of({"killed_best": "5"})), Draft("b", Correction.of({"killed_best": "2"}))]
    edit(workspace, *drafts, Draft("b", Note("see the ministry")), Draft("c", Deletion()), Draft("d", Tagging("odd")))
    workspace.decide("e", "b", "same")
    two = add(workspace, TWO, "two.csv")
    plan = plan_release(workspace, atlas_cache.current_atlas(), one, two)
    assert (plan.matched_by, plan.n_matched, plan.n_added, plan.dropped) == (BY_ID, 4, 1, ("d",))
    assert (plan.moves, plan.questions) == ({}, ())
    done = declare_release(workspace, plan, takes_deletions=True)
    assert (done.edits, done.is_old_hidden) == ((), True)
    atlas = atlas_cache.current_atlas()
    table = rows(atlas)
    assert sorted(table.index) == ["a", "b", "e", "f", "x", "y"]
    assert table["killed_best"].loc[["a", "b"]].tolist() == [5, 2]
    assert table.at["e", "duplicate_of"] == "b"
    assert [note.change for note in atlas.edits.notes("b")] == [Note("see the ministry")]
    (conflict,) = atlas.edits.conflicts
    assert (conflict.incident_id, conflict.original, conflict.corrected, conflict.provider_now) == ("a", "3", "5", "4")
    assert [overtaken.incident_id for overtaken in atlas.edits.overtaken] == ["b"]
    assert [waiting.edit.incident_id for waiting in atlas.edits.waiting] == ["d"]


def test_what_the_next_release_dropped_can_stay(workspace: Workspace) -> None:
    one, two = add(workspace, ONE, "one.csv"), add(workspace, TWO, "two.csv")
    plan = plan_release(workspace, atlas_cache.current_atlas(), one, two)
    done = declare_release(workspace, plan, takes_deletions=False)
    assert (done.edits, done.is_old_hidden) == ((), False)
    assert "d" in rows(atlas_cache.current_atlas()).index


def test_a_table_without_identifiers_is_matched_by_day_place_and_actors(workspace: Workspace) -> None:
    one = add(workspace, HAND_ONE, "hand.csv")
    atlas = atlas_cache.current_atlas()
    panjgur, saravan, quetta = find(atlas, "Panjgur"), find(atlas, "Saravan"), find(atlas, "Quetta")
    rask = find(atlas, "Rask", 2)
    edit(
        workspace,
        Draft(panjgur, Correction.of({"killed_best": "5"})),
        Draft(saravan, Note("see the ministry")),
        Draft(rask, Tagging("which?")),
    )
    workspace.decide(panjgur, saravan, "same")
    two = add(workspace, HAND_TWO, "hand, checked.csv")
    plan = plan_release(workspace, atlas_cache.current_atlas(), one, two)
    assert (plan.matched_by, plan.dropped) == (BY_EVENT, (quetta,))
    (question,) = plan.questions
    assert (question.incident_id, len(question.candidates), plan.n_ambiguous) == (rask, 2, 2)
    assert plan.lines[rask] == "18 January 2024 · Rask · Incident in Rask · Jaish al-Adl · 2 killed"
    assert {plan.lines[id_].rpartition(" · ")[2] for id_ in question.candidates} == {"6 killed", "7 killed"}
    with pytest.raises(ValueRefused):
        declare_release(workspace, plan, answers={rask: panjgur}, takes_deletions=True)
    done = declare_release(workspace, plan, answers={rask: question.candidates[1]}, takes_deletions=True, who="A")
    assert done.is_old_hidden
    atlas = atlas_cache.current_atlas()
    table = rows(atlas)
    assert len(table) == 2 + 5
    assert [overtaken.incident_id for overtaken in atlas.edits.overtaken] == [plan.moves[panjgur]]
    assert len(atlas.edits.notes(plan.moves[saravan])) == 1
    assert table.at[plan.moves[panjgur], "duplicate_of"] == plan.moves[saravan]
    assert table.at[question.candidates[1], "tags"] == "which?"
    assert atlas.edits.waiting == ()


def test_what_is_changed_of_a_row_that_is_not_matched_waits_and_is_counted(workspace: Workspace) -> None:
    one = add(workspace, HAND_ONE, "hand.csv")
    atlas = atlas_cache.current_atlas()
    rask, saravan = find(atlas, "Rask", 2), find(atlas, "Saravan")
    edit(workspace, Draft(rask, Tagging("which?")), Draft(saravan, Tagging("to check")))
    two = add(workspace, HAND_TWO, "hand, checked.csv")
    done = declare_release(
        workspace, plan_release(workspace, atlas_cache.current_atlas(), one, two), takes_deletions=False
    )
    assert done.n_waiting == 1
    assert [waiting.edit.incident_id for waiting in atlas_cache.current_atlas().edits.waiting] == [rask]


def test_rows_that_stay_are_copied_where_their_file_has_to_go(workspace: Workspace) -> None:
    one, two = add(workspace, HAND_ONE, "hand.csv"), add(workspace, HAND_TWO, "hand, checked.csv")
    quetta = find(atlas_cache.current_atlas(), "Quetta")
    plan = plan_release(workspace, atlas_cache.current_atlas(), one, two)
    done = declare_release(workspace, plan, takes_deletions=False)
    table = rows(atlas_cache.current_atlas())
    assert (len(table), table.at[quetta, "killed_best"]) == (2 + 6, 5)
    assert done.edits[0].batch == done.edits[-1].batch


def test_a_table_with_identifiers_of_its_own_is_matched_by_them(workspace: Workspace) -> None:
    texts = [
        "\n".join(f"N-{number},{line}" if number else f"strike_id,{line}" for number, line in enumerate(lines))
        for lines in (HAND_ONE.splitlines(), HAND_TWO.splitlines()[:5])
    ]
    one, two = (add(workspace, text, f"{len(text)}.csv") for text in texts)
    plan = plan_release(workspace, atlas_cache.current_atlas(), one, two)
    assert (plan.matched_by, plan.n_matched, plan.questions) == (BY_SOURCE_ID, 4, ())


def test_an_import_can_follow_the_rows_of_the_server(workspace: Workspace) -> None:
    two = add(workspace, BASE_FILE.replace("y,2023-01-02", "z,2023-01-02"), "two.csv")
    edit(workspace, Draft("x", Note("here")))
    plan = plan_release(workspace, atlas_cache.current_atlas(), BASE, two)
    assert (plan.n_matched, plan.dropped) == (1, ("y",))
    declare_release(workspace, plan, takes_deletions=True)
    assert sorted(rows(atlas_cache.current_atlas()).index) == ["x", "z"]


def test_an_import_does_not_follow_itself(workspace: Workspace) -> None:
    with pytest.raises(ValueRefused):
        plan_release(workspace, atlas_cache.current_atlas(), "x", "x")
