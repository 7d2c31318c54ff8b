"""Uploads are previewed before they are stored, every row accounted for; what is stored can be deleted and restored."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.ingest import importing
from geo.ingest.options import ImportOptions
from geo.places.own_places import OwnPlaces
from geo.storage import atlas_cache
from geo.storage.workspace import reading_slots, sessions
from pages.parts.upload import column_mapping, upload_review
from tests.geo.ingest.provider_rows import ACLED_NOW
from tests.pages.test_pages import opened, texts

HEADER = "incident_id,date_start,latitude,longitude,title,country,place_name,dataset"
GOOD = f"{HEADER}\nown-1,2024-01-16,27,62,One,,,Mine\nown-2,2024-01-17,27,62,Two,,,Mine\n"
MIXED = f"{GOOD}own-3,2024-13-16,27,62,Three,,,Mine\nown-1,2024-01-18,27,62,Again,,,Mine\n"
EVIL = '"{{7*7}} <b>",2024-01-16,27,62,"<img src=x onerror=alert(1)> **bold**",=cmd(),[x](y),Mine'
HOSTILE = f"{HEADER}\n{EVIL}\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "workspace"


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process for each reading takes seconds; only one test uses it."""
    if "process_of_its_own" not in request.node.name:
        monkeypatch.setattr(upload_review, "read_in_subprocess", _read)


def _read(
    path: Path, options: ImportOptions, *, name: str, on_progress: Callable[[str], None], own_places: OwnPlaces
) -> importing.Import:
    on_progress(f"Reading {name} …")
    return importing.read_file(path, name=name, options=options, own_places=own_places)


def open_with_upload(content: str, name: str = "mine.csv") -> AppTest:
    app = opened("data.py")
    upload(app, content, name)
    return app


def upload(app: AppTest, content: str, name: str = "mine.csv") -> None:
    app.file_uploader[0].upload(name, content.encode()).run()
    assert not app.exception


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception


def all_texts(app: AppTest) -> str:
    kinds = (app.text, app.markdown, app.caption, app.subheader)
    return "\n".join(element.value for kind in kinds for element in kind).replace("\\", "")


def acled(*dates: str) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ACLED_NOW))
    writer.writeheader()
    writer.writerows(ACLED_NOW | {"event_id_cnty": f"PAK{n}", "event_date": date} for n, date in enumerate(dates))
    return file.getvalue()


def test_a_preview_accounts_for_every_row_and_stores_nothing() -> None:
    app = open_with_upload(MIXED)
    assert "4 rows in = 2 accepted + 1 rejected + 1 duplicate" in all_texts(app)
    assert "Recognised as Faultline." in texts(app)
    assert "In the atlas: 23 incidents" in texts(app)
    assert sessions.open_workspace().imports() == ()
    accepted, rejected, duplicates = (element.value for element in app.dataframe)
    assert list(accepted["title"]) == ["One", "Two"]
    assert rejected[["row", "column", "value"]].to_numpy().tolist() == [[4, "date_start", "2024-13-16"]]
    assert duplicates["row"].tolist() == [5]


def test_what_is_stored_is_shown_at_once_by_all_pages_and_by_the_next_session() -> None:
    app = open_with_upload(MIXED)
    press(app, "Store 2 rows")
    assert "Stored as “mine.csv”: 4 rows in = 2 accepted + 1 rejected + 1 duplicate." in texts(app)
    assert "In the atlas: 25 incidents" in texts(app)
    app.switch_page("filter.py").run()
    assert {"own-1", "own-2"} <= set(app.dataframe[0].value["incident_id"])
    assert "All 25 incidents" in texts(opened("map.py"))
    assert not app.exception


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    app = open_with_upload(CHRONOLOGY)
    assert "2 rows in = 2 accepted + 0 rejected + 0 duplicates" in all_texts(app)
    assert app.data_editor


def test_a_file_that_is_turned_away_says_so_and_is_read_at_the_next_try(monkeypatch: pytest.MonkeyPatch) -> None:
    queue = reading_slots.READING
    monkeypatch.setattr(reading_slots, "READING", replace(queue, max_waiting=0))
    app = open_with_upload(GOOD)
    assert "Too many files wait to be read: 0. Nothing was read or stored; try again in a minute." in all_texts(app)
    monkeypatch.setattr(reading_slots, "READING", queue)
    press(app, "Try again")
    assert "2 rows in = 2 accepted" in all_texts(app)


