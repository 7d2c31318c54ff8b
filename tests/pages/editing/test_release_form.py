"""A file is declared the next release of another: a correction, a note and a deletion are carried over."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.storage import atlas_cache
from geo.storage.edits.changes import Correction, Deletion, Note
from geo.storage.edits.edit import Draft
from geo.storage.edits.editing import add_edits
from geo.storage.workspace import sessions
from tests.pages.editing.test_editing import press, sayings
from tests.pages.test_pages import opened

HEADER = "incident_id,date_start,latitude,longitude,title,killed_best\n"
SAME = "c,2024-01-18,27,64,A rumour,0\n"
FIRST = f"{HEADER}a,2024-01-16,27,64,A strike,3\nb,2024-01-17,27,64,A clash,1\n{SAME}d,2024-01-19,27,64,Dropped,1\n"
SECOND = f"{HEADER}a,2024-01-16,27,64,A strike,4\nb,2024-01-17,27,64,A clash,2\n{SAME}e,2024-01-20,27,64,New,1\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))


def store(content: str, name: str) -> str:
    workspace = sessions.open_workspace()
    upload = workspace.add_upload(content.encode(), name)
    return workspace.save_import(upload, importing.read(content.encode(), name=name), ImportOptions()).import_id


def change_first_release() -> None:
    drafts = [
        Draft("a", Correction.of({"killed_best": "5"})),
        Draft("b", Correction.of({"killed_best": "2"})),
        Draft("b", Note("Ask again")),
        Draft("c", Deletion()),
    ]
    add_edits(sessions.open_workspace(), atlas_cache.current_atlas(), drafts, who="A. B.", why="Another report")


def declare(app: AppTest, old: str, new: str) -> None:
    next(box for box in app.selectbox if box.key == f"earlier release {new}").set_value(old).run()
    assert not app.exception
    assert "3 incidents are in both" in sayings(app)
    app.checkbox[0].check()
    press(app, "Declare the next release")


def test_a_correction_a_note_and_a_deletion_live_through_the_next_release() -> None:
    old = store(FIRST, "first.csv")
    change_first_release()
    new = store(SECOND, "second.csv")
    declare(opened("data.py"), old, new)
    atlas = atlas_cache.current_atlas()
    titles = atlas.incidents.set_index("incident_id")["title"]
    assert {"a", "b", "e"} <= set(titles.index)
    assert {"c", "d"}.isdisjoint(titles.index)
    assert [edit.change.describe() for edit in atlas.edits.notes("b")] == ["Ask again"]
    log = opened("edits.py")
    assert "1 correction needs a decision" in "\n".join(heading.value for heading in log.subheader)
    assert "the provider said 3, you corrected it to 5, the provider now says 4" in sayings(log)
    assert "The provider now says the same as" in sayings(log)
    press(log, "Take the provider’s value")
    assert atlas_cache.current_atlas().incidents.set_index("incident_id").loc["a", "killed_best"] == 4
    assert atlas_cache.current_atlas().edits.conflicts == ()


def test_a_correction_can_be_kept_against_the_provider() -> None:
    old = store(FIRST, "first.csv")
    change_first_release()
    new = store(SECOND, "second.csv")
    declare(opened("data.py"), old, new)
    press(opened("edits.py"), "Keep my correction")
    assert atlas_cache.current_atlas().incidents.set_index("incident_id").loc["a", "killed_best"] == 5
    assert atlas_cache.current_atlas().edits.conflicts == ()
