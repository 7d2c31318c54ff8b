"""Saved selections on their page: what is new is shown, marked as seen, and taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.query.selection import Selection
from geo.storage import atlas_cache
from geo.storage.workspace import sessions
from geo.storage.workspace.sqlite_database import SqliteDatabase
from pages.parts.saved.save_form import NAME
from tests.pages.opening import open_sections
from tests.pages.test_pages import opened, texts

HEADER = "incident_id,date_start,latitude,longitude,title\n"
FIRST = f"{HEADER}a,2024-01-16,27,62,A\nb,2024-01-17,27,62,B\n"
LATER = f"{HEADER}a,2024-01-16,27,62,A2\nc,2024-01-18,27,62,C\nd,2024-01-19,27,62,*D*\n"
HOSTILE = "**<b>[x](http://192.0.2.1)"
Serve = Callable[[str], None]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    monkeypatch.setenv("WORKSPACE", str(tmp_path / "workspace"))

    def use(text: str) -> None:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("INCIDENTS", str(path))
        atlas_cache.base_atlas.cache_clear()

    yield use
    atlas_cache.base_atlas.cache_clear()


def save(app: AppTest, name: str) -> AppTest:
    app.text_input(key=NAME).input(name)
    next(button for button in app.button if button.label == "Save").click()
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_what_is_new_is_listed_marked_as_seen_and_taken_back(serve: Serve) -> None:
    serve(FIRST)
    app = save(opened("saved.py", **{"from": "2024-01-01"}), "January")
    assert not app.exception
    assert "Save: Incidents from 1 January 2024." in texts(app)
    (visit,) = (caption.value for caption in app.caption if caption.value.startswith("Last visit"))
    assert "2 incidents" in visit
    assert "Nothing new" in visit
    assert "Mark as seen" not in labels(app)
    serve(LATER)
    app = opened("saved.py")
    assert not app.exception
    assert [expander.label for expander in app.expander] == ["New (2)", "Changed (1)", "Gone (1)"]
    assert "b" in [text.value for text in app.expander[2].text]
    app = press(app, "Mark as seen")
    assert not app.expander
    app = press(app, "Undo the last visit")
    assert [expander.label for expander in app.expander] == ["New (2)", "Changed (1)", "Gone (1)"]
    assert "Undo the last visit" not in labels(app)


def test_a_name_is_text_and_a_deleted_one_comes_back(serve: Serve) -> None:
    serve(FIRST)
    app = save(opened("saved.py"), HOSTILE)
    assert not [element.value for element in app.markdown if HOSTILE in element.value]
    app = press(app, "Delete")
    assert "Nothing is saved yet." in texts(app)
    assert HOSTILE in texts(app)
    app = press(app, "Restore")
    assert "Mark as seen" not in labels(app)
    assert "Delete" in labels(app)
    app = press(press(app, "Delete"), "Delete permanently")
    assert sessions.open_workspace().saved.all() == ()
    assert not app.exception


def test_a_saved_selection_that_is_damaged_says_so(serve: Serve) -> None:
    serve(FIRST)
    save(opened("saved.py"), "S")
    with SqliteDatabase(sessions.open_workspace().folder).write_transaction() as transaction:
        transaction.execute("UPDATE saved_selections SET entry = '{}'")
    app = opened("saved.py")
    assert not app.exception
    assert "The workspace's database is damaged" in texts(app)


@pytest.mark.parametrize("page", ["filter.py", "about.py"])
def test_the_addresses_for_other_programs_are_listed(serve: Serve, page: str) -> None:
    serve(FIRST)
    app = open_sections(opened(page, actor="Nobody"), "doors") if page == "filter.py" else opened(page)
    assert not app.exception
    addresses = "\n".join(code.value for code in app.code)
    for path in ("/api/incidents.atom", "/api/feed.json", "/ogc/collections/incidents/items", "/api/openapi.json"):
        assert path in addresses


def test_on_a_shared_server_what_is_saved_is_under_its_key_alone(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(FIRST)
    monkeypatch.setenv("SHARED", "1")
    key = sessions.new_key()
    atlas = atlas_cache.base_atlas()
    sessions.open_workspace(key).saved.add("Mine", atlas.select(Selection()), "an earlier version")
    app = opened("saved.py", data=key)
    assert not app.exception
    assert "**Mine**" in [element.value for element in app.markdown]
    assert all(f"data={key}" in code.value for code in app.code)
    other = opened("saved.py")
    assert "Nothing is saved yet." in texts(other)
