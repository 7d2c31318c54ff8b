"""Which changes can be made, what follows from them, and what is said of those that cannot."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo.errors import EditRefused
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import (
    Acceptance,
    CellChange,
    Change,
    ClaimAddition,
    Correction,
    Deletion,
    IncidentAddition,
    Linking,
    Note,
    PublicationAddition,
    Tagging,
    Unlinking,
    Untagging,
)
from geo.storage.edits.drafts import check_drafts
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits, keep_correction, take_provider_value
from tests.edits import LINKS, ROWS, WHO, WHY, edit_atlas, make_base, make_workspace


def shown(atlas: Atlas, incident_id: str) -> pd.Series:
    return atlas.engine.take(atlas.engine.find([incident_id])).iloc[0]


def edited(folder: Path, *drafts: Draft, base: Atlas | None = None) -> Atlas:
    base = base or make_base()
    return edit_atlas(base, make_workspace(folder, drafts, base).edits.read())


def test_a_correction_keeps_its_original_and_what_follows_is_corrected_too(tmp_path: Path) -> None:
    atlas = edited(tmp_path, Draft("a", Correction.of({"killed_best": "5.0", "date_start": "2024-01-17"})))
    row = shown(atlas, "a")
    assert row[["killed_low", "killed_best", "killed_high"]].tolist() == [2, 5, 5]
    assert (row["date_end"], row["date_precision"], row["corrected"]) == (pd.Timestamp("2024-01-17"), "day", True)
    assert {(cell.column, cell.value, cell.original) for cell in atlas.edits.corrections("a")} == {
        ("killed_best", "5", "3"),
        ("killed_high", "5", "3"),
        ("date_start", "2024-01-17", "2024-01-16"),
        ("date_end", "2024-01-17", "2024-01-16"),
    }
    assert pd.isna(shown(atlas, "b")["corrected"])
    assert atlas.edits.corrections("a")[0].edit.who == WHO


def test_the_country_and_the_province_follow_the_coordinates(tmp_path: Path) -> None:
    row = shown(edited(tmp_path, Draft("a", Correction.of({"latitude": "34.53", "longitude": "69.17"}))), "a")
    assert (row["country"], row["admin1"]) == ("Afghanistan", "Kabul")
    assert (row["geometry"].x, row["geometry"].y) == (69.17, 34.53)


def test_a_second_correction_counts_and_keeps_the_provider_s_value(tmp_path: Path) -> None:
    drafts = [Draft("a", Correction.of({"killed_best": text, "killed_high": "9"})) for text in ("5", "6")]
    (best,) = [cell for cell in edited(tmp_path, *drafts).edits.corrections("a") if cell.column == "killed_best"]
    assert (best.value, best.original) == ("6", "3")


def test_a_blank_makes_a_cell_unknown(tmp_path: Path) -> None:
    row = shown(edited(tmp_path, Draft("a", Correction.of({"killed_low": "", "title": " "}))), "a")
    assert pd.isna(row["killed_low"])
    assert pd.isna(row["title"])


def test_a_duplicate_of_a_row_that_is_taken_out_stands_for_the_event(tmp_path: Path) -> None:
    atlas = edited(tmp_path, Draft("b", Deletion()))
    assert pd.isna(shown(atlas, "d")["duplicate_of"])
    assert len(atlas.engine) == len(ROWS) - 1


REFUSED: tuple[tuple[str, Change, str, str], ...] = (
    ("a", Correction.of({"killed_best": "many"}), "killed_best", "whole number"),
    ("a", Correction.of({"killed_best": "-1"}), "killed_best", "whole number"),
    ("a", Correction.of({"killed_low": "9"}), "killed_low", "above"),
    ("a", Correction.of({"event_type": "War"}), "event_type", "Battles"),
    ("a", Correction.of({"date_start": "16.1.2024"}), "date_start", "2024-01-16"),
    ("a", Correction.of({"latitude": "99"}), "latitude", "between"),
    ("a", Correction.of({"latitude": ""}), "latitude", "blank"),
    ("a", Correction.of({"incident_id": "x"}), "column", "cannot be corrected"),
    ("a", Correction(()), "column", "each column once"),
    ("z", Correction.of({"killed_best": "5"}), "incident_id", "is not in the table"),
    ("z", Note("x"), "incident_id", "is not in the table"),
    ("a", Note("  "), "text", "blank"),
    ("a", Note("x" * 10_001), "Note", "10,000 characters"),
    ("a", Tagging("a; b"), "tag", "without"),
    ("b", Untagging("to check"), "tag", "no tags"),
    ("a", Linking("because of", "b"), "relation", "retaliation for"),
    ("a", Linking("follows", "a"), "to_incident_id", "no other incident"),
    ("a", Linking("follows", "z"), "to_incident_id", "is not in the table"),
    ("a", Unlinking("follows", "b"), "to_incident_id", "no such link"),
    ("a", ClaimAddition({"claimant": "Iran", "killed_best": "few"}), "killed_best", "whole number"),
    ("a", ClaimAddition({"stance": "claims"}), "claimant", "blank"),
    ("a", ClaimAddition({"claimant": "Iran", "colour": "red"}), "column", "claimant"),
    ("a", PublicationAddition({"publisher": "A newspaper"}), "reference", "blank"),
    ("", IncidentAddition({"title": "When?"}), "date_start", "blank"),
    ("", IncidentAddition({"date_start": "2024-01-20", "latitude": "91", "longitude": "0"}), "latitude", "between"),
    ("a", Acceptance("killed_best"), "column", "not corrected"),
)


@pytest.mark.parametrize(("incident_id", "change", "column", "words"), REFUSED)
def test_what_cannot_be_made_is_refused_with_its_column(
    incident_id: str, change: Change, column: str, words: str, tmp_path: Path
) -> None:
    workspace, good = make_workspace(tmp_path), Draft("a", Tagging("good"))
    with pytest.raises(EditRefused, match=words) as refusal:
        add_edits(workspace, make_base(), [good, Draft(incident_id, change)], why=WHY)
    assert refusal.value.column == column
    assert workspace.edits.read() == ()
    checked = check_drafts(make_base(), [good, Draft(incident_id, change)], WHY)
    assert (list(checked.drafts), [refused.position for refused in checked.refusals]) == ([0], [1])


def test_a_change_of_the_table_needs_a_reason_and_a_remark_does_not(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    for change in (Correction.of({"killed_best": "5"}), Deletion()):
        with pytest.raises(EditRefused, match="Say why, in a few words"):
            add_edits(workspace, make_base(), [Draft("a", change)], why="  ")
    assert len(add_edits(workspace, make_base(), [Draft("a", Note("x")), Draft("a", Tagging("y"))])) == 2


SAID = (
    Draft("a", Correction.of({"killed_best": "3"})),
    Draft("a", Tagging("to check")),
    Draft("b", Linking("retaliation for", "a")),
    Draft("a", IncidentAddition({"date_start": "2024-01-20"})),
)


@pytest.mark.parametrize("draft", SAID, ids=lambda draft: draft.change.kind)
def test_what_the_table_says_already_is_a_duplicate(draft: Draft) -> None:
    (refusal,) = check_drafts(make_base(), [draft], WHY).refusals
    assert refusal.is_duplicate


def test_the_same_claim_note_or_publication_twice_is_a_duplicate(tmp_path: Path) -> None:
    drafts = [
        Draft("a", Note("x")),
        Draft("a", ClaimAddition({"claimant": "Iran", "killed_best": "5"})),
        Draft("a", PublicationAddition({"reference": "r"})),
    ]
    atlas = edited(tmp_path, *drafts)
    assert [refusal.is_duplicate for refusal in check_drafts(atlas, drafts, WHY).refusals] == [True] * 3
    assert [refusal.position for refusal in check_drafts(make_base(), drafts * 2, WHY).refusals] == [3, 4, 5]


def test_an_edit_whose_row_is_gone_waits_and_comes_back_with_it(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, [Draft("a", Correction.of({"killed_best": "5"})), Draft("a", Note("x"))])
    fewer = edit_atlas(make_base(ROWS[1:], ()), workspace.edits.read())
    assert [waiting.edit.kind for waiting in fewer.edits.waiting] == ["correct", "note"]
    assert "no row of this identifier" in fewer.edits.waiting[0].reason
    assert len(fewer.engine) == len(ROWS) - 1
    assert shown(edit_atlas(make_base(), workspace.edits.read()), "a")["killed_best"] == 5


def test_a_correction_that_contradicts_the_row_of_now_waits(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, [Draft("a", Correction.of({"killed_low": "3"}))])
    smaller = [{**ROWS[0], "killed_low": "1", "killed_best": "2", "killed_high": "2"}, *ROWS[1:]]
    atlas = edit_atlas(make_base(smaller), workspace.edits.read())
    (waiting,) = atlas.edits.waiting
    assert "above" in waiting.reason
    assert (shown(atlas, "a")["killed_low"], atlas.edits.corrections("a")) == (1, ())


def next_release(killed: str) -> Atlas:
    return make_base([{**ROWS[0], "killed_low": "1", "killed_best": killed, "killed_high": "9"}, *ROWS[1:]], LINKS)


def test_what_the_provider_changed_is_a_conflict_until_a_person_decides(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, [Draft("a", Correction((CellChange("killed_best", "5"),)))])
    later = next_release("4")
    atlas = edit_atlas(later, workspace.edits.read())
    conflict = next(conflict for conflict in atlas.edits.conflicts if conflict.column == "killed_best")
    assert (conflict.original, conflict.corrected, conflict.provider_now) == ("3", "5", "4")
    (decision,) = keep_correction(workspace, conflict, who="B")
    assert decision.why == WHY
    decided = edit_atlas(later, workspace.edits.read())
    assert "killed_best" not in {conflict.column for conflict in decided.edits.conflicts}
    assert shown(decided, "a")["killed_best"] == 5
    workspace.edits.undo(decision.edit_id)
    take_provider_value(workspace, conflict)
    accepted = edit_atlas(later, workspace.edits.read())
    assert shown(accepted, "a")["killed_best"] == 4
    assert "killed_best" not in {conflict.column for conflict in accepted.edits.conflicts}


def test_a_correction_that_the_provider_has_made_is_overtaken(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, [Draft("a", Correction.of({"killed_best": "5"}))])
    atlas = edit_atlas(next_release("5"), workspace.edits.read())
    assert [conflict.column for conflict in atlas.edits.overtaken] == ["killed_best"]
    assert [conflict.column for conflict in atlas.edits.conflicts] == ["killed_high"]


def test_an_incident_without_an_identifier_gets_one(tmp_path: Path) -> None:
    base = make_base()
    workspace = make_workspace(tmp_path)
    (edit,) = add_edits(workspace, base, [Draft("", IncidentAddition({"date_start": "2024-01-20"}))])
    assert edit.incident_id.startswith("own-")
    row = shown(edit_atlas(base, workspace.edits.read()), edit.incident_id)
    assert (row["dataset"], row["date_precision"]) == ("Own entries", "day")
    taken = replace(base)
    assert len(taken.engine) == len(ROWS)


@pytest.mark.parametrize("kind", ["killed", "injured"])
def test_a_claim_whose_numbers_are_out_of_order_is_refused(tmp_path: Path, kind: str) -> None:
    change = ClaimAddition({"claimant": "Iran", "stance": "claims", f"{kind}_low": "5", f"{kind}_high": "1"})
    with pytest.raises(EditRefused, match="is above") as refusal:
        add_edits(make_workspace(tmp_path), make_base(), [Draft("a", change)], who=WHO, why=WHY)
    assert (refusal.value.column, refusal.value.value) == (f"{kind}_low", "5")


def test_a_range_that_is_written_stays_as_written(tmp_path: Path) -> None:
    one = Draft("a", Correction.of({"killed_low": "3"}))
    row = shown(edited(tmp_path, one, Draft("a", Correction.of({"killed_best": "4", "killed_high": "5"}))), "a")
    assert row[["killed_low", "killed_best", "killed_high"]].tolist() == [3, 4, 5]