def test_the_same_file_adds_nothing_and_the_page_says_so() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    upload(app, GOOD, "a copy.csv")
    assert "This file is already stored as “mine.csv”" in texts(app)
    press(app, "Store 2 rows")
    assert "Nothing was added." in texts(app)
    assert len(sessions.open_workspace().imports()) == 1
    assert "In the atlas: 25 incidents" in texts(app)


def test_not_storing_leaves_nothing() -> None:
    app = open_with_upload(GOOD)
    press(app, "Discard")
    assert not [button for button in app.button if button.label.startswith("Store ")]
    assert sessions.open_workspace().imports() == ()


def test_hide_show_delete_restore_and_remove_for_good() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    for label, shown in (("Hide", 23), ("Show", 25), ("Delete", 23), ("Restore", 25), ("Delete", 23)):
        press(app, label)
        assert f"In the atlas: {shown} incidents" in texts(app), label
    press(app, "Delete permanently")
    assert sessions.open_workspace().deleted() == ()
    assert "Nothing is stored yet." in texts(app)


def test_a_deleted_file_that_is_uploaded_again_can_be_restored() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    press(app, "Delete")
    upload(app, GOOD)
    press(app, "Restore it")
    assert "In the atlas: 25 incidents" in texts(app)


def test_an_import_is_renamed() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    app.text_input(key=f"name {sessions.open_workspace().imports()[0].import_id}").set_value("January **2024**")
    press(app, "Rename")
    assert [element.label for element in sessions.open_workspace().imports()] == ["January **2024**"]
    assert "Renamed “mine.csv”." in texts(app)
    assert "January \\*\\*2024\\*\\*" in "".join(element.value for element in app.markdown)


def test_hostile_names_and_cells_stay_text() -> None:
    name = "{{7*7}} <b>**x** [a](javascript:b).csv"
    app = open_with_upload(HOSTILE, name)
    heading = next(element.value for element in app.subheader if "x" in element.value)
    assert "\\*\\*x\\*\\*" in heading
    assert "\\<b\\>" in heading
    press(app, "Store 1 row")
    assert "In the atlas: 24 incidents" in texts(app)
    for page in ("map.py", "filter.py", "timeline.py", "about.py", "changes.py", "duplicates.py", "links.py"):
        app.switch_page(page).run()
        assert not app.exception, page
    shown = [element.value for kind in (app.markdown, app.caption, app.subheader) for element in kind]
    assert not [text for text in shown if "<b>" in text or "**bold**" in text]


@pytest.mark.parametrize("content", ["", "{", "PAR1 no parquet", "PK\x03\x04 no workbook"])
def test_an_unreadable_file_is_explained_in_words(content: str) -> None:
    app = open_with_upload(content, "strange.bin")
    assert not app.exception
    assert "strange.bin: " in texts(app)
    press(app, "Discard")


def test_an_ambiguous_order_of_day_and_month_is_asked_once_for_the_column() -> None:
    app = open_with_upload(acled("03/04/2023", "05/06/2023"))
    assert "2 rows in = 0 accepted + 2 rejected + 0 duplicates" in all_texts(app)
    (question,) = app.radio
    assert question.value is None
    question.set_value("day first")
    press(app, "Apply answer")
    assert "2 rows in = 2 accepted + 0 rejected + 0 duplicates" in all_texts(app)
    assert [f"{day:%Y-%m-%d}" for day in app.dataframe[0].value["date_start"]] == ["2023-04-03", "2023-06-05"]
    assert "You answered for “event_date”: day first." in all_texts(app)
    press(app, "Change")
    app.radio[0].set_value("month first")
    press(app, "Apply answer")
    assert [f"{day:%Y-%m-%d}" for day in app.dataframe[0].value["date_start"]] == ["2023-03-04", "2023-05-06"]


def test_the_year_of_dates_that_name_none_is_asked_once_for_the_column() -> None:
    app = open_with_upload("Date,Place\nJanuary 3,Quetta\n5 March,Khash\n", "2019.csv")
    assert "2 rows in = 0 accepted + 2 rejected + 0 duplicates" in all_texts(app)
    assert any("Which year are the dates in “Date” in?" in element.value for element in app.text)
    year = next(element for element in app.text_input if element.label == "Answer")
    year.set_value("last year")
    press(app, "Apply answer")
    assert "'last year' is not accepted. Accepted: a year of four digits." in all_texts(app)
    next(element for element in app.text_input if element.label == "Answer").set_value("2019")
    press(app, "Apply answer")
    assert "2 rows in = 2 accepted + 0 rejected + 0 duplicates" in all_texts(app)
    assert "You answered for “Date”: 2019." in all_texts(app)


