"""A person corrects, annotates, links, adds and takes out incidents on the pages; everything is listed and undone."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from geo.errors import PlaceNotFound
from geo.query.engine import NO_ROW
from geo.storage import atlas_cache
from geo.storage.atlas import Atlas
from geo.storage.edits.changes import Correction, Deletion, IncidentAddition
from geo.storage.edits.edit import Draft
from pages.parts.editing.table_editor import locate_additions, make_texts, read_entries
from tests.pages.opening import open_sections
from tests.pages.test_pages import opened

STRIKE = "FLT-0012"
HOSTILE = "{{7*7}} <img src=x onerror=alert(1)> [x](javascript:y) **bold** =cmd()"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


def opened_to_edit(page: str, **query: str) -> AppTest:
    """A page with the sections open that change incidents."""
    return open_sections(opened(page, **query), "adding", "changing all", f"editing {STRIKE}")


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception


def choose(app: AppTest, label: str, option: str) -> None:
    next(group for group in app.segmented_control if group.label == label).set_value(option).run()
    assert not app.exception


def write(app: AppTest, key: str, text: str) -> None:
    field_of(app, key).input(text)


def field_of(app: AppTest, key: str) -> Any:
    """The field of a form and a column, whatever stands between them in its key."""
    form, _, column = key.rpartition(" ")
    fields = (*app.text_input, *app.text_area)
    return next(field for field in fields if str(field.key).startswith(form) and str(field.key).endswith(f" {column}"))


def sayings(app: AppTest) -> str:
    return "\n".join(element.value.replace("\\", "") for kind in (app.text, app.caption, app.error) for element in kind)


def cell(incident_id: str, column: str) -> object:
    atlas = current()
    rows = atlas.engine.find([incident_id])
    return None if rows[0] == NO_ROW else atlas.engine.take(rows).iloc[0][column]


def current() -> Atlas:
    return atlas_cache.current_atlas()


def correct_toll(app: AppTest, text: str) -> None:
    write(app, f"Correct {STRIKE} killed_best", text)
    write(app, f"Correct {STRIKE} why", "Another report")
    write(app, f"Correct {STRIKE} who", "A. B.")
    press(app, "Save the correction")


def test_a_correction_lies_over_the_row_and_is_undone_with_one_click() -> None:
    before = cell(STRIKE, "killed_best")
    app = opened_to_edit("filter.py", incident=STRIKE)
    correct_toll(app, "7")
    assert cell(STRIKE, "killed_best") == 7
    assert cell(STRIKE, "corrected") is True or bool(cell(STRIKE, "corrected"))
    assert "A. B., because: Another report" in sayings(app)
    press(app, "Undo")
    assert str(cell(STRIKE, "killed_best")) == str(before)
    press(app, "Make it again")
    assert cell(STRIKE, "killed_best") == 7


def test_a_value_that_cannot_be_is_refused_in_words_and_stays_in_its_field() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    correct_toll(app, "many")
    assert "Nothing was changed" in sayings(app)
    assert "killed_best" in sayings(app)
    assert field_of(app, f"Correct {STRIKE} killed_best").value == "many"
    assert current().edits.entries == ()


def test_a_correction_without_a_reason_is_refused() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    write(app, f"Correct {STRIKE} killed_best", "7")
    press(app, "Save the correction")
    assert "why" in sayings(app)
    assert current().edits.entries == ()


def test_nothing_is_stored_where_nothing_was_written() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    press(app, "Save the correction")
    assert "every field is as it was" in sayings(app)
    assert current().edits.entries == ()


def test_notes_and_tags_stand_beside_an_incident_as_they_were_typed() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    choose(app, "What to do", "Note")
    write(app, f"Note {STRIKE} text", HOSTILE)
    press(app, "Save the note")
    choose(app, "What to do", "Tag")
    write(app, f"Tag {STRIKE} tags", "urgent; to check; urgent")
    press(app, "Save the tags")
    assert cell(STRIKE, "tags") == "urgent; to check"
    assert [edit.change.describe() for edit in current().edits.notes(STRIKE)] == [HOSTILE]
    assert f"Note: {HOSTILE}" in [text.value for text in app.text]
    write(app, f"Tag {STRIKE} tags", "urgent")
    press(app, "Save the tags")
    assert cell(STRIKE, "tags") == "urgent"


def test_a_claim_a_publication_and_a_link_are_added() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    choose(app, "What to do", "Claim")
    write(app, f"Claim {STRIKE} claimant", "A ministry")
    write(app, f"Claim {STRIKE} killed_best", "4")
    press(app, "Add the claim")
    choose(app, "What to do", "Publication")
    write(app, f"Publication {STRIKE} reference", "https://example.org/report")
    press(app, "Add the publication")
    choose(app, "What to do", "Link")
    write(app, f"Link {STRIKE} to", "FLT-0001")
    press(app, "Save the link")
    atlas = current()
    assert "A ministry" in set(atlas.claims["claimant"])
    assert "https://example.org/report" in set(atlas.publications["reference"])
    links = atlas.links[atlas.links["incident_id"] == STRIKE]
    assert "FLT-0001" in set(links["to_incident_id"])


def test_a_claim_without_a_claimant_is_refused() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    choose(app, "What to do", "Claim")
    write(app, f"Claim {STRIKE} killed_best", "4")
    press(app, "Add the claim")
    assert "claimant" in sayings(app)
    assert current().edits.entries == ()


def test_a_link_to_an_incident_that_is_not_there_is_refused() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    choose(app, "What to do", "Link")
    write(app, f"Link {STRIKE} to", "NO-SUCH")
    press(app, "Save the link")
    assert "NO-SUCH" in sayings(app)
    assert current().edits.entries == ()


def test_an_incident_that_is_taken_out_is_neither_shown_nor_counted_until_it_is_undone() -> None:
    n_before = len(current().engine)
    app = opened_to_edit("filter.py", incident=STRIKE)
    choose(app, "What to do", "Take out")
    write(app, f"Take out {STRIKE} why", "Not in our scope")
    press(app, "Take this incident out")
    assert len(current().engine) == n_before - 1
    assert f"No incident has the identifier “{STRIKE}”." in sayings(app)
    press(app, "Undo")
    assert len(current().engine) == n_before


def test_a_whole_selection_is_changed_at_once_and_undone_at_once() -> None:
    app = opened_to_edit("filter.py", type="Diplomatic")
    write(app, "all of the selection tags", "envoys")
    press(app, "Tag: ")
    tags = current().incidents["tags"]
    n_tagged = int((tags == "envoys").sum())
    assert n_tagged == int((current().incidents["event_type"] == "Diplomatic").sum()) > 1
    log = opened("edits.py")
    press(log, "Undo all of them")
    assert not current().incidents["tags"].notna().any()
    press(log, "Make all of them again")
    assert int((current().incidents["tags"] == "envoys").sum()) == n_tagged


def test_one_refused_row_keeps_a_whole_selection_as_it_was() -> None:
    app = opened_to_edit("filter.py", type="Diplomatic")
    choose(app, "What to do with all of them", "Correct")
    next(box for box in app.selectbox if box.key == "all of the selection column").set_value("latitude").run()
    write(app, "all of the selection value of latitude", "north")
    write(app, "all of the selection why", "A test")
    press(app, "Correct: ")
    assert "Nothing was changed" in sayings(app)
    assert current().edits.entries == ()


def test_what_is_written_into_the_table_becomes_changes_of_the_rows() -> None:
    texts = make_texts(current().incidents.head(3))
    entries = {
        "edited_rows": {0: {"killed_best": "5"}, "1": {"title": None}, 2: {"title": "lost"}},
        "deleted_rows": [2],
        "added_rows": [{}, {"title": "New", "date_start": "2024-01-02", "incident_id": "ignored", "notes": ""}],
    }
    drafts = read_entries(texts, entries)
    ids = texts["incident_id"].tolist()
    assert [draft.incident_id for draft in drafts] == [*ids, ""]
    assert drafts[0].change == Correction.of({"killed_best": "5"})
    assert drafts[1].change == Correction.of({"title": ""})
    assert drafts[2].change == Deletion()
    assert drafts[3].change == IncidentAddition({"title": "New", "date_start": "2024-01-02"})


def test_dates_in_the_table_are_as_rough_as_they_are_known() -> None:
    rows = current().incidents.head(3)
    rows = rows.assign(
        date_precision=["year", "month", "days"],
        date_start=pd.to_datetime(pd.Series(["2012-01-01", "2024-02-01", "2024-02-01"])),
        date_end=pd.to_datetime(pd.Series(["2012-12-31", "2024-02-29", "2024-02-02"])),
    )
    texts = make_texts(rows)
    assert texts["date_start"].tolist() == ["2012", "2024-02", "2024-02-01"]
    assert texts["date_end"].tolist() == ["2012", "2024-02", "2024-02-02"]
    written = {0: {"date_start": "2013"}, 1: {"date_start": "2024-02-03"}, 2: {"date_end": "2024-03"}}
    drafts = read_entries(texts, {"edited_rows": written, "added_rows": [{"date_start": "2024-04"}]})
    assert [draft.change for draft in drafts] == [
        Correction.of({"date_end": "2013-12-31", "date_precision": "year", "date_start": "2013-01-01"}),
        Correction.of({"date_end": "2024-02-03", "date_precision": "day", "date_start": "2024-02-03"}),
        Correction.of({"date_end": "2024-03-31"}),
        IncidentAddition({"date_end": "2024-04-30", "date_precision": "month", "date_start": "2024-04-01"}),
    ]


def test_a_row_that_is_added_in_the_table_is_placed_by_name() -> None:
    cells = {"date_start": "2024-02-03", "place_name": "Quetta"}
    (draft,) = locate_additions([Draft("", IncidentAddition(cells))])
    assert isinstance(draft.change, IncidentAddition)
    assert draft.change.cells["admin1"] == "Balochistan"
    assert draft.change.cells["latitude"]
    with pytest.raises(PlaceNotFound):
        locate_additions([Draft("", IncidentAddition(cells | {"place_name": "Nowhere at all"}))])


def test_the_table_can_be_edited() -> None:
    app = opened_to_edit("filter.py")
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert "Nothing to save yet" in [button.label for button in app.button]


def test_an_incident_is_added_by_the_name_of_its_place() -> None:
    app = opened_to_edit("edits.py")
    write(app, "new incident title", "A clash")
    write(app, "new incident date_start", "2024-02-03")
    write(app, "new incident place_name", "Quetta")
    press(app, "Add the incident")
    row = current().incidents.set_index("title").loc["A clash"]
    assert (row["country"], row["place_precision"]) == ("Pakistan", "exact")
    assert row["latitude"] == pytest.approx(30.19, abs=0.1)


def test_an_incident_known_to_a_country_is_no_pin() -> None:
    app = opened_to_edit("edits.py")
    write(app, "new incident date_start", "2024-02-03")
    write(app, "new incident title", "Talks")
    write(app, "new incident place_name", "Pakistan")
    press(app, "Add the incident")
    assert current().incidents.set_index("title").loc["Talks", "place_precision"] == "country"


def test_a_place_that_nobody_knows_adds_nothing_and_says_so() -> None:
    app = opened_to_edit("edits.py")
    write(app, "new incident date_start", "2024-02-03")
    write(app, "new incident place_name", "Xyzzyplugh")
    press(app, "Add the incident")
    assert "Xyzzyplugh" in sayings(app)
    assert current().edits.entries == ()


def test_your_changes_are_listed_and_deleted_for_good() -> None:
    app = opened_to_edit("filter.py", incident=STRIKE)
    correct_toll(app, "7")
    log = opened("edits.py")
    assert "1 change" in sayings(log)
    assert "Killed, best" in sayings(log)
    log.checkbox[0].check().run()
    press(log, "Delete all changes")
    assert current().edits.entries == ()
    assert "You have changed nothing yet" in sayings(log)
