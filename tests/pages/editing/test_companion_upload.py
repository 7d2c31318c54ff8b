"""Files of claims and of other tables about incidents are checked, shown and added on the Data page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.storage import atlas_cache
from geo.storage.edits.log_rows import export_log
from tests.pages.editing.test_editing import STRIKE, press, sayings
from tests.pages.test_pages import opened

CLAIMS = "incident_id,claimant,stance,killed_best\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


def open_with(content: str | bytes, name: str = "claims.csv") -> AppTest:
    app = opened("data.py")
    app.file_uploader[0].upload(name, content if isinstance(content, bytes) else content.encode()).run()
    assert not app.exception
    return app


def test_claims_are_shown_before_they_are_added_and_a_wrong_row_loses_no_other() -> None:
    app = open_with(
        f"{CLAIMS}{STRIKE},A ministry,claims,4\n{STRIKE},A ministry,denies,many\n{STRIKE},A ministry,claims,4\n"
    )
    assert "3 rows in = 1 accepted + 1 rejected + 1 duplicate" in sayings(app)
    assert atlas_cache.current_atlas().edits.entries == ()
    press(app, "Add 1 row")
    assert "A ministry" in set(atlas_cache.current_atlas().claims["claimant"])


def test_a_claim_about_an_unknown_incident_is_listed_with_its_row() -> None:
    app = open_with(f"{CLAIMS}{STRIKE},A ministry,claims,4\nNO-SUCH,A ministry,claims,4\n")
    assert "2 rows in = 1 accepted + 1 rejected + 0 duplicates" in sayings(app)
    press(app, "Add 1 row")
    rejected = next(frame.value for frame in app.dataframe if "reason" in frame.value)
    assert list(rejected["row"]) == ["3"]
    assert len(atlas_cache.current_atlas().edits.entries) == 1
    press(app, "Close")
    assert not app.dataframe


def test_what_is_there_already_is_promised_to_nobody() -> None:
    press(open_with(f"{CLAIMS}{STRIKE},A ministry,claims,4\n"), "Add 1 row")
    app = open_with(f"{CLAIMS}{STRIKE},A ministry,claims,4\n{STRIKE},A ministry,denies,\n")
    assert "2 rows in = 1 accepted + 0 rejected + 1 duplicate" in sayings(app)
    assert "Add 1 row" in [button.label for button in app.button]


def test_changes_move_from_one_workspace_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_with(f"incident_id,column,value,why\n{STRIKE},killed_best,7,Another report\n", "corrections.csv")
    press(app, "Add 1 row")
    log = export_log(atlas_cache.current_atlas().edits.entries)
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "other"))
    assert atlas_cache.current_atlas().edits.entries == ()
    press(open_with(log, "changes.csv"), "Add ")
    atlas = atlas_cache.current_atlas()
    assert atlas.engine.take(atlas.engine.find([STRIKE])).iloc[0]["killed_best"] == 7


def test_a_conflict_and_a_cell_that_is_corrected_twice_are_reported_before_anything_is_added() -> None:
    rows = f"{STRIKE},killed_best,7,,one\n{STRIKE},killed_best,8,99,two\n"
    app = open_with(f"incident_id,column,value,original,why\n{rows}", "corrections.csv")
    assert f"Row 3 counts for killed_best of {STRIKE}; row 2 corrects the same before" in sayings(app)
    assert f"Row 3: by the file, killed_best of {STRIKE} held 99" in sayings(app)


def test_claims_with_a_faulty_header_are_not_offered_as_incidents() -> None:
    app = open_with(f"Claims of 2024\n{CLAIMS}{STRIKE},A ministry,claims,4\n")
    assert "looks like a file of claims, but its header is in line 2" in sayings(app)
    assert "row in =" not in sayings(app)


def test_a_companion_file_can_be_discarded() -> None:
    app = open_with(f"{CLAIMS}{STRIKE},<b>{{{{7*7}}}}</b>,claims,4\n")
    press(app, "Discard")
    assert "row in" not in sayings(app)


def test_columns_that_are_not_used_are_named_above_the_rows() -> None:
    app = open_with(f"incident_id,claimant,stance,killed_hgih\n{STRIKE},A ministry,claims,4\n")
    assert "“killed_hgih” is not used. Perhaps killed_high is meant" in sayings(app)