def test_the_last_settings_are_offered_for_the_next_file_of_the_same_columns() -> None:
    app = open_with_upload(acled("03/04/2023"))
    app.radio[0].set_value("month first")
    press(app, "Apply answer")
    press(app, "Store 1 row")
    assert [element.proto.label for element in app.get("download_button")] == ["Report", "Settings"]
    upload(app, acled("05/06/2023"), "next.csv")
    press(app, "Use the same settings")
    assert [f"{day:%Y-%m-%d}" for day in app.dataframe[0].value["date_start"]] == ["2023-05-06"]


def test_a_concern_is_one_short_line_with_its_sign_and_doubtful_places_come_first() -> None:
    rows = ["2024-01-16,Quetta,Pakistan,3", f"2024-01-17,{'*x*' * 5_000},Pakistan,{'9' * 5_000}"]
    app = open_with_upload("\n".join(["date,place,country,killed", *rows, ""]))
    concerns = [element.value for element in app.markdown if ":material/visibility:" in element.value]
    assert any(text.startswith(":material/visibility: Column killed") for text in concerns)
    assert all("*x*" not in text for text in concerns)
    assert max(map(len, [*concerns, *(element.value for element in app.text)])) < 1_500
    assert any(element.label.startswith("Doubtful places: 1 name") for element in app.expander)


def test_coordinates_are_corrected_only_when_the_user_accepts_the_correction() -> None:
    app = open_with_upload(f"{HEADER}\nown-1,2024-01-16,61.5,29.1,Swapped,Iran,,Mine\n")
    assert "Doubtful coordinates: 1 row" in [element.label for element in app.expander]
    assert app.dataframe[1].value["latitude"].tolist() == [61.5]
    press(app, "Accept 1 certain correction")
    assert app.dataframe[1].value["latitude"].tolist() == [29.1]


def test_where_no_correction_is_proposed_there_is_nothing_to_tick() -> None:
    app = open_with_upload(f"{HEADER}\nown-1,2024-01-16,0,0,Nowhere,,,Mine\n")
    assert "Doubtful coordinates: 1 row" in [element.label for element in app.expander]
    assert "There are no proposals for these." in all_texts(app)
    assert not [button for button in app.button if "ticked corrections" in button.label]


def test_the_name_of_an_import_keeps_its_slashes() -> None:
    app = open_with_upload(GOOD)
    app.text_input(
        key=next(str(element.key) for element in app.text_input if str(element.key).startswith("label "))
    ).set_value("A/B")
    press(app, "Store 2 rows")
    assert [element.label for element in sessions.open_workspace().imports()] == ["A/B"]
    app.text_input(key=f"name {sessions.open_workspace().imports()[0].import_id}").set_value(
        "Iran / Pakistan\u202e 1/2024"
    )
    press(app, "Rename")
    assert [element.label for element in sessions.open_workspace().imports()] == ["Iran / Pakistan 1/2024"]


def test_every_note_on_a_file_ends_with_a_full_stop() -> None:
    app = open_with_upload(
        "date;lat;lon;title\n03/04/2023;30°11'24\"N;66°59'24\"E;One\n04/04/2023;30.2;66.9;Two\n", "a.csv"
    )
    app.radio[0].set_value("day first")
    press(app, "Apply answer")
    notes = next(text for text in texts(app).splitlines() if text.startswith("The provider was not recognised"))
    assert "as you said. " in notes
    assert notes.endswith(".")


def test_an_unknown_place_is_explained_in_a_sentence() -> None:
    app = open_with_upload(f"{HEADER}\nown-1,2024-01-16,,,Unplaced,Iran,Xyzzyville,Mine\n")
    assert "“Xyzzyville, Iran”: no place named “Xyzzyville” is known" in texts(app)
    assert "1 row in = 1 accepted" in all_texts(app)


def test_a_place_in_doubt_is_chosen_from_what_it_may_be() -> None:
    app = open_with_upload(f"{HEADER}\nown-1,2024-01-16,,,Unplaced,,Khash,Mine\n")
    assert app.dataframe[0].value["country"].tolist() == ["Iran"]
    other = next(element for element in app.selectbox(key_of(app, "place ")).options if "Afghanistan" in element)
    app.selectbox(key_of(app, "place ")).select(other)
    press(app, "Apply places")
    assert app.dataframe[0].value["country"].tolist() == ["Afghanistan"]
    press(app, "Undo")
    assert app.dataframe[0].value["country"].tolist() == ["Iran"]


def key_of(app: AppTest, beginning: str) -> str:
    return next(element.key for element in app.selectbox if element.key and element.key.startswith(beginning))


def test_two_imports_are_compared_field_by_field() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    upload(app, GOOD.replace(",Two,", ",Second,") + "own-9,2024-01-17,27,62,New,,,Mine\n", "later.csv")
    press(app, "Store 3 rows")
    assert "2 rows are hidden: a later import has rows with the same identifiers." in all_texts(app)
    app.switch_page("changes.py").run()
    assert not app.exception
    assert [element.value for element in app.metric] == ["1", "0", "1", "1"]
    assert app.dataframe[0].value[["column", "before", "after"]].to_numpy().tolist() == [["Title", "Two", "Second"]]


def test_of_tables_those_with_the_same_columns_are_compared_first() -> None:
    sheets = ("date,country,title\n2023-01-05,Iran,One\n", "date,country,title\n2023-01-05,Iran,Two\n",
              "day,province,country\n2023-01-05,Fars,Iran\n")  # fmt: skip
    app = opened("data.py")
    for number, sheet in enumerate(sheets):
        upload(app, sheet, f"{number}.csv")
        press(app, "Store 1 row")
    app.switch_page("changes.py").run()
    import_ids = [app.selectbox(key=f"changes {label}").value for label in ("Earlier", "Later")]
    assert import_ids == [element.import_id for element in sessions.open_workspace().imports()[:2]]


def test_a_comparison_warns_of_rejected_rows() -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    upload(app, GOOD.replace("2024-01-17", "2024-13-17"), "later.csv")
    press(app, "Store 1 row")
    app.switch_page("changes.py").run()
    assert "incident may appear as deleted" in all_texts(app)


def test_a_pair_is_decided_counted_once_and_undone() -> None:
    rows = atlas_cache.base_atlas().incidents
    row = rows[rows["place_precision"] == "exact"].iloc[0]
    cells = {name: row[name] for name in ("latitude", "longitude", "actor_a", "actor_b", "event_type", "country")}
    day = f"{row['date_start']:%Y-%m-%d}"
    names = ["incident_id", "date_start", "dataset", "place_precision", *cells]
    values = ["own-1", day, "Mine", "exact", *("" if value != value else str(value) for value in cells.values())]
    app = open_with_upload(",".join(names) + "\n" + ",".join(f'"{value}"' for value in values) + "\n")
    press(app, "Store 1 row")
    app.switch_page("duplicates.py").run()
    assert not app.exception
    open_before = next(text for text in texts(app).splitlines() if "to decide · none decided yet" in text)
    press(app, "Same incident")
    assert "1 decided (1 the same)" in texts(app)
    assert open_before not in texts(app)
    counted = opened("filter.py", once="1")
    assert "23 of 24 incidents" in texts(counted)
    press(app, "Undo")
    assert open_before in texts(app)
    assert sessions.open_workspace().decisions().empty


def test_a_suggested_link_is_made_refused_and_undone() -> None:
    app = open_with_upload(
        "incident_id,date_start,latitude,longitude,dataset,event_type,actor_a,actor_b\n"
        "own-1,2024-02-01,30,60,GTD,Battles,Reds,Blues\nown-2,2024-02-03,31,61,GTD,Battles,Blues,Reds\n"
    )
    press(app, "Store 2 rows")
    app.switch_page("links.py").run()
    assert not app.exception
    assert "2 days after Reds acted on Blues, the other side acted on the first." in texts(app)
    for button, decided in (("Link them", "1 link made, 0 refused"), ("No link", "0 links made, 1 refused")):
        press(app, button)
        assert f"0 pairs to decide · {decided}" in texts(app)
        press(app, "Undo")
        assert "1 pair to decide · none decided" in texts(app)
    assert [edit.kind for edit in sessions.open_workspace().edits.read()] == ["link", "unlink"]


def test_the_about_page_names_the_imports_and_their_terms() -> None:
    app = open_with_upload(acled("2023-02-16"))
    press(app, "Store 1 row")
    app.switch_page("about.py").run()
    assert not app.exception
    shown = app.dataframe[0].value
    assert shown["Dataset"].tolist() == ["ACLED"]
    assert any("ACLED" in element.value for element in app.code)


CHRONOLOGY = (
    "Event day;Town;Land;Wer;How many\n"
    "13/04/2023;Quetta;Pakistan;Invented Front;3\n"
    "05/06/2023;Zahedan;Iran;Invented Army;11\n"
)


def editor_key(app: AppTest) -> str:
    return next(
        str(element.key)
        for element in app.data_editor
        if str(element.key).startswith("columns ") and "form" not in str(element.key)
    )


def correct(app: AppTest, **holds: str) -> None:
    rows = list(app.data_editor(key=editor_key(app)).value["column"])
    edits = {rows.index(column.replace("_", " ")): {"holds": target} for column, target in holds.items()}
    app.session_state[editor_key(app)] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    press(app, "Apply columns")


def test_an_unknown_table_is_guessed_at_and_corrected_in_one_table() -> None:
    app = open_with_upload(CHRONOLOGY)
    assert "The provider was not recognised" in texts(app)
    shown = app.data_editor(key=editor_key(app)).value.set_index("column")
    assert shown.at["Event day", "holds"] == "date_start"
    assert shown.at["Town", "examples"] == "Quetta · Zahedan"
    assert shown.at["Wer", "holds"] == column_mapping.UNUSED
    correct(app, Wer="actor_a", How_many="killed_best")
    accepted = app.dataframe[-1].value
    assert accepted["actor_a"].tolist() == ["Invented Front", "Invented Army"]
    assert accepted["killed_best"].tolist() == [3, 11]
    assert accepted["country"].tolist() == ["Pakistan", "Iran"]
    shown = app.data_editor(key=editor_key(app)).value.set_index("column")
    assert shown.at["Wer", "holds"] == "actor_a"


def test_a_contradictory_correction_is_explained_and_can_be_corrected() -> None:
    app = open_with_upload(CHRONOLOGY)
    correct(app, Wer="place_name", Town="place_name")
    assert "cannot all hold place_name" in texts(app)
    correct(app, Wer="actor_a", Town="place_name")
    assert "2 rows in = 2 accepted + 0 rejected + 0 duplicates" in all_texts(app)


def test_a_table_that_says_nothing_is_rejected_until_its_columns_are_assigned() -> None:
    app = open_with_upload("Foo,Bar\nqqqqxz,zzzzqx\nxqqqqz,qzzzzx\n")
    assert "2 rows in = 0 accepted + 2 rejected + 0 duplicates" in all_texts(app)
    assert next(button for button in app.button if button.label.startswith("Store")).disabled
    correct(app, Foo="title", Bar="place_name")
    assert "2 rows in = 2 accepted + 0 rejected + 0 duplicates" in all_texts(app)


def test_on_a_shared_server_data_open_only_under_their_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARED", "1")
    app = opened("data.py")
    assert "data" not in app.query_params
    assert "This server is shared." in all_texts(app)
    upload(app, GOOD)
    press(app, "Store 2 rows")
    key = "".join(app.query_params["data"])  # a text or a list of one
    assert len(key) == 32
    assert "In the atlas: 25 incidents" in texts(app)
    assert "All 23 incidents" in texts(opened("filter.py"))
    assert "All 25 incidents" in texts(opened("filter.py", data=key))
    guessed = opened("filter.py", data="x" * 32)
    assert "All 23 incidents" in texts(guessed)
    assert "x" * 32 not in texts(guessed)


def test_a_damaged_workspace_is_reported_on_every_page(own_folder: Path) -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    atlas_cache.base_atlas.cache_clear()
    for path in (own_folder / "files").iterdir():
        path.write_bytes(b"damaged")
    (own_folder / "workspace.sqlite").write_bytes(b"no database" * 100)
    app = opened("timeline.py")
    assert not app.exception
    assert "The workspace's database" in texts(app)
    assert "All 23 incidents" in texts(app)


def test_a_workspace_that_breaks_under_a_preview_is_reported_and_the_preview_stays(own_folder: Path) -> None:
    app = open_with_upload(GOOD)
    press(app, "Store 2 rows")
    upload(app, MIXED)
    (own_folder / "workspace.sqlite").write_bytes(b"no database")
    app.run()
    assert not app.exception
    assert "4 rows in = 2 accepted + 1 rejected + 1 duplicate" in all_texts(app)
    press(app, "Store 2 rows")
    assert "The workspace's database cannot be used" in texts(app)
